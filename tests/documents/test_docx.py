"""Word files: styles, lists, tables, and archives that are made to break readers."""

from __future__ import annotations

import pytest

from claimcheck.documents import Document, Limits, read_bytes
from claimcheck.errors import DocumentError

from .helpers import LIMITS, SOURCE, assert_true_to_original, clean
from .makers import W, archive, docx, paragraph, table

BODY = (
    paragraph("Valerian", "T")
    + paragraph("Uses", "H1")
    + paragraph(" It may help with sleep. It is an herb.", bold="Sleep:")
    + paragraph("It can cause:")
    + paragraph("Headache", level=0)
    + paragraph("mild", level=1)
    + paragraph("Nausea", level=0)
    + table([["Age", "Dose"], ["Adults", "One tablet"]])
)


def read(data: bytes, limits: Limits = LIMITS) -> Document:
    return read_bytes(data, path="flyer.docx", source=SOURCE, limits=limits)


def test_a_flyer_is_read_by_its_styles() -> None:
    document = read(docx(BODY))
    assert_true_to_original(document)
    assert [(unit.kind, unit.clean_text) for unit in document.units] == [
        ("heading", "Valerian"),
        ("heading", "Uses"),
        ("sentence", "Sleep: It may help with sleep."),
        ("sentence", "It is an herb."),
        ("sentence", "It can cause:"),
        ("list_item", "Headache"),
        ("list_item", "mild"),
        ("list_item", "Nausea"),
        ("table_cell", "Age"),
        ("table_cell", "Dose"),
        ("table_cell", "Adults"),
        ("table_cell", "One tablet"),
    ]
    assert document.offsets_into == "extracted_text"


def test_context_is_there_as_in_other_formats() -> None:
    by_text = {unit.clean_text: unit for unit in read(docx(BODY)).units}
    assert by_text["It is an herb."].label == "Sleep:"
    assert by_text["Nausea"].lead_in == by_text["It can cause:"].index
    assert by_text["mild"].lead_in == by_text["Headache"].index
    assert by_text["One tablet"].headers == (by_text["Dose"].index, by_text["Adults"].index)


@pytest.mark.parametrize(
    "run",
    [
        "<w:del><w:r><w:t>Deleted. </w:t></w:r></w:del>",
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden. </w:t></w:r>",
        '<w:r><w:instrText>HYPERLINK "http://example.org"</w:instrText></w:r>',
    ],
)
def test_deleted_hidden_and_field_text_is_no_text(run: str) -> None:
    body = f"<w:p>{run}<w:r><w:t>It helps.</w:t></w:r></w:p>"
    assert clean(read(docx(body))) == ["It helps."]


def test_words_that_word_keeps_in_pieces_are_put_together() -> None:
    body = "<w:p><w:r><w:t>magne</w:t></w:r><w:r><w:t>sium helps.</w:t></w:r></w:p>"
    assert clean(read(docx(body))) == ["magnesium helps."]


def test_the_title_comes_from_the_properties_or_the_first_heading() -> None:
    assert read(docx(BODY, title="A flyer")).title == "A flyer"
    assert read(docx(BODY)).title == "Valerian"


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (docx("<w:p/>"), "no_text"),
        (b"PK\x03\x04 not really", "unreadable"),
        (b"plain text", "unreadable"),
        (archive({"word/other.xml": "<a/>"}), "unreadable"),
        (archive({"word/document.xml": "<w:p"}), "unreadable"),
        (docx(BODY)[:300], "unreadable"),
        (docx("<w:p/>", prolog=f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>'), "unreadable"),
        (
            docx("<w:p/>", prolog='<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'),
            "unreadable",
        ),
    ],
)
def test_what_cannot_be_read_is_named(data: bytes, kind: str) -> None:
    with pytest.raises(DocumentError) as error:
        read(data)
    assert error.value.kind == kind
    assert error.value.remedy


def test_a_zip_bomb_is_an_error_of_the_document() -> None:
    bomb = docx(paragraph("0" * 30_000_000))
    assert len(bomb) < 200_000
    with pytest.raises(DocumentError) as error:
        read(bomb, Limits(max_expanded_bytes=1_000_000))
    assert error.value.kind == "too_large"


def test_an_archive_that_lies_about_its_sizes_is_not_believed() -> None:
    bomb = bytearray(docx(paragraph("0" * 3_000_000)))
    size = len(
        f'<w:document xmlns:w="{W}"><w:body>{paragraph("0" * 3_000_000)}</w:body></w:document>'
    )
    lie = bytes(bomb).replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lie != bytes(bomb)
    with pytest.raises(DocumentError):
        read(lie, Limits(max_expanded_bytes=1_000_000))


def test_a_table_of_too_many_cells_is_an_error_of_the_document() -> None:
    with pytest.raises(DocumentError) as error:
        read(docx(table([["a"] * 20] * 20)), Limits(max_cells=300))
    assert error.value.kind == "too_large"


def test_deep_nesting_does_not_recurse() -> None:
    deep = "<w:sdt>" * 3_000 + paragraph("It helps.") + "</w:sdt>" * 3_000
    assert clean(read(docx(deep))) == ["It helps."]


def test_missing_styles_are_no_error() -> None:
    document = f'<w:document xmlns:w="{W}"><w:body>{paragraph("It helps.")}</w:body></w:document>'
    assert clean(read(archive({"word/document.xml": document}))) == ["It helps."]
