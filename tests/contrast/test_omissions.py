"""What the reference warns of and the reviewed source does not mention."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from claimcheck.concepts import KnowledgeBase
from claimcheck.rows import ComparisonRow

from .pages import Page

Contrast = Callable[..., list[ComparisonRow]]


def omitted(rows: list[ComparisonRow]) -> list[str]:
    return [row.claim_id for row in rows if row.verdict == "omitted"]


@pytest.mark.parametrize(
    ("text", "outcome", "type", "strength", "negated", "kind"),
    [
        ("may cause nausea", "nausea", "harm", "conditional", False, "harm"),
        ("avoid during pregnancy", "pregnancy", "harm", "direct", False, "caution"),
        ("may interact with warfarin", "warfarin", "harm", "conditional", False, "caution"),
        ("is no cure for migraine", "migraine", "treatment", "direct", True, "limitation"),
        (
            "evidence for migraine is limited",
            "migraine",
            "treatment",
            "insufficient",
            False,
            "statement of insufficient evidence",
        ),
    ],
)
def test_adverse_claims_without_a_counterpart_are_omitted(
    shop: Page,
    guide: Page,
    contrast: Contrast,
    text: str,
    outcome: str,
    type: str,
    strength: str,
    negated: bool,
    kind: str,
) -> None:
    shop.claim("supports sleep", ["sleep"], "function")
    claim = guide.claim(text, [outcome], type, strength, negated=negated)
    rows = contrast(shop, guide)
    assert omitted(rows) == [claim.claim_id]
    assert rows[-1].reasons[0].startswith(f"{kind} without a counterpart: {outcome}")


@pytest.mark.parametrize(
    ("type", "strength"),
    [("treatment", "direct"), ("function", "conditional"), ("safety", "direct")],
)
def test_favourable_claims_are_never_omitted(
    shop: Page, guide: Page, contrast: Contrast, type: str, strength: str
) -> None:
    shop.claim("supports sleep", ["sleep"], "function")
    guide.claim("something about migraine", ["migraine"], type, strength)
    assert omitted(contrast(shop, guide)) == []


def test_a_match_of_part_of_a_list_keeps_the_rest(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    shop.claim("may cause loose stools", ["loose stools"], "harm", "conditional")
    guide.claim("may cause nausea and diarrhea", ["nausea", "diarrhea"], "harm", "conditional")
    assert omitted(contrast(shop, guide)) == []


def test_advice_to_consult_someone_answers_a_caution_for_that_group(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    shop.unit("Ask your doctor first if you are pregnant.")
    shop.claim("supports sleep", ["sleep"], "function")
    guide.claim("should be avoided during pregnancy", ["pregnancy"], "harm")
    assert omitted(contrast(shop, guide)) == []


def test_advice_that_names_nobody_answers_nothing(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    shop.unit("Always consult your doctor before taking supplements.")
    shop.claim("supports sleep", ["sleep"], "function")
    caution = guide.claim("should be avoided during pregnancy", ["pregnancy"], "harm")
    assert omitted(contrast(shop, guide)) == [caution.claim_id]


def test_a_caution_is_supported_by_advice_of_the_reference(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    shop.claim("should be avoided during pregnancy", ["pregnancy"], "harm")
    advice = guide.unit("Speak with a pharmacist if you are pregnant.")
    rows = contrast(shop, guide)
    assert rows[0].verdict == "supported"
    assert advice.unit_id in rows[0].reasons[0]


def test_a_substance_that_the_reviewed_source_does_not_cover_is_no_omission(
    shop: Page, guide: Page, kb: KnowledgeBase, contrast: Contrast
) -> None:
    shop.claim("supports sleep", ["sleep"], "function")
    other = Page(kb, "guide", topic="valerian")
    other.claim("may cause nausea", ["nausea"], "harm", "conditional")
    assert omitted(contrast(shop, other)) == []


def test_several_claims_cover_a_substance_without_a_page_of_its_own(
    shop: Page, guide: Page, kb: KnowledgeBase, contrast: Contrast
) -> None:
    for text in ("sleep", "muscle function", "blood pressure"):
        shop.claim(f"valerian supports {text}", [text], "function", agent="valerian")
    other = Page(kb, "guide", topic="valerian")
    harm = other.claim("may cause nausea", ["nausea"], "harm", "conditional")
    assert omitted(contrast(shop, other)) == [harm.claim_id]


def test_a_harm_of_a_form_is_omitted_by_a_page_about_the_mineral(
    shop: Page, kb: KnowledgeBase, contrast: Contrast
) -> None:
    shop.claim("supports sleep", ["sleep"], "function")
    form = Page(kb, "guide", topic="magnesium citrate")
    harm = form.claim("may cause diarrhea", ["diarrhea"], "harm", "conditional")
    assert omitted(contrast(shop, form)) == [harm.claim_id]


def test_an_agent_that_names_no_substance_is_the_topic(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    shop.claim("supports sleep", ["sleep"], "function")
    harm = guide.claim("long-term use may cause nausea", ["nausea"], "harm", agent="Long-term use")
    assert omitted(contrast(shop, guide)) == [harm.claim_id]


def test_a_gap_that_names_no_outcome_is_no_omission(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    shop.claim("supports sleep", ["sleep"], "function")
    guide.claim("more research is needed", ["more research"], "function", "insufficient")
    assert omitted(contrast(shop, guide)) == []
