"""What a result depends on, as hashes: the code and lexicons, the model, the libraries."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, Final

#: Libraries whose version can change a result.
LIBRARIES: Final = (
    "markdown-it-py",
    "numpy",
    "onnxruntime",
    "scispacy",
    "spacy",
    "tokenizers",
    "tree-sitter-html",
)

#: Parts of the package that are worked through after, or around, the documents.
APART: Final = frozenset(
    {"annotations", "cli", "evaluation", "models", "report", "training", "verification"}
)


def digest(value: Any) -> str:
    """SHA-256 (hex) of plain data."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def digest_of_all(values: Iterable[Any]) -> str:
    """The `digest` of a list of plain data, without the list."""
    found, separator = hashlib.sha256(b"["), ""
    for value in values:
        found.update(f"{separator}{json.dumps(value, sort_keys=True)}".encode())
        separator = ", "
    found.update(b"]")
    return found.hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 (hex) of a file's bytes, read a block at a time."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def folder_digest(root: Path, files: Iterable[Path]) -> str:
    """SHA-256 (hex) of files: their names under `root` and their bytes."""
    return digest([(f.relative_to(root).as_posix(), file_digest(f)) for f in sorted(files)])


@cache
def of_package() -> str:
    """Of the code and data files that decide what a document's rows are."""
    root = Path(__file__).resolve().parent.parent
    files = (
        path
        for path in root.rglob("*")
        if path.is_file()
        and path.relative_to(root).parts[0] not in APART
        and "__pycache__" not in path.parts
    )
    return folder_digest(root, files)


def of_model(folder: Path) -> str:
    """Of all files of a model folder."""
    return folder_digest(folder, (path for path in folder.rglob("*") if path.is_file()))


@cache
def library_versions() -> dict[str, str]:
    """Of Python and of the libraries that take part."""
    return {
        "python": ".".join(platform.python_version_tuple()[:2]),
        **{name: version_of(name) for name in LIBRARIES},
    }


def version_of(package: str) -> str:
    """Version of an installed package, or "" where there is none of that name."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""
