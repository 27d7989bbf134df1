"""What sentences say of an effect, by their words."""

from __future__ import annotations

import pytest

from claimcheck.spans import Span
from claimcheck.verification.signs import (
    Reading,
    agreement,
    contradiction,
    names_lack,
    numbers,
    other_kind,
    other_scope,
    read,
)


def spans(text: str, *names: str) -> list[Span]:
    return [Span(text.index(name), text.index(name) + len(name)) for name in names]


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Zinc reduces colds.", -1),
        ("Zinc promotes colds.", 1),
        ("Zinc affects colds.", 0),
        ("Higher doses of zinc prevent colds.", -1),
        ("Zinc raised serum zinc but did not affect colds.", 0),
    ],
    ids=["down", "up", "neither", "the nearest before the outcome", "its own clause"],
)
def test_the_direction_is_that_of_the_outcome(text: str, direction: int) -> None:
    assert read(text, (), spans(text, "colds")).direction == direction


def test_the_words_of_an_outcome_are_no_direction() -> None:
    text = "Potassium acts on high blood pressure."
    assert read(text, (), spans(text, "high blood pressure")).direction == 0


@pytest.mark.parametrize(
    ("text", "denial"),
    [
        ("Zinc does not prevent colds.", "not"),
        ("Neither zinc nor iron prevented colds.", "Neither"),
        ("Zinc had no effect on colds.", "no"),
        ("Zinc prevents not only colds.", ""),
        ("Zinc releases NO and prevents colds.", ""),
        ("Zinc prevents colds (no harms were seen).", ""),
        ("Zinc was safe; no harms were seen but it prevented colds.", ""),
    ],
)
def test_a_denial_is_read_in_the_clause_of_the_outcome(text: str, denial: str) -> None:
    assert read(text, (), spans(text, "colds")).denial == denial


@pytest.mark.parametrize(
    "text",
    ["Zinc deficiency increases colds.", "Low zinc increases colds.", "Lack of zinc raises colds."],
)
def test_what_is_said_of_a_lack_is_the_reverse_of_the_substance(text: str) -> None:
    found = read(text, spans(text.lower(), "zinc"), spans(text, "colds"))
    assert (found.direction, bool(found.lack)) == (-1, True)


def said(text: str) -> Reading:
    return read(text, spans(text.lower(), "zinc"), spans(text, "colds"))


@pytest.mark.parametrize(
    ("claim", "sentence", "told"),
    [
        ("Zinc reduces colds.", "Zinc increased colds.", "opposite direction"),
        ("Zinc reduces colds.", "Zinc had no effect on colds.", "the sentence denies it"),
        ("Zinc does not reduce colds.", "Zinc reduced colds.", "the claim denies"),
    ],
)
def test_a_contradiction_names_its_words(claim: str, sentence: str, told: str) -> None:
    assert told in (contradiction(said(claim), said(sentence)) or "")


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Zinc reduces colds.", "Zinc reduced colds."),
        ("Zinc reduces colds.", "Zinc did not increase colds."),
        ("Zinc does not affect colds.", "Zinc was given for colds."),
        ("Zinc increases colds.", "Zinc deficiency increases colds."),
    ],
    ids=["the same", "two denials", "nothing affirmed", "said of its lack"],
)
def test_no_contradiction_is_read_into_words(claim: str, sentence: str) -> None:
    assert contradiction(said(claim), said(sentence)) is None


@pytest.mark.parametrize(
    ("claim", "sentence", "agrees"),
    [
        ("Zinc reduces colds.", "Zinc prevented colds.", True),
        ("Zinc reduces colds.", "Zinc was given for colds.", False),
        ("Zinc reduces colds.", "Zinc did not reduce colds.", False),
        ("Zinc acts on colds.", "Zinc prevented colds.", True),
        ("Zinc reduces colds.", "Zinc deficiency raises colds.", False),
    ],
)
def test_agreement_asks_for_the_same_direction_where_there_is_one(
    claim: str, sentence: str, agrees: bool
) -> None:
    assert bool(agreement(said(claim), said(sentence))) is agrees


def test_a_denial_behind_a_label_is_read() -> None:
    assert said("colds: zinc does not prevent colds.").denial == "not"


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("Zinc prevents colds.", "Zinc treats colds.", True),
        ("The risk of colds is lower.", "Colds are shorter.", True),
        ("The prevention and cure of scurvy.", "Prevents scurvy.", False),
        ("Zinc affects colds.", "Zinc treats colds.", False),
    ],
)
def test_prevention_and_treatment_are_told_apart(one: str, other: str, apart: bool) -> None:
    assert other_kind(one, other) is apart


@pytest.mark.parametrize(
    ("claim", "sentence", "found"),
    [
        ("Zinc reduces colds.", "Zinc reduced colds in mice.", "mice"),
        ("Zinc reduces colds in rats.", "Zinc reduced colds in mice.", ""),
        ("Zinc reduces colds.", "Zinc reduced colds in adults.", ""),
    ],
)
def test_animals_are_another_scope_unless_the_claim_names_some(
    claim: str, sentence: str, found: str
) -> None:
    assert other_scope(claim, sentence) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [("25,871 adults and 0.5 %", {"25871", "0.5"}), ("COVID-19, B12 and 2-fold", set())],
)
def test_numbers_are_those_that_are_stated(text: str, found: set[str]) -> None:
    assert numbers(text) == found


@pytest.mark.parametrize(
    ("text", "lacks"), [("zinc deficiency", True), ("low zinc", True), ("zinc", False)]
)
def test_a_lack_is_named(text: str, lacks: bool) -> None:
    assert names_lack(text) is lacks
