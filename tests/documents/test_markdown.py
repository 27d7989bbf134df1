"""Markdown: places of units, what is no text, and the layout."""

from __future__ import annotations

import pytest

from .helpers import assert_true_to_original, clean, markdown, texts, units


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# Zinc\n\nIt helps.", [("heading", "Zinc"), ("sentence", "It helps.")]),
        ("Zinc\n====\n\nIt helps.", [("heading", "Zinc"), ("sentence", "It helps.")]),
        (
            "## 2. Better Sleep ##\n\nIt helps.",
            [("heading", "Better Sleep"), ("sentence", "It helps.")],
        ),
        ("* Diarrhea\n* Gas", [("list_item", "Diarrhea"), ("list_item", "Gas")]),
        (
            "- Take it daily. Drink water.",
            [("sentence", "Take it daily."), ("sentence", "Drink water.")],
        ),
        (
            '1. Lee J, et al. "A trial." *J Nutr.* 2004',
            [("list_item", 'Lee J, et al. "A trial." *J Nutr.* 2004')],
        ),
        ("> It helps.\n> A lot.", [("sentence", "It helps."), ("sentence", "A lot.")]),
        ("    indented text is text", [("sentence", "indented text is text")]),
    ],
)
def test_blocks_become_units_of_their_kind(source: str, expected: list[tuple[str, str]]) -> None:
    assert units(markdown(source)) == expected


def test_a_bold_lead_in_belongs_to_the_sentence_it_introduces() -> None:
    document = markdown("* **Renal Impairment:**  Caution is advised. It can build up.")
    assert texts(document) == ["Renal Impairment:**  Caution is advised.", "It can build up."]
    assert clean(document)[0] == "Renal Impairment: Caution is advised."
    assert [unit.label for unit in document.units] == ["Renal Impairment:"] * 2


@pytest.mark.parametrize("mark", ["**", "*"])
def test_a_lead_in_with_a_full_stop_belongs_to_its_sentence_too(mark: str) -> None:
    document = markdown(f"{mark}Dementia.{mark} It may slow decline. Trials differ.")
    assert clean(document) == ["Dementia. It may slow decline.", "Trials differ."]


def test_a_bold_sentence_is_a_sentence_of_its_own() -> None:
    source = "**If you notice any of these effects then stop taking it at once.** Call us."
    assert clean(markdown(source)) == [
        "If you notice any of these effects then stop taking it at once.",
        "Call us.",
    ]


def test_a_bold_line_over_a_list_is_a_heading_and_its_lead_in() -> None:
    document = markdown("**Common side effects:**\n\n* Gas\n* Nausea\n")
    heading, gas, nausea = document.units
    assert heading.kind == "heading"
    assert (gas.lead_in, nausea.lead_in) == (0, 0)
    assert gas.section == ("Common side effects:",)


def test_a_bold_item_over_a_nested_list_is_a_heading_of_that_list_alone() -> None:
    document = markdown("## Benefits\n\n1. **Sleep**\n   - Calms\n\nMore text here.")
    assert units(document)[1] == ("heading", "Sleep")
    assert document.units[2].section == ("Benefits", "Sleep")
    assert document.units[3].section == ("Benefits",)


def test_questions_and_answers_are_units_without_their_markers() -> None:
    document = markdown("* **Q: Is it safe?**  A: Yes. It is.\n* **Q: Is it cheap?** A: No.")
    assert clean(document) == ["Is it safe?", "Yes.", "It is.", "Is it cheap?", "No."]
    assert [u.role for u in document.units] == [
        "question",
        "answer",
        "answer",
        "question",
        "answer",
    ]
    assert [u.question for u in document.units] == [None, 0, 0, None, 3]


@pytest.mark.parametrize(
    "source",
    [
        "---\ntitle: Zinc\ntags: [a, b]\n---\n\nIt helps.",
        "It helps.\n\n```\ncode is no text\n```\n",
        "It helps.\n\n![a picture](/a.png)\n",
        "It helps.\n\n![a picture](broken target)\n",
        "{% include header.html %}\nIt helps.\n{{ page.date }}\n",
        "It helps.\n\n<script>var text = 'It is no text.';</script>\n",
        'It helps.\n\n<div class="embed"><a href="/x">Embed from a gallery</a></div>\n',
        "It helps.\n\n[1]: /target 'a title'\n",
        "It helps.\n\n---\n\n***\n",
    ],
)
def test_what_is_no_text_is_in_no_unit(source: str) -> None:
    assert texts(markdown(source)) == ["It helps."]


def test_a_unit_ends_before_the_target_of_a_link_at_its_end() -> None:
    document = markdown("See [the label](/label). Then [stop](/x) it.")
    assert texts(document) == ["See [the label", "Then [stop](/x) it."]
    assert clean(document)[1] == "Then stop it."


@pytest.mark.parametrize(
    ("source", "cleaned"),
    [
        ("It *really* **helps** ~~a bit~~.", "It really helps a bit."),
        ("Take `x` now.", "Take now."),
        ("A&amp;B &lt; C\\* works.", "A&B < C* works."),
        ("Line one\nline two.", "Line one line two."),
        ("Non\u00a0breaking\u2009space.", "Non breaking space."),
        ("zero\u200bwidth and soft\u00adhyphen.", "zerowidth and softhyphen."),
        ("<b>Bold</b> text<br>here.", "Bold text here."),
    ],
)
def test_clean_text_is_what_a_reader_sees(source: str, cleaned: str) -> None:
    document = markdown(source)
    assert_true_to_original(document)
    assert " ".join(clean(document)) == cleaned


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_newlines_of_each_kind_keep_the_places(newline: str) -> None:
    source = newline.join(
        ["# Zinc", "", "It *helps*", "a lot. It is", "safe.", "", "* Gas", "* Pain"]
    )
    document = markdown(source)
    assert_true_to_original(document)
    assert clean(document) == ["Zinc", "It helps a lot.", "It is safe.", "Gas", "Pain"]


def test_table_cells_know_row_column_and_headers() -> None:
    document = markdown("| Use | Remark |\n|---|---|\n| Sleep | Helps \\| a bit |\n")
    assert_true_to_original(document)
    use, remark, sleep, helps = document.units
    assert {unit.kind for unit in document.units} == {"table_cell"}
    assert helps.clean_text == "Helps | a bit"
    assert (helps.row, helps.column) == (1, 1)
    assert helps.headers == (remark.index, sleep.index)
    assert sleep.headers == (use.index,)


def test_items_inherit_the_lead_in_and_nested_items_their_parent() -> None:
    document = markdown(
        "It can cause:\n\n* Pain\n  * Headache\n  * Cramps\n* Gas\n\nText.\n\n* Alone"
    )
    leads = {unit.clean_text: unit.lead_in for unit in document.units}
    assert leads == {
        "It can cause:": None,
        "Pain": 0,
        "Headache": 1,
        "Cramps": 1,
        "Gas": 0,
        "Text.": None,
        "Alone": None,
    }


def test_sections_follow_the_heading_levels() -> None:
    document = markdown("# A\n\nx.\n\n## B\n\ny.\n\n### C\n\nz.\n\n## D\n\nw.")
    sections = {unit.clean_text: unit.section for unit in document.units if unit.kind == "sentence"}
    assert sections == {"x.": ("A",), "y.": ("A", "B"), "z.": ("A", "B", "C"), "w.": ("A", "D")}


def test_typed_bullets_are_list_items() -> None:
    document = markdown("Benefits:\n• Better sleep\n• Less pain")
    assert units(document)[1:] == [("list_item", "Better sleep"), ("list_item", "Less pain")]


def test_lines_with_bold_labels_are_units_of_their_own() -> None:
    assert clean(markdown("**Class:** mineral\n**Forms:** tablets")) == [
        "Class: mineral",
        "Forms: tablets",
    ]


def test_pictographs_at_the_edges_are_no_part_of_a_unit() -> None:
    assert texts(markdown("🌿 It helps. 🌿\n\n★★★★★\n")) == ["It helps."]


def test_html_in_markdown_is_read_with_its_places() -> None:
    document = markdown("# A\n\n<div>\n<p>It <b>helps</b>&nbsp;much.</p>\n</div>\n\nEnd.")
    assert_true_to_original(document)
    assert clean(document) == ["A", "It helps much.", "End."]


@pytest.mark.parametrize(
    ("front", "title"),
    [
        ("title: Zinc & Co", "Zinc & Co"),
        ('title: "Zinc: a guide"', "Zinc: a guide"),
        ("title: !!python/object/apply:os.system ['true']", "Heading"),
        ("a: &a [x, x]\nb: &b [*a, *a]\ntitle: T", "Heading"),
        ("title: [not, a, title]", "Heading"),
        ("title: {", "Heading"),
    ],
)
def test_the_title_comes_from_plain_front_matter_or_the_first_heading(
    front: str, title: str
) -> None:
    assert markdown(f"---\n{front}\n---\n\n# Heading\n\nText.").title == title


@pytest.mark.parametrize(
    "source",
    ["**Q:\u00a0a?!* A: b\u00a0a?!* A\t\r\\ a |", "**Q: a?** A: *b* Q: c? A: d", "*Q: a? A: b.*"],
)
def test_emphasis_over_question_and_answer_breaks_nothing(source: str) -> None:
    """The first one was found by fuzzing."""
    assert_true_to_original(markdown(source))
