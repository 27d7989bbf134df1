"""A small knowledge base of its own, so that these tests do not move with the package's lexicon."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from claimcheck.concepts import KnowledgeBase
from claimcheck.config import Config, load_config
from claimcheck.contrast import Tables, compare
from claimcheck.rows import ComparisonRow

from .pages import OUTCOMES, SUBSTANCES, Page


@pytest.fixture(scope="session")
def kb(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    """Ten substances and outcomes with the links that matter."""
    folder = tmp_path_factory.mktemp("lexicon")
    paths = []
    for name, text in (("substances", SUBSTANCES), ("outcomes", OUTCOMES)):
        path = folder / f"{name}.toml"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return KnowledgeBase(paths)


@pytest.fixture
def config() -> Config:
    """The package's configuration."""
    return load_config()


@pytest.fixture
def shop(kb: KnowledgeBase) -> Page:
    """A page about magnesium of the reviewed source."""
    return Page(kb, "shop")


@pytest.fixture
def guide(kb: KnowledgeBase) -> Page:
    """A page about magnesium of the reference source."""
    return Page(kb, "guide")


@pytest.fixture
def contrast(kb: KnowledgeBase, config: Config) -> Callable[..., list[ComparisonRow]]:
    """Compare pages of the sources `shop` (reviewed) and `guide` (reference)."""

    def run(*pages: Page) -> list[ComparisonRow]:
        tables = tables_of(*pages)
        return list(compare(tables, reviewed="shop", reference="guide", kb=kb, config=config))

    return run


def tables_of(*pages: Page) -> Tables:
    """The rows of pages as tables."""
    return Tables(
        [c for p in pages for c in p.rows.claims],
        [s for p in pages for s in p.rows.sentences],
        [p.rows.document for p in pages],
    )
