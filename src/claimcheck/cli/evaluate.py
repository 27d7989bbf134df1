"""`claimcheck evaluate`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(
    "evaluate",
    epilog="""\b
Examples:
  claimcheck evaluate -o out-evaluation
  claimcheck evaluate --model models --previous older/models -o out-evaluation""",
)
@click.option(
    "--shared",
    type=click.Path(path_type=Path),
    default=Path("../shared"),
    show_default=True,
    help="Folder that holds data/.",
)
@click.option(
    "--root",
    type=click.Path(path_type=Path),
    default=Path(),
    show_default=True,
    help="The project, whose annotations/ train the baselines.",
)
@click.option("--model", type=click.Path(path_type=Path), help="A model folder.")
@click.option("--previous", type=click.Path(path_type=Path), help="A second model, to compare.")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    default=Path("out-evaluation"),
    show_default=True,
    help="Folder for evaluation.json and evaluation.html.",
)
def command(shared: Path, root: Path, model: Path | None, previous: Path | None, out: Path) -> None:
    """Measure a model on the development data, beside baselines, with 95 % intervals."""
    from ..evaluation.run import evaluate, summary_lines

    found = evaluate(
        shared,
        root,
        out,
        model=model,
        previous=previous,
        report=lambda line: click.echo(line, err=True),
    )
    click.echo(str(out / "evaluation.html"))
    for line in summary_lines(found):
        click.echo(line)
