"""Direction, warnings, advice and alike wordings."""

from __future__ import annotations

import pytest

from claimcheck.contrast.similarity import content_words, similarity
from claimcheck.contrast.words import is_advice, is_generic_agent, is_warning, movement


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("may reduce the frequency of", -1),
        ("Relief from", -1),
        ("eases", -1),
        ("increases the risk of", 1),
        ("Boosts", 1),
        ("supports", 0),
        ("in the east", 0),
        ("increased by lowering", 1),
    ],
)
def test_movement_reads_the_first_word_of_direction(text: str, expected: int) -> None:
    assert movement(text) == expected


def test_movement_prefers_the_predicate() -> None:
    assert movement("lowers", "an increase that it lowers") == -1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("is contraindicated in severe illness", True),
        ("Caution is advised", True),
        ("should not be used by", True),
        ("Don’t take with calcium", True),
        ("may interact with antibiotics", True),
        ("can lead to toxicity", False),
        ("Diarrhea", False),
    ],
)
def test_warnings_are_told_from_effects(text: str, expected: bool) -> None:
    assert is_warning(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Long-term use", True),
        ("this supplement", True),
        ("it", True),
        ("zinc supplements", False),
        ("environmental toxins", False),
    ],
)
def test_generic_agents_name_no_substance(text: str, expected: bool) -> None:
    assert is_generic_agent(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Talk to your doctor if you are pregnant.", True),
        ("Women should seek the advice of a healthcare professional.", True),
        ("Doctors have used it for years.", False),
        ("Ask for it in the shop.", False),
    ],
)
def test_advice_has_a_verb_and_a_person(text: str, expected: bool) -> None:
    assert is_advice(text) is expected


@pytest.mark.parametrize(
    ("a", "b", "least", "most"),
    [
        ("collagen formation", "formation of collagen", 1.0, 1.0),
        ("skin radiance", "radiant skin", 0.5, 0.95),
        ("collagen formation", "hair growth", 0.0, 0.1),
        ("severe scalp itching", "scalp itching", 1.0, 1.0),
    ],
)
def test_similarity_is_of_content_words_in_any_order(
    a: str, b: str, least: float, most: float
) -> None:
    assert least <= similarity(content_words(a), content_words(b)) <= most


def test_similarity_is_symmetric() -> None:
    a, b = content_words("gut barrier repair"), content_words("repair of the barrier")
    assert similarity(a, b) == similarity(b, a)
