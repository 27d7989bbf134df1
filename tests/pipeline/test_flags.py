from __future__ import annotations

import pytest

from claimcheck.labels import FLAGS
from claimcheck.pipeline.labels_heads.flags import Thresholds, find_flags

SURE = Thresholds(0.5, 0.5, 0.5, 0.5)
LABELS = {"type": "treatment", "strength": "direct", "basis": "none", "polarity": "affirmed"}


def flags(labels=None, chance=0.9, cues=(), groups=(), lemma="ease", claim_prob=0.9):
    chosen = {**LABELS, **(labels or {})}
    chances = dict.fromkeys(chosen, chance)
    return find_flags(chosen, chances, claim_prob, cues, groups, lemma, SURE)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ["bare_assertion"]),
        ({"labels": {"strength": "conditional"}}, []),
        ({"labels": {"basis": "study"}}, []),
        ({"cues": ["booster"]}, ["bare_assertion", "overclaim"]),
        ({"cues": ["booster"], "labels": {"basis": "unspecified"}}, ["overclaim"]),
        ({"cues": ["booster"], "labels": {"type": "harm"}}, ["bare_assertion"]),
        ({"groups": ["disease"]}, ["bare_assertion", "disease_claim"]),
        ({"groups": ["symptom"]}, ["bare_assertion"]),
        ({"groups": [None], "lemma": "cure"}, ["bare_assertion", "disease_claim"]),
        ({"groups": ["function"], "lemma": "cure"}, ["bare_assertion"]),
        ({"groups": ["disease"], "labels": {"polarity": "negated"}}, ["bare_assertion"]),
        ({"chance": 0.4}, ["bare_assertion", "uncertain"]),
        ({"claim_prob": 0.4}, ["bare_assertion", "uncertain"]),
    ],
)
def test_flags_of_a_claim(given, expected):
    assert flags(**given) == expected


def test_flags_stand_in_the_order_of_the_vocabulary():
    found = flags(cues=["booster"], groups=["disease"], chance=0.2)
    assert found == sorted(found, key=FLAGS.index)
