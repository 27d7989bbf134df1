"""Review mode in a real Chromium: decisions, additions, and the file that comes out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ..browser import Opener
from .conftest import Built

pytestmark = pytest.mark.browser

PROMO = "documents/promo-magnesium.html"
HOSTILE = "documents/hostile.html"
KEYS = [
    "review_version",
    "action",
    "doc_id",
    "path",
    "source",
    "sha256",
    "claim_id",
    "start",
    "end",
    "text",
    "labels",
    "category",
    "comment",
    "reviewer",
    "time",
]


def exported(page: Any, tmp_path: Path) -> list[dict[str, Any]]:
    """The lines of the file that the export button saves."""
    page.keyboard.press("e")
    with page.expect_download() as download:
        page.click("text=Export as JSONL")
    path = tmp_path / "review.jsonl"
    download.value.save_as(path)
    page.keyboard.press("Escape")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def select(page: Any, unit: int, start: int, end: int) -> None:
    """Select what stands at [start, end) of the visible text of a unit, in UTF-16 units."""
    page.evaluate(
        """([unit, start, end]) => {
            const leaves = [...document.querySelectorAll('[data-unit]')[unit]
                .querySelectorAll('[data-s]:not([hidden])')];
            const range = document.createRange();
            let at = 0;
            for (const leaf of leaves) {
                const length = leaf.textContent.length;
                if (start >= at && start < at + length) range.setStart(leaf.firstChild, start - at);
                if (end > at && end <= at + length) range.setEnd(leaf.firstChild, end - at);
                at += length;
            }
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }""",
        [unit, start, end],
    )


def test_decisions_by_keyboard_are_exported_in_the_agreed_form(
    built: Built, open_page: Opener, tmp_path: Path
) -> None:
    page = open_page(built.address(PROMO), review=True)
    for key in ("j", "a", "j", "r", "j", "2"):
        page.keyboard.press(key)
    lines = exported(page, tmp_path)
    claims = built.pages["promo-magnesium"].rows.claims
    assert [line["action"] for line in lines] == ["accept", "reject", "relabel"]
    for line, claim in zip(lines, claims, strict=False):
        assert list(line) == KEYS
        assert line["claim_id"] == claim.claim_id
        assert (line["start"], line["end"], line["text"]) == (claim.start, claim.end, claim.text)
        assert line["sha256"] == built.pages["promo-magnesium"].rows.document.sha256
    assert lines[0]["labels"]["strength"] == "direct"
    assert lines[0]["labels"]["outcomes"][0]["text"] == "Migraines"
    assert lines[1]["labels"] is None
    assert lines[2]["labels"]["strength"] == "correlational"


def test_relabelling_takes_type_basis_polarity_and_agent(
    built: Built, open_page: Opener, tmp_path: Path
) -> None:
    page = open_page(built.address(PROMO), review=True)
    page.keyboard.press("j")
    page.keyboard.press("l")
    page.select_option("#r-type", "function")
    page.select_option("#r-basis", "study")
    page.select_option("#r-polarity", "negated")
    page.fill("#r-agent", "magnesium aspartate")
    page.fill("#r-comment", "see the “label” \\ here")
    page.click("dialog button.main")
    (line,) = exported(page, tmp_path)
    assert line["labels"] == {
        "type": "function",
        "strength": "direct",
        "basis": "study",
        "polarity": "negated",
        "agent": "magnesium aspartate",
        "outcomes": line["labels"]["outcomes"],
    }
    assert line["comment"] == "see the “label” \\ here"


def test_a_second_decision_replaces_the_first_and_undo_takes_it_back(
    built: Built, open_page: Opener, tmp_path: Path
) -> None:
    page = open_page(built.address(PROMO), review=True)
    for key in ("j", "a", "r"):
        page.keyboard.press(key)
    assert [line["action"] for line in exported(page, tmp_path)] == ["reject"]
    page.keyboard.press("u")
    assert page.inner_text("#t-export") == "Corrections (0)"


def test_a_comment_stands_beside_the_decision(
    built: Built, open_page: Opener, tmp_path: Path
) -> None:
    page = open_page(built.address(PROMO), review=True)
    for key in ("j", "a", "c"):
        page.keyboard.press(key)
    page.fill("dialog textarea", "check this")
    page.click("dialog button.main")
    assert sorted(line["action"] for line in exported(page, tmp_path)) == ["accept", "comment"]


def test_the_reviewers_name_is_exported(built: Built, open_page: Opener, tmp_path: Path) -> None:
    page = open_page(built.address(PROMO), review=True)
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.keyboard.press("e")
    page.fill("#reviewer", "Dr. Ämilie")
    page.keyboard.press("Escape")
    assert exported(page, tmp_path)[0]["reviewer"] == "Dr. Ämilie"


@pytest.mark.parametrize("unit", range(10))
def test_a_selection_gives_exact_code_points_of_the_file(
    built: Built, open_page: Opener, unit: int
) -> None:
    page = open_page(built.address(HOSTILE), review=True)
    made = built.pages["hostile"]
    length = page.evaluate(
        """unit => [...document.querySelectorAll('[data-unit]')[unit]
            .querySelectorAll('[data-s]:not([hidden])')]
            .map(l => l.textContent).join('').length""",
        unit,
    )
    row = made.rows.sentences[unit]
    for start, end in ((0, length), (0, length - 3), (min(6, length - 2), length)):
        select(page, unit, start, end)
        found = page.evaluate(
            """() => { const f = claimcheck.offsets.ofSelection(getSelection(),
                document.querySelector('[data-text]'));
                return {start: f.start, end: f.end, text: f.text, shown: `${getSelection()}`}; }"""
        )
        assert made.text[found["start"] : found["end"]] == found["text"]
        assert row.start <= found["start"] < found["end"] <= row.end
        assert found["text"] == found["text"].strip()


def test_a_missed_claim_is_added_by_selecting_text(
    built: Built, open_page: Opener, tmp_path: Path
) -> None:
    page = open_page(built.address(HOSTILE), review=True)
    words = "cure 🧠emoji now"
    made = built.pages["hostile"]
    unit = next(n for n, row in enumerate(made.rows.sentences) if words in row.text)
    text = made.rows.sentences[unit].text
    before = len(text[: text.index(words)].encode("utf-16-le")) // 2
    select(page, unit, before, before + len(words.encode("utf-16-le")) // 2)
    page.click("text=Add claim")
    page.select_option("#r-type", "harm")
    page.fill("#r-agent", "zinc")
    page.fill("#r-outcomes", "🧠emoji")
    page.click("dialog button.main")
    (line,) = exported(page, tmp_path)
    assert line["action"] == "add_claim"
    assert line["claim_id"] is None
    assert made.text[line["start"] : line["end"]] == line["text"] == words
    (outcome,) = line["labels"]["outcomes"]
    assert made.text[outcome["start"] : outcome["end"]] == outcome["text"] == "🧠emoji"


def test_a_missed_cue_over_markup_is_added_with_its_markup(
    built: Built, open_page: Opener, tmp_path: Path
) -> None:
    page = open_page(built.address(HOSTILE), review=True)
    made = built.pages["hostile"]
    unit = len(made.rows.sentences) - 1
    select(page, unit, 0, len("One line broken"))
    page.keyboard.press("q")
    page.select_option("#r-category", "booster")
    page.click("dialog button.main")
    (line,) = exported(page, tmp_path)
    assert (line["action"], line["category"], line["labels"]) == ("add_cue", "booster", None)
    assert made.text[line["start"] : line["end"]] == line["text"]
    assert line["text"].startswith("One\r\nline <b>broken")


def test_a_claim_can_be_added_by_keyboard_alone(
    built: Built, open_page: Opener, tmp_path: Path
) -> None:
    page = open_page(built.address(PROMO), review=True)
    for key in ("s", "s", "w", "s", "m"):
        page.keyboard.press(key)
    page.fill("#r-words", "Relief from")
    page.keyboard.press("Tab")
    page.click("dialog button.main")
    (line,) = exported(page, tmp_path)
    text = built.pages["promo-magnesium"].text
    assert text[line["start"] : line["end"]] == line["text"] == "Relief from"


def test_words_that_are_not_in_the_sentence_are_refused(built: Built, open_page: Opener) -> None:
    page = open_page(built.address(PROMO), review=True)
    page.keyboard.press("s")
    page.keyboard.press("m")
    page.fill("#r-words", "not there")
    page.click("dialog button.main")
    assert "do not stand in the sentence" in page.inner_text("dialog .wrong")


def test_a_selection_over_two_sentences_is_refused(built: Built, open_page: Opener) -> None:
    page = open_page(built.address(PROMO), review=True)
    page.evaluate("getSelection().selectAllChildren(document.querySelector('[data-text]'))")
    page.keyboard.press("m")
    assert "one sentence" in page.inner_text(".toast")


def test_an_addition_is_listed_and_can_be_removed(built: Built, open_page: Opener) -> None:
    page = open_page(built.address(PROMO), review=True)
    page.keyboard.press("s")
    page.keyboard.press("q")
    page.click("dialog button.main")
    assert "Super Magnesium" in page.inner_text(".added")
    page.click(".added button")
    assert page.locator(".added").count() == 0


def test_corrections_outlive_the_page_and_show_on_every_page(
    built: Built, open_page: Opener
) -> None:
    page = open_page(built.address(PROMO), review=True)
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.click("nav a[href$='claims.html']")
    page.wait_for_selector(".pair[data-decision=accept]")


def test_a_damaged_entry_hides_no_other_correction(
    built: Built, open_page: Opener, tmp_path: Path
) -> None:
    page = open_page(built.address(PROMO), review=True)
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.evaluate(
        """() => {
            const prefix = `claimcheck:review:${document.body.dataset.report}:`;
            localStorage.setItem(`${prefix}decision|cut`, '{"action": "acc');
            localStorage.setItem(`${prefix}decision|empty`, 'null');
        }"""
    )
    page.reload()
    assert page.inner_text("#t-export") == "Corrections (1)"
    assert [line["action"] for line in exported(page, tmp_path)] == ["accept"]


def test_a_page_that_back_brings_again_shows_what_was_decided_since(
    built: Built, open_page: Opener
) -> None:
    page = open_page(built.address(PROMO), review=True)
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.evaluate(
        """() => {
            const key = Object.keys(localStorage).find((k) => k.includes(':decision|'));
            const entry = JSON.parse(localStorage.getItem(key));
            localStorage.setItem(key, JSON.stringify({ ...entry, action: 'reject' }));
            dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
        }"""
    )
    assert page.locator("[data-decision=reject]").count() == 1


def test_decisions_on_the_contrast_page_are_the_same(
    built: Built, open_page: Opener, tmp_path: Path
) -> None:
    page = open_page(built.address("contrast.html#verdict=omitted"), review=True)
    page.keyboard.press("j")
    page.keyboard.press("4")
    (line,) = exported(page, tmp_path)
    claim = built.pages["ref-magnesium"].rows.claims[1]
    assert (line["claim_id"], line["doc_id"]) == (claim.claim_id, "ref-magnesium")
    assert line["labels"]["strength"] == "direct"


def test_without_review_mode_the_keys_decide_nothing(built: Built, open_page: Opener) -> None:
    page = open_page(built.address(PROMO))
    page.keyboard.press("j")
    page.keyboard.press("a")
    assert page.locator("[data-decision]").count() == 0
    assert (
        page.evaluate(
            "Object.keys(localStorage).filter(k => k.startsWith('claimcheck:review:')).length"
        )
        == 0
    )
