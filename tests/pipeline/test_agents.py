from __future__ import annotations

import pytest

from claimcheck.concepts import load_knowledge_base
from claimcheck.documents import read_text
from claimcheck.pipeline.claims.agents import AgentContext, clean_name, is_generic, resolve_agents
from claimcheck.pipeline.claims.topic import Topic, find_topic
from claimcheck.pipeline.units import unit_data

from .drafting import find


def agents(markdown, claims, names=(), topic="ginger"):
    """(agent text, resolved, source) of each claim; `claims` and `names` are phrases."""
    units = unit_data(read_text(markdown, format="markdown"))
    kb = load_knowledge_base()
    context = AgentContext(units, {}, Topic(topic, None, ""), kb, {"ACV": "apple cider vinegar"})
    tagged = {
        unit["index"]: [find(unit["text"], name) for name in names if name in unit["text"]]
        for unit in units
    }
    context = AgentContext(units, tagged, context.topic, kb, context.abbreviations)
    found = []
    for unit in units:
        spans = [find(unit["text"], phrase) for phrase in claims if phrase in unit["text"]]
        for agent in resolve_agents(unit, spans, context):
            text = None if agent.span is None else agent.span.cut(unit["text"])
            found.append((text, agent.resolved, agent.source))
    return found


def test_a_name_inside_the_claim_is_the_agent():
    found = agents("Fresh sage cools flushes.", ["Fresh sage cools flushes"], ["Fresh sage"])
    assert found == [("Fresh sage", "Fresh sage", "named")]


def test_a_pronoun_is_taken_back_to_the_sentence_before():
    text = "Sage cools flushes. It eases sore throats."
    found = agents(text, ["Sage cools flushes", "It eases sore throats"], ["Sage"])
    assert found[1] == ("It", "Sage", "pronoun")


def test_this_herb_is_taken_back_too():
    text = "Sage cools flushes. This ancient herb eases sore throats."
    found = agents(text, ["Sage cools flushes", "This ancient herb eases"], ["Sage"])
    assert found[1] == ("This ancient herb", "Sage", "pronoun")


def test_a_pronoun_with_nothing_before_it_means_the_page():
    assert agents("It settles the stomach.", ["It settles the stomach"]) == [
        ("It", "ginger", "pronoun")
    ]


def test_which_means_the_name_just_before():
    text = "Cocoa holds flavanols, which widen vessels."
    found = agents(text, ["which widen vessels"], ["Cocoa", "flavanols"])
    assert found == [("which", "flavanols", "pronoun")]


def test_a_second_claim_shares_the_agent_of_the_first():
    text = "Sage cools flushes and calms the throat."
    found = agents(text, ["Sage cools flushes", "calms the throat"], ["Sage"])
    assert found[1][1] == "Sage"


def test_an_opening_phrase_has_the_agent_of_the_main_clause():
    text = "By widening vessels, cocoa may lower pressure."
    found = agents(text, ["By widening vessels", "cocoa may lower pressure"], ["cocoa"])
    assert [agent[1] for agent in found] == ["cocoa", "cocoa"]


def test_a_list_item_has_the_agent_of_its_lead_in():
    text = "High doses of zinc can cause:\n\n* Nausea\n* Cramps\n"
    found = agents(text, ["Nausea", "Cramps"], ["High doses of zinc"])
    assert found == [(None, "High doses of zinc", "lead_in")] * 2


def test_a_heading_that_names_a_substance_rules_its_section():
    text = "## Turmeric\n\n* Eases stiffness\n"
    assert agents(text, ["Eases stiffness"]) == [(None, "Turmeric", "heading")]


def test_an_answer_has_the_agent_of_its_question():
    text = "**Q: Does melatonin help with jet lag?**\n\n**A:** Shortens jet lag.\n"
    assert agents(text, ["Shortens jet lag"], ["melatonin"]) == [(None, "melatonin", "question")]


def test_a_heading_claim_without_a_name_is_about_the_page():
    assert agents("## Settled Stomach\n", ["Settled Stomach"]) == [(None, "ginger", "topic")]


@pytest.mark.parametrize(
    ("text", "said", "resolved"),
    [
        ("High doses can upset the gut.", "High doses", "high doses of ginger"),
        ("Deficiency leads to fatigue.", "Deficiency", "ginger deficiency"),
    ],
)
def test_a_subject_that_leaves_the_substance_out_gets_its_name(text, said, resolved):
    assert agents(text, [text.rstrip(".")]) == [(said, resolved, "pronoun")]


def test_a_name_ends_where_the_clause_of_its_claim_begins():
    text = "When combined with iron, sage can ease cramps."
    found = agents(text, ["sage can ease cramps"], ["iron, sage"])
    assert found == [("sage", "sage", "named")]


def test_an_abbreviation_is_written_out():
    found = agents("ACV lowers appetite.", ["ACV lowers appetite"], ["ACV"])
    assert found == [("ACV", "apple cider vinegar", "named")]


@pytest.mark.parametrize(
    ("name", "clean"),
    [("the sage", "sage"), ("**Sage**", "Sage"), ("sage's", "sage"), ("“Sage”", "Sage")],
)
def test_names_are_cleaned(name, clean):
    assert clean_name(name, {}) == clean


@pytest.mark.parametrize(
    ("name", "generic"),
    [("the supplement", True), ("it", True), ("these herbs", True), ("sage", False)],
)
def test_generic_nouns_name_nothing(name, generic):
    assert is_generic(name) is generic


@pytest.mark.parametrize(
    ("title", "body", "name", "concept"),
    [
        ("The Health Benefits of Ginger and How to Use It", "", "Ginger", "S:ginger"),
        ("Zinc Citrate", "", "Zinc Citrate", "S:zinc-citrate"),
        ("Better Days Ahead", "Ginger warms. Ginger calms. Ginger soothes.", "Ginger", "S:ginger"),
        ("Wobbleweed: A Guide", "Wobbleweed warms.", "Wobbleweed", None),
        ("Twelve Rumours: A Guide", "", "", None),
        ("", "", "", None),
    ],
)
def test_the_topic_comes_from_the_title_or_what_is_named_most(title, body, name, concept):
    units = unit_data(read_text(f"{body or 'Nothing here.'}", format="text"))
    topic = find_topic(title, units, load_knowledge_base())
    assert (topic.name, topic.concept_id) == (name, concept)


def test_the_title_decides_between_two_substances_by_the_text():
    units = unit_data(read_text("Ginger warms. Ginger calms.", format="text"))
    topic = find_topic("Honey and Ginger", units, load_knowledge_base())
    assert topic.concept_id == "S:ginger"


def test_resolving_needs_no_claims():
    assert agents("Sage grows on dry slopes.", [], ["Sage"]) == []


@pytest.mark.parametrize(
    ("text", "agent"),
    [
        ("Regular exercise improves mood.", "Regular exercise"),
        ("Smoking damages the lungs.", "Smoking"),
        ("The Mediterranean diet lowers the risk of heart disease.", "The Mediterranean diet"),
        ("Surveys suggest that statins lower cholesterol.", "statins"),
        ("Zantrofil may relieve heartburn.", "Zantrofil"),
        ("Foot baths are helpful for cold hands.", "Foot baths"),
    ],
)
def test_a_subject_that_the_tagger_missed_is_the_agent(text, agent):
    ((found, resolved, source),) = agents(text, [text.rstrip(".")])
    assert (found, source) == (agent, "named")
    assert resolved == agent.removeprefix("The ")


@pytest.mark.parametrize(
    "text",
    [
        "Serious side effects are rare.",
        "Some people may experience headaches.",
        "This process supports the heart.",
        "Patients with kidney disease should be careful.",
        "Migraine can cause nausea.",
        "Helps maintain steady blood sugar.",
        "You may sleep better.",
        "Antacids may interact.",
        "Exercise caution if you have asthma.",
        "The change in taste is harmless.",
    ],
)
def test_people_effects_and_what_points_back_are_no_agents(text):
    ((found, resolved, _),) = agents(text, [text.rstrip(".")])
    assert (found, resolved) == (None, "ginger")


def test_a_subject_with_an_outcome_in_it_is_no_agent():
    unit = unit_data(read_text("Strong bones support posture.", format="markdown"))[0]
    context = AgentContext([unit], {}, Topic("ginger", None, ""), load_knowledge_base())
    (found,) = resolve_agents(
        unit,
        [find(unit["text"], "Strong bones support posture")],
        context,
        [find(unit["text"], "bones")],
    )
    assert found.source == "topic"


def test_which_means_a_substance_just_before_it_that_the_tagger_missed():
    text = "Sage fights free radicals, which damage cells."
    found = agents(text, ["Sage fights free radicals", "which damage cells"], ["Sage"])
    assert found[1] == ("which", "free radicals", "pronoun")


def test_a_pronoun_behind_a_relative_clause_means_the_main_subject():
    text = "Sage holds cineole, which opens airways, and it eases sore throats."
    claims = ["which opens airways", "it eases sore throats"]
    found = agents(text, claims, ["Sage", "cineole"])
    assert [agent[1] for agent in found] == ["cineole", "Sage"]
