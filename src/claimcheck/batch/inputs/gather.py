"""From what a user named to the documents of a run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from ...documents import Limits, Source, discover
from ...documents.reading import FORMATS, format_of
from ...documents.sources import NAME as SOURCES
from ...errors import UsageError
from ..fingerprints import digest, file_digest
from ..storage import file_system, is_url
from .archives import is_archive, read_archive
from .naming import sources_of
from .origins import FileOrigin, Item, ObjectOrigin, open_place
from .records import is_record_file, read_records

LISTS: Final = (".list", ".lst")


@dataclass(frozen=True, slots=True)
class Inputs:
    """All documents of a run, in the order of its tables. root (Path): of those that are files."""

    root: Path
    sources: tuple[Source, ...]
    items: tuple[Item, ...]


def gather(
    paths: Sequence[str | Path], limits: Limits, scratch: Path, out: Path | None = None
) -> Inputs:
    """Find the documents of a run.

    paths: files, folders, corpus folders with a `sources.toml`, archives, files of records, lists
        of all these (`@FILE`, or a name that ends in .list), and URLs of an object store.
    scratch (Path): a folder for what has to be unpacked; see `archives`.
    out (Path or None): a local output folder; what lies in it is never input.
    RAISES: UsageError for a path that is not there or holds nothing, or documents of one name.
    """
    places = [place for path in paths for place in _listed(str(path))]
    plain = [Path(place) for place in places if _is_plain(place)]
    root, items = _files(plain, out) if plain else (Path(), [])
    alone = len(places) == 1
    for place in places:
        if _is_plain(place):
            continue
        name = PurePosixPath(place).name
        found = list(_items(place, limits, scratch))
        if not found:
            raise UsageError(
                "holds no document", path=place, remedy=f"Known endings: {', '.join(FORMATS)}."
            )
        prefixed = not alone and not is_record_file(place)
        items += [_under(name, item) for item in found] if prefixed else found
    _refuse_twins(items)
    sources = {item.source.name: item.source for item in reversed(items)}
    order = dict.fromkeys(item.source.name for item in items)
    return Inputs(root, tuple(sources[name] for name in order), tuple(items))


def _listed(place: str) -> Iterator[str]:
    """The path itself, or the paths that a list names, relative to the list's folder."""
    if not place.startswith("@") and not place.lower().endswith(LISTS):
        yield place
        return
    path = Path(place.removeprefix("@"))
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"is no list that can be read ({getattr(error, 'strerror', None) or error})",
            path=str(path),
            remedy="Write one path a line, UTF-8.",
        ) from error
    named = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    if not named:
        raise UsageError("lists no path", path=str(path), remedy="Write one path a line.")
    for line in named:
        yield line if is_url(line) else str(path.parent / line)


def _is_plain(place: str) -> bool:
    return not (is_url(place) or _is_file_of_many(place))


def _is_file_of_many(place: str) -> bool:
    many = is_archive(place) or is_record_file(place)
    return many and (is_url(place) or not Path(place).is_dir())


def _files(paths: list[Path], out: Path | None) -> tuple[Path, list[Item]]:
    corpus = discover(paths)
    inside = out.resolve() if out else None
    kept = [
        (file, source)
        for file, source in corpus.files
        if inside is None or not file.resolve().is_relative_to(inside)
    ]
    root, origin = corpus.root, FileOrigin()
    return root, [
        Item(origin, file.relative_to(root).as_posix(), source, _digest_of(file))
        for file, source in kept
    ]


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


def _refuse_twins(items: list[Item]) -> None:
    seen: set[str] = set()
    for item in items:
        if item.path in seen:
            raise UsageError(
                f"two documents are called {item.path}",
                remedy="Give them different ids or names, or run them apart.",
            )
        seen.add(item.path)
