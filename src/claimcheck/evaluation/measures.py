"""All figures of annotated pages: with intervals, by source and kind of unit, and how sure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import Any, Final

import numpy as np

from ..labels import BASES, POLARITIES, STRENGTHS, TYPES
from .figures import at_coverage, bootstrap, calibration_error, confusion, reliability
from .pages import ScoredDocument, ScoredPair
from .scoring import Scores, match_claims, score_units

#: Headline figures, in the order of the table.
HEADLINES: Final = (
    "detection_f1",
    "span_f1",
    "claim_and_strength_f1",
    "strength_macro_f1",
    "type_macro_f1",
    "basis_macro_f1",
    "polarity_macro_f1",
    "from_context_macro_f1",
    "outcome_f1",
    "cue_f1",
)
VOCABULARIES: Final = {
    "type": TYPES,
    "strength": STRENGTHS,
    "basis": BASES,
    "polarity": POLARITIES,
}


def scores_of(pairs: Iterable[ScoredPair]) -> Scores:
    """The scores of units."""
    return score_units((pair.gold, pair.found) for pair in pairs)


def page_figures(documents: Sequence[ScoredDocument]) -> dict[str, Any]:
    """Everything that is measured on pages, as plain data."""
    per_document = [scores_of(document.pairs) for document in documents]
    whole = merged(per_document)
    return {
        "documents": len(documents),
        "units": sum(len(d.pairs) for d in documents),
        "figures": {name: asdict(bootstrap(per_document, measure(name))) for name in HEADLINES},
        "confusion": {
            name: {"labels": list(labels), "table": confusion(whole.pairs[name], labels)}
            for name, labels in VOCABULARIES.items()
        },
        "by_source": _groups(documents, lambda d, p: d.source),
        "by_kind": _groups(documents, lambda d, p: p.kind),
        "certainty_of_labels": {
            name: _sureness(documents, name) for name in ("strength", "type", "basis")
        },
        "words_per_second": round(
            sum(d.words for d in documents) / max(1e-9, sum(d.seconds for d in documents))
        ),
    }


def merged(parts: Sequence[Scores]) -> Scores:
    """The scores of several documents as one."""
    whole = Scores()
    for part in parts:
        for name in ("detection", "spans", "claim_and_strength", "outcomes", "cues"):
            counts = getattr(part, name)
            getattr(whole, name).add(counts.hit, counts.predicted, counts.gold)
        for label, pairs in part.pairs.items():
            whole.pairs[label].extend(pairs)
    return whole


def measure(name: str) -> Callable[[Sequence[Scores]], float]:
    """The headline figure of that name, of the scores of several documents together."""
    return lambda parts: merged(parts).summary()[name]


def _groups(
    documents: Sequence[ScoredDocument], key: Callable[[ScoredDocument, ScoredPair], str]
) -> dict[str, dict[str, float]]:
    groups: dict[str, list[ScoredPair]] = {}
    for document in documents:
        for pair in document.pairs:
            groups.setdefault(key(document, pair), []).append(pair)
    return {
        name: {"units": len(pairs), **scores_of(pairs).summary()}
        for name, pairs in sorted(groups.items())
    }


def _sureness(documents: Sequence[ScoredDocument], label: str) -> dict[str, Any]:
    """Calibration of a label on matched claims."""
    chances: list[float] = []
    right: list[bool] = []
    for document in documents:
        for pair in document.pairs:
            for gold, found in match_claims(pair.gold.claims, pair.found.claims):
                chances.append(found.chances[label])
                right.append(gold.labels[label] == found.labels[label])
    confidence, correct = np.array(chances), np.array(right, dtype=float)
    return {
        "claims": len(right),
        "expected_calibration_error": calibration_error(confidence, correct),
        "reliability": [asdict(b) for b in reliability(confidence, correct)],
        "accuracy_at_coverage": at_coverage(confidence, correct),
    }


def worst_mistakes(documents: Sequence[ScoredDocument], count: int = 50) -> list[dict[str, Any]]:
    """Mistakes, the surest first: missed and invented claims, wrong labels."""
    found: list[dict[str, Any]] = []
    for document in documents:
        for pair in document.pairs:
            matched = match_claims(pair.gold.claims, pair.found.claims)
            gold_hit = {id(g) for g, _ in matched}
            found_hit = {id(f) for _, f in matched}
            place = {"document": document.name, "kind": pair.kind, "unit": pair.text}
            for gold in pair.gold.claims:
                if id(gold) not in gold_hit:
                    found.append({**place, "mistake": "missed", "weight": 0.9})
            for claim in pair.found.claims:
                if id(claim) not in found_hit:
                    found.append(
                        {**place, "mistake": "invented", "weight": claim.chances.get("type", 0.5)}
                    )
            for gold, claim in matched:
                for label, chance in claim.chances.items():
                    if gold.labels[label] != claim.labels[label]:
                        wrong = f"{label}: {claim.labels[label]} for {gold.labels[label]}"
                        found.append({**place, "mistake": wrong, "weight": chance})
    return sorted(found, key=lambda m: (-m["weight"], m["document"], m["unit"]))[:count]
