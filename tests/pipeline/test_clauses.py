from __future__ import annotations

from itertools import pairwise

import pytest

from claimcheck.pipeline.clauses import clause_at, clauses_of
from claimcheck.pipeline.words import LONGEST, shorten, words_of


def cut(text):
    return [clause.cut(text) for clause in clauses_of(text)]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        (
            "It eases cramps, supports digestion and calms the gut.",
            ["It eases cramps, supports digestion and calms the gut."],
        ),
        (
            "It may ease cramps, but the evidence is thin.",
            ["It may ease cramps", "but the evidence is thin."],
        ),
        (
            "Zinc shortens colds, and iron helps oxygen transport.",
            ["Zinc shortens colds", "and iron helps oxygen transport."],
        ),
        (
            "Zinc may shorten colds and it tastes bad.",
            ["Zinc may shorten colds", "and it tastes bad."],
        ),
        (
            "By calming nerves, lavender may aid sleep.",
            ["By calming nerves", "lavender may aid sleep."],
        ),
        (
            "When combined with iron, vitamin C can raise absorption.",
            ["When combined with iron", "vitamin C can raise absorption."],
        ),
        ("It works; it is not magic.", ["It works", "it is not magic."]),
        (
            "Use it with care, as it is cleared by the kidneys.",
            ["Use it with care", "as it is cleared by the kidneys."],
        ),
    ],
)
def test_a_clause_begins_where_a_subject_of_its_own_does(text, clauses):
    assert cut(text) == clauses


def test_clauses_lie_in_order_and_do_not_overlap():
    text = "If ill, rest; however, walking helps, and it is free, because it costs nothing."
    spans = clauses_of(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))


def test_the_clause_at_an_offset_holds_it():
    text = "It may ease cramps, but the evidence is thin."
    assert clause_at(text, text.index("thin")).cut(text) == "but the evidence is thin."


def test_words_keep_their_places_and_clitics_are_cut():
    text = "It’s non-toxic (100 mg)."
    assert [(w.text, text[w.start : w.end]) for w in words_of(text)] == [
        (w, w) for w in ["It", "’s", "non-toxic", "(", "100", "mg", ")", "."]
    ]


def test_rules_read_no_more_than_the_start_of_an_endless_unit():
    words = words_of("magnesium helps and " * 60_000)
    assert words[-1].end <= LONGEST


def test_a_long_quote_is_cut_at_a_word():
    assert shorten("one two three four", 9) == "one two …"
