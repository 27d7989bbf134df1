"""Plain text: what short lines, bullets, colons and blank lines mean."""

from __future__ import annotations

import pytest

from .helpers import assert_true_to_original, clean, plain, units

SHOP_PAGE = """Title: Sleepy Moon Drops
Shop: Moon Herbs

Sleepy Moon Drops

Our drops are made of hops. They are gentle.

Key Benefits of Sleepy Moon:

Better Sleep:

The drops may help you fall asleep. Try them.

Calm Nerves:

They soothe.

Side effects can include:

- Drowsiness
- Dry mouth,
  which passes
* Dizziness

1. Shake the bottle.
2. Take ten drops.

Questions

Q: Is it safe?
A: Yes. It is.
"""


def test_a_shop_page_is_read_as_it_is_laid_out() -> None:
    document = plain(SHOP_PAGE)
    assert_true_to_original(document)
    assert units(document) == [
        ("heading", "Sleepy Moon Drops"),
        ("sentence", "Shop: Moon Herbs"),
        ("heading", "Sleepy Moon Drops"),
        ("sentence", "Our drops are made of hops."),
        ("sentence", "They are gentle."),
        ("heading", "Key Benefits of Sleepy Moon:"),
        ("heading", "Better Sleep:"),
        ("sentence", "The drops may help you fall asleep."),
        ("sentence", "Try them."),
        ("heading", "Calm Nerves:"),
        ("sentence", "They soothe."),
        ("sentence", "Side effects can include:"),
        ("list_item", "Drowsiness"),
        ("list_item", "Dry mouth,\n  which passes"),
        ("list_item", "Dizziness"),
        ("sentence", "Shake the bottle."),
        ("sentence", "Take ten drops."),
        ("heading", "Questions"),
        ("sentence", "Is it safe?"),
        ("sentence", "Yes."),
        ("sentence", "It is."),
    ]


def test_sections_of_label_lines_nest_under_the_label_above_them() -> None:
    by_text = {unit.clean_text: unit for unit in plain(SHOP_PAGE).units}
    assert by_text["They soothe."].section == (
        "Sleepy Moon Drops",
        "Key Benefits of Sleepy Moon:",
        "Calm Nerves:",
    )


def test_items_have_their_lead_in_and_answers_their_question() -> None:
    units_ = plain(SHOP_PAGE).units
    by_text = {unit.clean_text: unit for unit in units_}
    lead_in = by_text["Side effects can include:"].index
    assert by_text["Dizziness"].lead_in == lead_in
    assert by_text["It is."].question == by_text["Is it safe?"].index


@pytest.mark.parametrize(
    "line",
    ["USES", "What the plant is", "Improved Heart Health:", "2. Better Sleep", "Safety & Dosage"],
)
def test_lines_that_read_like_headings_are_headings(line: str) -> None:
    kinds = [kind for kind, _ in units(plain(f"Intro text stands here.\n\n{line}\n\nMore of it."))]
    assert kinds == ["sentence", "heading", "sentence"]


@pytest.mark.parametrize(
    "line",
    ["It is gentle.", '"I love it" - Ann', "and so on", "Order now!", "x" * 120],
)
def test_other_lines_are_not(line: str) -> None:
    kinds = [kind for kind, _ in units(plain(f"Intro text stands here.\n\n{line}\n\nMore of it."))]
    assert kinds == ["sentence"] * 3


def test_underlined_lines_are_headings() -> None:
    assert units(plain("Zinc\n====\n\nIt helps.\n\nUses\n----\n\nMany."))[::2] == [
        ("heading", "Zinc"),
        ("heading", "Uses"),
    ]


def test_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "Magnesium is a mineral that the body needs for hundreds\n"
        "of reactions, and many people do not get enough of it.\n"
    )
    assert len(plain(text).units) == 1


def test_many_short_lines_in_a_row_are_a_list_without_bullets() -> None:
    lines = ["Benefits", "Better sleep", "Less stress", "Strong bones", "More energy", "It works."]
    text = "\n\n".join(lines)
    kinds = [kind for kind, _ in units(plain(text))]
    assert kinds.count("list_item") >= 3


def test_tab_separated_lines_are_a_table() -> None:
    document = plain("Use\tDose\nSleep\t3 mg\nJet lag\t5 mg")
    assert {unit.kind for unit in document.units} == {"table_cell"}
    assert document.units[3].headers == (1, 2)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_newlines_of_each_kind_are_known(newline: str) -> None:
    document = plain(SHOP_PAGE.replace("\n", newline))
    assert_true_to_original(document)
    assert clean(document) == clean(plain(SHOP_PAGE))


def test_one_sentence_is_a_sentence() -> None:
    assert units(plain("Some studies suggest that it helps.")) == [
        ("sentence", "Some studies suggest that it helps.")
    ]
