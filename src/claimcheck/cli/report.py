"""`claimcheck report`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(
    epilog="\b\nExample:\n  claimcheck report out    writes out/summary.json and out/report/",
    no_args_is_help=True,
)
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
def command(out: Path) -> int:
    """Build summary and HTML again from the tables in OUT alone.

    Use it after an edit of the tables, or with a newer version of claimcheck. No model is loaded.
    """
    from ..report import build_report
    from ..report.terminal import table

    summary = build_report(out)
    click.echo(str(out / "report" / "index.html"))
    click.echo(table(summary))
    return 0
