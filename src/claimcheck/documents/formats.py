"""Bytes of a known format into text and blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

import yaml

from ..errors import DocumentError
from . import docx, html, markdown, pdf, plain
from .blocks import Block
from .decoding import Decoded, decode
from .limits import Limits

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
    ".pdf": "pdf",
    ".docx": "docx",
}


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file holds, before units are cut.

    text (str): what offsets point into.
    blocks (list of Block): in reading order.
    title (str): as the format says, "" for none.
    format (str): a value of `FORMATS`.
    encoding (str): how the bytes were decoded.
    replaced (int): how many byte sequences became U+FFFD.
    offsets_into (str): `file` or `extracted_text`.
    warnings (tuple of str): what a reader should know.
    """

    text: str
    blocks: list[Block]
    title: str
    format: str
    encoding: str = "utf-8"
    replaced: int = 0
    offsets_into: str = "file"
    warnings: tuple[str, ...] = ()


def format_of(path: str) -> str | None:
    """The format that a file name's ending stands for, or None for an unknown one."""
    return FORMATS.get(PurePosixPath(path).suffix.lower())


def parse_bytes(data: bytes, format: str, path: str, limits: Limits) -> Parsed:
    """Read the blocks of a file.

    data (bytes): the file.
    format (str): a value of `FORMATS`.
    path (str): for messages.
    limits (Limits): what it may cost.
    RETURNS (Parsed).
    RAISES: DocumentError, LimitReached.
    """
    if not data.strip():
        raise empty(path)
    if format in ("pdf", "docx"):
        read = pdf.read if format == "pdf" else docx.read
        extracted = read(data, path, limits)
        return Parsed(
            extracted.text,
            extracted.blocks,
            extracted.title,
            format,
            offsets_into="extracted_text",
            replaced=extracted.text.count("\ufffd"),
            warnings=extracted.warnings,
        )
    return parse_text(decode(data, path), format, path, limits)


def parse_text(decoded: Decoded, format: str, path: str, limits: Limits) -> Parsed:
    """Read the blocks of a decoded text; see `parse_bytes`."""
    text = decoded.text
    if not text.strip():
        raise empty(path)
    warnings: tuple[str, ...] = ()
    if decoded.replaced:
        warnings = (f"{decoded.replaced} byte sequences could not be decoded ({decoded.encoding})",)
    title = ""
    if format == "markdown":
        page = markdown.read(text, limits)
        blocks, title = page.blocks, _front_matter_title(page.front_matter)
    elif format == "html":
        read = html.read(text, limits)
        blocks, title = read.blocks, read.title
        if read.left_out:
            note = f"{read.left_out} blocks of page furniture (menus, banners, reviews) left out"
            warnings = (*warnings, note)
    elif format == "text":
        blocks = plain.read(text)
    else:
        raise ValueError(f"not a text format: {format!r}")
    return Parsed(
        text, blocks, title, format, decoded.encoding, decoded.replaced, warnings=warnings
    )


def empty(path: str) -> DocumentError:
    """The error of a file that holds nothing."""
    return DocumentError(
        "is empty", kind="empty", path=path, remedy="Leave it out, or save the page again."
    )


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
