"""Documents that are lines of a table: JSON lines, CSV and TSV with a column `text`.

Other columns that are read: `id`, `title`, `format` (`text`, `markdown`, `html`), `source`, `role`.
Offsets point into the text, which is written to `OUT/text/`, since it is no file of its own.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final, cast

from ...documents import Document, Limits, Source
from ...documents.names import role_of
from ...errors import DocumentError, UsageError
from ...labels import ROLES
from ..storage import is_url
from .origins import Item, open_place, read_slice

JSON_LINES: Final = (".jsonl", ".ndjson")
SEPARATED: Final = {".csv": ",", ".tsv": "\t"}

FORMATS: Final = ("text", "markdown", "html")


def is_record_file(place: str) -> bool:
    """Whether the name is that of a file of records."""
    return PurePosixPath(place.lower()).suffix in (*JSON_LINES, *SEPARATED)


@dataclass(frozen=True, slots=True)
class RecordOrigin:
    """One record. number (int): its first line. header: names of the columns; JSON has none."""

    place: str
    offset: int
    size: int
    number: int
    header: tuple[str, ...] | None

    def document(self, item: Item, root: Path, limits: Limits) -> Document:
        """Read the record and its text."""
        from ...documents import read_text
        from ...documents.names import doc_id_of

        if self.size > 2 * limits.max_bytes:
            raise _bad(item.path, self.number, f"holds {self.size} bytes", kind="too_large")
        data = read_slice(item.path, self.place, self.offset, self.size)
        record = parse(data, self.header, self.place)
        text = record.get("text") if record is not None else None
        if not isinstance(text, str):
            raise _bad(item.path, self.number, "has no text in `text`")
        format = record.get("format") or "text" if record else "text"
        if format not in FORMATS:
            raise _bad(item.path, self.number, f"has the unknown format {format!r}")
        document = read_text(
            text,
            format=format,
            doc_id=doc_id_of(item.path),
            title=_word(record, "title"),
            source=item.source,
            path=item.path,
            limits=limits,
            whole_page=True,
        )
        return replace(document, offsets_into="extracted_text")


def read_records(place: str, limits: Limits) -> Iterator[Item]:
    """The records of a file, one item each; what is wrong with one is said when it is read.

    RAISES: UsageError where there is no such file, or a CSV file has no column `text`.
    """
    try:
        with open_place(place) as stream:
            # fsspec's files have a readline without a bound.
            lines: Any = io.BufferedReader(cast(Any, stream)) if is_url(place) else stream
            yield from _items(place, _raw_records(place, lines, limits))
    except FileNotFoundError as error:
        raise UsageError("there is no such file", path=place, remedy="Check the path.") from error


@dataclass(frozen=True, slots=True)
class _Raw:
    offset: int
    data: bytes
    size: int
    number: int
    header: tuple[str, ...] | None


def _items(place: str, records: Iterator[_Raw]) -> Iterator[Item]:
    file = PurePosixPath(place)
    for raw in records:
        record = parse(raw.data, raw.header, place)
        name = _word(record, "source") or file.stem
        role = _word(record, "role")
        source = Source(name, role if role in ROLES else role_of(name))
        path = f"{file.name}/{_word(record, 'id') or raw.number}"
        origin = RecordOrigin(place, raw.offset, raw.size, raw.number, raw.header)
        yield Item(origin, path, source, hashlib.sha256(raw.data).hexdigest())


def _raw_records(place: str, stream: IO[bytes], limits: Limits) -> Iterator[_Raw]:
    separator = SEPARATED.get(PurePosixPath(place.lower()).suffix)
    lines = _lines(stream, 2 * limits.max_bytes)
    if separator is None:
        for offset, data, size, number in lines:
            if data.strip():
                yield _Raw(offset, data, size, number, None)
        return
    header: tuple[str, ...] | None = None
    csv.field_size_limit(2 * limits.max_bytes)
    for raw in _separated(place, lines, separator):
        if header is None:
            header = tuple(_fields(raw.data, separator) or ())
            if "text" not in header:
                raise UsageError(
                    "has no column `text`",
                    path=place,
                    place="line 1",
                    remedy=f"The columns are: {', '.join(header) or 'none'}. Rename one.",
                )
        elif raw.data.strip():
            yield replace(raw, header=header)


def _lines(stream: IO[bytes], most: int) -> Iterator[tuple[int, bytes, int, int]]:
    """`(offset, bytes, size, number)` of each line; of a longer one than `most` only the size."""
    offset = number = 0
    while line := stream.readline(most + 1):
        number += 1
        size = len(line)
        data = line
        while len(line) > most and not line.endswith(b"\n"):
            data = b"x"
            line = stream.readline(most + 1)
            size += len(line)
        yield offset, data, size, number
        offset += size


def _separated(
    place: str, lines: Iterator[tuple[int, bytes, int, int]], separator: str
) -> Iterator[_Raw]:
    """Records of CSV, which may run over several lines where a quoted field holds line ends."""
    held: list[tuple[int, bytes, int, int]] = []

    def texts() -> Iterator[str]:
        for line in lines:
            held.append(line)
            yield line[1].decode("utf-8", "replace")

    rows = csv.reader(texts(), delimiter=separator)
    while True:
        try:
            if next(rows, None) is None:
                return
        except csv.Error as error:
            raise UsageError(
                f"is not CSV ({error})",
                path=place,
                place=f"line {held[0][3] if held else 1}",
                remedy="A quotation may not be closed there.",
            ) from error
        offset, _, _, number = held[0]
        yield _Raw(offset, b"".join(h[1] for h in held), sum(h[2] for h in held), number, None)
        held.clear()


def parse(data: bytes, header: tuple[str, ...] | None, place: str) -> Mapping[str, Any] | None:
    """A record as a mapping, or None where it is none."""
    try:
        if header is None:
            found = json.loads(data.decode("utf-8-sig"))
            return found if isinstance(found, dict) else None
        fields = _fields(data, SEPARATED[PurePosixPath(place.lower()).suffix])
        return dict(zip(header, fields, strict=False)) if fields else None
    except (ValueError, RecursionError):
        return None


def _fields(data: bytes, separator: str) -> list[str] | None:
    csv.field_size_limit(max(csv.field_size_limit(), len(data) + 1))
    text = data.decode("utf-8-sig")
    return next(csv.reader(text.splitlines(keepends=True), delimiter=separator), None)


def _word(record: Mapping[str, Any] | None, key: str) -> str:
    value = record.get(key) if record else None
    return str(value).strip() if isinstance(value, str | int) else ""


def _bad(path: str, number: int, message: str, kind: str = "bad_record") -> DocumentError:
    return DocumentError(
        message,
        kind=kind,
        path=path,
        place=f"line {number}",
        remedy='Each record needs its text: {"text": "..."}, or a column text.',
    )
