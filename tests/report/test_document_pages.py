"""The pages of documents in a real Chromium."""

from __future__ import annotations

from typing import Any

import pytest

from ..browser import Opener
from . import corpora
from .conftest import Built

pytestmark = pytest.mark.browser

PROMO = "documents/promo-magnesium.html"
HOSTILE = "documents/hostile.html"


def shown(page: Any) -> list[str]:
    """The visible text of each unit, without the numbers of the claims."""
    return page.evaluate(  # type: ignore[no-any-return]
        """() => [...document.querySelectorAll('[data-unit]')].map(unit =>
            [...unit.querySelectorAll('[data-s]:not([hidden])')]
                .map(leaf => leaf.textContent).join(''))"""
    )


@pytest.mark.parametrize("doc_id", ["promo-magnesium", "ref-magnesium", "hostile"])
def test_the_whole_text_is_shown_as_laid_out(built: Built, open_page: Opener, doc_id: str) -> None:
    page = open_page(built.address(f"documents/{doc_id}.html"))
    expected = [row.clean_text.split() for row in built.pages[doc_id].rows.sentences]
    assert [text.split() for text in shown(page)] == expected


def test_headings_and_lists_are_headings_and_lists(built: Built, open_page: Opener) -> None:
    page = open_page(built.address(PROMO))
    assert page.locator("[data-text] h3").inner_text().endswith("Super Magnesium")
    assert page.locator("[data-text] h4").count() == 2
    assert page.locator("[data-text] ul > li").count() == 2


def test_every_leaf_knows_its_place_in_the_file(built: Built, open_page: Opener) -> None:
    for doc_id, made in built.pages.items():
        page = open_page(built.address(f"documents/{doc_id}.html"))
        units = page.evaluate(
            """() => [...document.querySelectorAll('[data-unit]')].map(
                unit => claimcheck.offsets.original(unit))"""
        )
        for unit in units:
            assert made.text[unit["start"] : unit["end"]] == unit["text"]


def test_hostile_text_runs_nothing(built: Built, open_page: Opener) -> None:
    page = open_page(built.address(HOSTILE))
    assert page.evaluate("window.hacked") is None
    assert page.locator("main img, main script").count() == 0


def test_marks_stand_on_their_words(built: Built, open_page: Opener) -> None:
    for doc_id, made in built.pages.items():
        page = open_page(built.address(f"documents/{doc_id}.html"))
        for claim in made.rows.claims:
            found = page.evaluate(
                """key => [...document.querySelectorAll(`mark.claim[data-key="${key}"] [data-s]`)]
                    .map(l => l.dataset.raw === undefined ? l.textContent : l.dataset.raw)
                    .join('')""",
                f"c-{claim.start}-{claim.end}",
            )
            assert found == claim.text


def test_a_click_on_a_claim_chooses_its_card(built: Built, open_page: Opener) -> None:
    page = open_page(built.address(PROMO))
    page.click("mark.claim-conditional >> nth=0")
    claim = built.pages["promo-magnesium"].rows.claims[1]
    assert page.get_attribute(".note-card.current", "data-claim") == claim.claim_id


def test_hovering_explains_every_mark_over_the_word(built: Built, open_page: Opener) -> None:
    page = open_page(built.address(PROMO))
    page.hover("mark.cue-modal >> nth=0")
    said = page.inner_text(".tip")
    assert "Modal cue" in said
    assert "Bears on" in said
    assert "Claim: hedged, treatment, unnamed evidence" in said


def test_escape_hides_the_explanation(built: Built, open_page: Opener) -> None:
    page = open_page(built.address(PROMO))
    page.hover("mark.cue-modal >> nth=0")
    page.keyboard.press("Escape")
    assert not page.is_visible(".tip")


def test_a_hidden_layer_explains_nothing(built: Built, open_page: Opener) -> None:
    page = open_page(built.address(PROMO))
    page.uncheck("[data-layers] input[value=cue]")
    page.hover("mark.cue-modal >> nth=0")
    assert "Modal cue" not in page.inner_text(".tip")


def test_an_address_with_a_fragment_opens_at_the_claim(built: Built, open_page: Opener) -> None:
    claim = built.pages["promo-magnesium"].rows.claims[2]
    page = open_page(built.address(f"{PROMO}#c-{claim.start}-{claim.end}"))
    assert page.get_attribute(".note-card.current", "data-claim") == claim.claim_id
    assert page.locator("mark.claim.lit").count() >= 1


def test_the_card_gives_reasons_probabilities_and_heading_path(
    built: Built, open_page: Opener
) -> None:
    page = open_page(built.address(PROMO))
    card = page.locator(".note-card").nth(2)
    card.locator("summary").click()
    said = card.inner_text()
    assert "no hedge stands before the verb" in said
    assert "45 %" in said
    assert "Super Magnesium › Relief from Migraines" in said
    assert "unsure" in said


def test_n_and_p_go_to_the_neighbouring_documents(built: Built, open_page: Opener) -> None:
    page = open_page(built.address(PROMO))
    page.keyboard.press("n")
    page.wait_for_url("**/ref-magnesium.html")
    page.keyboard.press("p")
    page.wait_for_url("**/promo-magnesium.html")


def test_a_long_word_makes_the_page_no_wider(built: Built, open_page: Opener) -> None:
    for width in (1280, 360):
        page = open_page(built.address(HOSTILE), viewport={"width": width, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_text_around_a_bidirectional_override_keeps_its_order(
    built: Built, open_page: Opener
) -> None:
    page = open_page(built.address("claims.html#q=bidi"))
    card = page.locator(".pair").first
    assert corpora.HOSTILE["bidi"] in card.locator(".quote").first.text_content()
    left = card.locator(".quote").first.bounding_box()
    assert left is not None
    isolates = card.locator("bdi").first.evaluate("e => getComputedStyle(e).unicodeBidi")
    assert isolates == "isolate"
