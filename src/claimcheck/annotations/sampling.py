"""What to annotate next: where the model is unsure, and not the same thing over and over."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from ..tables import iter_table

#: How the parts of a unit's uncertainty add up: whether it is a claim at all matters most.
_WEIGHTS: Final = {"claim": 0.4, "type": 0.2, "strength": 0.25, "basis": 0.15}
_BASE: Final = 2.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit that may be annotated next.

    uncertainty (float): 0 sure to 1 a coin's throw. reasons (tuple of str): what the model is
    unsure of, most first.
    """

    unit_id: str
    doc_id: str
    path: str
    section: tuple[str, ...]
    text: str
    uncertainty: float
    reasons: tuple[str, ...]


def uncertainty(
    claim_prob: float, claims: Sequence[Mapping[str, Any]]
) -> tuple[float, tuple[str, ...]]:
    """How unsure the model is of a unit: entropies of its probabilities, of its worst claim.

    claim_prob (float): that the unit holds a claim. claims: its rows of `claims.jsonl`.
    RETURNS: 0.0 to 1.0, and what it is unsure of in words.
    """
    parts = {"claim": (_entropy([claim_prob, 1 - claim_prob]), f"claim {claim_prob:.2f}")}
    for name in ("type", "strength", "basis"):
        found = [
            (_entropy(list(claim[f"{name}_probs"].values())), _rivals(claim[f"{name}_probs"]))
            for claim in claims
        ]
        parts[name] = max(found, default=(0.0, ""))
    total = sum(_WEIGHTS[name] * value for name, (value, _) in parts.items())
    unsure = sorted(parts.items(), key=lambda item: -_WEIGHTS[item[0]] * item[1][0])
    return total, tuple(f"{name}: {words}" for name, (value, words) in unsure if value > 0.3)


def _entropy(shares: Sequence[float]) -> float:
    """Entropy over its maximum: 0.0 where one share is all, 1.0 where all are equal."""
    bits = -sum(share * math.log(share, _BASE) for share in shares if share > 0)
    return bits / math.log(len(shares), _BASE) if len(shares) > 1 else 0.0


def _rivals(shares: Mapping[str, float]) -> str:
    best = sorted(shares.items(), key=lambda item: -item[1])[:2]
    return " or ".join(f"{label} {share:.2f}" for label, share in best)


def candidates(out: Path) -> Iterator[Candidate]:
    """The statements of a run, with how unsure the model is of each.

    RAISES: UsageError where `out` is not the folder of a run.
    """
    paths = {row["doc_id"]: row["path"] for _, row in iter_table(out / "documents.jsonl")}
    claims: dict[str, list[dict[str, Any]]] = {}
    for _, row in iter_table(out / "claims.jsonl"):
        kept = {name: row[name] for name in ("type_probs", "strength_probs", "basis_probs")}
        claims.setdefault(row["unit_id"], []).append(kept)
    for _, row in iter_table(out / "sentences.jsonl"):
        if row["role"] == "question":
            continue
        value, reasons = uncertainty(row["claim_prob"], claims.get(row["unit_id"], []))
        yield Candidate(
            row["unit_id"],
            row["doc_id"],
            paths[row["doc_id"]],
            tuple(row["section"]),
            row["clean_text"],
            round(value, 4),
            reasons,
        )


def choose(found: Iterable[Candidate], count: int, diversity: float = 0.5) -> list[Candidate]:
    """The units to annotate next, best first (maximal marginal relevance).

    count (int): how many. diversity (float): 0.0 takes the most uncertain ones however alike, 1.0
        only what is least like those taken. Likeness is the cosine of word counts, weighted by
        how rare the words are.
    """
    unique: dict[tuple[str, ...], Candidate] = {}
    for candidate in sorted(found, key=lambda c: (-c.uncertainty, c.unit_id)):
        unique.setdefault(tuple(re.findall(r"\w+", candidate.text.casefold())), candidate)
    pool = list(unique.values())[: max(count, 1) * 20]
    if not pool:
        return []
    vectors = _vectors([candidate.text for candidate in pool])
    worth = np.array([candidate.uncertainty for candidate in pool])
    nearest = np.zeros(len(pool))
    left = np.ones(len(pool), dtype=bool)
    chosen = []
    for _ in range(min(count, len(pool))):
        score = np.where(left, (1 - diversity) * worth - diversity * nearest, -np.inf)
        best = int(score.argmax())
        left[best] = False
        chosen.append(pool[best])
        nearest = np.maximum(nearest, np.asarray((vectors @ vectors[best].T).todense()).ravel())
    return chosen


def _vectors(texts: Sequence[str]) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(token_pattern=r"\w+", sublinear_tf=True).fit_transform(texts)
