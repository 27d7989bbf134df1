"""HTML: places in the source, what is no text, and the layout."""

from __future__ import annotations

import pytest

from .helpers import assert_true_to_original, clean, html, units


def test_blocks_become_units_with_places_in_the_source() -> None:
    document = html(
        "<h1>Zinc</h1><p>It <b>may</b> help&nbsp;you &mdash; a bit. Try it.</p>"
        "<ul><li>Gas<li>Pain</ul>"
    )
    assert_true_to_original(document)
    assert units(document) == [
        ("heading", "Zinc"),
        ("sentence", "It <b>may</b> help&nbsp;you &mdash; a bit."),
        ("sentence", "Try it."),
        ("list_item", "Gas"),
        ("list_item", "Pain"),
    ]
    assert document.units[1].clean_text == "It may help you \u2014 a bit."


@pytest.mark.parametrize(
    "part",
    [
        "<script>var a = '<p>No text.</p>';</script>",
        "<style>p { color: red }</style>",
        "<nav><ul><li>Shop</li><li>Cart</li></ul></nav>",
        "<!-- <p>No text.</p> -->",
        "<template><p>No text.</p></template>",
        "<noscript>No text.</noscript>",
        "<svg><text>No text.</text></svg>",
        "<p hidden>No text.</p>",
        "<div style='color: red; display:none'>No text.</div>",
        '<div aria-hidden="true">No text.</div>',
        "<pre>code(no_text)</pre>",
        "<button>No text.</button>",
        "<select><option>No text.</option></select>",
        "<img alt='No text.' src=x>",
        "{{ product.title }}",
    ],
)
def test_what_is_no_text_is_in_no_unit(part: str) -> None:
    assert clean(html(f"<body>{part}<p>It helps.</p></body>")) == ["It helps."]


@pytest.mark.parametrize(
    "source",
    [
        "<p>It helps.<p>It is safe.",
        "<div>It helps.<div>It is safe.",
        "It helps.<br><br>It is safe.",
        "<p>It helps.</p></p></div><p>It is safe.",
        "<p>It helps.<div><b>It is safe.",
        "<p>It helps.</p><p>It is safe.<a href='x",
        "<P>It helps.</P><TABLE><TR><TD>It is safe.",
    ],
)
def test_broken_html_still_gives_its_text(source: str) -> None:
    document = html(source)
    assert_true_to_original(document)
    assert clean(document) == ["It helps.", "It is safe."]


def test_table_cells_have_their_headers() -> None:
    document = html(
        "<table><thead><tr><th>Part</th><th>Effect</th></tr></thead>"
        "<tbody><tr><td>Heart</td><td>Strong</td></tr></tbody></table>"
    )
    assert document.units[3].headers == (1, 2)
    assert (document.units[3].row, document.units[3].column) == (1, 1)


def test_a_table_of_pairs_has_its_row_headers() -> None:
    document = html(
        "<table><tr><th>Use</th><td>Sleep</td></tr><tr><th>Dose</th><td>3 mg</td></tr></table>"
    )
    assert document.units[3].headers[-1] == 2


def test_lists_have_lead_ins_and_nested_lists_their_parent() -> None:
    document = html(
        "<p>It can cause:</p><ul><li>Pain<ul><li>Headache</li></ul></li><li>Gas</li></ul>"
    )
    assert [unit.lead_in for unit in document.units] == [None, 0, 1, 0]
    assert [unit.level for unit in document.units] == [0, 1, 2, 1]


def test_bullets_typed_between_line_breaks_are_list_items() -> None:
    document = html("<p>It may help with:<br>• Sleep<br>• Pain</p>")
    assert units(document)[1:] == [("list_item", "Sleep"), ("list_item", "Pain")]
    assert document.units[1].lead_in == 0


def test_questions_in_separate_paragraphs_are_linked() -> None:
    document = html("<p><b>Q:</b> Is it safe?</p><p><b>A:</b> Yes. It is.</p>")
    assert clean(document) == ["Is it safe?", "Yes.", "It is."]
    assert document.units[2].question == 0


def test_the_title_is_the_pages() -> None:
    assert html("<head><title>Zinc &amp; Co</title></head><h1>Other</h1>").title == "Zinc & Co"


@pytest.mark.parametrize(
    "text",
    [
        "caf\u00e9 \U0001f600 na\u00efve",
        "\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd",
        "e\u0301 \ufb01x",
    ],
)
def test_places_are_code_points(text: str) -> None:
    document = html(f"<p>{text} helps.</p><p>\U0001f600 And {text} again.</p>")
    assert_true_to_original(document)
    assert document.units[0].text == f"{text} helps."
