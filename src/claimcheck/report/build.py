"""The whole report from the tables of an output folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from ..errors import UsageError
from ..tables import write_json
from . import pages
from .data import Tables, scan
from .records import Records
from .shards import Shards
from .summary import Summary, build_summary, to_plain


def build_report(out: Path) -> Summary:
    """Write summary.json and report/ of an output folder, from its tables alone.

    out (Path): a folder that `claimcheck run` wrote. An earlier report stays until the new one is
        complete.
    RETURNS (Summary): every number that the report shows.
    RAISES: UsageError where a table is missing, damaged or of another version, or the folder
        cannot be written to.
    """
    out = Path(out)
    with closing(Tables.open(out)) as tables:
        data = scan(tables)
        summary = build_summary(data)
        try:
            with _replacing(out / "report") as folder:
                pages.write_static(folder)
                (folder / "data").mkdir()
                shards = Shards(folder / "data")
                shards.write_all(Records(tables, data))
                shards.write_meta(data, bool(tables.evidence))
                writer = pages.Writer(folder, summary)
                pages.write_overview(writer)
                pages.write_browsers(writer)
                pages.write_documents(writer, tables, data)
            write_json(out / "summary.json", to_plain(summary))
        except OSError as error:
            raise UsageError(
                f"the report cannot be written ({error.strerror})",
                path=str(error.filename or out),
                remedy="Give a folder that can be written to, with room on the disk.",
            ) from error
    return summary


@contextmanager
def _replacing(folder: Path) -> Iterator[Path]:
    """A new folder that takes the place of `folder` when it is complete, or leaves no trace."""
    new = folder.with_name(f".{folder.name}.{os.getpid()}.new")
    old = folder.with_name(f".{folder.name}.{os.getpid()}.old")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    try:
        yield new
        if folder.exists():
            folder.rename(old)
        new.rename(folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
