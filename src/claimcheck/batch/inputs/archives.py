"""Archives of pages: tar (also compressed) and zip, read without being unpacked to disk.

A compressed tar cannot be read at an offset; its pages are laid one after the other in one file.
Nothing in an archive can write anywhere, and none of its members costs more than a page may.
"""

from __future__ import annotations

import hashlib
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Final

from ...documents import Limits
from ...documents.reading import format_of
from ...documents.sources import NAME as SOURCES
from ...errors import UsageError
from .origins import Origin, SliceOrigin, ZipOrigin, open_place

TARS: Final = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
ZIPS: Final = (".zip",)

#: An archive that unpacks to more than this many times its size, and over a GiB, is a bomb:
#: DEFLATE cannot do more, and pages pack some five times.
MOST_TIMES: Final = 1000
_LEAST_BYTES: Final = 1 << 30


@dataclass(frozen=True, slots=True)
class Member:
    """A page of an archive."""

    name: str
    origin: Origin
    identity: str


@dataclass(frozen=True, slots=True)
class Archive:
    """The pages of an archive in the order of their names; its `sources.toml`, if it has one."""

    members: tuple[Member, ...]
    rules: bytes | None


def is_archive(place: str) -> bool:
    """Whether the name is that of an archive."""
    return place.lower().endswith((*TARS, *ZIPS))


def read_archive(place: str, limits: Limits, scratch: Path) -> Archive:
    """List the pages of an archive.

    place (str): path or URL. scratch (Path): where pages of a compressed tar are laid; it is made
        if need be and must stay until the run has ended.
    RAISES: UsageError where it is no such archive, or a bomb.
    """
    try:
        with open_place(place) as stream:
            if place.lower().endswith(ZIPS):
                return _read_zip(place, stream)
            return _read_tar(place, stream, limits, scratch)
    except (tarfile.TarError, zipfile.BadZipFile, EOFError) as error:
        raise UsageError(
            f"is not an archive that can be read ({error})",
            path=place,
            remedy=f"Known: {', '.join((*TARS, *ZIPS))}.",
        ) from error
    except FileNotFoundError as error:
        raise UsageError("there is no such file", path=place, remedy="Check the path.") from error


def _read_zip(place: str, stream: IO[bytes]) -> Archive:
    with zipfile.ZipFile(stream) as archive:
        found: dict[str, Member] = {}
        rules = None
        for entry in archive.infolist():
            name = _clean(entry.filename)
            if name == SOURCES and entry.file_size < _RULES_BYTES:
                rules = archive.read(entry)
            if not entry.is_dir() and _is_page(name):
                identity = f"zip-crc32:{entry.CRC:08x}:{entry.file_size}"
                found[name] = Member(name, ZipOrigin(place, entry.filename), identity)
    return Archive(tuple(found[name] for name in sorted(found)), rules)


_RULES_BYTES: Final = 1_000_000


def _read_tar(place: str, stream: IO[bytes], limits: Limits, scratch: Path) -> Archive:
    laid = None if place.lower().endswith(".tar") else _Laid(place, scratch)
    size = stream.seek(0, 2)
    stream.seek(0)
    found: dict[str, Member] = {}
    rules = None
    with tarfile.open(fileobj=stream, mode="r|*" if laid else "r:") as archive:
        for entry in _files(archive, place, size):
            name = _clean(entry.name)
            opened = archive.extractfile(entry)
            if opened is None:
                continue
            if name == SOURCES and entry.size < _RULES_BYTES:
                rules = opened.read()
            elif _is_page(name):
                data = opened.read(limits.max_bytes + 1)
                offset = laid.add(data) if laid else entry.offset_data
                at = str(laid.path) if laid else place
                origin = SliceOrigin(at, offset, min(entry.size, len(data)))
                found[name] = Member(name, origin, hashlib.sha256(data).hexdigest())
    if laid:
        laid.close()
    return Archive(tuple(found[name] for name in sorted(found)), rules)


def _files(archive: tarfile.TarFile, place: str, packed: int) -> Iterator[tarfile.TarInfo]:
    most = max(_LEAST_BYTES, MOST_TIMES * packed)
    for entry in archive:
        # A compressed tar is unpacked up to the next header to get there: stop before that.
        if entry.offset_data + entry.size > most:
            raise UsageError(
                f"unpacks to more than {MOST_TIMES} times its size",
                path=place,
                remedy="If you trust it, unpack it and give the folder.",
            )
        if entry.isreg():
            yield entry


class _Laid:
    """The pages of a compressed tar, one after the other in a file."""

    def __init__(self, place: str, scratch: Path) -> None:
        scratch.mkdir(parents=True, exist_ok=True)
        self.path = scratch / f"{hashlib.sha256(place.encode()).hexdigest()[:16]}.pages"
        self._stream = self.path.open("wb")

    def add(self, data: bytes) -> int:
        offset = self._stream.tell()
        self._stream.write(data)
        return offset

    def close(self) -> None:
        self._stream.close()


def _clean(name: str) -> str:
    """A member's name as a relative path: nothing absolute, nothing that climbs."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return "/".join(part for part in parts if part not in ("/", "..", "."))


def _is_page(name: str) -> bool:
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in name.split("/"))
    return not hidden and format_of(name) is not None
