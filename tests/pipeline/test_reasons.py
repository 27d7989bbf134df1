from __future__ import annotations

import pytest

from claimcheck.pipeline.cues.logic import find_cues
from claimcheck.pipeline.encoder import DraftClaim
from claimcheck.pipeline.labels_heads import LabelHeads, PlacedCue
from claimcheck.pipeline.labels_heads.logic import ClaimInput, label_claims, without
from claimcheck.pipeline.labels_heads.reasons import explain
from claimcheck.pipeline.units import sentence_unit
from claimcheck.spans import Span

from .drafting import find

FLAT = {
    "type": [0.0] * 6,
    "strength": [0.0] * 4,
    "basis": [0.0] * 5,
    "polarity": [0.0] * 2,
    "from_context": [0.0] * 2,
}


@pytest.fixture
def heads(heads_folder):
    return LabelHeads.load(heads_folder)


def claim_input(text, phrases, claim=None, place="unit", **unit):
    cues = find_cues(text, [(find(text, phrase), category, 0.9) for phrase, category in phrases])
    span = find(text, claim) if claim else Span(0, len(text))
    return ClaimInput(
        DraftClaim(span, FLAT, 0.9),
        tuple(PlacedCue(cue, place, cue.span.cut(text), 0) for cue in cues),
        {**sentence_unit(text), **unit},
    )


def reasons(claim, heads):
    labelled = label_claims([claim], heads)[0]
    bearing = [p for p in claim.cues if p.seen_from(claim.draft.span) != "elsewhere"]
    return labelled, explain(
        labelled.labels, labelled.chances, labelled.influences, claim.unit, bearing
    )


def test_a_hedge_is_named_as_what_decided_the_strength(heads):
    labelled, said = reasons(claim_input("sage can cool flushes", [("can", "modal")]), heads)
    assert labelled.labels["strength"] == "conditional"
    assert said[0] == "conditional: modal “can” governs the claim"


def test_removing_the_named_cue_changes_the_score(heads):
    claim = claim_input("sage can cool flushes", [("can", "modal")])
    before = label_claims([claim], heads)[0]
    named = next(i for i in before.influences if i.ablation.head == "strength")
    after = label_claims([ClaimInput(claim.draft, (), claim.unit)], heads)[0]
    loss = (
        before.probabilities["strength"]["conditional"]
        - after.probabilities["strength"]["conditional"]
    )
    assert loss > 0.01
    assert named.loss == pytest.approx(loss)


def test_the_basis_names_the_words_that_point_to_evidence(heads):
    claim = claim_input(
        "Some trials suggest sage cools flushes",
        [("Some trials suggest", "attribution")],
        claim="sage cools flushes",
    )
    labelled, said = reasons(claim, heads)
    assert labelled.labels["basis"] == "unspecified"
    assert said[1] == "basis unspecified: “Some trials suggest”"


def test_the_type_names_the_heading_that_gave_it(heads):
    claim = claim_input("Rash", [], section=["Side effects"])
    labelled, said = reasons(claim, heads)
    assert labelled.labels["type"] == "harm"
    assert said[2] == "harm: under the heading “Side effects”"


def test_a_cue_of_the_lead_in_is_named_with_its_place(heads):
    lead_in = "It can cause:"
    cue = find_cues(lead_in, [(find(lead_in, "can"), "modal", 0.9)])[0]
    claim = ClaimInput(
        DraftClaim(Span(0, 4), FLAT, 0.9),
        (PlacedCue(cue, "lead_in", "can", 0),),
        {**sentence_unit("Rash"), "lead_in": lead_in},
    )
    _, said = reasons(claim, heads)
    assert said[0] == "conditional: modal “can” in the lead-in governs the claim"


def test_a_denied_relation_names_the_denial(heads):
    _, said = reasons(claim_input("sage does not cool flushes", [("not", "negation")]), heads)
    assert said[-1] == "negated: negation “not” denies the relation"


def test_no_hedge_is_a_reason_too():
    labels = {"strength": "direct", "basis": "none", "type": "harm", "polarity": "affirmed"}
    said = explain(labels, dict.fromkeys(labels, 0.9), (), sentence_unit("Rash"), ())
    assert said == [
        "direct: stated as fact, no hedge bears on it",
        "basis none: the text offers no evidence for it",
        "harm: the wording of the claim (90 %)",
    ]


def test_a_type_that_no_surroundings_gave_is_shown_by_the_claims_words():
    labels = {"strength": "direct", "basis": "none", "type": "harm", "polarity": "affirmed"}
    chances = dict.fromkeys(labels, 0.9)
    said = explain(labels, chances, (), sentence_unit("Rash"), (), ["can cause", "rash"])
    assert said[2] == "harm: “can cause” … “rash” (90 %)"


def test_one_of_two_like_cues_is_left_out_alone(heads):
    claim = claim_input("sage may or might cool flushes", [("may", "modal"), ("might", "modal")])
    ablation = label_claims([claim], heads)[0].influences[0].ablation
    assert without({"cue.modal.inside": 2.0}, claim, ablation)["cue.modal.inside"] == 1.0
