"""What a run has to do, before it does anything: the shards, each with the hash of all it needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..documents.model import Source
from ..errors import UsageError
from .fingerprints import digest
from .inputs import Inputs, Item
from .parts import PARTS

_LEAST: Final = 0.5
_MOST: Final = 1.5


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


@dataclass(frozen=True, slots=True)
class Plan:
    """All work of a run. key (str): hash of everything that the tables depend on."""

    key: str
    sources: tuple[Source, ...]
    shards: tuple[Shard, ...]

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return sum(len(shard.items) for shard in self.shards)


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
    shards = tuple(
        Shard(i, digest([base, [_identity(item) for item in piece]]), inputs.root, piece)
        for i, piece in enumerate(_pieces(inputs.items, shard_size))
    )
    used = {item.source for item in inputs.items}
    sources = tuple(source for source in inputs.sources if source in used)
    return Plan(digest([shard.key for shard in shards]), sources, shards)


def _pieces(items: Sequence[Item], size: int) -> Iterator[tuple[Item, ...]]:
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
