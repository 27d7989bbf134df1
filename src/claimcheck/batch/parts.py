"""Part files: what came of one shard, in one file that is there whole or not at all.

Every line is a table's name, a space and a row of it as JSON; the last line holds the counts and
the check sum of all lines before, so that a damaged part is seen and made again.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, is_dataclass
from typing import IO, Any, Final

import jsonlines

from ..rows import DocumentRows, ErrorRow, to_plain
from ..tables import encode, rounded
from .storage import Store

#: The tables that shards write (comparisons are made from the merged tables).
PART_TABLES: Final = ("claims", "sentences", "documents", "errors")

#: Folder of the part files, inside the output folder.
PARTS: Final = ".parts"

#: Tag of the lines that hold the text of a document in a format that is not text.
TEXT: Final = "text"

#: Tag of the last line.
END: Final = "end"

#: Kinds of failure that another try may not meet again: `--resume` works on them anew.
PASSING: Final = frozenset({"timeout", "crash", "unreadable", "internal"})


@dataclass(frozen=True, slots=True)
class Counts:
    """How much came of some documents; `failed` of them stand in the errors table."""

    documents: int = 0
    failed: int = 0
    sentences: int = 0
    claims: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.documents + other.documents,
            self.failed + other.failed,
            self.sentences + other.sentences,
            self.claims + other.claims,
        )


@dataclass(frozen=True, slots=True)
class PartEnd:
    """The last line of a part. passing (int): failures of a kind in `PASSING`."""

    counts: Counts
    passing: int
    crc: int


class PartWriter:
    """Writes the lines of one part."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._crc = 0
        self._counts = Counts()
        self._passing = 0
        self._writers = {
            tag: jsonlines.Writer(_Checked(self), dumps=_tagged(tag))  # type: ignore[arg-type]
            for tag in (*PART_TABLES, TEXT, END)
        }

    def add_document(self, rows: DocumentRows, extracted_text: str | None) -> None:
        """The rows of a document, and its text where offsets point into an extracted text."""
        self._add("documents", rows.document)
        for sentence in rows.sentences:
            self._add("sentences", sentence)
        for claim in rows.claims:
            self._add("claims", claim)
        if extracted_text is not None:
            self._add(TEXT, {"doc_id": rows.document.doc_id, "text": extracted_text})
        self._counts += Counts(documents=1, sentences=len(rows.sentences), claims=len(rows.claims))

    def add_error(self, row: ErrorRow) -> None:
        """A document that failed."""
        self._add("errors", row)
        self._counts += Counts(failed=1)
        self._passing += row.kind in PASSING

    def finish(self) -> PartEnd:
        """Write the last line."""
        end = PartEnd(self._counts, self._passing, self._crc)
        self._add(END, asdict(end))
        return end

    def _add(self, tag: str, row: Any) -> None:
        plain = to_plain(row) if is_dataclass(row) else row
        self._writers[tag].write(plain if tag in (TEXT, END) else rounded(plain))

    def put(self, text: str) -> None:
        """Bytes to the stream and into the check sum."""
        data = text.encode("utf-8")
        self._crc = zlib.crc32(data, self._crc)
        self._stream.write(data)


class _Checked:
    """The text stream that jsonlines writes to."""

    def __init__(self, part: PartWriter) -> None:
        self._part = part

    def write(self, text: str) -> None:
        self._part.put(text)


def _tagged(tag: str) -> Any:
    return lambda row: f"{tag} {encode(row)}"


def read_end(store: Store, name: str) -> PartEnd | None:
    """The last line of a part that is there and whole, else None: all of it is read and checked."""
    crc, last = 0, b""
    try:
        with store.reading(name) as stream:
            for line in stream:
                crc = zlib.crc32(last, crc)
                last = line
        tag, _, data = last.partition(b" ")
        found = json.loads(data)
        end = PartEnd(Counts(**found["counts"]), found["passing"], found["crc"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return end if tag == END.encode() and end.crc == crc and last.endswith(b"\n") else None


def part_lines(store: Store, name: str) -> Iterator[tuple[str, bytes]]:
    """`(tag, JSON line with its line end)` of every line but the last."""
    with store.reading(name) as stream:
        for line in stream:
            tag, _, data = line.partition(b" ")
            if tag != END.encode():
                yield tag.decode(), data
