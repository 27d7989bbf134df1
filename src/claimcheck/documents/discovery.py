"""From paths on the command line to the files of a corpus and the sources they belong to."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import ConfigurationError, UsageError
from .formats import FORMATS, format_of
from .model import Source
from .names import role_of
from .sources import NAME, SourceRule, matches, read_sources


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


def discover(paths: Sequence[Path]) -> Corpus:
    """Find the documents under some paths.

    paths (sequence of Path): files, folders, or corpus folders with a `sources.toml`. Without one,
        each top folder is a source; files that stand in no top folder belong to a source named
        after their folder. Roles are guessed from the names.
    RETURNS (Corpus): each file once, in the order of the paths, then by name.
    RAISES: UsageError where a path is missing or nothing can be read; ConfigurationError for a
        `sources.toml` that is wrong.
    """
    found = [_Found.of(Path(os.path.abspath(path)), path) for path in paths]
    if not found:
        raise UsageError("no path was given", remedy="Name a file or a folder of pages.")
    root = _common_root(found)
    files: dict[Path, Source] = {}
    for item in found:
        for file, source in item.files:
            files.setdefault(file, source)
    if not files:
        raise UsageError(
            "holds no document",
            path=", ".join(str(path) for path in paths),
            remedy=f"Known endings: {', '.join(FORMATS)}.",
        )
    sources = _unify(files.values())
    return Corpus(
        root=root,
        sources=tuple(sources.values()),
        files=tuple((file, sources[source.name]) for file, source in files.items()),
        skipped=tuple(file for item in found for file in item.skipped if file not in files),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """What one path holds."""

    root: Path
    files: list[tuple[Path, Source]]
    skipped: list[Path]

    @classmethod
    def of(cls, path: Path, given: Path) -> _Found:
        if path.is_file():
            name = path.parent.name or "files"
            return cls(path.parent, [(path, Source(name, role_of(name)))], [])
        if not path.is_dir():
            raise UsageError(
                "there is no such file or folder", path=str(given), remedy="Check the path."
            )
        rules = path / NAME
        if rules.is_file():
            return _by_rules(path, read_sources(rules), rules)
        return _by_folders(path)


def _by_rules(root: Path, rules: Iterable[SourceRule], path: Path) -> _Found:
    files: dict[Path, Source] = {}
    skipped: list[Path] = []
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
            skipped.extend(file for file in matched if file not in inside)
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
                    skipped.append(file)
    return _Found(root, list(files.items()), skipped)


def _by_folders(root: Path) -> _Found:
    files: list[tuple[Path, Source]] = []
    skipped: list[Path] = []
    for file in _walk(root):
        if not format_of(file.name) or not _is_inside(file, root):
            skipped.append(file)
            continue
        parts = file.relative_to(root).parts
        name = parts[0] if len(parts) > 1 else root.name or "files"
        files.append((file, Source(name, role_of(name))))
    notes = [file for file, _ in files if file.parent == root and _is_readme(file)]
    if len(notes) < len(files) and all(file in notes for file, _ in files if file.parent == root):
        # A README beside the folders of the sources is about the collection, no page of it.
        files = [(file, source) for file, source in files if file not in notes]
        skipped.extend(notes)
    return _Found(root, files, skipped)


def _is_readme(file: Path) -> bool:
    return file.stem.lower() == "readme"


def _walk(root: Path) -> Iterator[Path]:
    """All files under a folder, sorted; folders behind symbolic links are not entered."""
    for folder, folders, names in os.walk(root, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(folder, name)
            if not name.startswith(".") and file.is_file():
                yield file


def _is_inside(file: Path, root: Path) -> bool:
    """Whether the file itself, symbolic links followed, stands under the folder."""
    try:
        return file.resolve(strict=True).is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return False


def _common_root(found: Sequence[_Found]) -> Path:
    try:
        return Path(os.path.commonpath([item.root for item in found]))
    except ValueError:
        return Path(found[0].root.anchor)


def _unify(sources: Iterable[Source]) -> dict[str, Source]:
    """One source for each name; a role that is told wins over one that is guessed."""
    unified: dict[str, Source] = {}
    for source in sources:
        known = unified.get(source.name)
        if known is None or known.role == "other":
            unified[source.name] = source
    return unified
