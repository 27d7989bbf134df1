"""What a run reads: documents, each with the place its bytes come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ..documents.model import Document, Source
from .fingerprints import file_digest


class Origin(Protocol):
    """Where a document's bytes are; can be sent to another process."""

    def document(self, item: Item, root: Path, limits: object) -> Document:
        """Read it. RAISES: DocumentError."""


@dataclass(frozen=True, slots=True)
class Item:
    """One document of the corpus.

    path (str): relative to the corpus root, with `/`. identity (str): changes when the document
    does: SHA-256 of its bytes, or what an object store or archive says of it; empty where it
    cannot be read (the reader will say why).
    """

    origin: Origin
    path: str
    source: Source
    identity: str


@dataclass(frozen=True, slots=True)
class Inputs:
    """All documents of a run, in the order of its tables."""

    root: Path
    sources: tuple[Source, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class FileOrigin:
    """A file of this machine, or of a file system that all workers share."""

    file: Path

    def document(self, item: Item, root: Path, limits: object) -> Document:
        """Read the file."""
        from ..documents import read_document

        return read_document(self.file, root=root, source=item.source, limits=limits)


def gather(paths: Sequence[str | Path], out: Path | None) -> Inputs:
    """Find the documents of a run.

    paths: files, folders, or a corpus folder with a `sources.toml`.
    out (Path or None): a local output folder; what lies in it is never input.
    RAISES: UsageError for a path that is not there.
    """
    from ..documents import discover

    corpus = discover([Path(path) for path in paths])
    inside = out.resolve() if out else None
    items = tuple(
        Item(FileOrigin(file), file.relative_to(corpus.root).as_posix(), source, _digest_of(file))
        for file, source in corpus.files
        if inside is None or not file.resolve().is_relative_to(inside)
    )
    return Inputs(corpus.root, corpus.sources, items)


def _digest_of(file: Path) -> str:
    try:
        return file_digest(file)
    except OSError:
        return ""
