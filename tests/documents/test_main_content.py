"""What is a saved page's own text: measured on ten pages in the manner of real shops and blogs.

In the pages, `<!--own-->` and `<!--/own-->` mark the text of the page's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from claimcheck.documents import Limits, Source, html, read_document
from claimcheck.documents.blocks import Block

from .helpers import LIMITS, assert_true_to_original, clean
from .helpers import html as read_html

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))
OWN = re.compile(r"<!--own-->(.*?)<!--/own-->", re.DOTALL)


@dataclass(frozen=True)
class Outcome:
    """Characters of a page: its own, kept, and both."""

    own: int
    kept: int
    right: int
    lost: list[str]
    foreign: list[str]

    @property
    def precision(self) -> float:
        return self.right / self.kept

    @property
    def recall(self) -> float:
        return self.right / self.own


def measure(page: Path) -> Outcome:
    text = page.read_text("utf-8")
    ranges = [match.span(1) for match in OWN.finditer(text)]

    def is_own(block: Block) -> bool:
        start = block.offset_map.pieces[0].original.start
        return any(first <= start < last for first, last in ranges)

    def size(blocks: list[Block]) -> int:
        return sum(len(block.clean) for block in blocks)

    kept = html.read(text, Limits()).blocks
    own = [block for block in html.all_blocks(text) if is_own(block)]
    places = {block.offset_map for block in kept}
    return Outcome(
        own=size(own),
        kept=size(kept),
        right=size([block for block in kept if is_own(block)]),
        lost=[block.clean for block in own if block.offset_map not in places],
        foreign=[block.clean for block in kept if not is_own(block)],
    )


def test_there_are_ten_pages() -> None:
    assert len(PAGES) == 10


def test_nearly_all_of_what_is_kept_is_the_pages_own_and_nearly_all_of_that_is_kept() -> None:
    outcomes = [measure(page) for page in PAGES]
    precision = sum(o.right for o in outcomes) / sum(o.kept for o in outcomes)
    recall = sum(o.right for o in outcomes) / sum(o.own for o in outcomes)
    assert precision >= 0.97
    assert recall >= 0.98


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_page_is_torn_apart(page: Path) -> None:
    outcome = measure(page)
    assert outcome.recall >= 0.9, outcome.lost
    assert outcome.precision >= 0.85, outcome.foreign


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_places_in_saved_pages_are_true(page: Path) -> None:
    source = Source("shop", "promotional")
    assert_true_to_original(read_document(page, root=page.parent, source=source, limits=LIMITS))


@pytest.mark.parametrize(
    "furniture",
    [
        "<footer><p>Imprint of the shop.</p></footer>",
        "<div class='cookie-banner'><p>We use cookies on this page.</p></div>",
        "<aside><p>Read our other posts about zinc.</p></aside>",
        "<ul><li><a href='/a'>Shop all products</a></li><li><a href='/b'>Log in</a></li></ul>",
        "<div id=reviews><p>It cured my cold overnight!</p></div>",
    ],
)
def test_furniture_is_left_out(furniture: str) -> None:
    page = f"<body><h1>Zinc</h1><p>Zinc may shorten a cold by a day.</p>{furniture}</body>"
    assert clean(read_html(page)) == ["Zinc", "Zinc may shorten a cold by a day."]


def test_an_element_with_most_of_the_text_is_no_furniture_whatever_its_class() -> None:
    text = "<h1>Zinc</h1><p>It may shorten a cold.</p>"
    page = f"<div class='page-with-sidebar'>{text}</div><nav>x</nav>"
    assert clean(read_html(page)) == ["Zinc", "It may shorten a cold."]


def test_a_page_without_furniture_is_kept_whole() -> None:
    page = "<h1>Zinc</h1><p>Gas</p><ul><li>Pain</li></ul><p>Short.</p>"
    assert clean(read_html(page)) == ["Zinc", "Gas", "Pain", "Short."]


def test_how_much_was_left_out_is_recorded() -> None:
    page = "<h1>Zinc</h1><p>It may shorten a cold.</p><footer><p>Imprint of the shop.</p></footer>"
    assert any("left out" in warning for warning in read_html(page).warnings)
