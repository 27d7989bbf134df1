"""The documents of a run in a file on disk, so that memory does not grow with their number.

The file (SQLite) is made anew by each run and goes when the run ends: nothing of it has to survive
a kill, so nothing is synced. What a `--resume` goes by are the parts.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple
from itertools import chain
from pathlib import Path
from typing import Any, Final, overload

from ...documents import Source
from .origins import FileOrigin, Item, ObjectOrigin, Origin, SliceOrigin, ZipOrigin
from .records import RecordOrigin

#: Name of the file.
NAME: Final = "catalogue.sqlite"

_ORIGINS: Final[dict[str, Any]] = {
    kind.__name__: kind for kind in (ObjectOrigin, RecordOrigin, SliceOrigin, ZipOrigin)
}
#: Pages of the file that are held in memory, in KiB.
_CACHE: Final = 4096
#: Rows that go to the file together.
_TOGETHER: Final = 512

# Paths are bytes: names of files need not be valid UTF-8, and bytes sort as code points do.
_TABLES: Final = """
create table sources (number integer primary key, name blob, role text);
create table items
    (number integer primary key, path blob, source integer, origin text, identity text);
create table shards
    (number integer primary key, part blob, key blob, first integer, size integer, state integer);
"""


class Catalogue(Sequence[Item]):
    """The items of a run in order.

    folder (Path): where the file is; it is made if need be.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / NAME
        path.unlink(missing_ok=True)
        self.rows = sqlite3.connect(path, isolation_level=None)
        for setting in ("journal_mode=off", "synchronous=off", f"cache_size=-{_CACHE}"):
            self.rows.execute(f"pragma {setting}")
        self.rows.executescript(_TABLES)
        self.rows.execute("begin")
        self._sources: list[Source] = []
        self._numbers: dict[Source, int] = {}
        self._size = 0
        self._sorts = 0

    def close(self) -> None:
        """Close the file."""
        self.rows.close()

    def extend(self, items: Iterable[Item]) -> int:
        """Add items at the end. RETURNS (int): how many."""
        before = self._size
        for item in items:
            row = (
                self._size,
                _bytes(item.path),
                self._number_of(item.source),
                None if isinstance(item.origin, FileOrigin) else _plain(item.origin),
                item.identity,
            )
            self.rows.execute("insert into items values (?, ?, ?, ?, ?)", row)
            self._size += 1
        return self._size - before

    def _number_of(self, source: Source) -> int:
        if source not in self._numbers:
            self._numbers[source] = len(self._sources)
            self._sources.append(source)
        return self._numbers[source]

    def rename(self, sources: Iterable[tuple[Source, Source]]) -> None:
        """Put another source (of the same name) in the place of one, for all its items so far."""
        for old, new in sources:
            number = self._numbers.pop(old, None)
            if number is not None:
                self._sources[number] = new
        self._numbers = {}
        for number, source in enumerate(self._sources):
            self._numbers.setdefault(source, number)

    @property
    def sources(self) -> tuple[Source, ...]:
        """One of each name, in the order of their first items."""
        first: dict[str, Source] = {}
        for source in self._sources:
            first.setdefault(source.name, source)
        return tuple(first.values())

    def sort(self, keys: Iterable[bytes]) -> Iterator[bytes]:
        """The keys in order, sorted on disk."""
        table = self._scratch("key blob")
        self.rows.executemany(f"insert into {table} values (?)", ((key,) for key in keys))
        for (key,) in self.rows.execute(f"select key from {table} order by key"):
            yield key
        self.rows.execute(f"drop table {table}")

    def once(self, pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        """Pairs of two texts, each first text once, where it first stands."""
        table = self._scratch("number integer primary key, one blob, other blob")
        self.rows.executemany(
            f"insert into {table} (one, other) values (?, ?)",
            ((_bytes(one), _bytes(other)) for one, other in pairs),
        )
        # The other columns of a min() are those of the row that has it.
        found = self.rows.execute(
            f"select one, other, min(number) as first from {table} group by one order by first"
        )
        for one, other, _ in found:
            yield _text(one), _text(other)
        self.rows.execute(f"drop table {table}")

    def _scratch(self, columns: str) -> str:
        self._sorts += 1
        table = f"scratch_{self._sorts}"
        self.rows.execute(f"create table {table} ({columns})")
        return table

    def twin(self) -> str | None:
        """A path that two items have, the first such, or None."""
        found = self.rows.execute(
            "select path, max(number) as last from items group by path having count(*) > 1 "
            "order by last limit 1"
        ).fetchone()
        return _text(found[0]) if found else None

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, place: int) -> Item: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Item, ...]: ...

    def __getitem__(self, place: int | slice) -> Item | tuple[Item, ...]:
        if isinstance(place, int):
            at = range(self._size)[place]
            return next(iter(self._between(at, at + 1)))
        first, last, step = place.indices(self._size)
        if step != 1:
            raise ValueError("only in order, one after the other")
        return tuple(self._between(first, last))

    def __iter__(self) -> Iterator[Item]:
        return chain.from_iterable(
            self._between(first, first + _TOGETHER) for first in range(0, self._size, _TOGETHER)
        )

    def _between(self, first: int, last: int) -> Iterator[Item]:
        found = self.rows.execute(
            "select path, source, origin, identity from items where number >= ? and number < ? "
            "order by number",
            (first, last),
        )
        for path, source, origin, identity in found.fetchall():
            place = _ORIGIN_OF_FILES if origin is None else _origin(origin)
            yield Item(place, _text(path), self._sources[source], identity)


_ORIGIN_OF_FILES: Final = FileOrigin()


def _plain(origin: Origin) -> str:
    return json.dumps([type(origin).__name__, *astuple(origin)])  # type: ignore[call-overload]


def _origin(plain: str) -> Origin:
    kind, *fields = json.loads(plain)
    made: Origin = _ORIGINS[kind](*(tuple(f) if isinstance(f, list) else f for f in fields))
    return made


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")
