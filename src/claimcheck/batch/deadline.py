"""A time limit for one document."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

from ..errors import DocumentError

#: The alarm rings again after this many seconds, in case its first ring was swallowed.
AGAIN: Final = 1.0


class _TimeUp(BaseException):
    """Not an Exception, so that no `except Exception` on the way stops it."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """End what runs inside after `seconds`; 0 sets no limit.

    The alarm is a signal, which Python can only take in a process's main thread (where every
    worker of a run works) and only on systems that have it; elsewhere there is no limit.

    RAISES: DocumentError of kind `timeout`.
    """
    in_main = threading.current_thread() is threading.main_thread()
    if not seconds or not in_main or not hasattr(signal, "SIGALRM"):
        yield
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise _TimeUp

    before = signal.signal(signal.SIGALRM, ring)
    try:
        try:
            signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    except _TimeUp:
        raise DocumentError(
            f"took longer than {seconds:g} s and was given up",
            kind="timeout",
            remedy="Give it more time with --timeout-per-document, or split the page.",
        ) from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
