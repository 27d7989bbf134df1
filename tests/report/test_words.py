"""What the tables say in codes, the report says in words."""

from __future__ import annotations

import pytest

from claimcheck.labels import FLAGS
from claimcheck.report import words


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (
            "strength: direct against insufficient in the reference (probability 0.99); "
            "certainty 4.7 against 2.4",
            "stated as fact here, evidence lacking in the reference (probability 0.99); "
            "sounds certain: 4.7 of 6 against 2.4",
        ),
        (
            "direct: stated as fact, no hedge bears on it",
            "stated as fact, no hedge bears on it",
        ),
        (
            "direct in spite of modal “may” (99 %)",
            "stated as fact in spite of modal “may” (99 %)",
        ),
        ("conditional: modal “can” governs the claim", "hedged: modal “can” governs the claim"),
        (
            "basis none: the text offers no evidence for it",
            "no basis: the text offers no evidence for it",
        ),
        ("basis study: “a trial”", "study: “a trial”"),
        (
            "negated: negation “without” denies the relation",
            "denied: negation “without” denies the relation",
        ),
    ],
)
def test_reasons_name_labels_as_the_report_does(code: str, said: str) -> None:
    assert words.reason(code) == said


@pytest.mark.parametrize("text", ["directly said", "both about zinc", "", "<b>direct</b>: x"])
def test_other_reasons_stay_as_they_are(text: str) -> None:
    assert words.reason(text) == text


def test_counted_flags_stand_in_the_plural_but_for_one() -> None:
    for flag in set(FLAGS) - {"uncertain"}:
        assert words.flags(flag, 2) != words.flags(flag, 1) == words.name("flag", flag)
