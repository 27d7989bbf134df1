"""From the tagger's cues to cues with edges at words, an explanation and a scope."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ...spans import Span, trim
from ..words import words_of
from .scope import scope_of


@dataclass(frozen=True, slots=True)
class UnitCue:
    """A cue in its unit; `span` and `scope` count in the unit's clean text."""

    span: Span
    category: str
    scope: Span
    probability: float

    def to_plain(self, unit: int) -> dict[str, Any]:
        """Plain data for `doc._.unit_cues`."""
        return {
            "unit": unit,
            "span": [self.span.start, self.span.end],
            "category": self.category,
            "scope": [self.scope.start, self.scope.end],
            "probability": self.probability,
        }

    @classmethod
    def from_plain(cls, row: dict[str, Any]) -> UnitCue:
        """The inverse of `to_plain`."""
        return cls(Span(*row["span"]), row["category"], Span(*row["scope"]), row["probability"])


def find_cues(text: str, tagged: Iterable[tuple[Span, str, float]]) -> list[UnitCue]:
    """The cues of a unit in order, none inside another.

    text (str): the unit's clean text.
    tagged: what the tagger found: span, category, probability.
    """
    found: list[UnitCue] = []
    for span, category, probability in sorted(tagged, key=lambda cue: (cue[0].start, cue[0].end)):
        edges = to_words(text, span)
        if edges is None or (found and edges.start < found[-1].span.end):
            continue
        found.append(UnitCue(edges, category, scope_of(text, edges, category), probability))
    return found


def to_words(text: str, span: Span) -> Span | None:
    """A span whose edges do not cut a word; None where nothing but signs is left."""
    span = trim(text, span, " \t\n,;:.!?()[]\"“”'‘’–—")
    if not len(span):
        return None
    touched = [word for word in words_of(text) if word.span.overlaps(span)]
    first = next((word for word in touched if word.is_word), None)
    if first is None:
        return None
    return Span(min(span.start, first.start), max(span.end, touched[-1].end))
