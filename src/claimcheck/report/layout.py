"""From the layout keys of sentences.jsonl back to headings, paragraphs, nested lists and tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

Row = dict[str, Any]


@dataclass(slots=True)
class Block:
    """Units that the author laid out as one; `kind` as in `documents.model.Unit.block_kind`."""

    kind: str
    level: int
    row: int
    column: int
    units: list[Row]


@dataclass(slots=True)
class Heading:
    """A heading; `depth` is its level on the page (3 to 6, no step left out)."""

    depth: int
    level: int
    units: list[Row]
    tag: str = "heading"


@dataclass(slots=True)
class Text:
    """A paragraph or a quotation."""

    units: list[Row]
    tag: str = "paragraph"


@dataclass(slots=True)
class Item:
    """A list item with the lists below it."""

    units: list[Row]
    lists: list[List] = field(default_factory=list)


@dataclass(slots=True)
class List:
    """A list of items."""

    items: list[Item] = field(default_factory=list)
    tag: str = "list"


@dataclass(slots=True)
class Grid:
    """A table: rows of cells, each the units of one cell; short rows end in empty cells."""

    rows: list[list[list[Row]]]
    tag: str = "table"


Element = Heading | Text | List | Grid

#: The page's own title is h1 and its text stands under an h2.
_TOP_DEPTH = 3
_MAX_LIST_LEVEL = 12


def blocks(units: Iterable[Row]) -> list[Block]:
    """Join neighbouring units of one block."""
    found: list[Block] = []
    for _, group in groupby(units, key=lambda u: (u.get("block"), u.get("block_kind"))):
        members = list(group)
        first = members[0]
        found.append(
            Block(
                kind=first.get("block_kind") or "paragraph",
                level=first.get("level") or 0,
                row=first.get("row", -1),
                column=first.get("column", -1),
                units=members,
            )
        )
    return found


def elements(units: Iterable[Row]) -> list[Element]:
    """The elements of a page in order, from its sentences.jsonl rows."""
    found: list[Element] = []
    open_levels: list[int] = []
    all_blocks = blocks(units)
    position = 0
    while position < len(all_blocks):
        block = all_blocks[position]
        if block.kind in ("list_item", "table_cell"):
            stop = position
            while stop < len(all_blocks) and all_blocks[stop].kind == block.kind:
                stop += 1
            same = all_blocks[position:stop]
            found.extend([_list(same)] if block.kind == "list_item" else _grids(same))
            position = stop
            continue
        if block.kind == "heading":
            level = block.level or 1
            while open_levels and open_levels[-1] >= level:
                open_levels.pop()
            open_levels.append(level)
            depth = min(6, _TOP_DEPTH + len(open_levels) - 1)
            found.append(Heading(depth, level, block.units))
        else:
            found.append(Text(block.units, "quote" if block.kind == "quote" else "paragraph"))
        position += 1
    return found


def _list(items: Sequence[Block]) -> List:
    """Nest items by their level; a level that is skipped does not open an empty list."""
    root = List()
    open_lists: list[tuple[int, List]] = [(min(block.level for block in items), root)]
    for block in items:
        while len(open_lists) > 1 and block.level < open_lists[-1][0]:
            open_lists.pop()
        level, current = open_lists[-1]
        if block.level > level and current.items and len(open_lists) < _MAX_LIST_LEVEL:
            below = List()
            current.items[-1].lists.append(below)
            open_lists.append((block.level, below))
            current = below
        current.items.append(Item(block.units))
    return root


def _grids(cells: Sequence[Block]) -> list[Grid]:
    """Cut neighbouring cells in tables: a new one starts where the place goes back."""
    grids: list[Grid] = []
    place = (-1, -1)
    for cell in cells:
        here = (cell.row, cell.column)
        if not grids or here <= place:
            grids.append(Grid([[]]))
        elif cell.row > place[0]:
            grids[-1].rows.append([])
        row = grids[-1].rows[-1]
        while len(row) < min(max(0, cell.column), 200):
            row.append([])
        row.append(cell.units)
        place = here
    for grid in grids:
        width = max(len(row) for row in grid.rows)
        for row in grid.rows:
            row.extend([] for _ in range(width - len(row)))
    return grids
