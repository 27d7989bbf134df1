"""Claims turned round."""

from __future__ import annotations

import pytest

from claimcheck.verification.contrary import affirmed, denied, turned


@pytest.mark.parametrize(
    ("claim", "contrary"),
    [
        ("Zinc is effective.", "Zinc is not effective."),
        ("Zinc may help.", "Zinc may not help."),
        ("Zinc shortens the common cold.", "Zinc does not shorten the common cold."),
        ("Statins reduce mortality.", "Statins do not reduce mortality."),
        ("Zinc reduced mortality.", "Zinc did not reduce mortality."),
    ],
)
def test_a_denial_stands_at_the_first_finite_verb(claim: str, contrary: str) -> None:
    assert denied(claim) == contrary


@pytest.mark.parametrize(
    "claim",
    [
        "Deep Sleep",
        "Zinc is not effective.",
        "None",
        "Crucial for bodily functions",
        "Its impact on sleep",
    ],
)
def test_what_has_no_verb_or_is_denied_already_is_not_denied(claim: str) -> None:
    assert denied(claim) is None


@pytest.mark.parametrize(
    ("claim", "contrary"),
    [
        ("Zinc does not prevent colds.", "Zinc does prevent colds."),
        ("Zinc doesn't prevent colds.", "Zinc does prevent colds."),
        ("Zinc cannot prevent colds.", "Zinc can prevent colds."),
        ("Zinc fails to prevent colds.", "Zinc prevent colds."),
        ("There is no increased risk.", "There is a increased risk."),
        ("No interaction is known.", "A interaction is known."),
    ],
)
def test_a_denial_is_taken_away(claim: str, contrary: str) -> None:
    assert affirmed(claim) == contrary


@pytest.mark.parametrize("claim", ["Zinc prevents colds.", "Arginine raises NO levels."])
def test_what_denies_nothing_is_not_affirmed(claim: str) -> None:
    assert affirmed(claim) is None


@pytest.mark.parametrize(
    ("claim", "contrary"),
    [
        ("Zinc reduces the risk.", "Zinc increases the risk."),
        ("Zinc reduced the risk.", "Zinc increased the risk."),
        ("Reducing the risk", "Increasing the risk"),
        ("A higher dose works.", "A lower dose works."),
        ("Zinc prevents colds.", "Zinc causes colds."),
    ],
)
def test_a_word_of_direction_is_turned_in_its_form(claim: str, contrary: str) -> None:
    assert turned(claim) == contrary


def test_only_the_word_that_is_meant_is_turned() -> None:
    assert turned("A higher dose reduces pain.", "reduces") == "A higher dose increases pain."


@pytest.mark.parametrize("sign", [None, ""])
def test_without_a_word_of_direction_nothing_is_turned(sign: str | None) -> None:
    assert turned("Zinc is an antioxidant.", sign) is None
