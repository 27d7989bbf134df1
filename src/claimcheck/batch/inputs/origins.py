"""Where a document's bytes are. Origins are plain data, so that a worker process can take them."""

from __future__ import annotations

import lzma
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO, Final, Protocol

from ...documents.limits import Limits
from ...documents.model import Document, Source
from ...errors import DocumentError
from ..storage import file_system, is_url

#: What zipfile raises for a member that is damaged, encrypted, or packed in a way it does not know.
_UNPACKING: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    RuntimeError,
    NotImplementedError,
    KeyError,
    EOFError,
)


class Origin(Protocol):
    """Where a document's bytes are."""

    def document(self, item: Item, root: Path, limits: Limits) -> Document:
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
class FileOrigin:
    """A file of this machine, or of a file system that all workers share: the item's path under
    the root of the corpus. A run keeps every item in memory, so that none has a path of its own."""

    def document(self, item: Item, root: Path, limits: Limits) -> Document:
        """Read the file."""
        from ...documents import read_document

        return read_document(root / item.path, root=root, source=item.source, limits=limits)


@dataclass(frozen=True, slots=True)
class ObjectOrigin:
    """An object of a store."""

    url: str

    def document(self, item: Item, root: Path, limits: Limits) -> Document:
        """Fetch the object, no more of it than a document may hold."""
        with _reading(item.path), open_place(self.url) as stream:
            data = stream.read(limits.max_bytes + 1)
        return _parse(data, item, limits)


@dataclass(frozen=True, slots=True)
class SliceOrigin:
    """A stretch of a file: a member of a tar archive. size (int): of the whole member."""

    place: str
    offset: int
    size: int

    def document(self, item: Item, root: Path, limits: Limits) -> Document:
        """Read the stretch."""
        data = read_slice(item.path, self.place, self.offset, min(self.size, limits.max_bytes + 1))
        return _parse(data, item, limits)


@dataclass(frozen=True, slots=True)
class ZipOrigin:
    """A member of a zip archive."""

    place: str
    member: str

    def document(self, item: Item, root: Path, limits: Limits) -> Document:
        """Unpack the member, no more of it than a document may hold, whatever its header says."""
        try:
            with _reading(item.path), _archive(self.place).open(self.member) as stream:
                data = stream.read(limits.max_bytes + 1)
        except _UNPACKING as error:
            raise DocumentError(
                f"cannot be unpacked ({error})",
                kind="unreadable",
                path=item.path,
                remedy="Unpack the archive with another tool, without a password.",
            ) from error
        return _parse(data, item, limits)


def _parse(data: bytes, item: Item, limits: Limits) -> Document:
    from ...documents import read_bytes

    return read_bytes(data, path=item.path, source=item.source, limits=limits)


def read_slice(path: str, place: str, offset: int, size: int) -> bytes:
    """Bytes of a file. path (str): how an error names the document. RAISES: DocumentError."""
    with _reading(path), open_place(place) as stream:
        stream.seek(offset)
        return stream.read(size)


@contextmanager
def open_place(place: str) -> Iterator[IO[bytes]]:
    """A local file or an object, opened for reading at any offset."""
    if is_url(place):
        system, name = file_system(place)
        with system.open(name, "rb") as stream:
            yield stream
    else:
        with open(place, "rb") as stream:
            yield stream


def _archive(place: str) -> zipfile.ZipFile:
    """An open archive: its directory is read once a process, not once a member."""
    if is_url(place):
        return _opened(place, 0)
    return _opened(place, os.stat(place).st_mtime_ns)


@lru_cache(maxsize=4)
def _opened(place: str, time: int) -> zipfile.ZipFile:
    if not is_url(place):
        return zipfile.ZipFile(place)
    system, name = file_system(place)
    return zipfile.ZipFile(system.open(name, "rb"))


@contextmanager
def _reading(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DocumentError(
            f"cannot be read ({error.strerror or error})",
            kind="unreadable",
            path=path,
            remedy="Check that it is still there and that you may read it.",
        ) from error
