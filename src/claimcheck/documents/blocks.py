"""Blocks: what every reader makes of its format before units are cut from it.

A block is a heading, paragraph, list item, table cell or quotation with its clean text and the map
back to the original.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from typing import Final

from ..spans import OffsetMap, Span

#: Characters that are drawn as nothing and mean nothing here: zero-width space, word joiner,
#: byte-order mark, soft hyphen, control characters. (Joiners stay: emoji and Indic scripts need
#: them.)
_INVISIBLE: Final = "\u200b\u2060\ufeff\u00ad\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
_ODD: Final = re.compile(rf"[^\S ][\s{_INVISIBLE}]*| [\s{_INVISIBLE}]+|[{_INVISIBLE}]+")
_ONLY_INVISIBLE: Final = re.compile(rf"[{_INVISIBLE}]*")


@dataclass(frozen=True, slots=True)
class Block:
    """One block as laid out by the author.

    kind (str): `paragraph`, `heading`, `list_item`, `table_cell` or `quote`.
    clean (str): its text: no markup, white space collapsed, nothing at the edges.
    offset_map (OffsetMap): from `clean` to the original.
    level (int): heading level, or list depth from 1.
    strong (tuple of Span): bold stretches of `clean`.
    lead (int): length of the bold or italic stretch that `clean` begins with, 0 for none.
    breaks (tuple of int): where in `clean` the author broke the line (`<br>`, two spaces at the
        end of a Markdown line): positions of the spaces that stand for it.
    soft_breaks (tuple of int): the same for line ends of the source that are only wrapping.
    link_ends (tuple of int): where in `clean` a link with a target ends.
    linked (int): how many characters of `clean` stand inside links.
    list_id, item_id (int): which list and which item it stands in; 0 for none.
    table_id, row, column (int): cell position; -1 for row and column elsewhere.
    is_header (bool): a cell that the format marks as a header.
    role (str): `statement`, `question` or `answer`.
    furniture (int): number of the outermost element of an HTML page that marks it as no text of
        the page's own (a footer, a cookie banner); 0 for none.
    inferred (bool): a heading that is no heading in the format (a bold line, a label line).
    """

    kind: str
    clean: str
    offset_map: OffsetMap
    level: int = 0
    strong: tuple[Span, ...] = ()
    lead: int = 0
    breaks: tuple[int, ...] = ()
    soft_breaks: tuple[int, ...] = ()
    link_ends: tuple[int, ...] = ()
    linked: int = 0
    list_id: int = 0
    item_id: int = 0
    table_id: int = 0
    row: int = -1
    column: int = -1
    is_header: bool = False
    role: str = "statement"
    furniture: int = 0
    inferred: bool = False

    def cut(self, span: Span) -> Block:
        """The part of the block under `span` of its clean text (edges without white space)."""
        piece = span.cut(self.clean)
        start = span.start + len(piece) - len(piece.lstrip())
        end = start + len(piece.strip())
        inside = Span(start, end)
        return replace(
            self,
            clean=self.clean[start:end],
            offset_map=self.offset_map.cut(inside),
            strong=_spans_inside(self.strong, inside),
            lead=min(max(0, self.lead - start), end - start),
            breaks=_places_inside(self.breaks, start + 1, end),
            soft_breaks=_places_inside(self.soft_breaks, start + 1, end),
            link_ends=_places_inside(self.link_ends, start + 1, end + 1),
            linked=min(self.linked, end - start),
        )

    @property
    def is_strong(self) -> bool:
        """Whether the whole block is bold (a colon after it may be plain)."""
        core = len(self.clean.rstrip(" :"))
        plain = 0
        for span in self.strong:
            if self.clean[plain : span.start].strip():
                return False
            plain = span.end
        return bool(self.strong) and plain >= core


def _places_inside(places: tuple[int, ...], first: int, last: int) -> tuple[int, ...]:
    """The sorted places in `[first, last)`, counted from the one before `first`."""
    inside = places[bisect_left(places, first) : bisect_left(places, last)]
    return tuple(place - first + 1 for place in inside)


def _spans_inside(spans: tuple[Span, ...], inside: Span) -> tuple[Span, ...]:
    """The parts of sorted spans under `inside`, counted from its start."""
    first = bisect_right(spans, inside.start, key=lambda span: span.end)
    last = bisect_left(spans, inside.end, key=lambda span: span.start)
    return tuple(
        Span(max(s.start, inside.start), min(s.end, inside.end)).shift(-inside.start)
        for s in spans[first:last]
    )


@dataclass(slots=True)
class TextBuilder:
    """Collects a block's text with its places; white space is collapsed on the way.

    masks (sequence of Span): stretches of the original that are not text (template code).
    """

    masks: tuple[Span, ...] = ()
    _parts: list[str] = field(default_factory=list)
    _runs: list[tuple[int, int, int]] = field(default_factory=list)
    _length: int = 0
    _space: tuple[int, int] | None = None
    _break: str = ""
    _breaks: list[int] = field(default_factory=list)
    _soft_breaks: list[int] = field(default_factory=list)
    _strong: list[Span] = field(default_factory=list)
    _strong_from: list[int] = field(default_factory=list)
    _lead_depth: int = 0
    _lead: int = 0
    _link_ends: list[int] = field(default_factory=list)
    _link_from: int = -1
    _linked: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether no text was added yet."""
        return not self._length

    def add(self, text: str, start: int, end: int) -> None:
        """Add text that stands at `[start, end)` of the original.

        Of equal length, it maps one to one; else (an entity) as one whole.
        """
        for mask in self.masks:
            if mask.start < end and start < mask.end:
                self._add_around(text, start, end, mask)
                return
        if len(text) != end - start:
            self._add_whole(text, start, end)
            return
        position = 0
        for match in _ODD.finditer(text):
            self._add_plain(text[position : match.start()], start + position)
            if not _ONLY_INVISIBLE.fullmatch(match.group()):
                self.space(start + match.start(), start + match.end())
            position = match.end()
        self._add_plain(text[position:], start + position)

    def space(self, start: int, end: int, broken: str = "") -> None:
        """Add white space; `broken` is `hard` or `soft` where a line ends with it."""
        self._space = (self._space[0] if self._space else start, end)
        if broken and self._break != "hard":
            self._break = broken

    def open_strong(self) -> None:
        """Bold begins here."""
        self.open_emphasis()
        self._strong_from.append(self._length + (1 if self._space and self._length else 0))

    def close_strong(self) -> None:
        """Bold ends here."""
        self.close_emphasis()
        if self._strong_from:
            start = self._strong_from.pop()
            if self._length > start and not self._strong_from:
                self._strong.append(Span(start, self._length))

    def open_emphasis(self) -> None:
        """Bold or italics begin here."""
        if self._lead_depth or not self._length:
            self._lead_depth += 1

    def close_emphasis(self) -> None:
        """Bold or italics end here."""
        if self._lead_depth:
            self._lead_depth -= 1
            if not self._lead_depth and not self._lead:
                self._lead = self._length

    def open_link(self) -> None:
        """A link begins here."""
        if self._link_from < 0:
            self._link_from = self._length

    def close_link(self, has_target: bool = True) -> None:
        """A link ends here; `has_target` where its target stands behind it in the source."""
        if self._link_from >= 0:
            self._linked += self._length - self._link_from
            self._link_from = -1
        if self._length and has_target:
            self._link_ends.append(self._length)

    def build(self, kind: str, **layout: object) -> Block | None:
        """The block, or None where there is no text."""
        while self._strong_from:
            self.close_strong()
        if self._link_from >= 0:
            self.close_link(has_target=False)
        if not self._length:
            return None
        return Block(
            kind=kind,
            clean="".join(self._parts),
            offset_map=OffsetMap.from_runs(self._runs),
            strong=tuple(self._strong),
            lead=self._lead,
            breaks=tuple(self._breaks),
            soft_breaks=tuple(self._soft_breaks),
            link_ends=tuple(self._link_ends),
            linked=self._linked,
            **layout,  # type: ignore[arg-type]
        )

    def _add_around(self, text: str, start: int, end: int, mask: Span) -> None:
        if len(text) != end - start:
            return
        left, right = max(0, mask.start - start), max(0, mask.end - start)
        if left:
            self.add(text[:left], start, start + left)
        if right < len(text):
            self.add(text[right:], start + right, end)

    def _add_whole(self, text: str, start: int, end: int) -> None:
        if _ONLY_INVISIBLE.fullmatch(text):
            return
        if text.isspace():
            self.space(start, end)
            return
        self._flush_space()
        self._emit(" ".join(text.split()), start, end)

    def _add_plain(self, text: str, start: int) -> None:
        core = text.strip(" ")
        if not core:
            if text:
                self.space(start, start + len(text))
            return
        lead = len(text) - len(text.lstrip(" "))
        if lead:
            self.space(start, start + lead)
        self._flush_space()
        begin = start + lead
        self._emit(core, begin, begin + len(core))
        if lead + len(core) < len(text):
            self.space(begin + len(core), start + len(text))

    def _flush_space(self) -> None:
        if self._space and self._length:
            if self._break:
                target = self._breaks if self._break == "hard" else self._soft_breaks
                target.append(self._length)
            self._emit(" ", *self._space)
        self._space = None
        self._break = ""

    def _emit(self, text: str, start: int, end: int) -> None:
        self._parts.append(text)
        self._runs.append((len(text), start, end))
        self._length += len(text)


def template_code(text: str) -> tuple[Span, ...]:
    """Where Liquid, Jinja and Hugo template code stands: it is not text of the page.

    The same goes for Markdown images whose target is malformed, so that no parser drops them.
    """
    return tuple(Span(m.start(), m.end()) for m in _TEMPLATE.finditer(text))


_TEMPLATE: Final = re.compile(
    r"\{\{[^{}]{0,500}\}\}|\{%[^{}]{0,500}%\}|!\[[^\]\[\n]{0,300}\]\([^()\n]{0,500}\)"
)
