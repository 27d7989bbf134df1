"""A time limit for one document."""

from __future__ import annotations

import ctypes
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

    In a process's main thread (where the local engine works) the alarm is a signal; in another
    thread, or on a system without signals, it is an exception that a second thread raises in this
    one. Either ends Python code at once, and a call into a C library when that returns.

    RAISES: DocumentError of kind `timeout`.
    """
    if not seconds:
        yield
        return
    in_main = threading.current_thread() is threading.main_thread()
    alarm = _signal if in_main and hasattr(signal, "SIGALRM") else _exception
    try:
        with alarm(seconds):
            yield
    except _TimeUp:
        raise DocumentError(
            f"took longer than {seconds:g} s and was given up",
            kind="timeout",
            remedy="Give it more time with --timeout-per-document, or split the page.",
        ) from None


@contextmanager
def _signal(seconds: float) -> Iterator[None]:
    def ring(number: int, frame: FrameType | None) -> None:
        raise _TimeUp

    before = signal.signal(signal.SIGALRM, ring)
    try:
        try:
            signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _exception(seconds: float) -> Iterator[None]:
    thread = threading.get_ident()
    ended = threading.Event()
    guard = threading.Lock()

    def ring() -> None:
        wait = seconds
        while not ended.wait(wait):
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
