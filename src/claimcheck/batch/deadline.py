"""A time limit for one document."""

from __future__ import annotations

import ctypes
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

from ..errors import DocumentError

#: The alarm rings again after this many seconds, in case its first ring was swallowed.
AGAIN: Final = 1.0


class _TimeUp(BaseException):
    """Not an Exception, so that no `except Exception` on the way stops it."""


class Deadline:
    """When what runs has to have ended. seconds (float): from the start; 0 sets no limit."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._started = time.monotonic()

    @property
    def left(self) -> float:
        """Seconds from now on, never 0 (which a timer takes for none)."""
        return max(0.001, self._started + self.seconds - time.monotonic())

    def extend(self, seconds: float) -> None:
        """Allow so many seconds in all, counted from the start; never fewer than before."""
        if seconds > self.seconds > 0:
            self.seconds = seconds


def allowance(seconds: float, characters: int, typical: int) -> float:
    """What a page of so many characters may take: `seconds`, and more in proportion where it is
    longer than `typical`. The work grows with the length, a hang does not."""
    return seconds * max(1.0, characters / typical)


@contextmanager
def time_limit(seconds: float) -> Iterator[Deadline]:
    """End what runs inside after `seconds`, or what the deadline is extended to; 0 sets no limit.

    In a process's main thread (where the local engine works) the alarm is a signal; in another
    thread, or on a system without signals, it is an exception that a second thread raises in this
    one. Either ends Python code at once, and a call into a C library when that returns.

    RAISES: DocumentError of kind `timeout`.
    """
    deadline = Deadline(seconds)
    if not seconds:
        yield deadline
        return
    in_main = threading.current_thread() is threading.main_thread()
    alarm = _signal if in_main and hasattr(signal, "SIGALRM") else _exception
    try:
        with alarm(deadline):
            yield deadline
    except _TimeUp:
        raise DocumentError(
            f"took longer than {deadline.seconds:g} s and was given up",
            kind="timeout",
            remedy="Give it more time with --timeout-per-document, or split the page.",
        ) from None


@contextmanager
def _signal(deadline: Deadline) -> Iterator[None]:
    given = deadline.seconds

    def ring(number: int, frame: FrameType | None) -> None:
        nonlocal given
        if deadline.seconds > given:
            given = deadline.seconds
            signal.setitimer(signal.ITIMER_REAL, deadline.left, AGAIN)
        else:
            raise _TimeUp

    before = signal.signal(signal.SIGALRM, ring)
    try:
        try:
            signal.setitimer(signal.ITIMER_REAL, deadline.left, AGAIN)
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _exception(deadline: Deadline) -> Iterator[None]:
    thread = threading.get_ident()
    ended = threading.Event()
    guard = threading.Lock()

    def ring() -> None:
        given, wait = deadline.seconds, deadline.left
        while not ended.wait(wait):
            if deadline.seconds > given:
                given, wait = deadline.seconds, deadline.left
                continue
            with guard:
                if not ended.is_set():
                    _raise_in(thread, _TimeUp)
            wait = AGAIN

    watch = threading.Thread(target=ring, daemon=True)
    watch.start()
    try:
        yield
    finally:
        with guard:
            ended.set()
            _raise_in(thread, None)  # one that is on its way would strike after the block


def _raise_in(thread: int, kind: type[BaseException] | None) -> None:
    """Raise at the thread's next step of Python code; None takes back what is on its way."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(
        ctypes.c_ulong(thread), ctypes.py_object(kind) if kind else None
    )
