"""Units as plain data on a spaCy `Doc`, with the context that each one is read in.

A Doc made from a document has the clean texts of all units, one a line, as its text; a Doc made
from a raw text keeps that text. `doc._.units` says where each unit stands in either.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from ..documents.model import Document, Unit
from ..spans import OffsetMap, Span

#: How many characters of each piece of context a model sees: from the end for running text (what
#: stands nearest), from the start for names.
PIECE_LENGTH: Final = 160


@dataclass(frozen=True, slots=True)
class Context:
    """What a unit inherits (guidelines 2: lead-ins and headings give items their relation)."""

    title: str
    section: tuple[str, ...]
    lead_in: str
    label: str
    question: str
    headers: tuple[str, ...]
    previous: str

    def as_text(self, kind: str) -> str:
        """The context as one line for the encoder, the nearest piece first."""
        pieces = [
            kind.replace("_", " "),
            _tail(self.lead_in),
            _head(self.label),
            _tail(self.question),
            *(_head(header) for header in self.headers),
            _head(self.section[-1]) if self.section else "",
            _tail(self.previous, PIECE_LENGTH // 2),
            *(_head(heading) for heading in self.section[-2:-1]),
            _head(self.title),
        ]
        return " | ".join(piece for piece in pieces if piece)


def _head(text: str) -> str:
    return text[: PIECE_LENGTH // 2].strip()


def _tail(text: str, length: int = PIECE_LENGTH) -> str:
    return text[-length:].strip()


def context_of(document: Document, unit: Unit) -> Context:
    """The context of a unit: texts only, so that equal units in equal context are computed once."""
    units = document.units
    previous = units[unit.index - 1] if unit.index else None
    same_block = previous is not None and previous.block == unit.block
    repeats_label = same_block and bool(unit.label)
    return Context(
        title=document.title,
        section=unit.section,
        lead_in=units[unit.lead_in].clean_text if unit.lead_in is not None else "",
        label=unit.label if repeats_label else "",
        question=units[unit.question].clean_text if unit.question is not None else "",
        headers=tuple(units[i].clean_text for i in unit.headers),
        previous=_previous_sentence(unit, previous),
    )


def _previous_sentence(unit: Unit, previous: Unit | None) -> str:
    if previous is None or unit.kind != "sentence" or previous.kind != "sentence":
        return ""
    return previous.clean_text if previous.section == unit.section else ""


def unit_data(document: Document, *, joined: bool = True) -> list[dict[str, Any]]:
    """The units of a document as plain data for `doc._.units`.

    joined (bool): whether the Doc's text is `doc_text(document)`; else it is the document's own
        text, and `map` says how a unit's clean text lies in it.
    RETURNS (list of dict): `index`, `kind`, `role`, `language`, `text` (clean), `start`, `end`
        (into the Doc's text), `map` (None, or the runs of an `OffsetMap`), `context` (str, for the
        encoder), the context's parts by name, the indices of the units that it comes from, and
        `introduces` (int or None), the last unit of the list that the unit introduces.
    """
    rows: list[dict[str, Any]] = []
    headings: dict[str, int] = {}
    position = 0
    for unit in document.units:
        context = context_of(document, unit)
        start, end = (
            (position, position + len(unit.clean_text))
            if joined
            else (unit.span.start, unit.span.end)
        )
        rows.append(
            {
                "index": unit.index,
                "kind": unit.kind,
                "role": unit.role,
                "language": unit.language,
                "text": unit.clean_text,
                "start": start,
                "end": end,
                "map": None if joined else unit.offset_map.to_list(),
                "context": context.as_text(unit.kind),
                "title": context.title,
                "section": list(context.section),
                "heading_index": headings.get(unit.section[-1]) if unit.section else None,
                "lead_in": context.lead_in,
                "lead_in_index": unit.lead_in,
                "label": unit.label,
                "question": context.question,
                "question_index": unit.question,
                "headers": list(context.headers),
                "header_indices": list(unit.headers),
                "block": unit.block,
                "block_kind": unit.block_kind,
                "level": unit.level,
            }
        )
        if unit.kind == "heading":
            headings[unit.clean_text] = unit.index
        position += len(unit.clean_text) + 1
    _note_introduced(rows)
    return rows


def _note_introduced(rows: list[dict[str, Any]]) -> None:
    """Set `introduces`: the last unit of the list under a lead-in or heading, else None."""
    named = {row["lead_in_index"] for row in rows} | {row["heading_index"] for row in rows}
    for row in rows:
        # Nothing is looked for under a unit that none names: a long page has many of these.
        row["introduces"] = _last_introduced(row, rows) if row["index"] in named else None


def _last_introduced(introducing: dict[str, Any], rows: list[dict[str, Any]]) -> int | None:
    index, last = introducing["index"], None
    for at in range(index + 1, len(rows)):
        row = rows[at]
        if row["lead_in_index"] == index:
            last = at
        elif introducing["kind"] == "heading" and row["heading_index"] == index:
            if row["kind"] in ("list_item", "table_cell") and row["lead_in_index"] is None:
                last = at
        elif last is not None or row["kind"] == "heading":
            break
    return last


def sentence_unit(text: str) -> dict[str, Any]:
    """A single sentence without a page around it, as a row of `unit_data`."""
    context = Context("", (), "", "", "", (), "")
    return {
        "index": 0,
        "kind": "sentence",
        "role": "statement",
        "language": "en",
        "text": text,
        "start": 0,
        "end": len(text),
        "map": None,
        "context": context.as_text("sentence"),
        "title": "",
        "section": [],
        "heading_index": None,
        "lead_in": "",
        "lead_in_index": None,
        "label": "",
        "question": "",
        "question_index": None,
        "headers": [],
        "header_indices": [],
        "block": 0,
        "block_kind": "paragraph",
        "level": 0,
        "introduces": None,
    }


def doc_text(document: Document) -> str:
    """The text of the Doc: clean texts of all units, one a line."""
    return "\n".join(unit.clean_text for unit in document.units)


def span_in_doc(unit: dict[str, Any], span: Span) -> Span:
    """From an offset in a unit's clean text to the Doc's text."""
    if unit["map"] is None:
        return span.shift(unit["start"])
    return OffsetMap.from_list(unit["map"]).to_original(span)


def span_in_document(document: Document, index: int, span: Span) -> Span:
    """From an offset in the clean text of unit `index` to the original file."""
    return document.units[index].offset_map.to_original(span)
