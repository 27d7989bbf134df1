"""`claimcheck run`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from .options import config_option, settings

if TYPE_CHECKING:
    from ..batch.run import Progress, RunResult

EPILOG: Final = """\b
Examples:
  claimcheck run pages/ -o out
      Each top folder of pages/ is a source; two sources are contrasted.
  claimcheck run corpus/ -o out --jobs 4
      A corpus folder with a sources.toml, four processes.
  claimcheck run corpus/ -o out --resume
      Go on after a run that was killed, or do only what is new or changed.
  claimcheck run corpus/ -o out --contrast shop encyclopedia
      More than two sources: hold the claims of the first against the second.
  claimcheck run pages.zip more.jsonl @list.txt s3://bucket/pages -o s3://bucket/out
      Archives, JSON lines with a "text", a file that lists files, an object store.

\b
Standard output: the report's path, then the contrast in a dozen lines.
Exit status: 0 all done; 1 done, but some documents failed (errors.jsonl lists them);
2 wrong usage, or nothing could be done."""

_ACTION: Final = {"annotate": "documents", "tables": "writing tables", "report": "building report"}


@click.command(epilog=EPILOG, no_args_is_help=True)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("-o", "--out", default="out", show_default=True, help="Output folder or URL.")
@click.option(
    "--jobs", default=1, show_default=True, type=click.IntRange(min=0), metavar="N",
    help="Processes; 0: one a core.",
)  # fmt: skip
@click.option("--resume", is_flag=True, help="Keep what an earlier run left and is still right.")
@click.option("--overwrite", is_flag=True, help="Remove what an earlier run left, begin anew.")
@click.option(
    "--contrast", nargs=2, metavar="A B",
    help="Hold the claims of source A against those of B (two sources: done anyway).",
)  # fmt: skip
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(("jsonl", "parquet")),
    help="parquet: write it beside each table's JSONL.",
)  # fmt: skip
@click.option(
    "--evidence",
    metavar="E",
    help="Verify the claims against evidence: a .jsonl file, or a folder.",
)
@click.option("--no-report", is_flag=True, help="Write the tables only.")
@click.option("--timeout-per-document", type=click.FloatRange(min=0), metavar="SECONDS",
              help="Give a document up after so long (300); 0: never. One of more than 500,000 "
              "characters gets more in proportion.")  # fmt: skip
@click.option("--model", metavar="FOLDER", help="Another model than the one that came along.")
@click.option(
    "--engine", default="local", show_default=True, type=click.Choice(("local", "dask")),
    help="dask: work on a cluster (extra 'dask').",
)  # fmt: skip
@click.option("--scheduler", metavar="ADDRESS", help="Of the Dask cluster: tcp://host:8786.")
@config_option
def command(paths: tuple[str, ...], **given: Any) -> int:
    """Annotate pages, contrast their sources, write tables and a report.

    PATH is a file, a folder, a corpus folder with a sources.toml, an archive (.zip, .tar, .tar.gz),
    a .jsonl or .csv file with a column "text", @FILE (a list of paths), or a URL (s3://...).
    """
    from ..batch.engines import prepare_process

    overrides = list(given.pop("overrides"))
    timeout = given.pop("timeout_per_document")
    if timeout is not None:
        overrides.append(f"batch.timeout={float(timeout)}")
    config = settings(given.pop("config"), overrides)
    prepare_process(config)

    from ..batch.run import run

    given["report"] = not given.pop("no_report")
    given["formats"] = ("jsonl", *given["formats"])
    with _bar() as progress:
        result = run(paths, config=config, progress=progress, **given)
    _tell(result)
    return 1 if result.failed else 0


def _tell(result: RunResult) -> None:
    for note in result.notes:
        click.echo(f"claimcheck: {note}", err=True)
    click.echo(result.report or result.out)
    if result.summary is not None:
        from ..report.terminal import table

        click.echo(table(result.summary))
    else:
        counts = ", ".join(f"{number} {name}" for name, number in result.counts.items())
        click.echo(counts)
    if result.failed:
        place = Path(result.out) / "errors.jsonl"
        click.echo(f"claimcheck: {result.failed} documents failed: see {place}", err=True)


@contextmanager
def _bar() -> Iterator[Callable[[Progress], None]]:
    """A progress bar on standard error, where that is a terminal."""
    from tqdm import tqdm

    with tqdm(unit=" documents", file=sys.stderr, disable=None, dynamic_ncols=True) as bar:

        def show(progress: Progress) -> None:
            bar.total = progress.total
            bar.set_description_str(_ACTION[progress.step], refresh=False)
            bar.update(progress.done - bar.n)
            bar.refresh()

        yield show
