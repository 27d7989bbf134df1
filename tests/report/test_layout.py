"""Headings, lists and tables from the layout keys."""

from __future__ import annotations

from typing import Any

from claimcheck.report.layout import Grid, Heading, List, Text, elements


def unit(block: int, kind: str = "paragraph", **layout: Any) -> dict[str, Any]:
    return {"text": f"u{block}", "block": block, "block_kind": kind, **layout}


def test_units_of_one_block_are_one_paragraph() -> None:
    found = elements([unit(0), unit(0), unit(1)])
    assert [len(element.units) for element in found if isinstance(element, Text)] == [2, 1]


def test_no_heading_level_is_left_out_on_the_page() -> None:
    levels = (1, 4, 4, 2, 3)
    rows = [unit(n, "heading", level=level) for n, level in enumerate(levels)]
    found = elements(rows)
    assert [e.depth for e in found if isinstance(e, Heading)] == [3, 4, 4, 4, 5]


def test_deeper_items_stand_in_the_item_above() -> None:
    rows = [unit(n, "list_item", level=level) for n, level in enumerate((1, 2, 2, 1))]
    (found,) = elements(rows)
    assert isinstance(found, List)
    assert [len(item.lists) for item in found.items] == [1, 0]
    assert len(found.items[0].lists[0].items) == 2


def test_a_list_may_start_deep() -> None:
    rows = [unit(n, "list_item", level=level) for n, level in enumerate((3, 1))]
    (found,) = elements(rows)
    assert isinstance(found, List)
    assert sum(1 + sum(len(b.items) for b in i.lists) for i in found.items) == 2


def test_short_rows_are_filled_and_a_new_table_starts_where_the_place_goes_back() -> None:
    places = [(0, 0), (0, 2), (1, 0), (0, 0)]
    rows = [unit(n, "table_cell", row=r, column=c) for n, (r, c) in enumerate(places)]
    found = elements(rows)
    assert [isinstance(element, Grid) for element in found] == [True, True]
    assert isinstance(found[0], Grid)
    assert [len(row) for row in found[0].rows] == [3, 3]
