"""A real Chromium to open pages with: one for the whole session, since Playwright allows one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any

import pytest

#: Set (by CI) where the browser tests must run: what is missing then fails instead of skipping.
REQUIRED = "CLAIMCHECK_BROWSER_TESTS"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def missing(what: str) -> None:
    """Skip the test, or fail it where the browser tests must run."""
    if os.environ.get(REQUIRED):
        pytest.fail(f"{what}, and {REQUIRED} asks for the browser tests")
    pytest.skip(f"browser tests: {what}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The system's Chromium, without a window; skips where there is none."""
    named = os.environ.get("CHROMIUM")
    path = named or next((found for name in _NAMES if (found := shutil.which(name))), None)
    if path is None:
        missing("no Chromium is installed (the package chromium), and CHROMIUM names none")
    if find_spec("playwright") is None:
        missing("the package playwright is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=path, args=list(FLAGS))
        yield found
        found.close()


Opener = Callable[..., Any]


@pytest.fixture
def open_page(browser: Any) -> Iterator[Opener]:
    """`open_page(address, review=True, **context options)`: a page with a storage of its own.

    Review mode is turned on by its key, as a reviewer does, never by a script of the test's that
    runs before the page: Chromium binds the storage of a document that asks for it before the
    browser process knows of the document to nothing at all, and what is written there is lost
    without a word. The report's own scripts are deferred.

    A script error or a breach of the content-security policy fails the test.
    """
    contexts: list[Any] = []
    problems: list[str] = []

    def opened(address: str, *, review: bool = False, **options: Any) -> Any:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "console", lambda said: problems.append(said.text) if said.type == "error" else None
        )
        page.goto(address)
        if page.locator("[data-browse]").count():
            page.wait_for_selector("[data-ready]")
        if review:
            page.keyboard.press("v")
            page.wait_for_selector("body.reviewing")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert problems == []
