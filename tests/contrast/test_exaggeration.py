"""Exaggeration from two distributions of strength."""

from __future__ import annotations

import pytest

from claimcheck.config import ExaggerationSection
from claimcheck.contrast.exaggeration import exaggeration

SETTINGS = ExaggerationSection(same_weight=2.0)
CAUSAL = (0.0, 0.0, 0.1, 0.9)
HEDGED = (0.0, 0.1, 0.8, 0.1)


@pytest.mark.parametrize(
    ("statement", "reference", "verdict"),
    [
        (CAUSAL, HEDGED, "exaggerates"),
        (HEDGED, CAUSAL, "downplays"),
        (CAUSAL, CAUSAL, "same"),
        ((0.25, 0.25, 0.25, 0.25), (0.25, 0.25, 0.25, 0.25), "same"),
    ],
)
def test_verdict_is_the_order_of_the_strengths(
    statement: tuple[float, ...], reference: tuple[float, ...], verdict: str
) -> None:
    assert exaggeration(statement, reference, SETTINGS).verdict == verdict


def test_probabilities_sum_to_one_and_strengths_are_the_likeliest() -> None:
    found = exaggeration(CAUSAL, HEDGED, SETTINGS)
    assert sum(found.probs.values()) == pytest.approx(1.0)
    assert (found.statement_strength, found.reference_strength) == (3, 2)


def test_a_stronger_prior_asks_for_more_certainty() -> None:
    strict = ExaggerationSection(same_weight=50.0)
    assert exaggeration(CAUSAL, HEDGED, strict).verdict == "same"
