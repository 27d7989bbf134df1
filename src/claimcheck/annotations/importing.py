"""Bring documents that another tool annotated into a set of annotations."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from .building import Loose, build
from .checks import Problem
from .formats import write_text
from .model import AnnotatedDocument
from .store import read_original, write_set


@dataclass(slots=True)
class Imported:
    """What came in: names of documents written, and why others were refused."""

    written: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def import_documents(found: Iterable[Loose], folder: Path, root: Path) -> Imported:
    """Check documents and write the sound ones into the set `folder`.

    found: as a format's `load` yields them. root (Path): what the paths of documents count from;
        a document that stands there unchanged is referred to, any other text is written beside
        its annotations.
    RETURNS: what was written; a document with any problem is refused as a whole.
    """
    result = Imported()
    accepted: list[AnnotatedDocument] = []
    for loose in found:
        document, problems = build(loose)
        problems = problems or _name_problems(loose, accepted)
        if problems:
            result.problems += problems
            continue
        accepted.append(_placed(document, folder, root))
        result.written.append(document.name)
    if accepted:
        write_set(folder, accepted)
    return result


def _name_problems(loose: Loose, accepted: Iterable[AnnotatedDocument]) -> list[Problem]:
    if loose.name in ("", ".", "..") or any(character in loose.name for character in "/\\\0"):
        return [Problem(loose.name, "name", "is not a file name")]
    if any(document.name == loose.name for document in accepted):
        return [Problem(loose.name, "name", "stands for two documents")]
    return []


def _placed(document: AnnotatedDocument, folder: Path, root: Path) -> AnnotatedDocument:
    path = PurePosixPath(document.path)
    file = root / path
    inside = not path.is_absolute() and ".." not in path.parts
    if inside and file.is_file() and read_original(file) == document.text:
        return document
    beside = folder / f"{document.name}{path.suffix or '.txt'}"
    write_text(beside, document.text)
    return replace(document, path=PurePosixPath(os.path.relpath(beside, root)).as_posix())
