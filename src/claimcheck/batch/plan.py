"""What a run has to do, before it does anything: the shards, each with the hash of all it needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..errors import UsageError
from .fingerprints import digest, digest_of_all
from .inputs import Inputs, Item
from .parts import PARTS

_LEAST: Final = 0.5
_MOST: Final = 1.5

#: States of a shard: its part file is not there, is there, is there and whole.
_MISSING: Final = 0
_THERE: Final = 1
_DONE: Final = 2

#: Bytes of a shard's key that its part file is named after.
_NAMED: Final = 17
_PART: Final = re.compile(rf"{re.escape(PARTS)}/([0-9a-f]{{2}})/([0-9a-f]{{32}})\.part")


@dataclass(frozen=True, slots=True)
class Shard:
    """A list of documents, worked on by one process in one go.

    index (int): its place in the run. key (str): hash of the run's basis and the items.
    failed (tuple): (position, message) of items that are known to end the process.
    """

    index: int
    key: str
    root: Path
    items: tuple[Item, ...]
    failed: tuple[tuple[int, str], ...] = ()

    @property
    def name(self) -> str:
        """Name of its part file in the store."""
        return f"{PARTS}/{self.key[:2]}/{self.key[2:34]}.part"


class Plan:
    """All work of a run: its shards, which stand in the catalogue of the items.

    key (str): hash of everything that the tables depend on.
    """

    def __init__(self, inputs: Inputs, key: str) -> None:
        self.items = inputs.items
        self.root = inputs.root
        self.sources = inputs.sources
        self.key = key
        self._rows = inputs.items.rows

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return len(self.items)

    def part_names(self) -> Iterator[str]:
        """Names of the part files, in order."""
        return (shard.name for shard in self._shards(-1, _DONE, items=False))

    def expect(self, names: Iterable[str]) -> None:
        """Note which part files are there. names: any names of files in the store."""
        for name in names:
            part = _part_of(name)
            if part is not None:
                self._rows.execute("update shards set state = ? where part = ?", (_THERE, part))

    def needs(self, name: str) -> bool:
        """Whether a name is that of a part file of this run."""
        part = _part_of(name)
        found = self._rows.execute("select 1 from shards where part = ? limit 1", (part,))
        return part is not None and found.fetchone() is not None

    def expected(self) -> Iterator[Shard]:
        """The shards, without their items, whose part files are there."""
        return self._shards(_THERE, _THERE, items=False)

    def finish(self, shard: Shard) -> None:
        """Note that a shard's part file is there and right."""
        self._rows.execute("update shards set state = ? where number = ?", (_DONE, shard.index))

    def unfinished(self) -> Unfinished:
        """The shards that are still to be done."""
        return Unfinished(self)

    def count_unfinished(self) -> int:
        """How many."""
        found = self._rows.execute("select count(*) from shards where state < ?", (_DONE,))
        return int(found.fetchone()[0])

    def _shards(self, least: int, most: int, *, items: bool) -> Iterator[Shard]:
        """Shards of these states, as they are when their turn comes."""
        number = -1
        while True:
            found = self._rows.execute(
                "select number, key, first, size from shards "
                "where number > ? and state between ? and ? order by number limit 1",
                (number, least, most),
            ).fetchone()
            if found is None:
                return
            number, key, first, size = found
            held = self.items[first : first + size] if items else ()
            yield Shard(number, key.hex(), self.root, held)


class Unfinished:
    """The shards that are still to be done; each time anew, since an engine may have to go over
    them again when it has lost a process."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def __iter__(self) -> Iterator[Shard]:
        return self._plan._shards(_MISSING, _THERE, items=True)

    def __len__(self) -> int:
        return self._plan.count_unfinished()

    def finish(self, shard: Shard) -> None:
        """Take a shard out."""
        self._plan.finish(shard)


def make_plan(
    inputs: Inputs, basis: Mapping[str, str], shard_size: int, named: Sequence[str | Path] = ()
) -> Plan:
    """Cut the documents into shards, in the order of the corpus.

    basis (mapping): the fingerprints that the results depend on, by name.
    shard_size (int): documents in a shard, on the average.
    named: the paths as the user gave them, for the error.
    RAISES: UsageError where there is nothing to read.
    """
    if not inputs.items:
        raise UsageError(
            "holds no document that can be read",
            path=", ".join(str(path) for path in named),
            remedy="Give Markdown, HTML or text files, or a folder that holds some.",
        )
    base = digest(sorted(basis.items()))
    rows = inputs.items.rows

    def keys() -> Iterator[str]:
        first = 0
        for number, piece in enumerate(_pieces(inputs.items, shard_size)):
            key = digest([base, [_identity(item) for item in piece]])
            data = bytes.fromhex(key)
            row = (number, data[:_NAMED], data, first, len(piece), _MISSING)
            rows.execute("insert into shards values (?, ?, ?, ?, ?, ?)", row)
            first += len(piece)
            yield key

    plan = Plan(inputs, digest_of_all(keys()))
    rows.execute("create index parts on shards (part)")
    return plan


def _pieces(items: Iterable[Item], size: int) -> Iterator[tuple[Item, ...]]:
    """Cut where a document's name says so, not where a count does.

    A new document then moves the cuts near it and no others: a later run with `--resume` finds
    the parts of all shards further on.
    """
    least, most = max(1, int(size * _LEAST)), max(1, int(size * _MOST))
    piece: list[Item] = []
    for item in items:
        piece.append(item)
        cut = int(digest(item.path)[:8], 16) % max(1, least) == 0
        if len(piece) >= most or (cut and len(piece) >= least):
            yield tuple(piece)
            piece = []
    if piece:
        yield tuple(piece)


def _identity(item: Item) -> list[str]:
    return [item.path, item.source.name, item.source.role, item.identity]


def _part_of(name: str) -> bytes | None:
    """What of a shard's key its part file is named after; None where it is no such name."""
    found = _PART.fullmatch(name)
    return bytes.fromhex(found[1] + found[2]) if found else None
