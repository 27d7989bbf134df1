"""One run at a time in one output folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ..errors import UsageError

NAME: Final = ".lock"


@contextmanager
def folder_lock(out: Path) -> Iterator[None]:
    """Hold the folder's lock for as long as the context lasts.

    out (Path): an existing folder. The system frees the lock when the process ends, however it
        ends, so a killed run leaves nothing to clean up.
    RAISES: UsageError where another process holds it.
    """
    path = out / NAME
    descriptor = _acquire(path)
    try:
        yield
    finally:
        # Removed while it is still held: whoever opened it meanwhile sees that it is gone.
        if sys.platform != "win32":
            path.unlink(missing_ok=True)
        os.close(descriptor)


def _acquire(path: Path) -> int:
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        if not _try_lock(descriptor):
            os.close(descriptor)
            raise UsageError(
                "another run is writing into this folder",
                path=str(path.parent),
                remedy="Wait until it has ended, or give another folder with -o.",
            )
        try:
            if os.path.samestat(os.fstat(descriptor), os.stat(path)):
                return descriptor
        except FileNotFoundError:
            pass
        os.close(descriptor)


def _try_lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
