"""Whether annotations keep the rules of their format: offsets, labels, overlaps, units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .. import labels
from ..documents.model import Document
from ..spans import Span
from .model import AnnotatedDocument, GoldClaim, GoldUnit, Mark


@dataclass(frozen=True, slots=True)
class Problem:
    """A broken rule: which document, where, and what is wrong."""

    name: str
    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.name}: {self.place}: {self.message}"


def problems(document: AnnotatedDocument) -> list[Problem]:
    """All broken rules of an annotated document, in order of place."""
    found: list[Problem] = []
    for unit in document.units:
        place = f"unit {unit.index}"
        found += [Problem(document.name, place, text) for text in _unit_problems(document, unit)]
    spans = [(f"unit {unit.index}", unit.span) for unit in document.units]
    found += [
        Problem(document.name, place, "overlaps the unit before") for place in _clashes(spans)
    ]
    return found


def _unit_problems(document: AnnotatedDocument, unit: GoldUnit) -> Iterator[str]:
    yield from _mark_problems(document.text, unit.mark)
    if unit.kind not in labels.UNIT_KINDS:
        yield f"`{unit.kind}` is not a kind of unit"
    for claim in unit.claims:
        yield from _claim_problems(document.text, unit, claim)
    for cue in unit.cues:
        yield from _inside(document.text, unit.span, cue.mark, "cue")
        if cue.category not in labels.CUE_CATEGORIES:
            yield f"`{cue.category}` is not a category of cues"
    for kind, marks in (
        ("claim", [claim.mark for claim in unit.claims]),
        ("cue", [cue.mark for cue in unit.cues]),
    ):
        for place in _clashes([(f"{kind} {mark.text!r}", mark.span) for mark in marks]):
            yield f"{place} overlaps the one before, or stands before it"


def _claim_problems(text: str, unit: GoldUnit, claim: GoldClaim) -> Iterator[str]:
    yield from _inside(text, unit.span, claim.mark, "claim")
    for outcome in claim.outcomes:
        yield from _inside(text, unit.span, outcome, "outcome")
    if not claim.agent.strip():
        yield f"claim {claim.mark.text!r} names no agent"
    elif len(claim.agent.splitlines()) > 1 or "\t" in claim.agent:
        yield f"the agent {claim.agent!r} is not one line of text"
    for value, allowed in (
        (claim.type, labels.TYPES),
        (claim.polarity, labels.POLARITIES),
        (claim.strength, labels.STRENGTHS),
        (claim.basis, labels.BASES),
    ):
        if value not in allowed:
            yield f"`{value}` is not one of {', '.join(allowed)}"


def _inside(text: str, unit: Span, mark: Mark, kind: str) -> Iterator[str]:
    yield from _mark_problems(text, mark)
    if not unit.contains(mark.span):
        yield f"{kind} {mark.text!r} is not inside its unit"


def _mark_problems(text: str, mark: Mark) -> Iterator[str]:
    if not mark.text or mark.text != mark.text.strip():
        yield f"{mark.text!r} is empty or has white space at its edges"
    if text[mark.start : mark.end] != mark.text:
        yield f"{mark.text!r} does not stand at {mark.start}-{mark.end}"


def _clashes(spans: Sequence[tuple[str, Span]]) -> Iterator[str]:
    for (_, before), (place, span) in pairwise(spans):
        if span.start < before.end:
            yield place


def unit_differences(
    document: AnnotatedDocument, read: Document, *, partial: bool = False
) -> list[Problem]:
    """Where the gold's units are not those that the reader cuts from the same text.

    partial (bool): the gold need not have all units, as in a set made from a review.
    """
    gold = [(unit.span, unit.kind) for unit in document.units]
    cut = [(unit.span, unit.kind) for unit in read.units]
    sides = [("in the gold", gold, cut), ("cut by the reader", cut, gold)]
    return [
        Problem(document.name, f"{span.start}-{span.end}", f"{kind} only {where}")
        for where, ours, theirs in sides[: 1 if partial else 2]
        for span, kind in _missing(ours, theirs)
    ]


def _missing(
    ours: Iterable[tuple[Span, str]], theirs: Iterable[tuple[Span, str]]
) -> list[tuple[Span, str]]:
    others = set(theirs)
    return [item for item in ours if item not in others]
