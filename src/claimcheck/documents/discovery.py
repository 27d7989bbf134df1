"""From paths on the command line to the files of a corpus and the sources they belong to."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..errors import ConfigurationError, UsageError
from .formats import FORMATS, format_of
from .model import Source
from .names import role_of
from .sources import NAME, SourceRule, matches, read_sources

#: Before a name in a sort key: files come before folders.
_FILE: Final = b"\x01"
_FOLDER: Final = b"\x02"


@dataclass(frozen=True, slots=True)
class Corpus:
    """The files to work on.

    root (Path): the folder that document paths are relative to.
    sources (tuple of Source): in order of their first file.
    files (tuple of (Path, Source)): in a fixed order.
    skipped (tuple of Path): files of the folders that have no known ending, or that a symbolic
        link brings in from outside.
    """

    root: Path
    sources: tuple[Source, ...]
    files: tuple[tuple[Path, Source], ...]
    skipped: tuple[Path, ...] = ()


#: Puts byte strings in order; `sorted`, or something that needs no memory for many.
Sort = Callable[[Iterable[bytes]], Iterable[bytes]]


def discover(paths: Sequence[Path]) -> Corpus:
    """Find the documents under some paths.

    paths (sequence of Path): files, folders, or corpus folders with a `sources.toml`. Without one,
        each top folder is a source; files that stand in no top folder belong to a source named
        after their folder. Roles are guessed from the names.
    RETURNS (Corpus): each file once, in the order of the paths, then by name.
    RAISES: UsageError where a path is missing or nothing can be read; ConfigurationError for a
        `sources.toml` that is wrong.
    """
    places = [Place.of(path) for path in paths]
    root = common_root(place.root for place in places)
    files: dict[Path, Source] = {}
    skipped: list[Path] = []
    for place in places:
        for file, source in place.files(sorted, skipped.append):
            files.setdefault(file, source)
    if not files:
        raise nothing_in(str(path) for path in paths)
    sources: dict[str, Source] = {}
    for source in files.values():
        unify(sources, source)
    return Corpus(
        root=root,
        sources=tuple(sources.values()),
        files=tuple((file, sources[source.name]) for file, source in files.items()),
        skipped=tuple(file for file in skipped if file not in files),
    )


@dataclass(frozen=True, slots=True)
class Place:
    """A file or folder that a user named. root (Path): the folder that it brings along."""

    path: Path
    root: Path

    @classmethod
    def of(cls, given: Path) -> Place:
        """RAISES: UsageError where there is no such file or folder."""
        path = Path(os.path.abspath(given))
        if path.is_file():
            return cls(path, path.parent)
        if not path.is_dir():
            raise UsageError(
                "there is no such file or folder", path=str(given), remedy="Check the path."
            )
        return cls(path, path)

    def files(self, sort: Sort, skip: Callable[[Path], object]) -> Iterator[tuple[Path, Source]]:
        """The documents of the place, one after the other, in their order.

        sort (callable): puts the names of a folder in order. skip (callable): called with each
            file that is no document.
        """
        if self.path != self.root:
            name = self.root.name or "files"
            yield self.path, Source(name, role_of(name))
            return
        rules = self.path / NAME
        if rules.is_file():
            yield from _by_rules(self.path, read_sources(rules), rules, skip)
        else:
            yield from _by_folders(self.path, sort, skip)


def _by_rules(
    root: Path, rules: Iterable[SourceRule], path: Path, skip: Callable[[Path], object]
) -> Iterator[tuple[Path, Source]]:
    files: dict[Path, Source] = {}
    for rule in rules:
        for glob, matched in matches(root, rule):
            inside = [file for file in matched if _is_inside(file, root)]
            if not inside:
                outside = " but files outside the corpus folder" if matched else ""
                raise ConfigurationError(
                    f"the glob {glob!r} matches nothing{outside}",
                    path=str(path),
                    place=f"source {rule.source.name}: include",
                    remedy="Globs are relative to the folder of sources.toml.",
                )
            within = frozenset(inside)
            for file in matched:
                if file not in within:
                    skip(file)
            for file in inside:
                taken = files.get(file)
                if taken and taken != rule.source:
                    raise ConfigurationError(
                        f"{file.relative_to(root).as_posix()} belongs to two sources: "
                        f"{taken.name} and {rule.source.name}",
                        path=str(path),
                        place="include",
                        remedy="Make the globs exclude each other.",
                    )
                if format_of(file.name):
                    files[file] = rule.source
                elif file.name != NAME:
                    skip(file)
    yield from files.items()


def _by_folders(
    root: Path, sort: Sort, skip: Callable[[Path], object]
) -> Iterator[tuple[Path, Source]]:
    # A README beside the folders of the sources is about the collection, no page of it. Files of
    # the top come first: so long as all are such, it is open what they are.
    notes: list[tuple[Path, Source]] | None = []
    for name, is_link in map(_read_key, sort(_walk(root))):
        file = root / name
        if not format_of(file.name) or (is_link and not _is_inside(file, root)):
            skip(file)
            continue
        folder, separator, _ = name.partition("/")
        top = folder if separator else root.name or "files"
        found = (file, Source(top, role_of(top)))
        if notes is not None and not separator and _is_readme(file):
            notes.append(found)
            continue
        if notes:
            if separator:
                for note, _ in notes:
                    skip(note)
            else:
                yield from notes
        notes = None
        yield found
    yield from notes or ()


def _is_readme(file: Path) -> bool:
    return file.stem.lower() == "readme"


def _walk(root: Path) -> Iterator[bytes]:
    """Sort keys of all files under a folder, in no order; folders behind links are not entered.

    Sorted, the files of a folder come before those of its folders. `_read_key` reads a key.
    """
    folders = [(b"", str(root))]
    while folders:
        prefix, folder = folders.pop()
        try:
            entries = os.scandir(folder)
        except OSError:
            continue
        with entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                name = entry.name.encode("utf-8", "surrogatepass")
                is_link = entry.is_symlink()
                if entry.is_dir(follow_symlinks=False):
                    folders.append((prefix + _FOLDER + name + b"\0", entry.path))
                elif Path(entry.path).is_file() if is_link else entry.is_file():
                    yield prefix + _FILE + name + (b"\0" if is_link else b"")


def _read_key(key: bytes) -> tuple[str, bool]:
    """The name under the root, with `/`, and whether it is a link."""
    is_link = key.endswith(b"\0")
    parts = key.rstrip(b"\0").split(b"\0")
    return b"/".join(part[1:] for part in parts).decode("utf-8", "surrogatepass"), is_link


def _is_inside(file: Path, root: Path) -> bool:
    """Whether the file itself, symbolic links followed, stands under the folder."""
    try:
        return file.resolve(strict=True).is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return False


def common_root(roots: Iterable[Path]) -> Path:
    """The folder that holds all of them. RAISES: UsageError where there is none at all."""
    root = ""
    for each in roots:
        try:
            root = os.path.commonpath([root, each]) if root else str(each)
        except ValueError:  # on two drives
            return Path(Path(root).anchor)
    if not root:
        raise UsageError("no path was given", remedy="Name a file or a folder of pages.")
    return Path(root)


def nothing_in(paths: Iterable[str]) -> UsageError:
    """What to say where nothing can be read."""
    return UsageError(
        "holds no document",
        path=", ".join(paths),
        remedy=f"Known endings: {', '.join(FORMATS)}.",
    )


def unify(sources: dict[str, Source], source: Source) -> None:
    """Keep one source for each name; a role that is told wins over one that is guessed."""
    known = sources.get(source.name)
    if known is None or known.role == "other":
        sources[source.name] = source
