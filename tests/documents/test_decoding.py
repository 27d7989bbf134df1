"""Bytes into text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.documents import read_text
from claimcheck.documents.decoding import decode
from claimcheck.errors import DocumentError

TEXT = (
    "Zinc\u2019s role \u2013 \u201cvital\u201d for caf\u00e9 lovers, 5 \u00b5g a day. "
    "Na\u00efve Zo\u00eb takes it. "
)


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-16-le", "utf-16-le"),
        ("utf-32", "utf-32-le"),
        ("cp1252", "cp1252"),
        ("mac_roman", "mac_roman"),
    ],
)
def test_encodings_are_told(encoding: str, told: str) -> None:
    decoded = decode((TEXT * 5).encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.replaced) == (TEXT * 5, told, 0)


def test_latin_1_reads_as_its_superset() -> None:
    text = "Caf\u00e9 cr\u00e8me may help with \u00bd of all headaches. " * 3
    assert decode(text.encode("latin-1")).text == text


@pytest.mark.parametrize(
    "head",
    [
        "<meta charset=windows-1251>",
        '<meta http-equiv="x" content="text/html; charset=windows-1251">',
    ],
)
def test_a_declared_encoding_is_believed(head: str) -> None:
    text = f"<html><head>{head}</head><p>\u041c\u0430\u0433\u043d\u0438\u0439 \u0438 zinc</p>"
    decoded = decode(text.encode("cp1251"))
    assert (decoded.text, decoded.encoding) == (text, "cp1251")


@pytest.mark.parametrize("charset", ["nonsense", "utf-8", "idna", "hex", "rot13"])
def test_a_false_declaration_is_not(charset: str) -> None:
    data = f"<meta charset={charset}><p>Caf\u00e9 and na\u00efve zinc</p>".encode("cp1252")
    assert "Caf\u00e9" in decode(data).text


def test_broken_bytes_are_replaced_and_counted_and_the_rest_is_kept() -> None:
    decoded = decode(TEXT.encode() + b"\xff\xfe " + TEXT.encode())
    assert decoded.encoding == "utf-8"
    assert decoded.replaced == 2
    assert decoded.text.count("vital") == 2


def test_replacement_characters_of_the_author_are_not_counted() -> None:
    assert decode("a \ufffd b".encode()).replaced == 0


@pytest.mark.parametrize("data", [b"\0\1\2" * 50, b"GIF89a\0", b"text " + b"\1\2\3\4" * 99])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentError) as error:
        decode(data, "page.md")
    assert error.value.kind == "binary"


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    try:
        decoded = decode(data)
    except DocumentError:
        return
    assert decoded.replaced >= 0
    decoded.text.encode()


def test_lone_surrogates_in_a_string_are_replaced() -> None:
    document = read_text("It helps \ud800 you.")
    document.text.encode()
    assert document.replaced_characters == 1
