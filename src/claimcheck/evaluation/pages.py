"""The pipeline against annotated pages: what it finds, laid beside the gold unit by unit."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.language import Language

from ..annotations.model import GoldUnit
from ..pipeline import annotate
from ..pipeline.encoder import SPAN_HEADS
from ..rows import ClaimRow, DocumentRows
from ..spans import Span, overlap
from ..training.gold import GoldDocument
from .scoring import ScoredClaim, ScoredUnit


@dataclass(frozen=True)
class ScoredPair:
    """A unit's gold and what was found in it; `kind` and `text` are the gold unit's."""

    gold: ScoredUnit
    found: ScoredUnit
    kind: str
    text: str


@dataclass(frozen=True)
class ScoredDocument:
    """A page: its units, and the seconds and words that it took to annotate."""

    name: str
    source: str
    pairs: tuple[ScoredPair, ...]
    seconds: float
    words: int


def score_documents(nlp: Language, golds: Iterable[GoldDocument]) -> list[ScoredDocument]:
    """Annotate every document with the pipeline and lay the result beside its gold."""
    found = []
    for gold in golds:
        start = time.perf_counter()
        rows = next(iter(annotate(nlp, [gold.document])))
        seconds = time.perf_counter() - start
        found.append(
            ScoredDocument(
                gold.name,
                source_of(gold.name),
                tuple(pair_units(gold.gold_units, rows)),
                seconds,
                len(gold.document.text.split()),
            )
        )
    return found


def source_of(name: str) -> str:
    """`reference` or `promotional`, by the name of the annotated document, else `other`."""
    if name.startswith(("ref-", "reference-")):
        return "reference"
    return "promotional" if name.startswith(("promo-", "promotional-")) else "other"


def pair_units(gold_units: Sequence[GoldUnit], rows: DocumentRows) -> list[ScoredPair]:
    """Each gold unit with what was found in it, in offsets of the original file.

    What was found outside of every gold unit counts against the unit that is nearest.
    """
    spans = [unit.span for unit in gold_units]
    claims: list[list[ScoredClaim]] = [[] for _ in spans]
    outcomes: list[set[Span]] = [set() for _ in spans]
    cues: list[set[tuple[Span, str]]] = [set() for _ in spans]
    for claim in rows.claims:
        at = _place(Span(claim.start, claim.end), spans)
        span = Span(claim.start, claim.end)
        claims[at].append(ScoredClaim(span, labels_of(claim), chances_of(claim)))
        outcomes[at].update(Span(o.start, o.end) for o in claim.outcomes)
    for sentence in rows.sentences:
        for cue in sentence.cues:
            span = Span(cue.start, cue.end)
            cues[_place(span, spans)].add((span, cue.category))
    return [
        ScoredPair(
            scored_gold_unit(unit),
            ScoredUnit(tuple(claims[i]), frozenset(outcomes[i]), frozenset(cues[i])),
            unit.kind,
            unit.mark.text,
        )
        for i, unit in enumerate(gold_units)
    ]


def labels_of(claim: ClaimRow) -> dict[str, str]:
    """The labels of a claim's row by the names of the heads."""
    return {
        "type": claim.type,
        "strength": claim.strength,
        "basis": claim.basis,
        "polarity": claim.polarity,
        "from_context": str(claim.from_context).lower(),
    }


def chances_of(claim: ClaimRow) -> dict[str, float]:
    """The probability of each label of a claim's row that has one."""
    return {
        "type": claim.type_probs[claim.type],
        "strength": claim.strength_probs[claim.strength],
        "basis": claim.basis_probs[claim.basis],
    }


def scored_gold_unit(unit: GoldUnit) -> ScoredUnit:
    """A gold unit in the form that is scored."""
    return ScoredUnit(
        tuple(
            ScoredClaim(
                claim.mark.span,
                {name: str(getattr(claim, name)).lower() for name in SPAN_HEADS},
            )
            for claim in unit.claims
        ),
        frozenset(outcome.span for claim in unit.claims for outcome in claim.outcomes),
        frozenset((cue.mark.span, cue.category) for cue in unit.cues),
    )


def _place(span: Span, units: Sequence[Span]) -> int:
    """The unit that holds most of a span, else the nearest."""
    return max(
        range(len(units)),
        key=lambda i: (
            overlap(span, units[i]),
            -min(abs(span.start - units[i].end), abs(units[i].start - span.end)),
        ),
    )
