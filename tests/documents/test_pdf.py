"""PDF: reading order, headings, hyphenation, columns, running titles."""

from __future__ import annotations

import pytest

from claimcheck.documents import Document, Limits, read_bytes
from claimcheck.errors import DocumentError

from .helpers import LIMITS, SOURCE, assert_true_to_original, clean, units
from .makers import Text, pdf

pytest.importorskip("pdfminer")


def read(data: bytes, limits: Limits = LIMITS) -> Document:
    return read_bytes(data, path="leaflet.pdf", source=SOURCE, limits=limits)


def column(x: float, y: float, lines: list[str]) -> list[Text]:
    return [Text(x, y - 13 * index, line) for index, line in enumerate(lines)]


LEAFLET = [
    Text(72, 760, "Valerian Tablets", 20),
    Text(72, 720, "Uses", 15),
    *column(
        72, 700, ["Valerian may help people with rest-", "less sleep. It is a well-", "known herb."]
    ),
    Text(72, 630, "Side effects", 11, bold=True),
    *column(72, 610, ["It can cause:"]),
    *column(72, 585, ["\u2022 Headache", "\u2022 Stomach upset"]),
]


def test_a_leaflet_is_read_as_it_is_printed() -> None:
    document = read(pdf([LEAFLET]))
    assert_true_to_original(document)
    assert [(unit.kind, unit.clean_text) for unit in document.units] == [
        ("heading", "Valerian Tablets"),
        ("heading", "Uses"),
        ("sentence", "Valerian may help people with restless sleep."),
        ("sentence", "It is a well-known herb."),
        ("heading", "Side effects"),
        ("sentence", "It can cause:"),
        ("list_item", "Headache"),
        ("list_item", "Stomach upset"),
    ]
    assert document.units[2].section == ("Valerian Tablets", "Uses")
    assert document.units[6].lead_in == 5


def test_offsets_point_into_the_extracted_text_with_its_hyphens() -> None:
    document = read(pdf([LEAFLET]))
    assert document.offsets_into == "extracted_text"
    assert document.units[2].text == "Valerian may help people with rest-\nless sleep."
    assert document.units[2].text in document.text


def test_columns_are_read_one_after_the_other() -> None:
    left = [f"Left line number {n} goes on and" for n in range(6)] + ["ends here."]
    right = [f"Right line number {n} goes on and" for n in range(6)] + ["stops there."]
    page = [*column(50, 760, left), *column(320, 760, right)]
    sentences = clean(read(pdf([page])))
    assert [sentence.split()[0] for sentence in sentences] == ["Left", "Right"]
    assert "Right" not in sentences[0]


def test_a_sentence_goes_on_over_the_page() -> None:
    pages = [
        column(72, 100, ["The herb may shorten the time"]),
        column(72, 760, ["until sleep comes."]),
    ]
    assert clean(read(pdf(pages))) == ["The herb may shorten the time until sleep comes."]


def test_running_titles_and_page_numbers_are_left_out() -> None:
    bodies = ["It calms.", "It soothes.", "It relaxes."]
    pages = [
        [Text(72, 810, "Herb handbook"), Text(72, 700, body), Text(300, 30, f"Page {n} of 3")]
        for n, body in enumerate(bodies, 1)
    ]
    assert clean(read(pdf(pages))) == bodies


def test_the_title_comes_from_the_properties_or_the_first_heading() -> None:
    assert read(pdf([LEAFLET], title="A leaflet")).title == "A leaflet"
    assert read(pdf([LEAFLET])).title == "Valerian Tablets"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (pdf([[]]), "no_text"),
        (pdf([]), "no_text"),
        (b"%PDF-1.4\n%%EOF", "unreadable"),
        (b"%PDF-1.4\nnothing of the kind", "unreadable"),
        (pdf([LEAFLET])[:400], "unreadable"),
        (b"no pdf at all", "unreadable"),
    ],
)
def test_what_cannot_be_read_is_named(data: bytes, kind: str) -> None:
    with pytest.raises(DocumentError) as error:
        read(data)
    assert error.value.kind == kind
    assert error.value.remedy


def test_page_trees_that_point_at_themselves_end() -> None:
    looped = pdf([LEAFLET]).replace(b"/Kids [6 0 R]", b"/Kids [2 0 R]")
    assert looped != pdf([LEAFLET])
    try:
        document = read(looped)
    except DocumentError as error:
        assert error.remedy  # noqa: PT017
    else:
        assert_true_to_original(document)


def test_too_many_pages_are_an_error_of_the_document() -> None:
    with pytest.raises(DocumentError) as error:
        read(pdf([LEAFLET] * 4), Limits(max_pages=3))
    assert error.value.kind == "too_large"
    assert "max_pages" in error.value.remedy


def test_units_are_the_same_on_a_second_reading() -> None:
    assert units(read(pdf([LEAFLET]))) == units(read(pdf([LEAFLET])))
