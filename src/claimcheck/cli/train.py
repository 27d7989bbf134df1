"""`claimcheck train`."""

from __future__ import annotations

from pathlib import Path

import click

STEPS = ("prepare", "encoder", "heads", "pairs")


@click.command(
    "train",
    epilog="""\b
Examples:
  claimcheck train                     all steps, into models/
  claimcheck train prepare heads       heads again, minutes: after new annotations
  claimcheck train encoder --device cuda""",
)
@click.argument("steps", nargs=-1, type=click.Choice(STEPS))
@click.option(
    "--shared",
    type=click.Path(path_type=Path),
    default=Path("../shared"),
    show_default=True,
    help="Folder that holds data/ and corpora/.",
)
@click.option(
    "--root",
    type=click.Path(path_type=Path),
    default=Path(),
    show_default=True,
    help="The project: its annotations/ are training data too.",
)
@click.option(
    "--model",
    type=click.Path(path_type=Path),
    default=Path("models"),
    show_default=True,
    help="Folder to write the models to.",
)
@click.option(
    "--work",
    type=click.Path(path_type=Path),
    default=Path(".train"),
    show_default=True,
    help="Folder for what one step leaves for the next.",
)
@click.option("--recipe", type=click.Path(path_type=Path, exists=True), help="Another recipe.")
@click.option("--device", default="cpu", show_default=True, help="cpu or cuda.")
def command(
    steps: tuple[str, ...],
    shared: Path,
    root: Path,
    model: Path,
    work: Path,
    recipe: Path | None,
    device: str,
) -> None:
    """Train the models from annotated pages: all STEPS, or those named.

    prepare gathers the data; encoder fine-tunes the unit encoder (one to two hours on a CPU); heads
    fits label heads, the 0-3 scale and the gate (minutes); pairs fine-tunes the verification
    encoder (an hour). Needs the extra: pip install 'claimcheck[train]'.
    """
    from ..training.recipe import load_recipe
    from ..training.run import STEPS as ALL
    from ..training.run import Places, train

    places = Places(shared, root, model, work)
    train(
        steps or ALL,
        places,
        load_recipe(recipe),
        device=device,
        report=lambda line: click.echo(line, err=True),
    )
    click.echo(f"models written to {model}")
