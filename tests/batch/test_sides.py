"""Which sources are contrasted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from claimcheck.batch.run import RunResult
from claimcheck.batch.sides import Sides, choose_sides
from claimcheck.documents import Source
from claimcheck.errors import UsageError

BOOK = Source("book", "reference")
SHOP = Source("shop", "promotional")
BLOG = Source("blog", "other")


@pytest.mark.parametrize(
    ("sources", "asked", "expected"),
    [
        ([BOOK, SHOP], None, Sides("shop", "book")),
        ([SHOP, BOOK], None, Sides("shop", "book")),
        ([SHOP, BLOG], None, Sides("shop", "blog")),
        ([BOOK, SHOP, BLOG], ("shop", "book"), Sides("shop", "book")),
        ([BOOK, SHOP, BLOG], ("book", "shop"), Sides("shop", "book")),
        ([BOOK, SHOP, BLOG], ("blog", "shop"), Sides("blog", "shop")),
        ([BOOK, SHOP, BLOG], None, None),
        ([SHOP], None, None),
    ],
    ids=["two", "order", "no roles", "asked", "asked the other way", "asked order", "three", "one"],
)
def test_roles_tell_the_reference_and_order_where_they_do_not(
    sources: list[Source], asked: tuple[str, str] | None, expected: Sides | None
) -> None:
    assert choose_sides(sources, asked) == expected


@pytest.mark.parametrize("asked", [("shop", "forum"), ("shop", "shop")])
def test_a_contrast_that_cannot_be_names_the_sources(asked: tuple[str, str]) -> None:
    with pytest.raises(UsageError) as caught:
        choose_sides([BOOK, SHOP, BLOG], asked)
    assert "book, shop, blog" in caught.value.remedy


def test_a_readme_beside_the_sources_is_no_third_source(
    pages: Path, tmp_path: Path, run_pages: Callable[..., RunResult]
) -> None:
    (pages / "README.md").write_text("How these pages were collected.\n", "utf-8")
    result = run_pages(pages, tmp_path / "out")
    assert (result.reviewed, result.reference) == ("promotional", "reference")
    assert result.counts["documents"] == 20
