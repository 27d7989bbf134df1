"""From the tagger's cues to cues with edges at words, an explanation and a scope."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ...spans import Span, trim
from ..words import words_at
from .edges import cue_edges, is_of_source
from .lexicon import cue_lexicon
from .scope import scope_of
from .stated import unstated

#: Probability of a cue that only the lexicon marks.
OF_LEXICON: Final = 0.9


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


def find_cues(
    text: str,
    tagged: Iterable[tuple[Span, str, float]],
    claims: Sequence[Span] | None = None,
) -> list[UnitCue]:
    """The cues of a unit in order, none inside another.

    text (str): the unit's clean text.
    tagged: what the tagger found: span, category, probability. Where it passes over a phrase that
        the lexicon is certain of, the phrase is a cue of probability `OF_LEXICON`.
    claims: the unit's claims. A negation outside of them denies no relation and is no cue; in a
        unit without a claim neither is what stands in an order, advice or a disclaimer
        (guidelines 7). None where the claims are not known: nothing is left out then.
    """
    found: list[UnitCue] = []
    marked = list(tagged)
    marked += [
        (span, category, OF_LEXICON)
        for span, category in _passed_over(text, [cue[0] for cue in marked])
    ]
    silent = unstated(text) if claims is not None and not claims else ()
    for span, category, probability in sorted(marked, key=lambda cue: (cue[0].start, cue[0].end)):
        edges = to_words(text, span)
        if edges is None or (found and edges.start < found[-1].span.end):
            continue
        if any(place.overlaps(edges) for place in silent):
            continue
        if _denies_nothing(edges, category, claims):
            continue
        if cue_lexicon().denies(text, edges, category):
            continue
        edges, category = _harmonised(text, edges, category, found)
        found.append(UnitCue(edges, category, scope_of(text, edges, category), probability))
    return found


def _denies_nothing(span: Span, category: str, claims: Sequence[Span] | None) -> bool:
    """Whether a cue is a negation outside of all claims."""
    if category != "negation" or claims is None:
        return False
    return not any(claim.overlaps(span) for claim in claims)


def _harmonised(text: str, span: Span, category: str, found: list[UnitCue]) -> tuple[Span, str]:
    """A cue's edges and category by the guidelines; takes the attribution before a verb of it out
    of `found`."""
    edges = cue_edges(text, span, category)
    if category == "evidence_gap" and edges in cue_lexicon().reports_in(text):
        return edges, "attribution"
    last = found[-1] if found else None
    if last is None or (category, last.category) != ("softener", "attribution"):
        return edges, category
    if not is_of_source(text, last.span, edges):
        return edges, category
    found.pop()
    return Span(last.span.start, edges.end), last.category


def _passed_over(text: str, tagged: Sequence[Span]) -> list[tuple[Span, str]]:
    """Phrases that are cues in every statement, where the tagger has none; none in a question.

    `May` with a capital inside a sentence is the month.
    """
    if text.rstrip().endswith("?"):
        return []
    return [
        (span, category)
        for span, category in cue_lexicon().certain_matches(text)
        if not any(span.overlaps(other) for other in tagged)
        and (span.start == 0 or not span.cut(text)[0].isupper())
    ]


def to_words(text: str, span: Span) -> Span | None:
    """A span whose edges do not cut a word; None where nothing but signs is left."""
    span = trim(text, span, " \t\n,;:.!?()[]\"“”'‘’–—")
    if not len(span):
        return None
    touched = words_at(text, span.start, span.end)
    first = next((word for word in touched if word.is_word), None)
    if first is None:
        return None
    return Span(min(span.start, first.start), max(span.end, touched[-1].end))
