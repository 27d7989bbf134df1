"""Hand-built drafts: what the encoder would say of a unit, for tests without a model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from claimcheck.pipeline.encoder import SPAN_HEADS, Draft, DraftClaim, DraftCue
from claimcheck.pipeline.windows import UnitInput
from claimcheck.spans import Span

DEFAULTS = {
    "type": "function",
    "strength": "direct",
    "basis": "none",
    "polarity": "affirmed",
    "from_context": "false",
}


def find(text: str, phrase: str) -> Span:
    """Where a phrase stands in a text, once and only once."""
    assert text.count(phrase) >= 1, (phrase, text)
    start = text.index(phrase)
    return Span(start, start + len(phrase))


def logits(labels: Mapping[str, str], sure: float = 4.0) -> dict[str, list[float]]:
    """Scores that favour the given labels."""
    chosen = {**DEFAULTS, **labels}
    return {
        head: [sure if label == chosen[head] else 0.0 for label in names]
        for head, names in SPAN_HEADS.items()
    }


def claim(text: str, phrase: str, **labels: str) -> DraftClaim:
    """A draft of a claim over a phrase of a text."""
    return DraftClaim(find(text, phrase), logits(labels), 0.9)


def draft(
    text: str,
    claims: Sequence[tuple[str, Mapping[str, str]]] = (),
    *,
    outcomes: Iterable[str] = (),
    agents: Iterable[str] = (),
    cues: Iterable[tuple[str, str]] = (),
) -> Draft:
    """A draft of a unit, spans given as phrases."""
    return Draft(
        claims=tuple(claim(text, phrase, **labels) for phrase, labels in claims),
        outcomes=tuple(find(text, phrase) for phrase in outcomes),
        agents=tuple(find(text, phrase) for phrase in agents),
        cues=tuple(DraftCue(find(text, phrase), category, 0.9) for phrase, category in cues),
        claim_prob=0.9 if claims else 0.1,
        yu=(0.0, 0.0, 0.0, 2.0) if claims else (2.0, 0.0, 0.0, 0.0),
        certainty=4.5,
    )


class FakeEncoder:
    """Says of each known text what it was told, of every other nothing."""

    def __init__(self, drafts: Mapping[str, Draft]) -> None:
        self.drafts = dict(drafts)

    def stream(self, units: Sequence[UnitInput]) -> Iterator[Draft]:
        """Drafts of the units of a document."""
        for unit in units:
            yield self.drafts.get(unit.text) or draft(unit.text)

    def run(self, documents: Sequence[Sequence[UnitInput]]) -> list[list[Draft]]:
        """Drafts of the units of each document."""
        return [list(self.stream(units)) for units in documents]


class OpenGate:
    """Lets every unit pass."""

    def passes(self, units: Sequence[Any]) -> list[bool]:
        """One answer a unit."""
        return [True] * len(units)
