"""Which blocks of an HTML page are its own text: no menus, banners, reviews, related products.

trafilatura decides which text is content; its answer is mapped back onto the blocks, so that
places stay true to the source. What the page itself marks as furniture (`footer`, `aside`, class
names) is left out in any case, and what stands between two pieces of content is kept.
"""

from __future__ import annotations

import logging
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Final

from ..errors import ConfigurationError
from .blocks import Block

#: Elements that are furniture whatever their class.
_FURNITURE_TAGS: Final = frozenset({"footer", "aside", "form", "dialog"})
#: Elements that are never taken for furniture because of their class.
_FRAME_TAGS: Final = frozenset({"html", "body", "main", "article", "h1"})
_NAMES: Final = re.compile(
    r"\b(?:class|id|role|data-section-type)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)", re.I
)
_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_NOT_LETTERS: Final = re.compile(r"\W+")
#: An element with more than this share of the page's text is the page, whatever its class.
_LARGEST_FURNITURE: Final = 0.5
#: A block with more than this share of link text is a menu.
_MENU: Final = 0.6
#: How many blocks without content may stand between two with content.
_GAP: Final = 4
#: Larger pages are judged by their structure alone.
_LONGEST: Final = 2_000_000
#: If the library finds less than this share of what the structure leaves, it is not believed.
_LEAST_FOUND: Final = 0.3


@dataclass(frozen=True, slots=True)
class Content:
    """The blocks that are the page's own text, and how many were left out."""

    blocks: list[Block]
    left_out: int


@cache
def _names() -> tuple[frozenset[str], tuple[str, ...]]:
    path = "documents/furniture.toml"
    data = tomllib.loads(resources.files("claimcheck").joinpath(path).read_text("utf-8"))
    if set(data) != {"version", "words", "phrases"} or data["version"] != 1:
        raise ConfigurationError(
            "is not a version 1 list of page furniture", path=path, remedy="Reinstall claimcheck."
        )
    return frozenset(data["words"]), tuple(data["phrases"])


def is_furniture(tag: str, source: str) -> bool:
    """Whether an element is page furniture, as its tag, class, id or role says.

    tag (str): its name in lower case.
    source (str): the source of its start tag.
    """
    if tag in _FRAME_TAGS:
        return False
    if tag in _FURNITURE_TAGS:
        return True
    words, phrases = _names()
    for match in _NAMES.finditer(source[:2_000]):
        value = match.group(1)
        if any(word.lower() in words for word in _WORD.findall(value)):
            return True
        if any(phrase in value.lower().replace("_", "-") for phrase in phrases):
            return True
    return False


def select(blocks: Sequence[Block], source: str) -> Content:
    """Keep the blocks that are content.

    blocks (sequence of Block): of the whole page, in order; `furniture` tells in which marked
        element each stands.
    source (str): the HTML.
    RETURNS (Content): all blocks where the page has no furniture at all.
    """
    outside = _outside_furniture(blocks)
    menus = sum(_is_menu(block) for block in blocks)
    if all(outside) and not menus and "<nav" not in source.lower():
        return Content(list(blocks), 0)
    found = _found(blocks, outside, source)
    kept = [
        block
        for index, block in enumerate(blocks)
        if outside[index] and not _is_menu(block) and (found is None or found[index])
    ]
    return Content(kept, len(blocks) - len(kept))


def _outside_furniture(blocks: Sequence[Block]) -> list[bool]:
    sizes: dict[int, int] = {}
    for block in blocks:
        sizes[block.furniture] = sizes.get(block.furniture, 0) + len(block.clean)
    largest = _LARGEST_FURNITURE * sum(sizes.values())
    return [not block.furniture or sizes[block.furniture] > largest for block in blocks]


def _is_menu(block: Block) -> bool:
    return block.kind != "heading" and block.linked > _MENU * len(block.clean)


def _found(blocks: Sequence[Block], outside: Sequence[bool], source: str) -> list[bool] | None:
    """For each block whether it is content in the library's eyes; None where it has no opinion."""
    if len(source) > _LONGEST:
        return None
    extracted = _extract(source)
    # Cells of a table row stand in one line, between bars.
    lines = {_key(cell) for line in extracted.splitlines() for cell in (line, *line.split("|"))}
    joined = _key(extracted)
    found = [_is_in(block, lines, joined) for block in blocks]
    size = sum(len(block.clean) for block, is_out in zip(blocks, outside, strict=True) if is_out)
    covered = sum(
        len(block.clean)
        for block, is_found, is_out in zip(blocks, found, outside, strict=True)
        if is_found and is_out
    )
    if covered < _LEAST_FOUND * size:
        return None
    return _between(blocks, found, outside)


def _is_in(block: Block, lines: set[str], joined: str) -> bool:
    key = _key(block.clean)
    return key in lines or (len(key) >= 25 and key in joined)


def _between(blocks: Sequence[Block], found: Sequence[bool], outside: Sequence[bool]) -> list[bool]:
    """Fill short gaps between content, and keep the title and whole tables with it."""
    kept = list(found)
    content = [i for i, is_found in enumerate(found) if is_found and outside[i]]
    tables = {blocks[i].table_id for i in content if blocks[i].table_id}
    for index, block in enumerate(blocks):
        kept[index] = kept[index] or block.table_id in tables
    title = next((i for i, b in enumerate(blocks) if (b.kind, b.level) == ("heading", 1)), None)
    if title is not None and content and 0 < content[0] - title <= _GAP:
        content.insert(0, title)
    for first, second in pairwise(content):
        if second - first - 1 <= _GAP:
            kept[first:second] = [True] * (second - first)
    for index in range(len(blocks) - 2, -1, -1):
        if blocks[index].kind == "heading" and kept[index + 1] and outside[index + 1]:
            kept[index] = True
    return kept


def _key(text: str) -> str:
    return _NOT_LETTERS.sub("", text).lower()


def _extract(source: str) -> str:
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        text = trafilatura.extract(
            source,
            include_comments=False,
            include_tables=True,
            favor_recall=True,
            deduplicate=False,
            with_metadata=False,
        )
    except Exception:  # a page that the library cannot read is judged by its structure
        return ""
    return text or ""
