"""Half-open intervals and the map from clean to original text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.spans import OffsetMap, Span, iou, overlap, trim, without_overlaps

spans = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda p: Span(min(p), max(p)))
#: (clean length, original gap before, original length)
runs = st.lists(st.tuples(st.integers(1, 6), st.integers(0, 4), st.integers(1, 8)), max_size=8)


def map_of(pieces: list[tuple[int, int, int]]) -> OffsetMap:
    at, found = 0, []
    for clean, gap, original in pieces:
        found.append((clean, at + gap, at + gap + original))
        at += gap + original
    return OffsetMap.from_runs(found)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2)])
def test_an_impossible_span_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


@given(spans, spans)
def test_spans_overlap_exactly_where_they_share_a_code_point(a: Span, b: Span) -> None:
    shared = set(range(a.start, a.end)) & set(range(b.start, b.end))
    assert a.overlaps(b) == bool(shared) or not len(a) or not len(b)
    assert overlap(a, b) == len(shared)


@given(spans, spans)
def test_iou_is_symmetric_and_a_share(a: Span, b: Span) -> None:
    assert iou(a, b) == iou(b, a)
    assert 0.0 <= iou(a, b) <= 1.0


@given(spans)
def test_a_span_is_wholly_like_itself(a: Span) -> None:
    assert iou(a, a) == (1.0 if len(a) else 0.0)


@given(st.text(alphabet="ab \n\u00a0", max_size=20))
def test_trim_takes_white_space_off_both_ends_only(text: str) -> None:
    assert trim(text, Span(0, len(text))).cut(text) == text.strip()


@given(st.lists(spans, max_size=10))
def test_without_overlaps_leaves_none_and_is_sorted(found: list[Span]) -> None:
    kept = without_overlaps(found)
    assert kept == sorted(kept)
    assert not any(a.overlaps(b) for i, a in enumerate(kept) for b in kept[i + 1 :])


def test_without_overlaps_keeps_the_longest() -> None:
    assert without_overlaps([Span(0, 3), Span(2, 9), Span(9, 10)]) == [Span(2, 9), Span(9, 10)]


def test_identity_maps_to_where_the_text_stands() -> None:
    assert OffsetMap.identity(5, at=7).to_original(Span(1, 3)) == Span(8, 10)


def test_an_entity_maps_as_a_whole() -> None:
    offsets = OffsetMap.from_runs([(2, 0, 2), (1, 2, 7), (2, 7, 9)])  # ab&amp;cd
    assert offsets.to_original(Span(2, 3)) == Span(2, 7)
    assert offsets.to_original(Span(1, 4)) == Span(1, 8)


@pytest.mark.parametrize("span", [Span(2, 2), Span(0, 9)])
def test_a_span_outside_the_clean_text_is_refused(span: Span) -> None:
    with pytest.raises(ValueError, match="not inside"):
        OffsetMap.identity(5).to_original(span)


@given(runs)
def test_property_original_spans_are_in_order(pieces: list[tuple[int, int, int]]) -> None:
    offsets = map_of(pieces)
    each = [offsets.to_original(Span(i, i + 1)) for i in range(offsets.clean_length)]
    assert each == sorted(each)


@given(runs, st.data())
def test_property_there_and_back_holds_the_span(
    pieces: list[tuple[int, int, int]], data: st.DataObject
) -> None:
    offsets = map_of(pieces)
    if not offsets.clean_length:
        return
    start = data.draw(st.integers(0, offsets.clean_length - 1))
    span = Span(start, data.draw(st.integers(start + 1, offsets.clean_length)))
    back = offsets.to_clean(offsets.to_original(span))
    assert back is not None
    assert back.contains(span)


@given(runs)
def test_property_plain_data_and_back_is_the_same_map(pieces: list[tuple[int, int, int]]) -> None:
    offsets = map_of(pieces)
    assert OffsetMap.from_list(offsets.to_list()) == offsets


@given(runs, st.data())
def test_property_a_cut_map_maps_as_the_whole_does(
    pieces: list[tuple[int, int, int]], data: st.DataObject
) -> None:
    offsets = map_of(pieces)
    if not offsets.clean_length:
        return
    start = data.draw(st.integers(0, offsets.clean_length - 1))
    part = Span(start, data.draw(st.integers(start + 1, offsets.clean_length)))
    cut = offsets.cut(part)
    assert cut.clean_length == len(part)
    for i in range(len(part)):
        assert cut.to_original(Span(i, i + 1)) == offsets.to_original(Span(i, i + 1).shift(start))
