"""Bytes into text, with a record of how: nothing is dropped, what cannot be read is counted."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from charset_normalizer import from_bytes

from ..errors import DocumentError

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: First bytes of files that are no text, and what they are.
_MAGIC: Final = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an Office file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
#: `<meta charset=...>` of HTML and the declaration of XML, looked for in the first bytes.
_DECLARED: Final = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,30})"
    rb"|^\s*<\?xml[^>]{0,100}encoding\s*=\s*[\"']([A-Za-z0-9_.-]{2,30})",
    re.IGNORECASE,
)
_HEAD: Final = 2_048
#: The 8-bit encodings that are told apart, most likely first.
_EIGHT_BIT: Final = ["cp1252", "iso8859_15", "cp1250", "cp1251", "koi8_r", "mac_roman", "cp437"]
#: How much worse the most common encoding may fit and still be taken (share of oddities).
_BENEFIT_OF_DOUBT: Final = 0.05
#: Bytes that are looked at to tell encodings apart, from the first one that is not ASCII.
_SAMPLE: Final = 60_000
#: Share of control characters over which a file is not text.
_MOST_CONTROLS: Final = 0.02
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded file.

    text (str): newlines as they stand, a byte-order mark dropped.
    encoding (str): how the bytes were decoded (Python's name).
    replaced (int): how many byte sequences could not be decoded and became U+FFFD.
    """

    text: str
    encoding: str
    replaced: int


def decode(data: bytes, path: str = "") -> Decoded:
    """Decode a file: by its mark, as UTF-8, as it declares, or as it most likely is.

    data (bytes): the file's bytes.
    path (str): for messages.
    RETURNS (Decoded).
    RAISES: DocumentError of kind `binary` where the bytes are no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _as_text(_replacing(data[len(mark) :], encoding), path)
    for magic, name in _MAGIC:
        if data.startswith(magic) and (len(magic) > 2 or b"\0" in data[:512]):
            raise _binary(f"is {name}, not text", "byte 0", path)
    if b"\0" in data[:8192]:
        encoding = _wide(data)
        if not encoding:
            raise _binary("holds binary data, not text", f"byte {data.index(0)}", path)
        return _as_text(_replacing(data, encoding), path)
    try:
        return _as_text(Decoded(data.decode("utf-8"), "utf-8", 0), path)
    except UnicodeDecodeError as error:
        return _as_text(_decode_other(data, error.start), path)


def _decode_other(data: bytes, first_error: int) -> Decoded:
    as_utf8 = _replacing(data, "utf-8")
    read = sum(1 for c in as_utf8.text[: _SAMPLE * 4] if c > "\x7f") - as_utf8.replaced
    if read > as_utf8.replaced:
        # Mostly UTF-8 with some broken bytes.
        return as_utf8
    declared = _declared(data)
    if declared:
        return _replacing(data, declared)
    return _replacing(data, _most_likely(data[max(0, first_error - 500) :][:_SAMPLE]))


def _declared(data: bytes) -> str:
    match = _DECLARED.search(data[:_HEAD])
    if not match:
        return ""
    name = (match.group(1) or match.group(2)).decode("ascii")
    try:
        codec = codecs.lookup(name)
        data[:_HEAD].decode(codec.name, "replace")
    except (LookupError, ValueError):
        return ""
    # Latin-1 on the web means Windows-1252; a declaration of UTF-8 has just been proved wrong.
    if codec.name in ("iso8859-1", "ascii"):
        return "cp1252"
    return "" if codec.name.startswith(("utf", "idna", "punycode")) else codec.name


def _most_likely(sample: bytes) -> str:
    matches = from_bytes(sample, cp_isolation=_EIGHT_BIT)
    best = matches.best()
    if best is None:
        return "cp1252"
    for match in matches:
        names = {match.encoding, *match.could_be_from_charset}
        if "cp1252" in names and match.chaos <= best.chaos + _BENEFIT_OF_DOUBT:
            return "cp1252"
    return best.encoding


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: every other byte of Latin text is zero."""
    sample = data[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    if odd > 0.6 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.05 * half:
        return "utf-16-be"
    return ""


def _replacing(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    genuine = data.count(b"\xef\xbf\xbd") if encoding == "utf-8" else 0
    return Decoded(text, encoding, text.count("\ufffd") - genuine)


def _as_text(decoded: Decoded, path: str) -> Decoded:
    sample = decoded.text[:_SAMPLE]
    controls = len(_CONTROLS.findall(sample))
    if controls > max(3, _MOST_CONTROLS * len(sample)):
        raise _binary(f"holds {controls} control characters: it is not text", "start", path)
    return decoded


def _binary(message: str, place: str, path: str) -> DocumentError:
    return DocumentError(
        message,
        kind="binary",
        path=path,
        place=place,
        remedy="Give it the ending of its format, or leave it out.",
    )
