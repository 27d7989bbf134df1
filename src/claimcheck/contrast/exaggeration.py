"""Whether a statement goes further than the text that it reports.

The label is the order of two strengths on the scale of Yu, Li and Wang (EMNLP 2019), so the
calibrated distributions of the two are combined instead of comparing two hard labels: as if
independent, times a prior for equality, since both speak of one finding. Task and data: Wright and
Augenstein (EMNLP 2021).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ..config import ExaggerationSection
from .verdicts import order_of_strengths

EXAGGERATES: Final = "exaggerates"
SAME: Final = "same"
DOWNPLAYS: Final = "downplays"


@dataclass(frozen=True, slots=True)
class Exaggeration:
    """A verdict about a pair.

    verdict (str): one of `labels.EXAGGERATION_VERDICTS`.
    statement_strength, reference_strength (int): 0-3, the likeliest of each.
    probs (dict): of the three verdicts; they sum to 1.
    """

    verdict: str
    statement_strength: int
    reference_strength: int
    probs: dict[str, float]


def exaggeration(
    statement: Sequence[float], reference: Sequence[float], config: ExaggerationSection
) -> Exaggeration:
    """Compare the strengths of a statement and its reference.

    statement, reference (sequence of 4 floats): calibrated probabilities of the strengths 0-3.
    config (ExaggerationSection): how much likelier equal strengths are than by chance.
    """
    ours, theirs = tuple(statement), tuple(reference)
    more, less = order_of_strengths(ours, theirs)
    probs = _with_prior(more, max(0.0, 1.0 - more - less), less, config.same_weight)
    return Exaggeration(
        max(probs, key=probs.__getitem__),
        ours.index(max(ours)),
        theirs.index(max(theirs)),
        probs,
    )


def _with_prior(more: float, same: float, less: float, weight: float) -> dict[str, float]:
    """The three probabilities once equality is `weight` times likelier; of equal ones: same."""
    total = more + same * weight + less
    return {SAME: same * weight / total, EXAGGERATES: more / total, DOWNPLAYS: less / total}
