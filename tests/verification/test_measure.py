"""What is measured of verdicts."""

from __future__ import annotations

import pytest

from claimcheck.verification.measure import (
    Judged,
    figures,
    has_number,
    is_negated,
    macro_f1,
    recall_at,
)


def judged(gold: str, found: str, claim: str = "Zinc helps.", evidence: str = "It did.") -> Judged:
    return Judged(claim, evidence, gold, found, 0.8, claim)


def test_macro_f1_is_the_mean_over_verdicts() -> None:
    rows = [judged("supports", "supports"), judged("refutes", "supports")]
    assert macro_f1(rows) == pytest.approx((2 / 3 + 0.0) / 2)


def test_nothing_judged_is_nothing_right() -> None:
    assert macro_f1([]) == 0.0
    assert figures([])["accuracy"] == 0.0


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("It does not help.", True),
        ("It doesn't help.", True),
        ("It lacks an effect.", True),
        ("Nothing was noted in the north.", False),
    ],
)
def test_negation_is_seen_by_its_words(text: str, negated: bool) -> None:
    assert is_negated(text) is negated


@pytest.mark.parametrize(
    ("text", "numbered"),
    [
        ("It fell by 4.5 %.", True),
        ("COVID-19 spreads.", False),
        ("Vitamin B12 helps.", False),
        ("None.", False),
    ],
)
def test_numbers_in_names_do_not_count(text: str, numbered: bool) -> None:
    assert has_number(text) is numbered


def test_pairs_with_a_negation_on_one_side_are_told_apart() -> None:
    rows = [
        judged("refutes", "supports", evidence="It did not."),
        judged("supports", "supports"),
    ]
    apart = figures(rows)["apart"]
    assert apart["negation in one"] == {
        "pairs": 1,
        "macro_f1": 0.0,
        "accuracy": 0.0,
        "turned_round": 1,
    }
    assert apart["negation in none"]["accuracy"] == 1.0


def test_recall_counts_the_wanted_among_the_first() -> None:
    assert recall_at([[1, 2, 3], [9]], [{2, 3}, {4}], 2) == pytest.approx(1 / 3)
