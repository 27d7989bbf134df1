"""Contrast inside one document."""

from __future__ import annotations

import pytest

from claimcheck.concepts import KnowledgeBase
from claimcheck.contrast.internal import flag_document

from .pages import Page


def heading(page: Page, text: str, outcome: str, level: int = 2, strength: str = "direct") -> None:
    page.claim(text, [outcome], strength=strength, kind="heading", level=level)


def flags(page: Page, kb: KnowledgeBase) -> list[list[str]]:
    flag_document(page.rows, kb)
    return [claim.flags for claim in page.rows.claims]


def test_a_heading_stronger_than_its_section_is_flagged(shop: Page, kb: KnowledgeBase) -> None:
    heading(shop, "Relief of migraine", "migraine")
    shop.claim("some suggest it may reduce migraine", ["migraine"], strength="conditional")
    assert flags(shop, kb) == [["heading_overclaims"], []]
    assert "its section says no more than conditional" in shop.rows.claims[0].reasons[-1]


@pytest.mark.parametrize("strength", ["direct", "conditional"])
def test_a_heading_that_its_section_bears_out_is_not_flagged(
    shop: Page, kb: KnowledgeBase, strength: str
) -> None:
    heading(shop, "Relief of migraine", "migraine", strength=strength)
    shop.claim("may reduce migraine", ["migraine"], strength="conditional")
    shop.claim("reduces migraine", ["migraine"])
    assert flags(shop, kb) == [[], [], []]


def test_claims_of_the_next_section_do_not_count(shop: Page, kb: KnowledgeBase) -> None:
    heading(shop, "Relief of migraine", "migraine")
    shop.unit("More", kind="heading", level=2)
    shop.claim("may reduce migraine", ["migraine"], strength="conditional")
    assert flags(shop, kb) == [[], []]


def test_claims_under_a_deeper_heading_belong_to_the_section(shop: Page, kb: KnowledgeBase) -> None:
    heading(shop, "Relief of migraine", "migraine")
    shop.unit("Research", kind="heading", level=3)
    shop.claim("may reduce migraine", ["migraine"], strength="conditional")
    assert flags(shop, kb) == [["heading_overclaims"], []]


def test_a_section_about_something_else_leaves_the_heading_alone(
    shop: Page, kb: KnowledgeBase
) -> None:
    heading(shop, "Relief of migraine", "migraine")
    shop.claim("may support sleep", ["sleep"], "function", "conditional")
    assert flags(shop, kb) == [[], []]


def test_a_document_that_contradicts_itself_is_flagged_on_both_sides(
    shop: Page, kb: KnowledgeBase
) -> None:
    shop.claim("soothes nausea", ["nausea"])
    shop.claim("supports sleep", ["sleep"], "function")
    shop.claim("may cause nausea", ["nausea"], "harm", "conditional")
    assert flags(shop, kb) == [["self_contradiction"], [], ["self_contradiction"]]
    assert "may cause nausea" in shop.rows.claims[0].reasons[-1]


def test_another_dose_is_no_self_contradiction(shop: Page, kb: KnowledgeBase) -> None:
    shop.claim("soothes nausea", ["nausea"])
    shop.claim(
        "at high doses causes nausea", ["nausea"], "harm", limits=[("dose", "at high doses")]
    )
    assert flags(shop, kb) == [[], []]


def test_flagging_twice_changes_nothing(shop: Page, kb: KnowledgeBase) -> None:
    heading(shop, "Relief of migraine", "migraine")
    shop.claim("may reduce migraine", ["migraine"], strength="conditional")
    assert flags(shop, kb) == flags(shop, kb)
    assert len(shop.rows.claims[0].reasons) == 1


def test_another_kind_of_the_outcome_is_no_self_contradiction(
    shop: Page, kb: KnowledgeBase
) -> None:
    shop.claim("heals stomach ulcer", ["stomach ulcer"])
    shop.claim("does not help skin ulcer", ["skin ulcer"], negated=True)
    for claim in shop.rows.claims:
        claim.outcomes[0].concept_id = "O:ulcer"
    assert flags(shop, kb) == [[], []]


@pytest.mark.parametrize(
    ("affirmed", "denied"),
    [
        ("relieves nausea", "not all forms relieve nausea"),
        ("relieves nausea", "can not only relieve nausea"),
        ("relieves nausea", "does not help with other types of nausea"),
        ("shortens nausea", "does not prevent nausea"),
    ],
)
def test_what_denies_something_else_is_no_self_contradiction(
    shop: Page, kb: KnowledgeBase, affirmed: str, denied: str
) -> None:
    for text, lemma in ((affirmed, affirmed.split()[0][:-1]), (denied, denied.split()[-2])):
        claim = shop.claim(text, ["nausea"], negated=text == denied)
        claim.predicate.lemma = lemma
    assert flags(shop, kb) == [[], []]


def test_a_verb_without_direction_contradicts_no_harm(shop: Page, kb: KnowledgeBase) -> None:
    shop.claim("modulates nausea", ["nausea"]).predicate.lemma = "modulate"
    shop.claim("causes nausea", ["nausea"], "harm")
    assert flags(shop, kb) == [[], []]


def test_claims_without_an_agent_are_not_compared(shop: Page, kb: KnowledgeBase) -> None:
    shop.rows.document.topic_concept_id = None
    for text, denied in (("soothes nausea", False), ("does not soothe nausea", True)):
        claim = shop.claim(text, ["nausea"], negated=denied)
        claim.agent.resolved, claim.agent.concept_id = "", None
    assert flags(shop, kb) == [[], []]
