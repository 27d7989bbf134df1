"""WCAG 2.2 AA by axe-core, in a real Chromium."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources
from importlib.util import find_spec
from typing import Any

import pytest

from ..browser import Opener, missing
from .conftest import Built

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = {
    "overview": "index.html",
    "contrast": "contrast.html",
    "claims": "claims.html#flag=uncertain",
    "substances": "substances.html",
    "documents": "documents.html",
    "document": "documents/promo-magnesium.html",
    "hostile document": "documents/hostile.html",
}


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, which the package axe-playwright-python carries."""
    if find_spec("axe_playwright_python") is None:
        missing("the package axe-playwright-python, which carries axe-core, is not installed")
    return (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Any, axe: str) -> list[str]:
    page.evaluate(axe)
    found = page.evaluate(
        "tags => axe.run(document, {preload: false, runOnly: {type: 'tag', values: tags}})", TAGS
    )
    return [
        f"{v['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for v in found["violations"]
        for node in v["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(
    built: Built, open_page: Opener, axe: str, name: str, scheme: str
) -> None:
    page = open_page(built.address(PAGES[name]), color_scheme=scheme)
    page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
    assert violations(page, axe) == []


def act_review(page: Any) -> None:
    for key in ("j", "a", "j", "2"):
        page.keyboard.press(key)


def act_relabel(page: Any) -> None:
    page.keyboard.press("j")
    page.keyboard.press("l")


def act_add(page: Any) -> None:
    page.keyboard.press("s")
    page.keyboard.press("m")


def act_export(page: Any) -> None:
    act_review(page)
    page.keyboard.press("e")


@pytest.mark.parametrize(
    "act", [act_review, act_relabel, act_add, act_export, lambda page: page.keyboard.press("?")]
)
def test_axe_finds_nothing_while_reviewing(
    built: Built, open_page: Opener, axe: str, act: Callable[[Any], None]
) -> None:
    page = open_page(built.address(PAGES["document"]), review=True)
    act(page)
    assert violations(page, axe) == []


def test_a_narrow_page_needs_no_sideways_scrolling(built: Built, open_page: Opener) -> None:
    for address in PAGES.values():
        page = open_page(built.address(address), viewport={"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address


def test_the_focus_is_visible_and_the_first_tab_skips_to_the_content(
    built: Built, open_page: Opener
) -> None:
    page = open_page(built.address("index.html"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
