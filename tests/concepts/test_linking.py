"""Noun phrases find their concept, whatever their form; what is about something else does not."""

from __future__ import annotations

import pytest

from claimcheck.concepts import KnowledgeBase


def linked(kb: KnowledgeBase, text: str, kind: str) -> str | None:
    link = kb.link(text, kind)
    return link.concept_id if link else None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("high blood pressure", "hypertension"),
        ("loose stools", "diarrhea"),
        ("diarrhoea", "diarrhea"),
        ("myocardial infarction", "heart attacks"),
        ("acid reflux", "gastro-oesophageal reflux disease"),
        ("kidney stones", "nephrolithiasis"),
        ("kidney problems", "renal impairment"),
        ("hair loss", "alopecia"),
        ("itchy skin", "pruritus"),
        ("bad cholesterol", "LDL-cholesterol"),
        ("the flu", "influenza"),
        ("shortness of breath", "dyspnoea"),
        ("period pain", "dysmenorrhea"),
        ("tiredness", "fatigue"),
        ("tooth decay", "dental caries"),
        ("stomach pain", "abdominal pain"),
    ],
)
def test_consumer_and_clinical_names_are_one_outcome(
    kb: KnowledgeBase, one: str, other: str
) -> None:
    assert linked(kb, one, "outcome") == linked(kb, other, "outcome") is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("vitamin B1", "thiamine"),
        ("Curcuma longa", "turmeric"),
        ("acetaminophen", "paracetamol"),
        ("NAC", "N-acetyl cysteine"),
        ("licorice", "Glycyrrhiza glabra"),
        ("albuterol", "salbutamol"),
        ("ascorbic acid", "Vit C"),
        ("omega-3s", "n-3 fatty acids"),
        ("blood thinners", "anticoagulants"),
        ("alpha-tocopherol", "α-tocopherol"),
    ],
)
def test_names_of_one_substance(kb: KnowledgeBase, one: str, other: str) -> None:
    assert linked(kb, one, "substance") == linked(kb, other, "substance") is not None


@pytest.mark.parametrize(
    ("text", "concept_id"),
    [
        ("headaches", "O:headache"),
        ("muscle cramp", "O:muscle-cramps"),
        ("diagnoses of osteoporosis", None),
        ("allergies", "O:allergy"),
    ],
)
def test_inflection(kb: KnowledgeBase, text: str, concept_id: str | None) -> None:
    assert linked(kb, text, "outcome") == concept_id


@pytest.mark.parametrize(
    ("text", "concept_id"),
    [
        ("pain in the joints", "O:joint-pain"),
        ("quality of sleep", "O:sleep-quality"),
        ("function of the immune system", "O:immune-function"),
        ("density of bones", "O:bone-density"),
    ],
)
def test_word_order(kb: KnowledgeBase, text: str, concept_id: str) -> None:
    assert linked(kb, text, "outcome") == concept_id


@pytest.mark.parametrize("text", ["antioxidant", "anti-oxidant", "Anti-Oxidants", "anti‑oxidant"])
def test_hyphens(kb: KnowledgeBase, text: str) -> None:
    assert linked(kb, text, "outcome") == "O:antioxidant-activity"


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("anaemia", "anemia"),
        ("oedema", "edema"),
        ("haemorrhage", "hemorrhage"),
        ("tumours", "tumors"),
        ("foetal development", "fetal development"),
        ("cell signalling", "cell signaling"),
        ("healthy ageing", "healthy aging"),
        ("leukaemia", "leukemia"),
        ("paralysed muscles", "paralyzed muscles"),
    ],
)
def test_spelling_variants(kb: KnowledgeBase, british: str, american: str) -> None:
    assert linked(kb, british, "outcome") == linked(kb, american, "outcome")


@pytest.mark.parametrize(
    ("text", "concept_id"),
    [
        ("severe joint pain", "O:joint-pain"),
        ("risk of heart attack", "O:heart-attack"),
        ("symptoms of hypothyroidism", "O:hypothyroidism"),
        ("balance of the gut flora", "O:gut-flora"),
        ("production and function of white blood cells", "O:immune-cells"),
        ("patients with severe renal impairment", "O:kidney-disease"),
        ("loss of appetite in children", "O:loss-of-appetite"),
        ("blood vessel function", "O:vascular-function"),
        ("allergy to any plant of this family", "O:allergic-reaction"),
        ("side effects of warfarin", "O:side-effects"),
        ("wound-healing properties", "O:wound-healing"),
        ("eye-related issues", None),
        ("chemotherapy-induced nausea", "O:nausea"),
        ("growth of ovarian cancer cells", "O:ovarian-cancer"),
    ],
)
def test_an_outcome_is_what_its_phrase_is_about(
    kb: KnowledgeBase, text: str, concept_id: str | None
) -> None:
    assert linked(kb, text, "outcome") == concept_id


@pytest.mark.parametrize(
    "text",
    ["growth of certain cells in a dish", "sleep machinery of worms", "pain threshold", "", "the"],
)
def test_what_is_about_something_else_is_not_linked(kb: KnowledgeBase, text: str) -> None:
    assert linked(kb, text, "outcome") is None


@pytest.mark.parametrize(
    ("text", "concept_id"),
    [
        ("high doses of zinc picolinate", "S:zinc-picolinate"),
        ("ginger tea with honey", "S:ginger"),
        ("garlic supplements", "S:garlic"),
        ("fibre in spirulina", "S:spirulina"),
        ("spirulina's protein content", "S:spirulina"),
        ("antioxidants such as vitamin C", "S:antioxidant"),
        ("calcium-rich foods", "S:calcium"),
        ("interaction of vitamin E with other medicines", "S:vitamin-e"),
        ("Sunny Valley Organic Moringa", "S:moringa"),
        ("iron deficiency", "S:iron"),
        ("mint tea", None),
        ("one of life's mysteries", None),
    ],
)
def test_a_substance_is_what_its_phrase_is_about(
    kb: KnowledgeBase, text: str, concept_id: str | None
) -> None:
    assert linked(kb, text, "substance") == concept_id


def test_acronyms_need_their_capitals(kb: KnowledgeBase) -> None:
    assert linked(kb, "relapses of MS", "outcome") != linked(kb, "a delay of 20 ms", "outcome")


def test_a_named_medicine_is_the_outcome_of_an_interaction(kb: KnowledgeBase) -> None:
    assert linked(kb, "warfarin", "outcome") == "S:warfarin"


def test_a_link_says_what_matched(kb: KnowledgeBase) -> None:
    link = kb.link("severe joint pain", "outcome")
    assert link is not None
    assert (link.name, link.score > 0.9, bool(link.reason)) == ("joint pain", True, True)


def test_another_kind_is_refused(kb: KnowledgeBase) -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        kb.link("zinc", "mineral")


TEXT = "Magnesium glycinate may ease high blood pressure and migraines; Ms Lee takes it for MS."


def test_mentions_stand_at_their_place(kb: KnowledgeBase) -> None:
    found = [(TEXT[m.span.start : m.span.end], m.concept_id) for m in kb.find(TEXT)]
    assert found == [
        ("Magnesium glycinate", "S:magnesium-glycinate"),
        ("high blood pressure", "O:hypertension"),
        ("migraines", "O:migraine"),
        ("MS", "O:multiple-sclerosis"),
    ]


def test_mentions_of_one_kind(kb: KnowledgeBase) -> None:
    assert {m.concept_id for m in kb.find(TEXT, "substance")} == {"S:magnesium-glycinate"}


@pytest.mark.parametrize(
    "text",
    [
        "It can lead to much the same results.",
        "Vitamins (a mixture of many) are sold.",
        "Boil it, then focus on the conditions at risk.",
    ],
)
def test_common_words_are_no_mentions(kb: KnowledgeBase, text: str) -> None:
    assert {m.concept_id for m in kb.find(text)} <= {"S:vitamin"}


def test_a_mixed_acronym_needs_its_capitals(kb: KnowledgeBase) -> None:
    assert [m.concept_id for m in kb.find("SAMe, and the same again")] == ["S:same"]


def test_a_mention_is_a_whole_word(kb: KnowledgeBase) -> None:
    assert kb.find("zincate and gingerbread") == []
