"""One file or text into a `Document`."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Final

import yaml

from ..errors import DocumentError
from . import html, markdown, plain
from .blocks import Block
from .decoding import Decoded, decode
from .language import ENGLISH, mark_languages
from .layout import refine
from .limits import LimitReached, Limits
from .model import Document, Source, Unit
from .names import doc_id_of
from .units import make_units

#: File name ending → format.
FORMATS: Final = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdown": "markdown",
    ".txt": "text",
    ".text": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
}
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
#: The source of texts that come from nowhere in particular.
NO_SOURCE: Final = Source("text", "other")


def read_document(file: Path, *, root: Path, source: Source, limits: Limits) -> Document:
    """Read one file of a corpus.

    file (Path): the file.
    root (Path): the corpus root; `Document.path` is relative to it.
    source (Source): the source it belongs to.
    limits (Limits): what it may cost.
    RETURNS (Document).
    RAISES: DocumentError naming the file and what is wrong with it.
    """
    path = _relative(file, root)
    try:
        size = file.stat().st_size
        if size > limits.max_bytes:
            raise _too_large(path, size, limits)
        data = file.read_bytes()
    except OSError as error:
        raise DocumentError(
            f"cannot be read ({error.strerror or error})",
            kind="unreadable",
            path=path,
            remedy="Check that the file exists and that you may read it.",
        ) from error
    return read_bytes(data, path=path, source=source, limits=limits)


def read_bytes(
    data: bytes, *, path: str, source: Source, limits: Limits, doc_id: str | None = None
) -> Document:
    """Read a document from its bytes (a member of an archive, an object of a store).

    data (bytes): the file's content.
    path (str): its name, relative to the corpus root; the ending tells the format.
    source (Source): the source it belongs to.
    limits (Limits): what it may cost.
    doc_id (str or None): its id; None makes one from the path.
    RETURNS (Document).
    RAISES: DocumentError naming the file and what is wrong with it.
    """
    if len(data) > limits.max_bytes:
        raise _too_large(path, len(data), limits)
    format = format_of(path)
    if format is None:
        raise DocumentError(
            f"has an ending that is not known ({PurePosixPath(path).suffix or 'none'})",
            kind="unsupported_format",
            path=path,
            remedy=f"Known endings: {', '.join(FORMATS)}.",
        )
    document = _document(
        decode(data, path),
        format,
        path=path,
        source=source,
        limits=limits,
        doc_id=doc_id or doc_id_of(path),
        title="",
        sha256=hashlib.sha256(data).hexdigest(),
    )
    return _in_english(document)


def read_text(
    text: str,
    *,
    format: str = "text",
    doc_id: str = "",
    title: str = "",
    source: Source | None = None,
    path: str = "",
    limits: Limits | None = None,
) -> Document:
    """Read a document from a string.

    text (str): the document.
    format (str): `text`, `markdown` or `html`.
    doc_id, title, path (str): what to call it.
    source (Source or None): the source it belongs to.
    limits (Limits or None): what it may cost; None for the defaults.
    RETURNS (Document).
    RAISES: DocumentError where nothing can be read from it.
    """
    readable = text.encode("utf-8", "replace").decode("utf-8") if _SURROGATE.search(text) else text
    document = _document(
        Decoded(readable, "utf-8", len(_SURROGATE.findall(text))),
        format,
        path=path,
        source=source or NO_SOURCE,
        limits=limits or Limits(),
        doc_id=doc_id or "text",
        title=title,
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
    )
    return replace(document, units=mark_languages(document.units).units)


def format_of(path: str) -> str | None:
    """The format that a file name's ending stands for, or None for an unknown one."""
    return FORMATS.get(PurePosixPath(path).suffix.lower())


def _document(
    decoded: Decoded,
    format: str,
    *,
    path: str,
    source: Source,
    limits: Limits,
    doc_id: str,
    title: str,
    sha256: str,
) -> Document:
    if not decoded.text.strip():
        raise DocumentError(
            "is empty", kind="empty", path=path, remedy="Leave it out, or save the page again."
        )
    blocks, own_title, units = _read(decoded.text, format, path, limits)
    return Document(
        doc_id=doc_id,
        source=source,
        path=path,
        title=title or own_title or _first_heading(blocks) or _stem(path),
        text=decoded.text,
        format=format,
        units=units,
        encoding=decoded.encoding,
        replaced_characters=decoded.replaced,
        sha256=sha256,
    )


def _in_english(document: Document) -> Document:
    """Mark the units that are in another language; refuse a page that is as a whole.

    RAISES: DocumentError of kind `not_english`, or `no_text` where the page has no units.
    """
    if not document.units:
        raise DocumentError(
            "holds no text (only markup, code, navigation or pictures)",
            kind="no_text",
            path=document.path,
            remedy="Leave it out, or save the page with its text.",
        )
    languages = mark_languages(document.units)
    if languages.page != ENGLISH:
        raise DocumentError(
            f"is not in English (it looks like {languages.page})",
            kind="not_english",
            path=document.path,
            remedy="Leave it out: the models know English only.",
        )
    if not languages.foreign:
        return document
    count = sum(unit.language != ENGLISH for unit in languages.units)
    warning = (
        f"{count} of {len(document.units)} units are not in English "
        f"({', '.join(languages.foreign[:5])}): no claims are looked for in them"
    )
    return replace(document, units=languages.units, warnings=(*document.warnings, warning))


def _read(
    text: str, format: str, path: str, limits: Limits
) -> tuple[list[Block], str, tuple[Unit, ...]]:
    try:
        blocks, own_title = _parse(text, format, limits)
        blocks = refine(blocks)
        limits.check("max_units", len(blocks), "blocks of text")
        units = make_units(blocks, text)
        limits.check("max_units", len(units), "units")
    except LimitReached as error:
        deep = error.name in ("max_nesting", "max_open_tags")
        raise DocumentError(
            error.message,
            kind="too_deep" if deep else "too_large",
            path=path,
            remedy=f"Raise documents.{error.name} in the configuration, or leave it out.",
        ) from error
    except RecursionError as error:
        raise DocumentError(
            "is nested too deep",
            kind="too_deep",
            path=path,
            remedy="Leave it out, or save the page without its nested parts.",
        ) from error
    return blocks, own_title, units


def _parse(text: str, format: str, limits: Limits) -> tuple[list[Block], str]:
    if format == "markdown":
        page = markdown.read(text, limits)
        return page.blocks, _front_matter_title(page.front_matter)
    if format == "html":
        read = html.read(text, limits)
        return read.blocks, read.title
    if format == "text":
        return plain.read(text), ""
    raise ValueError(f"not a text format: {format!r}")


def _front_matter_title(source: str) -> str:
    """The title in YAML front matter; what is not plain YAML (tags, anchors) gives none."""
    if not source or len(source) > 20_000 or re.search(r"(?m)[:\-\[{,]\s*[&*]\w", source):
        return ""
    try:
        values = yaml.safe_load(source)
    except (yaml.YAMLError, ValueError, RecursionError):
        return ""
    title = values.get("title") if isinstance(values, dict) else None
    return " ".join(str(title).split()) if isinstance(title, str | int | float) else ""


def _first_heading(blocks: list[Block]) -> str:
    return next((block.clean for block in blocks if block.kind == "heading"), "")


def _stem(path: str) -> str:
    return re.sub(r"[-_]+", " ", PurePosixPath(path).stem).strip() or path


def _relative(file: Path, root: Path) -> str:
    try:
        return file.relative_to(root).as_posix()
    except ValueError:
        return file.name


def _too_large(path: str, size: int, limits: Limits) -> DocumentError:
    return DocumentError(
        f"has {size:,} bytes, more than the limit of {limits.max_bytes:,}",
        kind="too_large",
        path=path,
        remedy="Raise documents.max_bytes in the configuration, or leave it out.",
    )
