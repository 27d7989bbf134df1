"""The JSONL tables of an output folder, read a line at a time and, by byte offset, one by one."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import numpy as np

from ..errors import UsageError
from ..rows import SCHEMA_VERSION

Row = dict[str, Any]

_REMEDY = "Run `claimcheck run` again to rebuild the table."


class Table:
    """One table on disk. Nothing of it is kept in memory.

    RAISES: UsageError where a needed table is missing, a line is not a JSON object, or the rows
        are of another major schema version.
    """

    def __init__(self, path: Path, *, required: bool = True) -> None:
        if required and not path.is_file():
            raise UsageError(
                "the table is missing",
                path=str(path),
                remedy="Give the output folder of `claimcheck run`.",
            )
        self.path = path
        self._handle: IO[bytes] | None = None

    def __iter__(self) -> Iterator[tuple[int, Row]]:
        """`(byte offset, row)` of every row in order."""
        if not self.path.is_file():
            return
        offset = 0
        with self.path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    row = self._parse(line, f"line {number}")
                    if offset == 0:
                        self._check_version(row)
                    yield offset, row
                offset += len(line)

    def at(self, offset: int) -> Row:
        """The row that starts at a byte offset."""
        if self._handle is None:
            self._handle = self.path.open("rb")
        self._handle.seek(offset)
        return self._parse(self._handle.readline(), f"byte {offset}")

    def run(self, start: int, count: int) -> Iterator[Row]:
        """`count` rows from the one that starts at byte `start`."""
        if self._handle is None:
            self._handle = self.path.open("rb")
        self._handle.seek(start)
        for _ in range(count):
            yield self._parse(self._handle.readline(), f"after byte {start}")

    def close(self) -> None:
        """Close the file used for access by offset."""
        if self._handle is not None:
            self._handle.close()
            self._handle = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _parse(self, line: bytes, place: str) -> Row:
        try:
            row = json.loads(line)
        except ValueError as error:
            raise UsageError(
                f"not JSON ({error})", path=str(self.path), place=place, remedy=_REMEDY
            ) from error
        if not isinstance(row, dict):
            raise UsageError("not a JSON object", path=str(self.path), place=place, remedy=_REMEDY)
        return row

    def _check_version(self, row: Row) -> None:
        version = str(row.get("schema_version", ""))
        if version.split(".")[0] != SCHEMA_VERSION.split(".")[0]:
            raise UsageError(
                f"schema version {version or 'missing'}, this claimcheck reads {SCHEMA_VERSION}",
                path=str(self.path),
                place="schema_version",
                remedy=_REMEDY,
            )


def _key(name: str) -> int:
    return int.from_bytes(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest())


class OffsetIndex:
    """From a row's id to its byte offset in 16 bytes a row, whatever the length of the ids."""

    def __init__(self) -> None:
        self._keys = array("Q")
        self._offsets = array("Q")
        self._sorted: tuple[np.ndarray, np.ndarray] | None = None

    def __len__(self) -> int:
        return len(self._keys)

    def add(self, name: str, value: int) -> None:
        """Remember the offset (or another number, 0 to 2**64-1) of a row."""
        self._keys.append(_key(name))
        self._offsets.append(value)
        self._sorted = None

    def find(self, name: str) -> list[int]:
        """The numbers kept under an id, in the order of adding. Two ids may share a key (one in
        2**64): the caller compares the row's own id."""
        if self._sorted is None:
            keys = np.frombuffer(self._keys, dtype=np.uint64) if self._keys else np.zeros(0, "u8")
            values = np.frombuffer(self._offsets, dtype=np.uint64) if self._offsets else keys.copy()
            order = np.argsort(keys, kind="stable")
            self._sorted = keys[order], values[order]
        keys, values = self._sorted
        key = np.uint64(_key(name))
        first = int(np.searchsorted(keys, key, side="left"))
        last = int(np.searchsorted(keys, key, side="right"))
        return [int(value) for value in values[first:last]]


class RowFinder:
    """Rows of a table by their id, read from disk when asked for."""

    def __init__(self, table: Table, id_key: str) -> None:
        self._table = table
        self._id_key = id_key
        self._index = OffsetIndex()

    def add(self, name: str, offset: int) -> None:
        """Remember where a row starts."""
        self._index.add(name, offset)

    def get(self, name: str) -> Row | None:
        """The first row of that id, or None."""
        for offset in self._index.find(name):
            row = self._table.at(offset)
            if row.get(self._id_key) == name:
                return row
        return None
