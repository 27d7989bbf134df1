"""From a run through a reviewer's browser into annotations: nothing is lost or moved."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import claimcheck
from claimcheck.annotations.merging import merge
from claimcheck.documents import Limits

from ..browser import Opener
from .test_review import exported

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHOP = """# Zinc & you 🧠

Zinc **supports** your immune system. It may shorten colds.

Caf&eacute; lovers: zinc improves sleep, and it cures fatigue.

## Side effects

Common side effects can include:

- Nausea
- Stomach pain
"""
BOOK = """# Zinc

Zinc may shorten colds. More research is needed on sleep.

High doses can cause nausea.
"""


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run over a shop page and a monograph."""
    folder = tmp_path_factory.mktemp("trip")
    for source, text in (("promotional", SHOP), ("reference", BOOK)):
        (folder / "pages" / source).mkdir(parents=True)
        (folder / "pages" / source / "zinc.md").write_text(text, encoding="utf-8")
    claimcheck.run([str(folder / "pages")], out=str(folder / "out"))
    return folder


def correct(page: Any) -> None:
    """Ten corrections by keyboard, or as many as the page has claims for."""
    for keys in ("ja", "jr", "j2", "ja", "j1", "ja", "j3"):
        for key in keys:
            page.keyboard.press(key)
    for key in "ss":
        page.keyboard.press(key)
    page.keyboard.press("q")
    page.fill("#r-words", "supports")
    page.select_option("#r-category", "softener")
    page.click("dialog button.main")


def test_corrections_come_back_as_annotations(
    reviewed: Path, open_page: Opener, tmp_path: Path
) -> None:
    (document,) = (reviewed / "out" / "report" / "documents").glob("promotional*")
    page = open_page(document.as_uri(), review=True)
    correct(page)
    lines = exported(page, tmp_path)
    assert len(lines) >= 5
    for line in lines:
        assert SHOP[line["start"] : line["end"]] == line["text"]
    merged = merge(
        [tmp_path / "review.jsonl"],
        reviewed / "out",
        documents=reviewed / "pages",
        into=tmp_path / "gold",
        root=reviewed,
        limits=Limits(),
    )
    assert not merged.problems
    (gold,) = (tmp_path / "gold").glob("*.jsonl")
    units = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    strengths = {c["text"]: c["strength"] for unit in units for c in unit["claims"]}
    for line in lines:
        if line["action"] == "relabel":
            assert strengths[line["text"]] == line["labels"]["strength"]
        elif line["action"] == "reject":
            assert line["text"] not in strengths
    cues = {(c["text"], c["category"]) for unit in units for c in unit["cues"]}
    assert ("supports", "softener") in cues
