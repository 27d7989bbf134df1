"""How right verdicts are: macro-F1 with intervals, calibration, negation and numbers apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from ..evaluation.figures import at_coverage, bootstrap, calibration_error, confusion
from ..labels import EVIDENCE_VERDICTS
from .signs import numbers

_NEGATION: Final = re.compile(
    r"\b(?:no|not|never|none|neither|nor|without|lacks?|lacking|fail(?:s|ed)?|cannot|absence"
    r"|unlikely|independent)\b|n['’]t\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim with what is true of it and what was found.

    group: what is drawn together when intervals are made (the claim). sureness (float):
    probability of the verdict that was found.
    """

    claim: str
    evidence: str
    gold: str
    found: str
    sureness: float
    group: Hashable


def macro_f1(judged: Iterable[Judged]) -> float:
    """Mean F1 of the three verdicts; one that is neither true nor found counts nothing."""
    pairs = [(j.gold, j.found) for j in judged]
    scores = []
    for label in EVIDENCE_VERDICTS:
        true = sum(gold == label for gold, _ in pairs)
        told = sum(found == label for _, found in pairs)
        hits = sum(gold == found == label for gold, found in pairs)
        if true + told:
            scores.append(2 * hits / (true + told))
    return sum(scores) / len(scores) if scores else 0.0


def figures(judged: Sequence[Judged]) -> dict[str, Any]:
    """All that is measured of a set of verdicts, as plain data."""
    groups: dict[Hashable, list[Judged]] = {}
    for j in judged:
        groups.setdefault(j.group, []).append(j)
    sureness = np.array([j.sureness for j in judged])
    right = np.array([float(j.gold == j.found) for j in judged])
    return {
        "pairs": len(judged),
        "claims": len(groups),
        "macro_f1": asdict(bootstrap(list(groups.values()), _macro_f1_of)),
        "accuracy": float(right.mean()) if len(right) else 0.0,
        "confusion": confusion([(j.gold, j.found) for j in judged], EVIDENCE_VERDICTS),
        "calibration_error": calibration_error(sureness, right),
        "accuracy_at_coverage": at_coverage(sureness, right) if len(right) else {},
        "apart": {name: _part(judged, test) for name, test in PARTS.items()},
    }


def _macro_f1_of(groups: Sequence[Sequence[Judged]]) -> float:
    return macro_f1(j for group in groups for j in group)


def _part(judged: Sequence[Judged], test: Callable[[Judged], bool]) -> dict[str, Any]:
    part = [j for j in judged if test(j)]
    turned = sum({j.gold, j.found} == set(EVIDENCE_VERDICTS[:2]) for j in part)
    return {
        "pairs": len(part),
        "macro_f1": macro_f1(part),
        "accuracy": sum(j.gold == j.found for j in part) / max(1, len(part)),
        "turned_round": turned,
    }


def is_negated(text: str) -> bool:
    """Whether a text has a word of negation."""
    return _NEGATION.search(text) is not None


def has_number(text: str) -> bool:
    """Whether a text states a number that is no part of a name (*COVID-19*, *B12*, *2-fold*)."""
    return bool(numbers(text))


#: Kinds of pairs that are told apart: name → test.
PARTS: Final[dict[str, Callable[[Judged], bool]]] = {
    "negation in one": lambda j: is_negated(j.claim) != is_negated(j.evidence),
    "negation in both": lambda j: is_negated(j.claim) and is_negated(j.evidence),
    "negation in none": lambda j: not (is_negated(j.claim) or is_negated(j.evidence)),
    "number in claim": lambda j: has_number(j.claim),
    "no number in claim": lambda j: not has_number(j.claim),
}


def recall_at(found: Sequence[Sequence[Hashable]], wanted: Sequence[set[Any]], count: int) -> float:
    """Share of the wanted evidence that is among the first `count` found, over all claims."""
    total = sum(len(w) for w in wanted)
    hits = sum(len(w & set(f[:count])) for f, w in zip(found, wanted, strict=True))
    return hits / total if total else 0.0
