"""Labels, probabilities and influences of all claims of a page, in two calls of the heads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..encoder import SPAN_HEADS, DraftClaim
from .features import PlacedCue, claim_features, feature_row
from .heads import HEADS, LabelHeads
from .hedges import is_hedged, soften
from .reasons import Ablation, Influence, ablations


@dataclass(frozen=True)
class Labelled:
    """A claim's labels.

    labels, chances (by head): the most probable label and its probability. probabilities (by head,
    by label). influences: what leaving out a cue or surroundings cost the labels.
    """

    labels: dict[str, str]
    chances: dict[str, float]
    probabilities: dict[str, dict[str, float]]
    influences: tuple[Influence, ...]


@dataclass(frozen=True)
class ClaimInput:
    """What the heads need of one claim; `vector` is its span vector, or None."""

    draft: DraftClaim
    cues: tuple[PlacedCue, ...]
    unit: Mapping[str, Any]
    vector: Any = None


def label_claims(claims: Sequence[ClaimInput], heads: LabelHeads) -> list[Labelled]:
    """Decide every label of the claims and measure what decided it."""
    if not claims:
        return []
    features = [claim_features(c.draft, c.cues, c.unit) for c in claims]
    whole = [(i, None) for i in range(len(claims))]
    found = _predict([feature_row(f) for f in features], claims, whole, heads)
    best = {head: found[head].argmax(axis=1).tolist() for head in HEADS}
    # Plain numbers at once: one by one they cost more than all sums of the heads.
    chances = {head: found[head].tolist() for head in HEADS}
    labels = [{head: SPAN_HEADS[head][best[head][i]] for head in HEADS} for i in range(len(claims))]
    tasks = [
        (i, ablation)
        for i, claim in enumerate(claims)
        for ablation in ablations(
            labels[i],
            claim.cues,
            [placed.seen_from(claim.draft.span) for placed in claim.cues],
            claim.unit,
        )
    ]
    influences = _influences(claims, features, found, labels, tasks, heads)
    return [
        Labelled(
            labels[i],
            {head: chances[head][i][best[head][i]] for head in HEADS},
            {head: dict(zip(SPAN_HEADS[head], chances[head][i], strict=True)) for head in HEADS},
            tuple(influences[i]),
        )
        for i in range(len(claims))
    ]


def _predict(
    rows: Sequence[np.ndarray],
    claims: Sequence[ClaimInput],
    of: Sequence[tuple[int, PlacedCue | None]],
    heads: LabelHeads,
) -> dict[str, np.ndarray]:
    """Probabilities of feature rows; `of` says which claim each belongs to, and what cue is left
    out of it."""
    vectors = None
    if heads.uses_vector and all(claim.vector is not None for claim in claims):
        vectors = np.stack([np.asarray(claims[i].vector) for i, _ in of])
    found = heads.probabilities(np.stack(rows), [claims[i].draft.logits for i, _ in of], vectors)
    hedged = [
        is_hedged(claims[i].draft.span, claims[i].cues, claims[i].unit["text"], left_out)
        for i, left_out in of
    ]
    return {**found, "strength": soften(found["strength"], hedged)}


def _influences(
    claims: Sequence[ClaimInput],
    features: Sequence[dict[str, float]],
    found: Mapping[str, np.ndarray],
    labels: Sequence[Mapping[str, str]],
    tasks: Sequence[tuple[int, Ablation]],
    heads: LabelHeads,
) -> list[list[Influence]]:
    influences: list[list[Influence]] = [[] for _ in claims]
    if not tasks:
        return influences
    rows = [feature_row(without(features[i], claims[i], ablation)) for i, ablation in tasks]
    changed = _predict(rows, claims, [(i, ablation.cue) for i, ablation in tasks], heads)
    for at, (i, ablation) in enumerate(tasks):
        column = SPAN_HEADS[ablation.head].index(labels[i][ablation.head])
        loss = float(found[ablation.head][i, column] - changed[ablation.head][at, column])
        influences[i].append(Influence(ablation, loss))
    return influences


def without(
    features: Mapping[str, float], claim: ClaimInput, ablation: Ablation
) -> dict[str, float]:
    """The features of a claim with one cue, or one group of surroundings, left out."""
    left = dict(features)
    if ablation.cue is None:
        left.pop(f"around.{ablation.group}", None)
        return left
    place = ablation.cue.seen_from(claim.draft.span)
    name = f"cue.{ablation.cue.cue.category}.{place}"
    count = sum(
        placed.cue.category == ablation.cue.cue.category
        and placed.seen_from(claim.draft.span) == place
        for placed in claim.cues
    )
    left[name] = min(2.0, count - 1.0)
    return left
