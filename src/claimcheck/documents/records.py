"""Tables of texts (JSON Lines, CSV): one record, one document."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Final

from ..errors import DocumentError
from .decoding import decode
from .limits import Limits
from .model import Document, Source
from .names import doc_id_of
from .reading import read_record_text

#: File name ending → format.
RECORD_FORMATS: Final = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "tsv"}
_LONGEST_FIELD: Final = 20_000_000


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a table.

    number (int): counted from 1; with the file's path it is the document's identity.
    text (str): what stands in the text column.
    title (str): what stands in a column `title`, "" for none.
    place (str): where it stands in the file.
    error (DocumentError or None): what is wrong with it; `text` is then "".
    """

    number: int
    text: str
    title: str
    place: str
    error: DocumentError | None = None


def is_table(path: str) -> bool:
    """Whether a file name's ending is that of a table of records."""
    return PurePosixPath(path).suffix.lower() in RECORD_FORMATS


def iter_records(data: bytes, path: str, column: str) -> Iterator[Record]:
    """Read the records of a table.

    data (bytes): the file.
    path (str): its name; the ending tells the format.
    column (str): key or column that holds the text.
    RETURNS (iterator of Record): in order; a record that cannot be read carries its error.
    RAISES: DocumentError where the file as a whole is no such table, or a CSV has no such column.
    """
    format = RECORD_FORMATS.get(PurePosixPath(path).suffix.lower())
    if format is None:
        raise DocumentError(
            "is no table of records",
            kind="unsupported_format",
            path=path,
            remedy=f"Known endings: {', '.join(RECORD_FORMATS)}.",
        )
    text = decode(data, path).text
    if not text.strip():
        raise DocumentError("is empty", kind="empty", path=path, remedy="Leave it out.")
    if format == "jsonl":
        yield from _json_lines(text, path, column)
    else:
        yield from _separated(text, path, column, "\t" if format == "tsv" else ",")


def read_record(record: Record, *, path: str, source: Source, limits: Limits) -> Document:
    """Make a document of a record.

    record (Record): from `iter_records`.
    path (str): the table's, relative to the corpus root.
    source (Source): the source it belongs to.
    limits (Limits): what it may cost.
    RETURNS (Document): offsets point into the text of the record (`extracted_text`).
    RAISES: DocumentError; the record's own error, where it has one.
    """
    if record.error:
        raise record.error
    return read_record_text(
        record.text,
        path=f"{path}#{record.number}",
        doc_id=f"{doc_id_of(path)}--{record.number}",
        title=record.title,
        source=source,
        limits=limits,
    )


def _json_lines(text: str, path: str, column: str) -> Iterator[Record]:
    for number, line in enumerate((x for x in text.split("\n") if x.strip()), 1):
        place = f"record {number}"
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            message = f"is not valid JSON ({str(error)[:80]})"
            yield Record(number, "", "", place, _wrong(path, place, message, "Repair the line."))
            continue
        yield _record(value, number, place, path, column)


def _record(value: Any, number: int, place: str, path: str, column: str) -> Record:
    found = value.get(column) if isinstance(value, Mapping) else None
    if not isinstance(found, str) or not found.strip():
        keys = ", ".join(list(map(str, value))[:8]) if isinstance(value, Mapping) else "none"
        message = f"has no text under {column!r}"
        error = _wrong(path, place, message, f"Name the column of the text; its keys: {keys}.")
        return Record(number, "", "", place, error)
    title = value.get("title")
    return Record(number, found, title if isinstance(title, str) else "", place)


def _separated(text: str, path: str, column: str, delimiter: str) -> Iterator[Record]:
    csv.field_size_limit(_LONGEST_FIELD)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        columns = list(reader.fieldnames or ())
        if column not in columns:
            raise _wrong(
                path,
                "first line",
                f"there is no column {column!r}",
                f"Its columns: {', '.join(columns[:8])}.",
            )
        for number, row in enumerate(reader, 1):
            yield _record(row, number, f"record {number}, line {reader.line_num}", path, column)
    except csv.Error as error:
        place = f"line {reader.line_num}"
        raise _wrong(path, place, f"is not valid CSV ({error})", "Repair the line.") from error


def _wrong(path: str, place: str, message: str, remedy: str) -> DocumentError:
    return DocumentError(message, kind="unreadable", path=path, place=place, remedy=remedy)
