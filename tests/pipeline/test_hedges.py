"""A hedge inside a claim rules out that it is stated as fact."""

from __future__ import annotations

import numpy as np
import pytest

from claimcheck.pipeline.cues.logic import find_cues
from claimcheck.pipeline.encoder import SPAN_HEADS, DraftClaim
from claimcheck.pipeline.labels_heads import LabelHeads, PlacedCue
from claimcheck.pipeline.labels_heads.hedges import is_hedged, soften
from claimcheck.pipeline.labels_heads.logic import ClaimInput, label_claims
from claimcheck.pipeline.units import sentence_unit
from claimcheck.spans import Span

from .drafting import find, logits


def placed(text: str, phrase: str, category: str, place: str = "unit") -> PlacedCue:
    cue = find_cues(text, [(find(text, phrase), category, 0.9)])[0]
    return PlacedCue(cue, place, cue.span.cut(text), 0)


@pytest.mark.parametrize(
    ("text", "phrase", "category"),
    [
        ("sage may cool flushes", "may", "modal"),
        ("sage possibly cools flushes", "possibly", "epistemic"),
        ("sage is studied for its potential to cool flushes", "potential", "epistemic"),
        ("sage has potential benefits for sleep", "potential", "epistemic"),
    ],
)
def test_a_hedge_of_the_relation_hedges_the_claim(text: str, phrase: str, category: str) -> None:
    assert is_hedged(Span(0, len(text)), [placed(text, phrase, category)], text)


@pytest.mark.parametrize(
    ("text", "phrase", "category"),
    [
        ("sage prevents potential stomach upset", "potential", "epistemic"),
        ("sage always cools flushes", "always", "booster"),
    ],
)
def test_what_is_said_of_a_thing_or_no_hedge_leaves_it(
    text: str, phrase: str, category: str
) -> None:
    assert not is_hedged(Span(0, len(text)), [placed(text, phrase, category)], text)


def test_a_hedge_elsewhere_in_the_unit_leaves_the_claim() -> None:
    text = "sage cools flushes, and mint may help"
    assert not is_hedged(find(text, "sage cools flushes"), [placed(text, "may", "modal")], text)


def test_softened_probabilities_still_sum_to_one_and_hold_nothing_for_direct() -> None:
    chances = np.array([[0.1, 0.0, 0.2, 0.7], [0.1, 0.0, 0.2, 0.7]])
    found = soften(chances, [True, False])
    names = SPAN_HEADS["strength"]
    assert found.sum(axis=1) == pytest.approx(np.ones(2))
    assert found[0, names.index("direct")] == 0.0
    assert found[1] == pytest.approx(chances[1])


def test_a_hedged_claim_is_not_direct_however_sure_the_encoder_is(heads_folder) -> None:
    text = "sage may cool flushes"
    draft = DraftClaim(Span(0, len(text)), logits({"strength": "direct"}, 8.0), 0.9)
    claim = ClaimInput(draft, (placed(text, "may", "modal"),), sentence_unit(text))
    labelled = label_claims([claim], LabelHeads.load(heads_folder))[0]
    assert labelled.labels["strength"] == "conditional"
    decisive = next(i for i in labelled.influences if i.ablation.head == "strength")
    assert decisive.loss > 0.3
