"""What a hedge inside a claim rules out: what may be so is not stated as fact.

Guidelines 5: the weakest sign decides. In the gold and in the project's annotations none of 750
claims with a modal inside is `direct`, and of 217 with an epistemic cue five, four of them with
*potential* said of a thing (*potential stomach upset*) and not of the relation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from ...spans import Span
from ..encoder import SPAN_HEADS
from .features import PlacedCue

_POTENTIAL: Final = re.compile(r"potential(?:ly)?$", re.I)
#: What follows *potential* where it hedges the relation.
_OF_THE_RELATION: Final = re.compile(r"\s+(?:to|for|in|as|benefits?|roles?|uses?)\b", re.I)
_DIRECT: Final = SPAN_HEADS["strength"].index("direct")
_CONDITIONAL: Final = SPAN_HEADS["strength"].index("conditional")


def is_hedged(
    claim: Span, cues: Sequence[PlacedCue], text: str, left_out: PlacedCue | None = None
) -> bool:
    """Whether a modal or epistemic cue inside the claim hedges its relation.

    claim (Span): its place in the unit's clean text. left_out: a cue not to be counted.
    """
    return any(
        _hedges(placed, text)
        for placed in cues
        if placed is not left_out and placed.seen_from(claim) == "inside"
    )


def _hedges(placed: PlacedCue, text: str) -> bool:
    if placed.cue.category == "modal":
        return True
    if placed.cue.category != "epistemic":
        return False
    if _POTENTIAL.search(placed.text):
        return bool(_OF_THE_RELATION.match(text, placed.cue.span.end))
    return True


def soften(strengths: np.ndarray, hedged: Sequence[bool]) -> np.ndarray:
    """Probabilities of strength (claims, labels) with that of `direct` given to `conditional`
    where the claim is hedged."""
    found = strengths.copy()
    rows = np.flatnonzero(np.asarray(hedged, dtype=bool))
    found[rows, _CONDITIONAL] += found[rows, _DIRECT]
    found[rows, _DIRECT] = 0.0
    return found
