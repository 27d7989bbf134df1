from __future__ import annotations

import pytest

from claimcheck.concepts import load_knowledge_base
from claimcheck.documents import read_text
from claimcheck.pipeline import annotate
from claimcheck.pipeline.claims.outcomes import (
    named_outcomes,
    outcome_edges,
    outcomes_of,
    said_outcome,
)
from claimcheck.pipeline.claims.predicates import find_predicate
from claimcheck.spans import Span

from .drafting import draft, find


@pytest.mark.parametrize(
    ("text", "tagged", "outcome"),
    [
        ("Sage aids cholesterol management.", "cholesterol management", "cholesterol"),
        ("Sage aids weight management.", "weight management", "weight management"),
        ("It suits your weight loss goals.", "your weight loss goals", "weight loss"),
        ("It calms various sleep problems.", "various sleep problems", "sleep problems"),
        ("It is a non-addictive tea.", "non-addictive", "addictive"),
        ("It eases non-stop sneezing.", "non-stop sneezing", "non-stop sneezing"),
        ("It has cooling effects.", "cooling", "cooling effects"),
        ("It lowers iron levels.", "iron", "iron levels"),
        ("It lifts overall heart tone.", "heart tone", "overall heart tone"),
        ("It eases the cramps (tetany).", "the cramps (tetany", "cramps (tetany)"),
        ("Natural support.", "support", "support"),
    ],
)
def test_an_outcome_has_the_edges_of_the_guidelines(text, tagged, outcome):
    found = outcome_edges(text, find(text, tagged))
    assert found is not None
    assert found.cut(text) == outcome


def test_an_outcome_of_signs_only_is_none():
    assert outcome_edges("a - b", Span(2, 3)) is None


def test_two_tags_of_one_outcome_make_one():
    text = "It aids stress management."
    tagged = [find(text, "stress"), find(text, "stress management")]
    assert outcomes_of(text, [Span(0, len(text))], tagged) == [(find(text, "stress"),)]


def said(text: str, kind: str = "sentence") -> list[str]:
    claim = Span(0, len(text.rstrip(".")))
    predicate = find_predicate(text, claim, None, ())
    return [span.cut(text) for span in said_outcome(text, claim, None, predicate, kind)]


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("It can prevent early dips that last", "early dips"),
        ("It will change your mood", "mood"),
        ("It clears plaque, according to a review", "plaque"),
        ("It reduces the spread of germs in the gut", "spread of germs"),
    ],
)
def test_without_a_tagged_outcome_it_is_the_noun_phrase_behind_the_predicate(text, outcome):
    assert said(text) == [outcome]


@pytest.mark.parametrize(
    "text",
    ["More research is needed", "It can be taken with food", "It helps treat for years"],
)
def test_where_nothing_stands_behind_the_predicate_there_is_no_outcome(text):
    assert said(text) == []


def test_an_item_without_a_relation_names_its_outcome():
    assert said("Wobbly knees", "list_item") == ["Wobbly knees"]
    assert said("Wobbly knees") == []


def test_neighbouring_outcomes_of_the_lexicon_are_one():
    text = "Many found relief from the tooth pain."
    found = named_outcomes(text, Span(0, len(text)), None, load_knowledge_base())
    assert [span.cut(text) for span in found] == ["tooth pain"]


def test_a_claim_of_research_alone_states_no_relation(make_nlp):
    text = "Sage may ease cramps, but more research is needed."
    claims = [("Sage may ease cramps", {}), ("more research is needed", {})]
    drafts = {text: draft(text, claims, outcomes=["cramps"], agents=["Sage"])}
    (rows,) = annotate(make_nlp(drafts), [read_text(text, format="text")])
    assert [claim.text for claim in rows.claims] == ["Sage may ease cramps"]


def test_a_claim_without_an_outcome_that_names_its_agent_stays(make_nlp):
    text = "Sage does it in all studies."
    drafts = {text: draft(text, [("Sage does it in all studies", {})], agents=["Sage"])}
    (rows,) = annotate(make_nlp(drafts), [read_text(text, format="text")])
    assert [claim.text for claim in rows.claims] == ["Sage does it in all studies"]
