"""What a run has to do, before it does anything: the shards, each with the hash of all it needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..config import Config
from ..documents.model import Source
from ..errors import UsageError
from .fingerprints import digest, file_digest


@dataclass(frozen=True, slots=True)
class Item:
    """One file of the corpus.

    file (Path): where it is. path (str): relative to the corpus root, with `/`.
    sha256 (str): of its bytes; empty where it cannot be read (the reader will say why).
    """

    file: Path
    path: str
    source: Source
    sha256: str


@dataclass(frozen=True, slots=True)
class Shard:
    """A list of documents, worked on by one process in one go.

    index (int): its place in the run. key (str): hash of the run's key and the items.
    failed (tuple): (position, message) of items that are known to end the process.
    """

    index: int
    key: str
    root: Path
    items: tuple[Item, ...]
    failed: tuple[tuple[int, str], ...] = ()

    @property
    def name(self) -> str:
        """Name of its part folder."""
        return f"{self.index:06d}-{self.key[:16]}"


@dataclass(frozen=True, slots=True)
class Plan:
    """All work of a run. key (str): hash of everything that the tables depend on."""

    key: str
    root: Path
    sources: tuple[Source, ...]
    items: tuple[Item, ...]
    shards: tuple[Shard, ...]


def make_plan(paths: Sequence[Path], out: Path, config: Config, basis: dict[str, str]) -> Plan:
    """Find the documents and cut them into shards, in the order of the corpus.

    paths (sequence of Path): files, folders, or a corpus folder with a `sources.toml`.
    out (Path): the output folder; what lies in it is never input.
    basis (dict): the fingerprints that the results depend on, by name.
    RAISES: UsageError where there is nothing to read.
    """
    from ..documents import discover

    corpus = discover(paths)
    inside = out.resolve()
    items = tuple(
        Item(file, file.relative_to(corpus.root).as_posix(), source, _digest_of(file))
        for file, source in corpus.files
        if not file.resolve().is_relative_to(inside)
    )
    if not items:
        raise UsageError(
            "holds no document that can be read",
            path=", ".join(str(path) for path in paths),
            remedy="Give Markdown, HTML or text files, or a folder that holds some.",
        )
    key = digest([sorted(basis.items()), [_identity(item) for item in items]])
    size = config.batch.shard_size
    pieces = [items[i : i + size] for i in range(0, len(items), size)]
    base = digest(sorted(basis.items()))
    shards = tuple(
        Shard(i, digest([base, [_identity(item) for item in piece]]), corpus.root, piece)
        for i, piece in enumerate(pieces)
    )
    used = {item.source for item in items}
    return Plan(key, corpus.root, tuple(s for s in corpus.sources if s in used), items, shards)


def _identity(item: Item) -> list[str]:
    return [item.path, item.source.name, item.source.role, item.sha256]


def _digest_of(file: Path) -> str:
    try:
        return file_digest(file)
    except OSError:
        return ""
