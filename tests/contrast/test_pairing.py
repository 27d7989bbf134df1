"""Comparability does not depend on which source is under review."""

from __future__ import annotations

import itertools

import pytest

from claimcheck.concepts import KnowledgeBase
from claimcheck.contrast.pairing import pair
from claimcheck.contrast.relation import relation_of
from claimcheck.labels import TYPES

from .pages import Page

SIDES = list(itertools.product(TYPES, (False, True), ("direct", "insufficient")))


@pytest.mark.parametrize("outcome", ["nausea", "sleep", "blood pressure", "pregnancy", "skin glow"])
def test_pairs_are_judged_alike_from_both_sides(
    shop: Page, guide: Page, kb: KnowledgeBase, outcome: str
) -> None:
    ours, theirs = (
        [
            relation_of(page.claim(f"{verb} {outcome}", [outcome], t, s, negated=n), kb)
            for (t, n, s), verb in itertools.product(SIDES, ("reduces", "increases", "avoid in"))
        ]
        for page in (shop, guide)
    )
    for a, b in itertools.product(ours, theirs):
        one, other = pair(a, b, kb, 0.75), pair(b, a, kb, 0.75)
        assert (one and (one.kind, one.similarity)) == (other and (other.kind, other.similarity))


@pytest.mark.parametrize("kind", TYPES)
def test_a_claim_agrees_with_itself(shop: Page, guide: Page, kb: KnowledgeBase, kind: str) -> None:
    ours, theirs = (
        relation_of(page.claim("acts on nausea", ["nausea"], kind), kb) for page in (shop, guide)
    )
    found = pair(ours, theirs, kb, 0.75)
    assert found is not None
    assert (found.kind, found.similarity, found.exact) == ("same", 1.0, True)
