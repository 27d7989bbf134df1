from __future__ import annotations

import numpy as np
import pytest

from claimcheck.pipeline.cues.logic import find_cues
from claimcheck.pipeline.labels_heads import FEATURES, PlacedCue, claim_features, feature_row
from claimcheck.pipeline.labels_heads.features import around, log_odds
from claimcheck.pipeline.units import sentence_unit

from .drafting import claim, find

TEXT = "Some trials suggest that sage can cool flushes, but data are scarce [3]."
CLAIM = "sage can cool flushes"


def placed(text, phrases, place="unit"):
    cues = find_cues(text, [(find(text, phrase), category, 0.9) for phrase, category in phrases])
    return [PlacedCue(cue, place, cue.span.cut(text), 0) for cue in cues]


def features(text=TEXT, cues=(), **unit):
    return claim_features(claim(text, CLAIM), cues, {**sentence_unit(text), **unit})


def test_every_feature_has_a_place_in_the_row():
    found = features(cues=placed(TEXT, [("can", "modal")]))
    assert set(found) <= set(FEATURES)
    row = feature_row(found)
    assert row.shape == (len(FEATURES),)
    assert row.dtype == np.float32
    assert np.count_nonzero(row) == len(found)


def test_a_cue_is_told_by_where_it_stands():
    cues = placed(
        TEXT,
        [("Some trials suggest", "attribution"), ("can", "modal"), ("scarce", "evidence_gap")],
    )
    found = features(cues=cues)
    assert found["cue.modal.inside"] == 1
    assert found["cue.attribution.governs"] == 1
    assert found["cue.evidence_gap.governs"] == 1


def test_a_cue_that_does_not_reach_the_claim_is_elsewhere():
    text = "Sage can cool flushes; it may also stain."
    cues = placed(text, [("may", "modal")])
    found = claim_features(claim(text, "Sage can cool flushes"), cues, sentence_unit(text))
    assert found["cue.modal.elsewhere"] == 1


def test_cues_of_lead_in_and_heading_are_told_apart():
    lead_in = "It can cause:"
    cues = [
        *placed(lead_in, [("can", "modal")], "lead_in"),
        *placed(lead_in, [("can", "modal")], "heading"),
    ]
    found = features(cues=cues)
    assert found["cue.modal.lead_in"] == found["cue.modal.heading"] == 1


@pytest.mark.parametrize(
    ("unit", "name"),
    [
        ({"section": ["Side Effects"]}, "around.side_effects"),
        ({"lead_in": "Do not combine it with:"}, "around.interactions"),
        ({"label": "How it works:"}, "around.mechanism"),
        ({"question": "What are the benefits?"}, "around.benefits"),
        ({"kind": "heading"}, "kind.heading"),
        ({"role": "answer"}, "answer"),
    ],
)
def test_surroundings_are_features(unit, name):
    assert features(**unit)[name] == 1


@pytest.mark.parametrize("name", ["citation", "number", "inside.studies"])
def test_signs_of_evidence_are_features(name):
    assert features()[name] == 1


@pytest.mark.parametrize("mark", ["[3]", "[^2]", "(Smith 2017)", "(2017)", "[1, 4]", "flushes³"])
def test_citations_are_recognised(mark):
    text = f"sage can cool flushes {mark}."
    assert claim_features(claim(text, CLAIM), (), sentence_unit(text))["citation"] == 1


def test_the_nearest_surrounding_speaks():
    unit = {
        **sentence_unit("Rash"),
        "lead_in": "Side effects:",
        "section": ["Risks", "Side effects of sage"],
    }
    assert around(unit)["side_effects"] == "Side effects:"


def test_log_odds_are_of_a_distribution():
    assert sum(np.exp(log_odds([1.0, 2.0, 3.0]))) == pytest.approx(1.0)
    assert min(log_odds([0.0, 100.0])) == -8.0
