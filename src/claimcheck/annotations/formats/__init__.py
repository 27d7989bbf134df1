"""Formats of annotation tools. Each module offers `export(documents, out)` and `load(source)`.

Export is lossless: what `load` reads back makes the same documents, offsets included.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Final, Protocol, cast

from ..building import Loose
from ..model import AnnotatedDocument

#: Format name → module.
FORMATS: Final = {
    "label-studio": "label_studio",
    "doccano": "doccano",
    "brat": "brat",
    "docbin": "docbin",
}


class Format(Protocol):
    """What a format's module offers."""

    def export(self, documents: Sequence[AnnotatedDocument], out: Path) -> list[Path]:
        """Write documents to `out`; the files written."""

    def load(self, source: Path) -> Iterator[Loose]:
        """The documents of a file or folder that the tool exported."""


def format_named(name: str) -> Format:
    """The module of a format; heavy imports happen only here."""
    return cast(Format, import_module(f"{__name__}.{FORMATS[name]}"))


def write_text(path: Path, text: str) -> Path:
    """Write exactly these code points as UTF-8: no newline is translated."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
    return path


def names_of(documents: Iterable[AnnotatedDocument]) -> dict[str, str]:
    """Name → path, as `documents.json` holds it."""
    return {document.name: document.path for document in documents}
