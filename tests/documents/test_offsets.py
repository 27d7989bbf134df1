"""The offset invariants over generated documents of each format."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimcheck.documents import Document, read_text
from claimcheck.errors import DocumentError

from .helpers import assert_true_to_original


def _choices(text: str, *more: str) -> tuple[str, ...]:
    """The comma-separated parts of a text, and more."""
    return (*text.replace("\n", "").split(","), *more)


WORDS = st.sampled_from(
    _choices(
        "zinc,may help,5 mg,e.g.,Dr. Lee,vitamin C.,It helps.,Is it?,café,é,ﬁbre,🌿,"
        "مرحبا,“yes”,[3],(see,below),**bold:**,*it*,`code`,&amp;,&nbsp;,&#x41;,<b>,</b>,<br>,"
        "[a](/b),![i](/j),\\*,a|b,\\|,{{ x }},{% y %},Q:,A:,Side effects:,!",
        "\u00a0",
        "\u200b",
        "\u00ad",
        "\t",
        "\x01",
    )
)
LINES = st.lists(WORDS, max_size=8).map(" ".join)
STARTS = st.sampled_from(
    _choices(
        ",,# ,## ,- ,* ,1. ,  - ,> ,    ,| ,• ,Q: ,A: ,Title: ,---,<p>,<li>,<ul>,</ul>,<h2>,</h2>,"
        "<table><tr><td>,</td><td>,<div>,</div>,<script>,</script>,<!--,-->,```,<pre>,<p hidden>,"
        "[x]: /y"
    )
)
NEWLINES = st.sampled_from(["\n", "\n\n", "\r\n", "\r", "  \n", "\\\n"])
PAGES = st.lists(st.tuples(STARTS, LINES, NEWLINES), max_size=14).map(
    lambda parts: "".join(start + line + newline for start, line, newline in parts)
)
FORMATS = ("markdown", "text", "html")


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(page=PAGES)
def test_units_of_pages_are_true_to_the_original(format: str, page: str) -> None:
    _check(page, format)


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(max_size=120))
def test_units_of_any_text_are_true_to_the_original(format: str, text: str) -> None:
    _check(text, format)


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(page=PAGES)
def test_reading_twice_gives_the_same(format: str, page: str) -> None:
    assert _read(page, format) == _read(page, format)


def _check(text: str, format: str) -> None:
    document = _read(text, format)
    if document is not None:
        assert_true_to_original(document)


def _read(text: str, format: str) -> Document | None:
    try:
        return read_text(text, format=format)
    except DocumentError as error:
        if error.kind not in ("empty", "no_text"):
            raise
        return None
