"""Bytes into text, with a record of how."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import Final

from ..errors import DocumentError

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded file: its text, how it was decoded, and how many characters became U+FFFD."""

    text: str
    encoding: str
    replaced: int


def decode(data: bytes, path: str = "") -> Decoded:
    """Decode a file.

    data (bytes): the file's bytes.
    path (str): for messages.
    RETURNS (Decoded): newlines as they stand, a byte-order mark dropped.
    RAISES: DocumentError of kind `binary` where the bytes are no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _replacing(data[len(mark) :], encoding)
    if b"\0" in data[:8192]:
        raise DocumentError(
            "holds binary data, not text",
            kind="binary",
            path=path,
            place=f"byte {data.index(0)}",
            remedy="Give it the ending of its format, or leave it out.",
        )
    try:
        return Decoded(data.decode("utf-8"), "utf-8", 0)
    except UnicodeDecodeError:
        return _replacing(data, "cp1252")


def _replacing(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    return Decoded(text, encoding, text.count("\ufffd"))
