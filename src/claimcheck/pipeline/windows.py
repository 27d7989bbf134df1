"""Windows: neighbouring units of a page that the encoder reads together, each word piece once.

A window is `[CLS] heading | title [SEP] end of the unit before [SEP]`, then for each unit
`own context, marker of its kind, pieces, [SEP]`. The own context (column headers of a table cell;
a lead-in or question that stands outside the window) and the markers have token type 1, the units'
pieces type 0. Reading each unit with a context of its own costs about three times the pieces.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from ..labels import UNIT_KINDS
from ..spans import Span
from .tags import TokenSpan
from .wordpieces import PieceTokenizer

#: The piece that stands before a unit and, after encoding, for the whole of it.
MARKERS: Final[dict[str, str]] = {
    "sentence": "sentence",
    "heading": "heading",
    "list_item": "item",
    "table_cell": "cell",
}

#: Units that are cut into word pieces together.
TOGETHER: Final = 1024


@dataclass(frozen=True, slots=True)
class UnitInput:
    """A unit as the encoder reads it.

    kind (str): one of `labels.UNIT_KINDS`. index (int): of the unit in its document. heading (str):
    what it stands under, with the page's title. headers (str): column and row of a table cell.
    leads: what it goes on from (lead-in, question), each as index of the unit and its text.
    """

    text: str
    kind: str = "sentence"
    index: int = 0
    heading: str = ""
    headers: str = ""
    leads: tuple[tuple[int, str], ...] = ()


def unit_input(row: Mapping[str, Any]) -> UnitInput:
    """The input of a row of `units.unit_data`."""
    leads = [(row["lead_in_index"], row["lead_in"]), (row["question_index"], row["question"])]
    above = [*reversed(row["section"][-2:]), row["title"]]
    return UnitInput(
        text=row["text"],
        kind=row["kind"],
        index=row["index"],
        heading=" | ".join(dict.fromkeys(part for part in above if part)),
        headers=" | ".join(row["headers"]),
        leads=tuple((index, text) for index, text in leads if index is not None and text),
    )


@dataclass(frozen=True, slots=True)
class Placed:
    """A unit in a window.

    unit (int): place in the sequence of inputs. first (int): place of its marker in the window; its
    pieces follow. offsets: (start, end) in the unit's text, one a piece.
    """

    unit: int
    first: int
    offsets: tuple[tuple[int, int], ...]

    def to_tokens(self, span: Span) -> tuple[int, int] | None:
        """Half-open piece range under a character span, counted from 0; None where none is."""
        inside = [i for i, (s, e) in enumerate(self.offsets) if s < span.end and span.start < e]
        return (inside[0], inside[-1] + 1) if inside else None

    def to_text(self, span: TokenSpan) -> Span:
        """Character span of a piece range."""
        return Span(self.offsets[span.first][0], self.offsets[span.last - 1][1])


@dataclass(frozen=True, slots=True)
class Window:
    """Input of the encoder: piece ids and token types, and the units in it."""

    ids: tuple[int, ...]
    types: tuple[int, ...]
    units: tuple[Placed, ...]


@dataclass(frozen=True)
class WindowLimits:
    """How many word pieces at most.

    window: of a window; a unit alone in one may exceed it. unit: of a unit. heading: of heading and
    title. before: of the end of the unit before. own: of a unit's own context.
    """

    window: int = 160
    unit: int = 160
    heading: int = 20
    before: int = 24
    own: int = 24


class WindowMaker:
    """Cuts sequences of units into windows."""

    def __init__(self, tokenizer: PieceTokenizer, limits: WindowLimits) -> None:
        self.tokenizer = tokenizer
        self.limits = limits
        self._markers = {kind: tokenizer.piece(MARKERS[kind]) for kind in UNIT_KINDS}

    def windows(self, units: Sequence[UnitInput], *, limit: int | None = None) -> list[Window]:
        """The windows of the units of one document, in order; every unit is in one of them.

        limit (int or None): another limit of pieces a window; 1 puts every unit on its own.
        """
        return list(self.stream(units, limit=limit))

    def stream(self, units: Sequence[UnitInput], *, limit: int | None = None) -> Iterator[Window]:
        """The same, one after the other: the pieces of a whole long page are never held at once."""
        context = self._context_ids(units)
        yield from self._cut(units, context, limit or self.limits.window)

    def _context_ids(self, units: Sequence[UnitInput]) -> dict[str, list[int]]:
        texts = {part for unit in units for part in (unit.heading, unit.headers) if part}
        texts.update(text for unit in units for _, text in unit.leads)
        ordered = sorted(texts)
        return dict(zip(ordered, self.tokenizer.ids(ordered), strict=True))

    def _cut(
        self,
        units: Sequence[UnitInput],
        context: Mapping[str, list[int]],
        limit: int,
    ) -> Iterator[Window]:
        encoded = _Encoded(self.tokenizer, units)
        at = 0
        while at < len(units):
            before = encoded[at - 1][0] if at and limit > 1 else []
            window = _Growing(self._opening(context.get(units[at].heading, []), before))
            inside: set[int] = set()
            while at < len(units):
                unit = units[at]
                own = self._own(unit, inside, context)
                ids, offsets = encoded[at]
                ids, offsets = ids[: self.limits.unit], offsets[: self.limits.unit]
                if inside and len(window.ids) + len(own) + len(ids) + 2 > limit:
                    break
                window.add(at, own, self._markers[unit.kind], ids, offsets, self.tokenizer.sep)
                inside.add(unit.index)
                at += 1
            yield window.done()

    def _opening(self, heading: list[int], before: list[int]) -> list[int]:
        opening = [self.tokenizer.cls]
        for part in (heading[: self.limits.heading], before[-self.limits.before :]):
            if part:
                opening += [*part, self.tokenizer.sep]
        return opening

    def _own(
        self, unit: UnitInput, inside: set[int], context: Mapping[str, list[int]]
    ) -> list[int]:
        own = list(context.get(unit.headers, []))
        for index, text in unit.leads:
            if index not in inside:
                own += context[text][-self.limits.own :]
        return own[: self.limits.own]


class _Encoded:
    """Word pieces of units, asked for in order: only those around the last one are held."""

    def __init__(self, tokenizer: PieceTokenizer, units: Sequence[UnitInput]) -> None:
        self._tokenizer = tokenizer
        self._units = units
        self._held: dict[int, tuple[list[int], list[tuple[int, int]]]] = {}

    def __getitem__(self, at: int) -> tuple[list[int], list[tuple[int, int]]]:
        if at not in self._held:
            texts = [unit.text for unit in self._units[at : at + TOGETHER]]
            found = enumerate(self._tokenizer.with_offsets(texts), at)
            # The one before opens the next window.
            self._held = {i: self._held[i] for i in (at - 1,) if i in self._held} | dict(found)
        return self._held[at]


class _Growing:
    """A window in the making."""

    def __init__(self, opening: list[int]) -> None:
        self.ids = opening
        self.types = [1] * len(opening)
        self.units: list[Placed] = []

    def add(
        self,
        unit: int,
        own: list[int],
        marker: int,
        ids: list[int],
        offsets: list[tuple[int, int]],
        sep: int,
    ) -> None:
        self.units.append(Placed(unit, len(self.ids) + len(own), tuple(offsets)))
        self.ids += [*own, marker, *ids, sep]
        self.types += [1] * (len(own) + 1) + [0] * len(ids) + [1]

    def done(self) -> Window:
        return Window(tuple(self.ids), tuple(self.types), tuple(self.units))


def unit_positions(
    windows: Sequence[Window], width: int, longest: int | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Where the units of a batch stand in its hidden states, laid out as rows of `width` pieces.

    longest (int or None): most pieces of a unit; None counts them.
    RETURNS: int64 (units, 1 + most pieces), a unit's marker and its pieces as flat positions,
        filled up with its marker; int64 (units,), its number of pieces.
    """
    placed = [(row, unit) for row, window in enumerate(windows) for unit in window.units]
    counts = np.array([len(unit.offsets) for _, unit in placed], dtype=np.int64)
    first = np.array([row * width + unit.first for row, unit in placed], dtype=np.int64)
    steps = np.arange(1 + (counts.max(initial=0) if longest is None else longest))[None, :]
    return first[:, None] + np.where(steps <= counts[:, None], steps, 0), counts
