from __future__ import annotations

import time

import pytest

from claimcheck.pipeline.abbreviations.logic import expansions, find_abbreviations


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("women with premenstrual syndrome (PMS)", "PMS", "premenstrual syndrome"),
        ("taking N-acetyl cysteine (NAC) daily", "NAC", "N-acetyl cysteine"),
        ("gamma-aminobutyric acid (GABA)", "GABA", "gamma-aminobutyric acid"),
    ],
)
def test_a_short_form_in_brackets_gets_its_long_form(text, short, long):
    assert find_abbreviations([text]) == [{"short": short, "long": long}]


@pytest.mark.parametrize(
    "text", ["flatulence (gas)", "sleep (8 hours)", "(PMS)", "no brackets at all"]
)
def test_other_brackets_are_no_abbreviation(text):
    assert find_abbreviations([text]) == []


def test_the_first_definition_counts():
    texts = ["body mass index (BMI)", "bone mineral intake (BMI)"]
    assert expansions(find_abbreviations(texts)) == {"BMI": "body mass index"}


def test_a_definition_is_found_across_a_long_page_in_linear_time():
    texts = ["The body mass index (BMI) rose (a little) again."] * 4000
    begun = time.perf_counter()
    found = find_abbreviations(texts)
    assert found == [{"short": "BMI", "long": "body mass index"}]
    assert time.perf_counter() - begun < 10


def test_one_unit_full_of_brackets_does_not_hang():
    begun = time.perf_counter()
    find_abbreviations(["( ( a (b) " * 20_000])
    assert time.perf_counter() - begun < 10
