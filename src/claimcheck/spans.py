"""Half-open intervals of Unicode code points: the only module that does offset arithmetic."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """`text[start:end]`: `start` is inside, `end` is not."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.start < 0 or self.end < self.start:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def shift(self, by: int) -> Span:
        """The span moved by `by` code points."""
        return Span(self.start + by, self.end + by)

    def cut(self, text: str) -> str:
        """The code points of `text` under the span."""
        return text[self.start : self.end]


def overlap(a: Span, b: Span) -> int:
    """Number of code points that both spans cover."""
    return max(0, min(a.end, b.end) - max(a.start, b.start))


def iou(a: Span, b: Span) -> float:
    """Intersection over union, 0.0 to 1.0; two empty spans give 0.0."""
    shared = overlap(a, b)
    union = len(a) + len(b) - shared
    return shared / union if union else 0.0


def trim(text: str, span: Span, characters: str | None = None) -> Span:
    """Shrink a span so that neither edge is white space (or one of `characters`)."""
    piece = span.cut(text)
    start = span.start + len(piece) - len(piece.lstrip(characters))
    end = span.start + len(piece.rstrip(characters))
    return Span(start, max(start, end))


def without_overlaps(spans: Iterable[Span]) -> list[Span]:
    """Keep the longest spans, of equal ones the first, so that none overlap; sorted by start."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (-len(s), s.start)):
        if not any(span.overlaps(other) for other in kept):
            kept.append(span)
    return sorted(kept)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of clean text and the run of the original that it came from.

    Equal lengths map code point by code point; different lengths (an entity, a collapsed white
    space, an undone hyphenation) map as one whole.
    """

    clean: Span
    original: Span

    @property
    def is_identity(self) -> bool:
        """Whether code points map one to one."""
        clean, original = self.clean, self.original
        return clean.end - clean.start == original.end - original.start


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """From offsets in a clean text to offsets in the original file.

    `pieces` are sorted, cover the clean text without gaps, and are in order in the original too.
    """

    pieces: tuple[Piece, ...]

    @classmethod
    def identity(cls, length: int, at: int = 0) -> OffsetMap:
        """The map of a clean text that stands unchanged at `at` in the original."""
        return cls((Piece(Span(0, length), Span(at, at + length)),)) if length else cls(())

    @classmethod
    def from_runs(cls, runs: Iterable[tuple[int, int, int]]) -> OffsetMap:
        """Build from `(clean length, original start, original end)` runs in order.

        Neighbouring one-to-one runs that also touch in the original are joined.
        """
        pieces: list[Piece] = []
        position = 0
        for length, start, end in runs:
            if not length:
                continue
            piece = Piece(Span(position, position + length), Span(start, end))
            position += length
            last = pieces[-1] if pieces else None
            if (
                last
                and last.is_identity
                and piece.is_identity
                and last.original.end == piece.original.start
            ):
                pieces[-1] = Piece(
                    Span(last.clean.start, piece.clean.end),
                    Span(last.original.start, piece.original.end),
                )
            else:
                pieces.append(piece)
        return cls(tuple(pieces))

    @property
    def clean_length(self) -> int:
        """Length of the clean text."""
        return self.pieces[-1].clean.end if self.pieces else 0

    def to_original(self, span: Span) -> Span:
        """The smallest span of the original that holds what stands under `span`.

        RAISES: ValueError for an empty span or one outside the clean text.
        """
        if not len(span) or span.end > self.clean_length:
            raise ValueError(f"{span} is not inside a clean text of {self.clean_length}")
        first, last = self._piece_at(span.start), self._piece_at(span.end - 1)
        start, end = first.original.start, last.original.end
        if first.is_identity:
            start += span.start - first.clean.start
        if last.is_identity:
            end = last.original.start + span.end - last.clean.start
        return Span(start, end)

    def to_clean(self, span: Span) -> Span | None:
        """The span of the clean text whose original lies under `span`, or None where none does."""
        starts: list[int] = []
        ends: list[int] = []
        first = bisect_right(self.pieces, span.start, key=lambda p: p.original.end)
        for index in range(first, len(self.pieces)):
            piece = self.pieces[index]
            if piece.original.start >= span.end:
                break
            if not piece.original.overlaps(span):
                continue
            if piece.is_identity:
                shift = piece.clean.start - piece.original.start
                starts.append(max(piece.original.start, span.start) + shift)
                ends.append(min(piece.original.end, span.end) + shift)
            else:
                starts.append(piece.clean.start)
                ends.append(piece.clean.end)
        return Span(min(starts), max(ends)) if starts else None

    def cut(self, span: Span) -> OffsetMap:
        """The map of the part `span` of the clean text, clean offsets counted from its start."""
        return OffsetMap.from_runs(self._runs(span))

    def _runs(self, span: Span) -> Iterator[tuple[int, int, int]]:
        first = bisect_right(self.pieces, span.start, key=lambda p: p.clean.end)
        for index in range(first, len(self.pieces)):
            piece = self.pieces[index]
            if piece.clean.start >= span.end:
                break
            shared = overlap(piece.clean, span)
            if not shared:
                continue
            if piece.is_identity:
                start = piece.original.start + max(0, span.start - piece.clean.start)
                yield shared, start, start + shared
            elif shared == len(piece.original):
                # In one piece it would pass for a one-to-one run, which it is not.
                yield 1, piece.original.start, piece.original.end
                yield shared - 1, piece.original.start, piece.original.end
            else:
                yield shared, piece.original.start, piece.original.end

    def _piece_at(self, offset: int) -> Piece:
        if len(self.pieces) == 1:
            return self.pieces[0]
        index = bisect_right(self.pieces, offset, key=lambda p: p.clean.start) - 1
        return self.pieces[index]

    def to_list(self) -> list[list[int]]:
        """Plain data: `[clean length, original start, original end]` a piece."""
        return [[len(p.clean), p.original.start, p.original.end] for p in self.pieces]

    @classmethod
    def from_list(cls, runs: Sequence[Sequence[int]]) -> OffsetMap:
        """The inverse of `to_list`."""
        return cls.from_runs((run[0], run[1], run[2]) for run in runs)
