"""Scores of predictions against gold, unit by unit.

A predicted claim matches a gold claim of the same unit where their intersection over union is at
least 0.5, one to one, the closest first. Labels are scored on matched claims.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..spans import Span, iou

LABELS = ("type", "strength", "basis", "polarity", "from_context")


@dataclass(frozen=True)
class ScoredClaim:
    """A claim's span, its labels by name, and for a found claim the labels' probabilities."""

    span: Span
    labels: Mapping[str, str]
    chances: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class ScoredUnit:
    """All that is scored of a unit; cues are (span, category)."""

    claims: tuple[ScoredClaim, ...] = ()
    outcomes: frozenset[Span] = frozenset()
    cues: frozenset[tuple[Span, str]] = frozenset()


@dataclass
class Counts:
    """True positives, predicted and gold counts."""

    hit: int = 0
    predicted: int = 0
    gold: int = 0

    def add(self, hit: int, predicted: int, gold: int) -> None:
        """Count a unit's items in."""
        self.hit += hit
        self.predicted += predicted
        self.gold += gold

    @property
    def precision(self) -> float:
        """Hits among the predicted."""
        return self.hit / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Hits among the gold."""
        return self.hit / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.predicted + self.gold
        return 2 * self.hit / both if both else 0.0


@dataclass
class Scores:
    """Counts of the span tasks and label pairs (gold, predicted) of the matched claims."""

    detection: Counts = field(default_factory=Counts)
    spans: Counts = field(default_factory=Counts)
    claim_and_strength: Counts = field(default_factory=Counts)
    outcomes: Counts = field(default_factory=Counts)
    cues: Counts = field(default_factory=Counts)
    pairs: dict[str, list[tuple[str, str]]] = field(
        default_factory=lambda: {name: [] for name in LABELS}
    )

    def macro_f1(self, label: str, least: int = 1) -> float:
        """Macro-F1 over the labels with at least `least` gold claims among the matched ones."""
        pairs = Counter(self.pairs[label])
        support: Counter[str] = Counter()
        predicted: Counter[str] = Counter()
        for (gold, found), count in pairs.items():
            support[gold] += count
            predicted[found] += count
        names = [name for name, count in support.items() if count >= least]
        f1s = [2 * pairs[n, n] / (support[n] + predicted[n]) for n in names]
        return sum(f1s) / len(f1s) if f1s else 0.0

    def summary(self) -> dict[str, float]:
        """The headline figures by name."""
        return {
            "detection_f1": self.detection.f1,
            "span_f1": self.spans.f1,
            "claim_and_strength_f1": self.claim_and_strength.f1,
            "strength_macro_f1": self.macro_f1("strength"),
            "type_macro_f1": self.macro_f1("type"),
            "basis_macro_f1": self.macro_f1("basis", least=5),
            "polarity_macro_f1": self.macro_f1("polarity"),
            "from_context_macro_f1": self.macro_f1("from_context"),
            "outcome_f1": self.outcomes.f1,
            "cue_f1": self.cues.f1,
        }


def match_claims(
    gold: Sequence[ScoredClaim], predicted: Sequence[ScoredClaim], least: float = 0.5
) -> list[tuple[ScoredClaim, ScoredClaim]]:
    """One-to-one pairs (gold, predicted) of at least `least` intersection over union."""
    candidates = sorted(
        ((iou(g.span, p.span), i, j) for i, g in enumerate(gold) for j, p in enumerate(predicted)),
        key=lambda c: (-c[0], c[1], c[2]),
    )
    used_gold: set[int] = set()
    used_predicted: set[int] = set()
    pairs = []
    for score, i, j in candidates:
        if score >= least and i not in used_gold and j not in used_predicted:
            used_gold.add(i)
            used_predicted.add(j)
            pairs.append((gold[i], predicted[j]))
    return pairs


def score_units(units: Iterable[tuple[ScoredUnit, ScoredUnit]]) -> Scores:
    """Scores over (gold, predicted) units."""
    scores = Scores()
    for gold, predicted in units:
        found, there = bool(predicted.claims), bool(gold.claims)
        scores.detection.add(int(found and there), int(found), int(there))
        pairs = match_claims(gold.claims, predicted.claims)
        sizes = len(predicted.claims), len(gold.claims)
        scores.spans.add(len(pairs), *sizes)
        right = sum(g.labels["strength"] == p.labels["strength"] for g, p in pairs)
        scores.claim_and_strength.add(right, *sizes)
        shared = len(gold.outcomes & predicted.outcomes)
        scores.outcomes.add(shared, len(predicted.outcomes), len(gold.outcomes))
        scores.cues.add(len(gold.cues & predicted.cues), len(predicted.cues), len(gold.cues))
        for g, p in pairs:
            for label in LABELS:
                scores.pairs[label].append((g.labels[label], p.labels[label]))
    return scores
