"""Marks drawn into a text: cut at all their boundaries, nested layer by layer, overlaps kept."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from .markup import Piece, cut


@dataclass(frozen=True, slots=True)
class Mark:
    """Something to mark in a text.

    start, end (int): half-open code points into the original.
    layer (int): 0 is outermost; marks of one layer nest by their order.
    kind (str): `claim`, `part` or `cue`.
    label (str): strength of a claim, role of a part, category of a cue.
    key (str): names the mark on its page.
    title (str): explanation on hover.
    """

    start: int
    end: int
    layer: int
    kind: str
    label: str
    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """Text to show; `start`, `end` in the original. `raw` is the original where it differs."""

    shown: str
    start: int
    end: int
    kind: str
    raw: str | None


@dataclass(slots=True)
class Wrapper:
    """A mark around leaves and other wrappers; `first` on its first fragment."""

    mark: Mark
    first: bool
    children: list[Wrapper | Leaf] = field(default_factory=list)


Node = Wrapper | Leaf


def nest(raw: str, at: int, all_pieces: Sequence[Piece], marks: Sequence[Mark]) -> list[Node]:
    """The nodes of a text with its marks.

    raw (str): the text as it stands in the original; at (int): where it starts there.
    all_pieces (sequence of Piece): of `raw`, as from `markup.pieces`.
    marks (sequence of Mark): offsets into the original; what lies outside the text is ignored.
    RETURNS (list of Node): their leaves hold the whole text in order. A mark that others cut in
        two has several wrappers, the first of which says so.
    """
    here = [mark for mark in marks if mark.start < at + len(raw) and mark.end > at]
    here.sort(key=lambda mark: (mark.layer, mark.start, -mark.end, mark.key))
    edges = {0, len(raw)}
    for mark in here:
        edges.update((max(0, mark.start - at), min(len(raw), mark.end - at)))
    cuts = sorted({_outside_replaced(all_pieces, edge) for edge in edges})
    covered: list[tuple[tuple[Mark, ...], list[Leaf]]] = []
    for (start, end), over in zip(pairwise(cuts), _covering(here, at, cuts), strict=True):
        leaves = [
            _leaf(raw, at, piece) for piece in cut(_between(all_pieces, start, end), start, end)
        ]
        covered.append((over, leaves))
    return _group(covered, 0, set())


def _covering(marks: list[Mark], at: int, cuts: list[int]) -> Iterator[tuple[Mark, ...]]:
    """For each stretch between two cuts, the marks over it, in the order of `marks`.

    A sweep from left to right: a long text with many marks must not compare each with each.
    """
    starts = sorted(range(len(marks)), key=lambda n: marks[n].start)
    coming = 0
    active: list[int] = []
    for start, end in pairwise(cuts):
        while coming < len(starts) and marks[starts[coming]].start - at < end:
            insort(active, starts[coming])
            coming += 1
        active = [n for n in active if marks[n].end - at > start]
        yield tuple(marks[n] for n in active)


def _outside_replaced(all_pieces: Sequence[Piece], edge: int) -> int:
    """An entity is one character on the page: an edge inside it moves to its start."""
    index = bisect_right(all_pieces, edge, key=lambda piece: piece.start) - 1
    piece = all_pieces[max(0, index)]
    return piece.start if piece.kind == "replaced" and edge < piece.end else edge


def _between(all_pieces: Sequence[Piece], start: int, end: int) -> list[Piece]:
    first = bisect_right(all_pieces, start, key=lambda piece: piece.end)
    last = bisect_left(all_pieces, end, key=lambda piece: piece.start)
    return list(all_pieces[first:last])


def _leaf(raw: str, at: int, piece: Piece) -> Leaf:
    original = raw[piece.start : piece.end]
    return Leaf(
        shown=piece.shown,
        start=at + piece.start,
        end=at + piece.end,
        kind=piece.kind,
        raw=original if original != piece.shown else None,
    )


def _group(
    covered: list[tuple[tuple[Mark, ...], list[Leaf]]], depth: int, seen: set[str]
) -> list[Node]:
    """Wrap neighbours that share their mark at `depth` once."""
    nodes: list[Node] = []
    position = 0
    while position < len(covered):
        over, leaves = covered[position]
        if len(over) <= depth:
            nodes.extend(leaves)
            position += 1
            continue
        mark = over[depth]
        stop = position
        while stop < len(covered) and covered[stop][0][depth : depth + 1] == (mark,):
            stop += 1
        wrapper = Wrapper(mark, first=mark.key not in seen)
        seen.add(mark.key)
        wrapper.children = _group(covered[position:stop], depth + 1, seen)
        nodes.append(wrapper)
        position = stop
    return nodes
