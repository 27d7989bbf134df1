"""From what a user named to the documents of a run."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any, Final

from ...documents import Limits, Source
from ...documents.discovery import Place, common_root, nothing_in, unify
from ...documents.reading import FORMATS, format_of
from ...documents.sources import NAME as SOURCES
from ...errors import UsageError
from ..fingerprints import digest, file_digest
from ..storage import file_system, is_url
from .archives import is_archive, read_archive
from .catalogue import Catalogue
from .naming import sources_of
from .origins import FileOrigin, Item, ObjectOrigin, open_place
from .records import is_record_file, read_records

LISTS: Final = (".list", ".lst")


@dataclass(frozen=True, slots=True)
class Inputs:
    """All documents of a run, in the order of its tables. root (Path): of those that are files."""

    root: Path
    items: Catalogue

    @property
    def sources(self) -> tuple[Source, ...]:
        """Those that documents belong to, in order of their first document."""
        return self.items.sources


def gather(
    paths: Sequence[str | Path], limits: Limits, scratch: Path, out: Path | None = None
) -> Inputs:
    """Find the documents of a run.

    paths: files, folders, corpus folders with a `sources.toml`, archives, files of records, lists
        of all these (`@FILE`, or a name that ends in .list), and URLs of an object store.
    scratch (Path): a folder for the list of documents and what has to be unpacked (see
        `archives`), to be kept until the run has ended.
    out (Path or None): a local output folder; what lies in it is never input.
    RAISES: UsageError for a path that is not there or holds nothing, or documents of one name.
    """
    catalogue = Catalogue(scratch)
    try:
        root = _gather(_Places(paths), limits, scratch, out, catalogue)
    except BaseException:
        catalogue.close()
        raise
    return Inputs(root, catalogue)


def _gather(
    places: _Places, limits: Limits, scratch: Path, out: Path | None, catalogue: Catalogue
) -> Path:
    plain = 0
    others = False
    for place in places:
        plain += _is_plain(place)
        others = others or not _is_plain(place)
    root = _files(places, plain, out, catalogue) if plain else Path()
    if not others:
        return root
    alone = len(catalogue) == 0 and places.is_one()
    for place in places:
        if _is_plain(place):
            continue
        name = PurePosixPath(place).name
        prefixed = not alone and not is_record_file(place)
        found = _items(place, limits, scratch)
        if not catalogue.extend(_under(name, item) if prefixed else item for item in found):
            raise UsageError(
                "holds no document", path=place, remedy=f"Known endings: {', '.join(FORMATS)}."
            )
    twin = catalogue.twin()
    if twin is not None:
        raise UsageError(
            f"two documents are called {twin}",
            remedy="Give them different ids or names, or run them apart.",
        )
    return root


@dataclass(frozen=True, slots=True)
class _Places:
    """What a user named, lists read; each time anew, since a list may be long."""

    paths: Sequence[str | Path]

    def __iter__(self) -> Iterator[str]:
        for path in self.paths:
            yield from _listed(str(path))

    def is_one(self) -> bool:
        return len(list(islice(self, 2))) == 1


def _listed(place: str) -> Iterator[str]:
    """The path itself, or the paths that a list names, relative to the list's folder."""
    if not place.startswith("@") and not place.lower().endswith(LISTS):
        yield place
        return
    path = Path(place.removeprefix("@"))
    empty = True
    try:
        with path.open(encoding="utf-8-sig") as stream:
            for line in stream:
                named = line.strip()
                if named and not line.startswith("#"):
                    empty = False
                    yield named if is_url(named) else str(path.parent / named)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"is no list that can be read ({getattr(error, 'strerror', None) or error})",
            path=str(path),
            remedy="Write one path a line, UTF-8.",
        ) from error
    if empty:
        raise UsageError("lists no path", path=str(path), remedy="Write one path a line.")


def _is_plain(place: str) -> bool:
    return not (is_url(place) or _is_file_of_many(place))


def _is_file_of_many(place: str) -> bool:
    many = is_archive(place) or is_record_file(place)
    return many and (is_url(place) or not Path(place).is_dir())


def _files(places: _Places, count: int, out: Path | None, catalogue: Catalogue) -> Path:
    """Add the files of the plain places, each once. RETURNS (Path): their common folder."""
    root = common_root(place.root for place in _plain_places(places))
    outside = _Outside(out)
    unified: dict[str, Source] = {}
    seen: dict[Source, None] = {}

    def named() -> Iterator[tuple[str, Source]]:
        for place in _plain_places(places):
            for file, source in place.files(catalogue.sort, _pass_over):
                yield file.relative_to(root).as_posix(), source

    def items() -> Iterator[Item]:
        origin = FileOrigin()
        for name, source in named() if count == 1 else _once(named(), catalogue):
            seen[source] = None
            unify(unified, source)
            if outside(root / name):
                yield Item(origin, name, source, _digest_of(root / name))

    catalogue.extend(items())
    if not seen:
        raise nothing_in(islice(places, 3))
    catalogue.rename((source, unified[source.name]) for source in seen)
    return root


def _plain_places(places: _Places) -> Iterator[Place]:
    return (Place.of(Path(place)) for place in places if _is_plain(place))


def _once(
    pairs: Iterator[tuple[str, Source]], catalogue: Catalogue
) -> Iterator[tuple[str, Source]]:
    """Each file once, where it first stands."""
    sources: dict[str, Source] = {}

    def keyed() -> Iterator[tuple[str, str]]:
        for name, source in pairs:
            key = f"{source.role} {source.name}"
            sources[key] = source
            yield name, key

    for name, key in catalogue.once(keyed()):
        yield name, sources[key]


def _pass_over(file: Path) -> None:
    return None


class _Outside:
    """Whether a file, links followed, stands outside of the output folder."""

    def __init__(self, out: Path | None) -> None:
        self._out = out.resolve() if out else None
        self._folder = ("", "")

    def __call__(self, file: Path) -> bool:
        if self._out is None:
            return True
        folder = str(file.parent)
        if self._folder[0] != folder:
            self._folder = (folder, os.path.realpath(folder))
        real = os.path.realpath(file) if file.is_symlink() else self._folder[1]
        return not Path(real).is_relative_to(self._out)


def _digest_of(file: Path) -> str:
    try:
        return file_digest(file)
    except OSError:
        return ""


def _items(place: str, limits: Limits, scratch: Path) -> Iterator[Item]:
    if is_record_file(place):
        yield from read_records(place, limits)
    elif is_archive(place):
        archive = read_archive(place, limits, scratch)
        names = [member.name for member in archive.members]
        sources = sources_of(names, PurePosixPath(place).name.split(".")[0], archive.rules)
        for member in archive.members:
            if member.name in sources:
                yield Item(member.origin, member.name, sources[member.name], member.identity)
    else:
        yield from _objects(place)


def _objects(url: str) -> Iterator[Item]:
    """The pages below a URL, or the one that it names."""
    system, root = file_system(url)
    system.invalidate_cache()
    found = system.find(root, detail=True)
    if not found:
        raise UsageError("there is nothing there", path=url, remedy="Check the URL.")
    single = list(found) == [root]
    base = root.rpartition("/")[0] if single else root
    infos = {name[len(base) :].lstrip("/"): info for name, info in sorted(found.items())}
    names = [name for name in infos if format_of(name) and not _is_hidden(name)]
    rules = None
    if SOURCES in infos:
        with open_place(f"{url.rstrip('/')}/{SOURCES}") as stream:
            rules = stream.read()
    sources = sources_of(names, PurePosixPath(base).name, rules)
    for name in names:
        if name in sources:
            full = url if single else f"{url.rstrip('/')}/{name}"
            yield Item(ObjectOrigin(full), name, sources[name], _identity_of(infos[name]))


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") for part in name.split("/"))


def _identity_of(info: dict[str, Any]) -> str:
    """What a store says of an object: its tag, or its time, and its size."""
    mark = info.get("ETag") or info.get("etag") or info.get("md5Hash")
    mark = mark or info.get("LastModified") or info.get("mtime") or info.get("created")
    return f"object:{digest([str(mark), info.get('size')])[:32]}"


def _under(name: str, item: Item) -> Item:
    return Item(item.origin, f"{name}/{item.path}", item.source, item.identity)
