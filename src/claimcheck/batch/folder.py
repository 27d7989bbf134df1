"""The output folder of a run: whether it may be written to, and by whom."""

from __future__ import annotations

import errno
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ..errors import ClaimcheckError, UsageError
from ..rows import TABLES
from .lock import NAME as LOCK
from .lock import folder_lock, object_lock
from .manifest import NAME as MANIFEST
from .merge import TEXTS
from .parts import PARTS
from .storage import ObjectStore, store_at

#: Everything that a run writes: what `--overwrite` removes, and nothing else.
OWN: Final = (
    MANIFEST,
    "summary.json",
    "report",
    TEXTS,
    PARTS,
    ".evidence",
    *(f"{table}.{ending}" for table in TABLES for ending in ("jsonl", "parquet")),
)

#: Folder of the list of documents and what has to be unpacked; it goes when the run ends.
UNPACKED: Final = ".unpacked"

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextmanager
def output_folder(out: str | Path, *, resume: bool, overwrite: bool) -> Iterator[Path]:
    """Make ready and hold the output place of a run.

    out: a folder, or a URL of an object store.
    RETURNS (context manager of Path): the folder to write to; for a URL one on local disk, with
        the manifest and the tables of an earlier run left where they are.
    RAISES: UsageError where it is not empty and neither option says what to do, where another
        run holds it, or where it cannot be written; ClaimcheckError where the disk is full.
    """
    if resume and overwrite:
        raise UsageError(
            "--resume and --overwrite exclude each other",
            remedy="--resume keeps what is still right; --overwrite begins anew.",
        )
    store = store_at(out)
    try:
        if isinstance(store, ObjectStore):
            with object_lock(store), tempfile.TemporaryDirectory(prefix="claimcheck-") as name:
                _make_ready_objects(store, resume, overwrite)
                yield Path(name)
        else:
            with _made(store.root), folder_lock(store.root):
                _make_ready(store.root, resume, overwrite)
                try:
                    yield store.root
                finally:
                    shutil.rmtree(store.root / UNPACKED, ignore_errors=True)
    except OSError as error:
        raise _explain(error, str(out)) from error
    except sqlite3.OperationalError as error:  # of the list of documents
        full = "full" in str(error)
        raise _explain(OSError(errno.ENOSPC if full else None, str(error)), str(out)) from error


@contextmanager
def _made(folder: Path) -> Iterator[None]:
    """The folder is there; one that was made for a run that then left nothing goes again."""
    before = folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield
    finally:
        if not before and not any(folder.iterdir()):
            folder.rmdir()


def _make_ready(folder: Path, resume: bool, overwrite: bool) -> None:
    holds = [path for path in folder.iterdir() if path.name != LOCK]
    if not holds or resume:
        return
    if not overwrite:
        raise _not_empty(str(folder))
    for name in OWN:
        path = folder / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _make_ready_objects(store: ObjectStore, resume: bool, overwrite: bool) -> None:
    if resume or not (holds := set(store.names("")) - {LOCK}):
        return
    if not overwrite:
        raise _not_empty(store.url)
    for name in holds:
        if name.split("/")[0] in OWN:
            store.remove(name)


def _not_empty(place: str) -> UsageError:
    return UsageError(
        "is not empty",
        path=place,
        remedy="Go on with what is there: --resume. Begin anew: --overwrite. Or give another -o.",
    )


def _explain(error: OSError, place: str) -> ClaimcheckError:
    where = str(error.filename or place)
    if error.errno in _FULL:
        return ClaimcheckError(
            "the disk is full",
            path=where,
            remedy="What is finished is kept: free some space and run again with --resume.",
        )
    return UsageError(
        f"cannot be read or written ({error.strerror or error})",
        path=where,
        remedy="Check the path after -o, and the rights on it.",
    )
