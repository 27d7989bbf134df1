"""Corrections made in the report by keyboard and mouse come back as gold that training reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from claimcheck.annotations.checks import problems
from claimcheck.annotations.merging import merge
from claimcheck.annotations.store import read_set
from claimcheck.report import build_report
from claimcheck.tables import write_table
from claimcheck.training.gold import examples_of, read_annotation_set

from ..browser import Opener
from . import runs, samples

pytestmark = pytest.mark.browser


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A page, a run over it and its report."""
    page = samples.document()
    file = tmp_path / "corpus" / page.path
    file.parent.mkdir(parents=True)
    file.write_bytes(page.text.encode("utf-8"))
    runs.write_run(tmp_path / "corpus", tmp_path / "out", page)
    for name in ("comparisons", "errors"):
        write_table(tmp_path / "out" / f"{name}.jsonl", [])
    build_report(tmp_path / "out")
    return tmp_path


def export(page: Any, target: Path) -> list[dict[str, Any]]:
    page.keyboard.press("e")
    with page.expect_download() as download:
        page.click("text=Export as JSONL")
    download.value.save_as(target)
    return [json.loads(line) for line in target.read_text("utf-8").splitlines()]


def add_by_keyboard(page: Any, key: str, words: str, **fields: str) -> None:
    """Add a missed claim (`m`) or cue (`q`) in the unit where the keyboard stands."""
    page.keyboard.press(key)
    page.fill("#r-words", words)
    for name, value in fields.items():
        control = page.locator(f"#r-{name}")
        if control.evaluate("node => node.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)
    page.click("dialog button.main")


def test_ten_corrections_become_examples_of_training(
    project: Path,
    open_page: Opener,
) -> None:
    (address,) = (project / "out" / "report" / "documents").glob("*.html")
    page = open_page(address.as_uri(), review=True)
    for key in ("j", "a", "j", "r", "j", "4", "j", "2"):
        page.keyboard.press(key)
    page.keyboard.press("s")
    add_by_keyboard(page, "m", "Lozenges", agent="zinc", outcomes="Lozenges", type="mechanism")
    page.keyboard.press("s")
    add_by_keyboard(page, "q", "shorten", category="softener")
    add_by_keyboard(page, "q", "early", category="approximator")
    page.keyboard.press("s")
    add_by_keyboard(page, "q", "does", category="booster")
    add_by_keyboard(page, "m", "cure them", agent="zinc", strength="conditional")
    page.keyboard.press("s")
    add_by_keyboard(page, "q", "include", category="softener")
    lines = export(page, project / "review.jsonl")
    assert len(lines) == 10

    into = project / "annotations" / "review"
    result = merge(
        [project / "review.jsonl"],
        project / "out",
        documents=project / "corpus",
        into=into,
        root=project,
        limits=runs.LIMITS,
    )
    refused = [str(problem) for problem in result.problems]
    assert len(refused) == 1
    assert "'early'" in refused[0], "it overlaps a cue of the machine"
    assert result.applied == 9

    (gold,) = read_set(into, project)
    assert problems(gold) == []
    claims = {claim.mark.text: claim for _, claim in gold.claims()}
    assert set(claims) == {
        "Zinc may shorten colds",
        "Lozenges",
        "cure them",
        "Nausea",
        "Métallic taste",
    }
    assert claims["Nausea"].strength == "direct"
    assert claims["Métallic taste"].strength == "correlational"
    assert claims["cure them"].strength == "conditional"
    assert claims["Lozenges"].outcomes[0].text == "Lozenges"

    (read,) = read_annotation_set(into, project)
    learnt = {example.text: example for example in examples_of(read)}
    assert len(learnt) == 6
    assert [cue.category for cue in learnt["It does not cure them."].cues] == [
        "booster",
        "negation",
    ]
