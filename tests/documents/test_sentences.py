"""The sentence splitter on clean text."""

from __future__ import annotations

import pytest

from claimcheck.documents.sentences import is_complete, split


def cut(text: str) -> list[str]:
    return [span.cut(text) for span in split(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["It helps.", "It is safe."],
        ["Does it help?", "Yes!", "It does."],
        ["Take 2.5 mg daily.", "Then 5 mg."],
        ["Many foods (e.g. spinach, i.e. greens) hold it.", "Eat them."],
        ["Dr. Smith and Prof. Lee agree.", "So do we."],
        ["It was shown in 2012 [2].", "Others disagree [3, 4]."],
        ["It calms nausea.[^1]", "It is old.[^note-2]", "So what?"],
        ["It calms nausea.\u00b9", "It is old.\u00b2\u207b\u2074", "A room of 9 m\u00b2 will do."],
        ["[^1]: Adler, a trial, 2003.", "[^2]: Vogel, a survey, 2008.", "[3]: Hale, 2002."],
        ["It is rich in vitamin C.", "Vitamin D is another matter."],
        ["J. Smith wrote it.", "We read it."],
        ["B. longum is a bacterium.", "The gut is its home."],
        ["Approved in the U.S. since 1990.", "It sells well."],
        ["It is sold in the U.S.", "The dose is 5 mg."],
        ["It treats MS.", "By calming cells it helps."],
        ["Is it addictive?", "No.", "It is not."],
        ["See table No. 5 for details.", "Then go on."],
        ['The hormone is called the "stress hormone."', "It is released at night."],
        ["It helps (see below. Really) with sleep.", "It is safe."],
        ["Some (as Lee et al. (2006) showed) respond.", "Most do not."],
        ["It works…", "Or does it?", "Nobody knows."],
        ['"I sleep like a baby." - Tom, 34'],
        ["Plants, roots, etc. are used.", "The rest is thrown away."],
        ["Take it at 8 a.m. with food.", "Drink water."],
    ],
)
def test_sentences_are_cut_where_a_reader_would(sentences: list[str]) -> None:
    assert cut(" ".join(sentences)) == sentences


def test_a_line_break_of_the_author_ends_a_sentence() -> None:
    text = "First line Second line"
    assert [span.cut(text) for span in split(text, breaks=(10,))] == ["First line", "Second line"]


@pytest.mark.parametrize(
    "text",
    ["It helps.", 'Called "it."', "Shown.[3]", "Shown.[^3]", "Shown.\u00b3", "Why?", "So (yes.)"],
)
def test_complete_sentences_are_known(text: str) -> None:
    assert is_complete(text)


@pytest.mark.parametrize("text", ["Reduces bloating", "Adults:", "Gas, bloating"])
def test_fragments_are_known(text: str) -> None:
    assert not is_complete(text)


@pytest.mark.parametrize(
    "text", ["." * 200_000, "(" * 200_000, "a. " * 60_000, "[1]" * 60_000, ".\u00b9" * 60_000]
)
def test_long_runs_of_marks_take_linear_time(text: str) -> None:
    assert split(text.strip())
