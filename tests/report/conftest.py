"""A small report, built once."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimcheck.report import Summary, build_report

from . import corpora
from .pages import Page


class Built:
    """A report on disk with the pages that it was made from."""

    def __init__(self, out: Path, pages: dict[str, Page], summary: Summary) -> None:
        self.out = out
        self.folder = out / "report"
        self.pages = pages
        self.summary = summary

    def address(self, name: str) -> str:
        """The file: address of a page, which may have a fragment."""
        path, _, fragment = name.partition("#")
        return (self.folder / path).as_uri() + (f"#{fragment}" if fragment else "")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The small corpus with its hostile page."""
    out = tmp_path_factory.mktemp("small")
    pages = corpora.small(out)
    return Built(out, pages, build_report(out))


@pytest.fixture(scope="session")
def built_large(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """1,200 claims: more than one page of results and more than one data file."""
    out = corpora.large(tmp_path_factory.mktemp("large"), 1200)
    return Built(out, {}, build_report(out))
