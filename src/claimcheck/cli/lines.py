"""Files of JSON lines that commands read and write line by line; `-` stands for the terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import click

from ..errors import UsageError

#: Complaints shown before only their number is.
_SHOWN = 5


@contextmanager
def reader(file: str) -> Iterator[Iterable[str]]:
    """The lines of a file or, for `-`, of standard input. RAISES: UsageError."""
    if file == "-":
        yield sys.stdin
        return
    try:
        source = Path(file).open(  # noqa: SIM115 (closed below)
            encoding="utf-8-sig", errors="replace", newline="\n"
        )
    except OSError as error:
        raise UsageError(
            f"cannot be read ({error.strerror})",
            path=file,
            remedy="Give a file of JSON lines: one object a line.",
        ) from error
    with source:
        yield source


@contextmanager
def writer(out: str) -> Iterator[IO[Any]]:
    """Standard output for `-`; else a file that takes its name only when it is complete.

    RAISES: UsageError where it cannot be written.
    """
    if out == "-":
        yield sys.stdout
        return
    from ..tables import atomic_file

    try:
        with atomic_file(Path(out)) as stream:
            yield stream
    except OSError as error:
        raise UsageError(
            f"cannot be written ({error.strerror})",
            path=out,
            remedy="Give a file in a folder that exists and may be written to.",
        ) from error


def encoded(row: dict[str, Any]) -> str:
    """A row as one line of JSON; half a surrogate pair, which UTF-8 has not, is escaped."""
    line = json.dumps(row, ensure_ascii=False)
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(row)
    return line


class Complaints:
    """Says what is wrong with the first few lines, then only how many there are."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.count = 0

    def add(self, problem: str | None) -> None:
        """Note a line's problem, if it has one."""
        if problem is None:
            return
        self.count += 1
        if self.count <= _SHOWN:
            click.echo(f"claimcheck: {self._file}: {problem}", err=True)

    def close(self) -> int:
        """Tell the number; RETURNS (int): the exit status."""
        if self.count > _SHOWN:
            click.echo(
                f"claimcheck: {self._file}: {self.count} lines in all could not be read", err=True
            )
        return 1 if self.count else 0
