from __future__ import annotations

import pytest

from claimcheck.pipeline.cues.edges import cue_edges
from claimcheck.pipeline.cues.logic import find_cues
from claimcheck.pipeline.cues.stated import unstated
from claimcheck.spans import Span


def find(text: str, piece: str) -> Span:
    start = text.index(piece)
    return Span(start, start + len(piece))


def cues(text: str, tagged: list[tuple[str, str]], claims: list[str] | None = None):
    spans = None if claims is None else [find(text, claim) for claim in claims]
    found = find_cues(text, [(find(text, piece), name, 0.9) for piece, name in tagged], spans)
    return [(cue.span.cut(text), cue.category) for cue in found]


@pytest.mark.parametrize(
    ("text", "cue", "category", "edges"),
    [
        (
            "Sage has been used for centuries by healers.",
            "has been used for centuries by healers",
            "attribution",
            "used for centuries",
        ),
        ("Sage is widely studied.", "is widely studied", "attribution", "widely studied"),
        (
            "It has been shown to cool.",
            "has been shown to",
            "attribution",
            "has been shown to",
        ),
        (
            "It cools, with research indicating that it lasts.",
            "with research indicating",
            "attribution",
            "research indicating",
        ),
        (
            "It fell in a trial (40 adults).",
            "in a trial (40 adults",
            "attribution",
            "in a trial (40 adults)",
        ),
        (
            "More research is needed to confirm this.",
            "More research is needed to confirm",
            "evidence_gap",
            "More research is needed",
        ),
        ("It is too early to say.", "too early to say", "evidence_gap", "too early to say"),
        ("A non-sedating tea.", "non-sedating", "negation", "non-"),
        (
            "Use it only under supervision.",
            "under supervision",
            "condition",
            "only under supervision",
        ),
    ],
)
def test_a_cue_has_the_edges_of_the_guidelines(text, cue, category, edges):
    assert cue_edges(text, find(text, cue), category).cut(text) == edges


def test_the_verb_behind_studies_belongs_to_the_attribution():
    text = "Several studies support its use for cramps."
    tagged = [("Several studies", "attribution"), ("support", "softener")]
    assert cues(text, tagged) == [("Several studies support", "attribution")]


def test_a_softener_behind_another_attribution_stays_one():
    text = "According to users supports help."
    tagged = [("According to users", "attribution"), ("supports", "softener")]
    assert cues(text, tagged)[1] == ("supports", "softener")


def test_a_negation_outside_of_all_claims_denies_no_relation():
    text = "It contains no sugar and does not harm the teeth."
    tagged = [("no", "negation"), ("not", "negation")]
    assert cues(text, tagged, ["does not harm the teeth"]) == [("not", "negation")]


def test_a_negation_is_kept_where_the_claims_are_not_known():
    assert cues("It contains no sugar.", [("no", "negation")]) == [("no", "negation")]


@pytest.mark.parametrize(
    ("text", "cue", "category"),
    [
        ("It not only cools but also calms.", "not", "negation"),
        ("Most herbs cool, and sage is no exception.", "no", "negation"),
        ("Rosmarinic acid is the main active compound of sage.", "main", "approximator"),
        ("Adults over 50 sleep less.", "over", "approximator"),
    ],
)
def test_a_word_in_a_fixed_phrase_is_no_cue(text, cue, category):
    assert cues(text, [(cue, category)], [text]) == []


@pytest.mark.parametrize(
    "text",
    [
        "Take some with food.",
        "Storage: Keep it in a dry place, usually below 25 °C.",
        "Can it help?",
        "The information provided here may be subject to change.",
        "People with certain illnesses should talk to a doctor.",
    ],
)
def test_what_states_nothing_holds_no_cue(text):
    tagged = [(w, "approximator") for w in ("some", "usually", "certain") if w in text]
    assert cues(text, tagged, []) == []


def test_cues_of_an_order_that_holds_a_claim_stay():
    text = "Avoid it in pregnancy, since it may harm the child."
    assert cues(text, [], ["it may harm the child"]) == [("may", "modal")]


@pytest.mark.parametrize(
    "text",
    ["Use during pregnancy may be safe.", "Start of effect: usually an hour.", "Sage may cool."],
)
def test_what_only_looks_like_an_order_is_a_statement(text):
    assert unstated(text) == ()


def test_advice_behind_another_verb_leaves_that_verb_its_cues():
    text = "Patients with colitis may lose some zinc and should consult a doctor."
    assert cues(text, [], []) == [("may", "modal")]


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Recent studies further substantiate this use.", "Recent studies further substantiate"),
        (
            "While research into the herb is increasingly showing promise, doubts remain.",
            "research into the herb is increasingly showing",
        ),
        ("This trial highlights its role.", "This trial highlights"),
    ],
)
def test_who_reports_is_an_attribution_also_where_the_tagger_passes_over_it(text, cue):
    assert (cue, "attribution") in cues(text, [])


def test_a_source_without_a_verb_of_reporting_is_none():
    assert cues("Studies of sage continue in three places.", []) == []


def test_who_reports_is_no_gap_in_the_evidence():
    text = "Preliminary research indicates a role in sleep."
    tagged = [("Preliminary research indicates", "evidence_gap")]
    assert cues(text, tagged) == [("Preliminary research indicates", "attribution")]


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Rash (especially if allergic to mint)", "if allergic to mint"),
        ("In the case of poisoning, it binds the metal.", "In the case of poisoning"),
        ("The route will depend on the patient.", "depend on"),
    ],
)
def test_certain_conditions_are_cues_with_what_they_govern(text, cue):
    assert cues(text, []) == [(cue, "condition")]
