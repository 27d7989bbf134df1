"""Units as plain data on a spaCy `Doc`, with the context that each one is read in.

The Doc's text is the clean text of all units, one a line; `doc._.units` says where each stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from ..documents.model import Document, Unit
from ..spans import Span

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
            *(_head(heading) for heading in reversed(self.section[-2:])),
            _head(self.title),
            _tail(self.previous),
        ]
        return " | ".join(piece for piece in pieces if piece)


def _head(text: str) -> str:
    return text[: PIECE_LENGTH // 2].strip()


def _tail(text: str) -> str:
    return text[-PIECE_LENGTH:].strip()


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


def unit_data(document: Document) -> list[dict[str, Any]]:
    """The units of a document as plain data for `doc._.units`.

    RETURNS (list of dict): `index`, `kind`, `role`, `start`, `end` (into the Doc's text),
        `context` (str, for the encoder), and the context's parts by name.
    """
    rows: list[dict[str, Any]] = []
    position = 0
    for unit in document.units:
        context = context_of(document, unit)
        rows.append(
            {
                "index": unit.index,
                "kind": unit.kind,
                "role": unit.role,
                "start": position,
                "end": position + len(unit.clean_text),
                "context": context.as_text(unit.kind),
                "title": context.title,
                "section": list(context.section),
                "lead_in": context.lead_in,
                "lead_in_index": unit.lead_in,
                "label": unit.label,
                "question": context.question,
                "headers": list(context.headers),
                "block": unit.block,
                "level": unit.level,
            }
        )
        position += len(unit.clean_text) + 1
    return rows


def doc_text(document: Document) -> str:
    """The text of the Doc: clean texts of all units, one a line."""
    return "\n".join(unit.clean_text for unit in document.units)


def span_in_document(document: Document, unit_row: dict[str, Any], span: Span) -> Span:
    """From an offset in the Doc's text to the original file."""
    unit = document.units[unit_row["index"]]
    return unit.offset_map.to_original(span.shift(-unit_row["start"]))
