"""Windows: every unit once, its pieces where they are said to stand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.labels import UNIT_KINDS
from claimcheck.pipeline.models import model_folder
from claimcheck.pipeline.units import sentence_unit
from claimcheck.pipeline.windows import (
    UnitInput,
    WindowLimits,
    WindowMaker,
    unit_input,
    unit_positions,
)
from claimcheck.pipeline.wordpieces import PieceTokenizer
from claimcheck.spans import Span

MAKER = WindowMaker(
    PieceTokenizer(model_folder() / "tokenizer.json"),
    WindowLimits(window=40, unit=12, heading=4, before=5, own=6),
)

units = st.builds(
    UnitInput,
    text=st.text(max_size=60),
    kind=st.sampled_from(UNIT_KINDS),
    index=st.integers(0, 9),
    heading=st.text(max_size=30),
    headers=st.text(max_size=30),
    leads=st.lists(st.tuples(st.integers(0, 9), st.text(min_size=1, max_size=30)), max_size=2).map(
        tuple
    ),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(units, max_size=8))
def test_every_unit_is_in_one_window_in_order(inputs: list[UnitInput]) -> None:
    windows = MAKER.windows(inputs)
    assert [p.unit for w in windows for p in w.units] == list(range(len(inputs)))
    for window in windows:
        assert len(window.ids) == len(window.types)
        assert len(window.units) == 1 or len(window.ids) <= MAKER.limits.window


@settings(max_examples=150, deadline=None)
@given(st.lists(units, min_size=1, max_size=8))
def test_the_pieces_of_a_unit_follow_its_marker(inputs: list[UnitInput]) -> None:
    for window in MAKER.windows(inputs):
        for placed in window.units:
            text = inputs[placed.unit].text
            ids, offsets = MAKER.tokenizer.with_offsets([text])[0]
            n = len(placed.offsets)
            assert n == min(len(ids), MAKER.limits.unit)
            assert list(window.ids[placed.first + 1 : placed.first + 1 + n]) == ids[:n]
            assert list(placed.offsets) == offsets[:n]
            assert window.types[placed.first] == 1
            assert set(window.types[placed.first + 1 : placed.first + 1 + n]) <= {0}


def test_a_word_comes_back_from_its_pieces() -> None:
    text = "Magnesium relaxes muscles"
    placed = MAKER.windows([UnitInput(text)])[0].units[0]
    first, last = placed.to_tokens(Span(10, 17)) or (0, 0)
    assert (placed.offsets[first][0], placed.offsets[last - 1][1]) == (10, 17)


def test_a_lead_in_is_repeated_only_where_it_stands_outside_of_the_window() -> None:
    lead = UnitInput("Zinc helps with:", index=0)
    item = UnitInput("colds", "list_item", 1, leads=((0, "Zinc helps with:"),))
    together = MAKER.windows([lead, item])
    alone = MAKER.windows([item])
    of_lead, of_item = map(len, MAKER.tokenizer.ids([lead.text, item.text]))
    assert alone[0].units[0].first == 1 + of_lead
    assert together[0].units[1].first == 1 + 1 + of_lead + 1
    assert together[0].types.count(0) == of_lead + of_item


def test_a_window_goes_on_from_the_end_of_the_unit_before() -> None:
    words = UnitInput("one two three four five six seven eight nine ten eleven twelve")
    windows = MAKER.windows([words] * 4)
    before = MAKER.tokenizer.ids([words.text])[0][-MAKER.limits.before :]
    assert len(windows) > 1
    assert list(windows[1].ids[1 : 1 + len(before)]) == before


def test_a_limit_of_one_puts_each_unit_on_its_own_without_the_one_before() -> None:
    windows = MAKER.windows([UnitInput("Zinc."), UnitInput("Iron.")], limit=1)
    other = MAKER.windows([UnitInput("x"), UnitInput("Iron.")], limit=1)
    assert [len(w.units) for w in windows] == [1, 1]
    assert windows[1] == other[1]


def test_positions_point_at_marker_and_pieces_in_the_flat_batch() -> None:
    windows = MAKER.windows([UnitInput("Zinc helps colds."), UnitInput("Iron.")], limit=1)
    width = max(len(w.ids) for w in windows)
    flat = np.zeros((len(windows), width), dtype=np.int64)
    for row, window in enumerate(windows):
        flat[row, : len(window.ids)] = window.ids
    positions, counts = unit_positions(windows, width)
    for row, (window, n) in enumerate(zip(windows, counts, strict=True)):
        placed = window.units[0]
        expected = window.ids[placed.first : placed.first + 1 + n]
        assert flat.reshape(-1)[positions[row, : 1 + n]].tolist() == list(expected)
        assert set(positions[row, 1 + n :].tolist()) <= {int(positions[row, 0])}


@pytest.mark.parametrize("text", ["Zinc helps.", ""])
def test_a_sentence_without_a_page_has_no_context(text: str) -> None:
    assert unit_input(sentence_unit(text)) == UnitInput(text)
