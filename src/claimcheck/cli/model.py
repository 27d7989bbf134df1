"""`claimcheck model`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(
    "model",
    epilog="\b\nExamples:\n  claimcheck model                    the cards of the shipped model\n"
    "  claimcheck model --model mine       those of another folder",
)
@click.option("--model", type=click.Path(path_type=Path), help="A model folder.")
def command(model: Path | None) -> None:
    """Print the model cards: data, licences, procedure, scores, limits."""
    from ..errors import ModelError
    from ..pipeline.models import model_folder

    folder = model_folder(model)
    cards = sorted(folder.glob("*.md"))
    if not cards:
        raise ModelError(
            "the model folder has no card",
            path=str(folder),
            remedy="Models of `claimcheck train` come with models/CARD.md.",
        )
    for card in cards:
        click.echo(card.read_text("utf-8").rstrip() + "\n")
