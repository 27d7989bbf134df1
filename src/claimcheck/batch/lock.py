"""One run at a time in one output folder."""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ..errors import UsageError
from .storage import ObjectStore

NAME: Final = ".lock"

#: Seconds after which the lock of an object store counts as left behind.
STALE: Final = 120


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


@contextmanager
def object_lock(store: ObjectStore) -> Iterator[None]:
    """Hold the lock of a place in an object store: an object that is touched again and again.

    An object store frees nothing when a process ends: a lock that was not touched for `STALE`
    seconds is taken over.
    RAISES: UsageError where another run holds it.
    """
    mine = f"{socket.gethostname()}-{os.getpid()}-{time.time_ns()}"
    holder, age = _holder(store)
    if holder and age < STALE:
        raise UsageError(
            f"another run ({holder}) is writing to this place",
            path=store.url,
            remedy=f"Wait until it has ended; a killed run's lock is taken over after {STALE} s.",
        )
    ended = threading.Event()
    _touch(store, mine)

    def keep() -> None:
        while not ended.wait(STALE / 4):
            _touch(store, mine)

    keeper = threading.Thread(target=keep, daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        keeper.join()
        store.remove(NAME)


def _touch(store: ObjectStore, name: str) -> None:
    with store.writing(NAME) as stream:
        stream.write(f"{name} {time.time()}".encode())


def _holder(store: ObjectStore) -> tuple[str, float]:
    """Name of the run that holds the lock, or "", and seconds since it said so."""
    try:
        with store.reading(NAME) as stream:
            name, _, at = stream.read().decode().partition(" ")
        return name, time.time() - float(at)
    except (FileNotFoundError, ValueError):
        return "", 0.0
