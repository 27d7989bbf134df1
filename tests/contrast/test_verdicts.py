"""The verdicts of guidelines 8 on small page pairs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from claimcheck.rows import ComparisonRow

from .pages import Page

Contrast = Callable[..., list[ComparisonRow]]


def only(rows: list[ComparisonRow]) -> ComparisonRow:
    assert len(rows) == 1, rows
    return rows[0]


@pytest.mark.parametrize(
    ("ours", "theirs", "verdict"),
    [
        ("direct", "direct", "supported"),
        ("direct", "conditional", "overstated"),
        ("direct", "insufficient", "overstated"),
        ("conditional", "correlational", "overstated"),
        ("conditional", "direct", "understated"),
        ("correlational", "conditional", "understated"),
        ("conditional", "conditional", "supported"),
    ],
)
def test_strengths_decide_between_claims_of_one_outcome(
    shop: Page, guide: Page, contrast: Contrast, ours: str, theirs: str, verdict: str
) -> None:
    shop.claim("relieves migraine", ["migraine"], strength=ours)
    guide.claim("relief of migraine", ["migraine"], strength=theirs)
    rows = contrast(shop, guide)
    assert rows[0].verdict == verdict
    assert any(ours in reason and theirs in reason for reason in rows[0].reasons)


def test_a_claim_without_a_counterpart_is_not_found(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    shop.claim("relieves migraine", ["migraine"])
    guide.claim("supports sleep", ["sleep"], "function")
    row = only(contrast(shop, guide))
    assert (row.verdict, row.matches) == ("not_found", [])


def test_a_form_of_the_agent_is_comparable_and_the_reason_says_so(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    shop.claim("magnesium citrate supports sleep", ["sleep"], "function", agent="magnesium citrate")
    guide.claim("magnesium supports sleep", ["sleep"], "function")
    row = only(contrast(shop, guide))
    assert row.verdict == "supported"
    assert "magnesium citrate is a form of magnesium" in row.reasons


def test_two_forms_of_one_mineral_are_not_comparable(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    shop.claim("magnesium citrate supports sleep", ["sleep"], "function", agent="magnesium citrate")
    guide.claim("magnesium oxide supports sleep", ["sleep"], "function", agent="magnesium oxide")
    assert only(contrast(shop, guide)).verdict == "not_found"


def test_an_aspect_of_the_outcome_is_comparable(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    shop.claim("improves sleep quality", ["sleep quality"], "function")
    guide.claim("may support sleep", ["sleep"], "function", "conditional")
    assert only(contrast(shop, guide)).verdict == "overstated"


def test_a_special_case_is_not_comparable_with_the_general_outcome(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    shop.claim("relieves migraine", ["migraine"])
    guide.claim("relieves pain", ["pain"])
    assert only(contrast(shop, guide)).verdict == "not_found"


def test_outcomes_without_a_concept_are_compared_by_their_wording(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    shop.claim("supports collagen formation", ["collagen formation"], "mechanism")
    guide.claim("needed to form collagen: collagen formation", ["collagen formation"], "mechanism")
    assert only(contrast(shop, guide)).verdict == "supported"


def test_one_item_of_a_list_is_enough_and_is_named(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    shop.claim("supports sleep and skin radiance", ["sleep", "skin radiance"], "function")
    guide.claim("supports sleep", ["sleep"], "function")
    row = only(contrast(shop, guide))
    assert row.verdict == "supported"
    assert row.outcomes == ["O:sleep"]
    assert "same outcome: sleep" in row.reasons


def test_opposite_polarity_is_a_contradiction(shop: Page, guide: Page, contrast: Contrast) -> None:
    shop.claim("relieves migraine", ["migraine"])
    guide.claim("does not relieve migraine", ["migraine"], negated=True)
    row = contrast(shop, guide)[0]
    assert row.verdict == "contradicted"
    assert any("opposite polarity" in reason for reason in row.reasons)


def test_relief_of_what_the_reference_says_it_causes_is_a_contradiction(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    shop.claim("soothes nausea", ["nausea"])
    guide.claim("may cause nausea", ["nausea"], "harm", "conditional")
    rows = contrast(shop, guide)
    assert [r.verdict for r in rows] == ["contradicted"]
    assert any("opposite direction" in reason for reason in rows[0].reasons)


def test_raising_and_lowering_a_biomarker_contradict_each_other(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    shop.claim("lowers blood pressure", ["blood pressure"], "function")
    guide.claim("increases blood pressure", ["blood pressure"], "function")
    assert contrast(shop, guide)[0].verdict == "contradicted"


def test_another_dose_is_another_scope_and_no_contradiction(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    shop.claim("soothes nausea", ["nausea"])
    guide.claim(
        "over 400 mg a day causes nausea",
        ["nausea"],
        "harm",
        limits=[("dose", "over 400 mg a day")],
    )
    rows = contrast(shop, guide)
    assert rows[0].verdict == "not_found"
    assert any(reason.startswith("different scope") for reason in rows[0].reasons)
    assert rows[1].verdict == "omitted"


def test_a_limit_that_the_reviewed_claim_leaves_out_makes_it_overstated(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    shop.claim("prevents muscle cramps", ["muscle cramps"])
    guide.claim(
        "prevents muscle cramps in pregnant women",
        ["muscle cramps"],
        limits=[("population", "in pregnant women")],
    )
    row = only(contrast(shop, guide))
    assert row.verdict == "overstated"
    assert any("different scope" in reason and "population" in reason for reason in row.reasons)


def test_a_limit_that_the_reference_drops_elsewhere_limits_nothing(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    shop.claim("prevents muscle cramps", ["muscle cramps"])
    guide.claim("prevents cramps in vegans", ["cramps"], limits=[("population", "in vegans")])
    guide.claim("prevents muscle cramps", ["muscle cramps"])
    assert only(contrast(shop, guide)).verdict == "supported"


def test_a_shared_limit_leaves_the_claim_supported(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    limits = [("population", "pregnant women")]
    shop.claim("prevents muscle cramps in pregnant women", ["muscle cramps"], limits=limits)
    guide.claim("in pregnant women it prevents cramps", ["cramps"], limits=limits)
    assert only(contrast(shop, guide)).verdict == "supported"


def test_a_lack_that_causes_mirrors_a_nutrient_that_prevents(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    shop.claim("prevents muscle cramps", ["muscle cramps"])
    guide.claim(
        "magnesium deficiency can cause muscle cramps",
        ["muscle cramps"],
        "deficiency",
        "conditional",
        agent="magnesium deficiency",
    )
    assert only(contrast(shop, guide)).verdict == "overstated"


def test_a_lack_that_causes_does_not_contradict_a_side_effect(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    shop.claim("lack of magnesium causes nausea", ["nausea"], "deficiency", agent="magnesium")
    guide.claim("magnesium can cause nausea", ["nausea"], "harm", "conditional")
    assert [r.verdict for r in contrast(shop, guide)] == ["not_found", "omitted"]


def test_contradiction_precedes_the_comparison_of_strengths(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    shop.claim("relieves migraine", ["migraine"])
    guide.claim("may relieve migraine", ["migraine"], strength="conditional")
    guide.claim("does not relieve migraine", ["migraine"], negated=True)
    assert contrast(shop, guide)[0].verdict == "contradicted"


def test_the_most_restrictive_reference_claim_decides_overstated(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    shop.claim("relieves migraine", ["migraine"])
    strong = guide.claim("relieves migraine", ["migraine"])
    weak = guide.claim("may relieve migraine", ["migraine"], strength="conditional")
    row = only(contrast(shop, guide))
    assert row.verdict == "overstated"
    assert [m.claim_id for m in row.matches] == [weak.claim_id, strong.claim_id]


def test_the_strongest_reference_claim_decides_understated(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    shop.claim("may relieve migraine", ["migraine"], strength="conditional")
    guide.claim("may relieve migraine", ["migraine"], strength="conditional")
    guide.claim("relieves migraine", ["migraine"])
    assert only(contrast(shop, guide)).verdict == "understated"


def test_the_very_outcome_decides_before_a_related_one(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    shop.claim("supports sleep", ["sleep"], "function")
    guide.claim("supports sleep", ["sleep"], "function")
    guide.claim("may improve sleep quality", ["sleep quality"], "function", "conditional")
    assert only(contrast(shop, guide)).verdict == "supported"


def test_an_unsure_difference_of_strength_is_no_difference(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    unsure = {"insufficient": 0.0, "correlational": 0.0, "conditional": 0.45, "direct": 0.55}
    shop.claim("relieves migraine", ["migraine"], probs=unsure)
    guide.claim("may relieve migraine", ["migraine"], strength="conditional", probs=unsure)
    assert only(contrast(shop, guide)).verdict == "supported"


def test_broad_outcomes_contradict_nothing(shop: Page, guide: Page, contrast: Contrast) -> None:
    shop.claim("alleviates symptoms", ["symptoms"])
    guide.claim("may worsen symptoms", ["symptoms"], "harm", "conditional")
    assert [r.verdict for r in contrast(shop, guide)] == ["not_found", "omitted"]


def test_a_warning_to_the_ill_does_not_contradict_help_for_them(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    shop.claim("heals peptic ulcer", ["peptic ulcer"])
    guide.claim("caution is advised in peptic ulcer", ["peptic ulcer"], "harm")
    assert [r.verdict for r in contrast(shop, guide)] == ["not_found", "omitted"]


def test_safe_in_pregnancy_contradicts_a_warning_in_pregnancy(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    shop.claim("is safe during pregnancy", ["safe", "pregnancy"], "safety")
    guide.claim("should be avoided during pregnancy", ["pregnancy"], "harm")
    assert [r.verdict for r in contrast(shop, guide)] == ["contradicted"]


def test_safe_in_pregnancy_overstates_safety_not_established(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    shop.claim("is safe during pregnancy", ["safe", "pregnancy"], "safety")
    guide.claim(
        "safety in pregnancy is not established", ["safety", "pregnancy"], "safety", "insufficient"
    )
    assert [r.verdict for r in contrast(shop, guide)] == ["overstated"]


def test_a_denied_harm_contradicts_that_harm(shop: Page, guide: Page, contrast: Contrast) -> None:
    shop.claim("does not cause nausea", ["nausea"], "harm", negated=True)
    guide.claim("may cause nausea", ["nausea"], "harm", "conditional")
    assert contrast(shop, guide)[0].verdict == "contradicted"


def test_no_side_effects_contradicts_every_named_harm_and_mentions_none(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    shop.claim("has no side effects", ["side effects"], "safety", negated=True)
    guide.claim("may cause nausea", ["nausea"], "harm", "conditional")
    guide.claim("should be avoided in pregnancy", ["pregnancy"], "harm")
    rows = contrast(shop, guide)
    assert [r.verdict for r in rows] == ["contradicted", "omitted", "omitted"]
    assert "nausea would be one of the side effects" in rows[0].reasons


def test_no_side_effects_does_not_contradict_harm_of_another_dose(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    shop.claim("has no side effects", ["side effects"], "safety", negated=True)
    limits = [("dose", "over 400 mg")]
    guide.claim("over 400 mg causes nausea", ["nausea"], "harm", limits=limits)
    assert contrast(shop, guide)[0].verdict == "not_found"


def test_a_mechanism_of_a_related_outcome_bears_out_no_benefit(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    shop.claim("supports sleep", ["sleep"], "function")
    guide.claim("acts on sleep quality", ["sleep quality"], "mechanism")
    assert only(contrast(shop, guide)).verdict == "not_found"


def test_a_general_noun_before_its_members_is_no_match_of_its_own(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    text = "supports health, including sleep"
    shop.claim(text, ["health", "sleep"], "function")
    guide.claim("supports health", ["health"], "function")
    assert only(contrast(shop, guide)).verdict == "not_found"


def test_a_general_outcome_alone_is_compared(shop: Page, guide: Page, contrast: Contrast) -> None:
    shop.claim("supports health", ["health"], "function")
    guide.claim("may support health", ["health"], "function", "conditional")
    assert only(contrast(shop, guide)).verdict == "overstated"


@pytest.mark.parametrize(("ours", "verdict"), [("lowers", "supported"), ("manages", "not_found")])
def test_a_disease_meets_its_biomarker_where_both_move_alike(
    shop: Page, guide: Page, contrast: Contrast, ours: str, verdict: str
) -> None:
    shop.claim(f"{ours} hypertension", ["hypertension"])
    guide.claim("reduces blood pressure", ["blood pressure"], "function")
    assert only(contrast(shop, guide)).verdict == verdict


def test_the_very_agent_decides_before_a_form_of_it(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    shop.claim("supports sleep", ["sleep"], "function")
    guide.claim("supports sleep", ["sleep"], "function")
    guide.claim("may support sleep", ["sleep"], "function", "conditional", agent="magnesium oxide")
    assert only(contrast(shop, guide)).verdict == "supported"


@pytest.mark.parametrize(
    ("ours", "theirs", "verdict"),
    [("headache", "migraine", "overstated"), ("migraine", "headache", "not_found")],
)
def test_a_general_claim_meets_its_special_case_and_not_the_other_way_round(
    shop: Page, guide: Page, contrast: Contrast, ours: str, theirs: str, verdict: str
) -> None:
    shop.claim(f"relieves {ours}", [ours])
    guide.claim(f"may relieve {theirs}", [theirs], strength="conditional")
    assert only(contrast(shop, guide)).verdict == verdict


@pytest.mark.parametrize(
    "denial",
    [
        "is not a cure for migraine",
        "is not as effective against migraine as rest",
        "shows no effect on severe migraine",
    ],
)
def test_the_denial_of_something_else_contradicts_no_help(
    shop: Page, guide: Page, contrast: Contrast, denial: str
) -> None:
    outcome = "severe migraine" if "severe" in denial else "migraine"
    shop.claim("eases migraine", ["migraine"])
    guide.claim(denial, [outcome], negated=True)
    assert contrast(shop, guide)[0].verdict == "not_found"


@pytest.mark.parametrize(
    ("ours", "theirs", "verdict"),
    [
        ("makes migraine pass faster", "does not reduce the number of migraine days", "not_found"),
        ("lowers the risk of migraine", "does not shorten migraine", "not_found"),
        ("lowers the risk of migraine", "does not lower the risk of migraine", "contradicted"),
        ("lowers risk of migraine and its duration", "does not shorten migraine", "contradicted"),
        ("relieves migraine", "does not reduce the number of migraine days", "contradicted"),
    ],
)
def test_how_often_it_comes_is_another_question_than_how_it_goes(
    shop: Page, guide: Page, contrast: Contrast, ours: str, theirs: str, verdict: str
) -> None:
    shop.claim(ours, ["migraine"])
    guide.claim(theirs, ["migraine"], negated=True)
    assert contrast(shop, guide)[0].verdict == verdict


def test_the_denial_of_a_cure_contradicts_a_cure(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    shop.claim("cures migraine", ["migraine"])
    guide.claim("is not a cure for migraine", ["migraine"], negated=True)
    assert contrast(shop, guide)[0].verdict == "contradicted"


def test_no_more_of_something_bad_is_no_denial(shop: Page, guide: Page, contrast: Contrast) -> None:
    shop.claim("No more migraine", ["migraine"], negated=True)
    guide.claim("relieves migraine", ["migraine"])
    assert only(contrast(shop, guide)).verdict == "supported"


def test_a_useless_supplement_does_not_contradict_a_harmful_lack(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    shop.claim("does not help against muscle cramps", ["muscle cramps"], negated=True)
    guide.claim("a lack causes muscle cramps", ["muscle cramps"], "deficiency")
    assert only(contrast(shop, guide)).verdict == "not_found"


def test_an_action_without_a_direction_contradicts_no_harm(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    shop.claim("acts on nausea", ["nausea"], "mechanism")
    guide.claim("may cause nausea", ["nausea"], "harm", "conditional")
    assert contrast(shop, guide)[0].verdict == "not_found"


def test_a_claim_of_doubtful_type_contradicts_nothing(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    shop.claim("soothes nausea", ["nausea"])
    guide.claim("nausea", ["nausea"], "harm").type_probs = {"harm": 0.55, "treatment": 0.45}
    assert contrast(shop, guide)[0].verdict == "not_found"


def test_an_item_under_contraindications_is_a_warning(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    shop.claim("heals peptic ulcer", ["peptic ulcer"])
    item = guide.claim("Peptic ulcer", ["Peptic ulcer"], "harm")
    item.from_context, item.section = True, ["Magnesium", "Contraindications"]
    rows = contrast(shop, guide)
    assert [r.verdict for r in rows] == ["not_found", "omitted"]
    assert rows[1].reasons[0].startswith("caution")
