"""Figures: scores of units, bootstrap, calibration, coverage."""

from __future__ import annotations

import numpy as np
import pytest

from claimcheck.evaluation.figures import (
    at_coverage,
    bootstrap,
    calibration_error,
    confusion,
    reliability,
)
from claimcheck.evaluation.scoring import ScoredClaim, ScoredUnit, match_claims, score_units
from claimcheck.spans import Span

LABELS = {
    "type": "harm",
    "strength": "direct",
    "basis": "none",
    "polarity": "affirmed",
    "from_context": "false",
}


def claim(start: int, end: int, **labels: str) -> ScoredClaim:
    return ScoredClaim(Span(start, end), {**LABELS, **labels})


@pytest.mark.parametrize(("end", "matched"), [(10, 1), (5, 1), (4, 0)])
def test_claims_match_from_half_an_overlap_on(end: int, matched: int) -> None:
    assert len(match_claims([claim(0, 10)], [claim(0, end)])) == matched


def test_a_claim_is_matched_once_and_by_the_closest() -> None:
    gold = [claim(0, 10)]
    near, nearer = claim(0, 8), claim(0, 9)
    assert match_claims(gold, [near, nearer]) == [(gold[0], nearer)]


def test_scores_count_units_spans_and_labels() -> None:
    gold = ScoredUnit((claim(0, 10), claim(20, 30)), frozenset({Span(5, 10)}))
    found = ScoredUnit((claim(0, 10, strength="conditional"),), frozenset({Span(5, 10)}))
    summary = score_units([(gold, found)]).summary()
    assert summary["detection_f1"] == 1.0
    assert summary["span_f1"] == pytest.approx(2 / 3)
    assert summary["claim_and_strength_f1"] == 0.0
    assert summary["outcome_f1"] == 1.0


def test_macro_f1_is_the_mean_over_the_gold_labels() -> None:
    pairs = [
        (ScoredUnit((claim(0, 9, type=g),)), ScoredUnit((claim(0, 9, type=f),)))
        for g, f in [("harm", "harm"), ("harm", "safety"), ("safety", "safety")]
    ]
    assert score_units(pairs).macro_f1("type") == pytest.approx(2 / 3)


def test_labels_with_little_support_can_be_left_out_of_macro_f1() -> None:
    pairs = [(ScoredUnit((claim(0, 9),)), ScoredUnit((claim(0, 9),)))] * 3
    pairs.append((ScoredUnit((claim(0, 9, basis="study"),)), ScoredUnit((claim(0, 9),))))
    scores = score_units(pairs)
    assert scores.macro_f1("basis", least=2) == pytest.approx(6 / 7)
    assert scores.macro_f1("basis") < 0.5


def test_an_interval_holds_its_value_and_repeats() -> None:
    values = [0.0, 1.0] * 20
    first = bootstrap(values, lambda vs: float(np.mean(vs)), samples=200)
    assert first.low < first.value == 0.5 < first.high
    assert bootstrap(values, lambda vs: float(np.mean(vs)), samples=200) == first


def test_no_groups_give_a_figure_of_nothing() -> None:
    assert bootstrap([], lambda vs: 1.0).value == 0.0


def test_calibration_error_is_the_gap_of_confidence_and_accuracy() -> None:
    confidence = np.full(10, 0.9)
    right = np.array([1.0] * 5 + [0.0] * 5)
    assert calibration_error(confidence, right) == pytest.approx(0.4)
    assert reliability(confidence, right)[0].count == 10


def test_leaving_out_the_least_sure_raises_accuracy_when_sureness_means_something() -> None:
    confidence = np.linspace(0.5, 1.0, 10)
    right = np.array([0.0] * 3 + [1.0] * 7)
    found = at_coverage(confidence, right)
    assert found == {"0%": 0.7, "10%": pytest.approx(7 / 9), "20%": 0.875, "30%": 1.0}


def test_confusion_has_gold_in_rows() -> None:
    assert confusion([("a", "b"), ("a", "a"), ("b", "b")], ["a", "b"]) == [[1, 1], [0, 1]]
