"""Blocks into units (guidelines 1), each with what it inherits from the page around it."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from ..spans import Span
from .blocks import Block
from .model import Unit
from .sentences import is_complete, split

_PUNCTUATION_ONLY: Final = re.compile(r"[.,;:!?)\]]{1,3}")
_LABEL: Final = re.compile(r"[A-Z\d][^.:;!?]{1,58}:(?=\s)")
_KEPT_AT_END: Final = "\u00ae\u2122\u2120\u00b0"
#: Words of a bold lead-in with a full stop that still belongs to the sentence after it.
_LEAD_WORDS: Final = 8
_LABEL_MARK: Final = re.compile(r"\s?[:\u2013\u2014-]")
#: Words of what may follow the last full stop of an item that is no running text.
_SCRAP: Final = 3
#: Longest bold lead-in, in characters.
_LONGEST_LABEL: Final = 100


def make_units(blocks: Iterable[Block], text: str) -> tuple[Unit, ...]:
    """Cut blocks into units.

    blocks (iterable of Block): a document's blocks in order.
    text (str): the original that their offset maps point into.
    RETURNS (tuple of Unit): in order, with section, lead-in, label, headers and question.
    """
    maker = _Maker(text)
    for number, block in enumerate(blocks):
        maker.add(number, block)
    return tuple(maker.units)


@dataclass(slots=True)
class _Maker:
    text: str
    units: list[Unit] = field(default_factory=list)
    headings: list[tuple[int, str, bool]] = field(default_factory=list)
    previous: Block | None = None
    lead_ins: dict[tuple[int, int], int | None] = field(default_factory=dict)
    question: int | None = None
    cells: dict[tuple[int, str, int], int] = field(default_factory=dict)

    def add(self, number: int, block: Block) -> None:
        if block.kind == "heading":
            self.question = None
            while self.headings and self.headings[-1][0] >= block.level:
                self.headings.pop()
        elif not block.list_id:
            # A bold item over a nested list is a heading of that list alone.
            self.headings = [entry for entry in self.headings if not entry[2]]
        first = len(self.units)
        label = _label(block)
        for span, kind in _cut(block):
            self._append(number, block, span, kind, label)
        last = len(self.units) - 1
        if block.role == "question" and last >= first:
            self.question = last
        if block.kind == "heading":
            self.headings.append((block.level, block.clean, bool(block.list_id)))
        if block.kind == "table_cell" and last >= first:
            self._note_header(block, first)
        self.previous = block

    def _append(self, number: int, block: Block, span: Span, kind: str, label: str) -> None:
        part = _without_trailing_link(block, span)
        place = block.offset_map.to_original(part)
        self.units.append(
            Unit(
                index=len(self.units),
                kind=kind,
                span=place,
                text=place.cut(self.text),
                clean_text=part.cut(block.clean),
                offset_map=block.offset_map.cut(part),
                section=tuple(text for _, text, _ in self.headings),
                lead_in=self._lead_in(block),
                label=label,
                headers=self._headers(block),
                role=block.role,
                question=self.question if block.role == "answer" else None,
                block=number,
                block_kind=block.kind,
                level=block.level,
                row=block.row,
                column=block.column,
            )
        )

    def _lead_in(self, block: Block) -> int | None:
        """The unit before a list, decided when the list begins and kept for all its items."""
        if block.kind != "list_item":
            return None
        key = (block.list_id, block.level)
        before = self.previous
        deeper = before is not None and before.kind == "list_item" and before.level < block.level
        begins = block.list_id < 0 and (before is None or before.list_id != block.list_id)
        if key not in self.lead_ins or deeper or begins:
            self.lead_ins[key] = self._introduction(block)
        return self.lead_ins[key]

    def _introduction(self, block: Block) -> int | None:
        before = self.previous
        if before is None or not self.units:
            return None
        introduces = (
            before.clean.endswith(":")
            or (before.kind == "list_item" and before.level < block.level)
            or (before.kind == "paragraph" and not is_complete(before.clean))
        )
        if before.kind == "heading" and not (before.inferred and before.clean.endswith(":")):
            introduces = False
        return len(self.units) - 1 if introduces else None

    def _headers(self, block: Block) -> tuple[int, ...]:
        if block.kind != "table_cell":
            return ()
        found = []
        if block.row > 0 and not block.is_header:
            found.append(self.cells.get((block.table_id, "column", block.column)))
        if block.column > 0 and block.row > 0:
            found.append(self.cells.get((block.table_id, "row", block.row)))
        return tuple(index for index in found if index is not None)

    def _note_header(self, block: Block, index: int) -> None:
        if block.row == 0 or (block.is_header and block.column > 0):
            self.cells[(block.table_id, "column", block.column)] = index
        if block.column == 0 and block.row > 0:
            self.cells[(block.table_id, "row", block.row)] = index


def _cut(block: Block) -> Iterator[tuple[Span, str]]:
    if block.kind in ("heading", "table_cell"):
        yield from _unit(block.clean, Span(0, len(block.clean)), block.kind)
        return
    spans = _with_lead(block, split(block.clean, _sentence_breaks(block)))
    if block.kind == "list_item" and _is_fragment(block.clean, spans):
        yield from _unit(block.clean, Span(0, len(block.clean)), "list_item")
        return
    for span in spans:
        yield from _unit(block.clean, span, "sentence")


def _unit(text: str, span: Span, kind: str) -> Iterator[tuple[Span, str]]:
    """The span without pictographs and stars at its edges; nothing where only those are there."""
    start, end = span.start, span.end
    while start < end and _is_ornament(text[start]):
        start += 1
    while end > start and _is_ornament(text[end - 1]) and text[end - 1] not in _KEPT_AT_END:
        end -= 1
    if start < end:
        yield Span(start, end), kind


def _is_ornament(character: str) -> bool:
    return (
        character in " \ufe0f\u200d"
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or unicodedata.category(character) == "So"
    )


def _sentence_breaks(block: Block) -> tuple[int, ...]:
    """Line breaks that end a sentence; one after a bold lead-in does not (guidelines 1).

    A line that begins with a bold label is an entry of its own, even where it is only wrapped.
    """
    leads = {span.end for span in block.strong if block.clean[span.end - 1] == ":"}
    labels = {
        span.start - 1 for span in block.strong if ":" in block.clean[span.end - 1 : span.end + 1]
    }
    hard = (place for place in block.breaks if place not in leads)
    return (*hard, *(place for place in block.soft_breaks if place in labels))


def _with_lead(block: Block, spans: list[Span]) -> list[Span]:
    """Join a bold or italic lead-in that ends with a full stop to its sentence (guidelines 1)."""
    if len(spans) < 2 or not block.lead or not spans[0].end - 1 <= block.lead <= spans[0].end:
        return spans
    lead = spans[0].cut(block.clean)
    if not lead.endswith(".") or len(lead.split()) > _LEAD_WORDS or len(lead) > _LONGEST_LABEL:
        return spans
    return [Span(spans[0].start, spans[1].end), *spans[2:]]


def _is_fragment(text: str, spans: list[Span]) -> bool:
    """Whether a list item is no sentence: it has no full stop, or only a scrap follows the last.

    (`Smith J, et al. "A study." J Nutr. 2004` is one item.)
    """
    if is_complete(text):
        return False
    return len(spans) == 1 or len(spans[-1].cut(text).split()) <= _SCRAP


def _without_trailing_link(block: Block, span: Span) -> Span:
    """End a unit at its link where only punctuation follows: the target is no part of it."""
    first = bisect_right(block.link_ends, span.start)
    last = bisect_left(block.link_ends, span.end)
    # Only the last ones can have nothing but punctuation after them.
    for end in block.link_ends[max(first, last - 3) : last]:
        if _PUNCTUATION_ONLY.fullmatch(block.clean, end, span.end):
            return Span(span.start, end)
    return span


def _label(block: Block) -> str:
    """The bold lead-in of a block, or a typed one (`Fish allergy: ...`)."""
    if block.kind not in ("paragraph", "list_item", "quote") or block.is_strong:
        return ""
    if 0 < block.lead <= _LONGEST_LABEL:
        end = block.lead
        mark = _LABEL_MARK.match(block.clean, end)
        if mark:
            return block.clean[: mark.end()].rstrip()
        ends_line = end in block.breaks or end in block.soft_breaks
        if block.clean[end - 1] in ":.?!\u2013\u2014-" or ends_line:
            return block.clean[:end].rstrip()
        return ""
    typed = _LABEL.match(block.clean)
    return typed.group() if typed else ""
