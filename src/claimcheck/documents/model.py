"""What a reader makes of a file: a `Document` of `Unit`s, each with its place and its context."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..spans import OffsetMap, Span


@dataclass(frozen=True, slots=True)
class Source:
    """A named collection of documents; `role` is one of `labels.ROLES`."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, heading, list item or table cell (guidelines 1).

    index (int): position in `Document.units`.
    kind (str): one of `labels.UNIT_KINDS`.
    span (Span): place in the original; `text == original[span.start:span.end]`.
    clean_text (str): the text without markup that runs through it, entities resolved, white
        space (line breaks, non-breaking spaces) as single spaces.
    offset_map (OffsetMap): from `clean_text` to the original.
    section (tuple of str): clean texts of the headings above, outermost first; for a heading,
        without itself.
    lead_in (int or None): index of the unit that introduces the list the unit stands in
        (*Common side effects can include:*).
    label (str): clean text of the bold lead-in of its block (*Renal Impairment:*), or "".
        The first unit of the block has it inside its own text, the later ones do not.
    headers (tuple of int): for a table cell, the units of its column and row header.
    role (str): `statement`, `question` or `answer`.
    question (int or None): for an answer, the index of the question's (last) unit.
    block (int): number of its block (paragraph, heading, item, cell) in the document.
    block_kind (str): `paragraph`, `heading`, `list_item`, `table_cell` or `quote`: how the author
        laid the block out (a bold lead-in item of several sentences is block_kind `list_item`,
        its units are `sentence`s).
    level (int): heading level 1-6, list depth from 1; 0 otherwise.
    row, column (int): cell position in its table, -1 elsewhere.
    language (str): ISO 639-1 code; "en" unless the unit is surely in another language. Claims are
        looked for in English units only.
    """

    index: int
    kind: str
    span: Span
    text: str
    clean_text: str
    offset_map: OffsetMap
    section: tuple[str, ...] = ()
    lead_in: int | None = None
    label: str = ""
    headers: tuple[int, ...] = ()
    role: str = "statement"
    question: int | None = None
    block: int = 0
    block_kind: str = "paragraph"
    level: int = 0
    row: int = -1
    column: int = -1
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Document:
    """One page as read.

    doc_id (str): unique in the corpus and stable: made of letters, digits, `-`, `_`, `.` only.
    path (str): relative to the corpus root, with `/`.
    title (str): front matter title, HTML title, first heading or file name, in this order.
    text (str): the original as decoded (byte-order mark dropped, newlines as they stand).
    format (str): `markdown`, `text`, `html`, ...
    encoding (str): how the bytes were decoded.
    replaced_characters (int): how many bytes sequences could not be decoded and became U+FFFD.
    offsets_into (str): `file`, or `extracted_text` for formats that are not text.
    sha256 (str): of the file's bytes.
    warnings (tuple of str): what a reader should know (limits hit, guesses made).
    """

    doc_id: str
    source: Source
    path: str
    title: str
    text: str
    format: str
    units: tuple[Unit, ...]
    encoding: str = "utf-8"
    replaced_characters: int = 0
    offsets_into: str = "file"
    sha256: str = ""
    warnings: tuple[str, ...] = field(default=())
