"""Whether a statement goes further than the text that it reports.

The label is the order of two strengths on the scale of Yu, Li and Wang (EMNLP 2019), so the
calibrated distributions of the two are combined instead of comparing two hard labels. Task and
data: Wright and Augenstein (EMNLP 2021).
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

    statement, reference (sequence of 4 floats): calibrated probabilities of the strengths 0-3; they
        are taken as independent given the texts.
    config (ExaggerationSection): from which probability a difference counts.
    """
    ours, theirs = tuple(statement), tuple(reference)
    more, less = order_of_strengths(ours, theirs)
    probs = {EXAGGERATES: more, SAME: max(0.0, 1.0 - more - less), DOWNPLAYS: less}
    return Exaggeration(
        _verdict(more, less, config),
        ours.index(max(ours)),
        theirs.index(max(theirs)),
        probs,
    )


def _verdict(more: float, less: float, config: ExaggerationSection) -> str:
    over, under = more - config.exaggerates, less - config.downplays
    if max(over, under) < 0:
        return SAME
    return EXAGGERATES if over >= under else DOWNPLAYS
