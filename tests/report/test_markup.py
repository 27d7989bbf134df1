"""Raw and clean text walked together."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.report.markup import cut, pieces


def shown(raw: str, clean: str) -> str:
    return "".join(piece.shown for piece in pieces(raw, clean) if piece.kind != "markup")


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("is **vital** for sleep", "is vital for sleep"),
        ("a &amp; b", "a & b"),
        ("100&nbsp;% of it", "100 % of it"),
        ("one\r\ntwo", "one two"),
        ("see [the study](https://example.org/a_(b)) now", "see the study now"),
        ("<b>calm</b> <i class='x'>sleep</i>", "calm sleep"),
        ("a<br>b", "a b"),
        ("2 * 3 = 6", "2 * 3 = 6"),
        ("*2 * 3*", "2 * 3"),
        ("soft\u00adhyphen", "softhyphen"),
        ("a <!-- hidden --> b", "a b"),
        ("&lt;script&gt;", "<script>"),
        ("quoted\n> text", "quoted text"),
    ],
)
def test_shows_the_clean_text(raw: str, clean: str) -> None:
    assert shown(raw, clean).split() == clean.split()


def test_an_unmatched_text_is_shown_whole() -> None:
    assert [piece.shown for piece in pieces("abc", "xyz")] == ["abc"]


def test_an_entity_keeps_its_place_in_the_original() -> None:
    found = [piece for piece in pieces("a&nbsp;b", "a b") if piece.kind == "replaced"]
    assert [(piece.start, piece.end, piece.shown) for piece in found] == [(1, 7, " ")]


@given(st.text(alphabet="ab *_&;<>[]()\n\r`&amp;🧠", max_size=60), st.text(max_size=30))
def test_pieces_cover_the_original_without_gaps(raw: str, clean: str) -> None:
    position = 0
    for piece in pieces(raw, clean):
        assert piece.start == position
        assert piece.kind == "replaced" or piece.shown == raw[piece.start : piece.end]
        position = piece.end
    assert position == len(raw)


@pytest.mark.parametrize("noise", ["*", "<!-- ", "](", "&", "<a", "[", " "])
def test_a_long_run_of_markup_takes_linear_time(noise: str) -> None:
    raw = noise * 10_000 + "end"
    began = time.process_time()  # of this process alone, whatever else the machine does
    pieces(raw, "end")
    assert time.process_time() - began < 5


def test_a_cut_through_an_entity_keeps_it_where_it_begins() -> None:
    walked = pieces("a&amp;b", "a&b")
    assert [piece.shown for piece in cut(walked, 0, 3)] == ["a", "&"]
    assert [piece.shown for piece in cut(walked, 3, 7)] == ["b"]
