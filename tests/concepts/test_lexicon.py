"""The lexicon of the package as a whole."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from claimcheck.concepts import KnowledgeBase
from claimcheck.concepts.base import default_paths
from claimcheck.concepts.model import GROUPS, VALENCES


@pytest.mark.parametrize(("kind", "least"), [("substance", 350), ("outcome", 700)])
def test_holds_enough_concepts(kb: KnowledgeBase, kind: str, least: int) -> None:
    assert sum(c.kind == kind for c in kb.concepts.values()) >= least


@pytest.mark.parametrize("kind", sorted(GROUPS))
def test_every_group_is_used(kb: KnowledgeBase, kind: str) -> None:
    used = {c.group for c in kb.concepts.values() if c.kind == kind}
    assert used == set(GROUPS[kind])


@pytest.mark.parametrize("path", default_paths(), ids=lambda p: p.name)
def test_every_file_states_its_version(path: Path) -> None:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    assert raw["version"].count(".") == 1


def test_every_name_links_to_its_own_concept(kb: KnowledgeBase) -> None:
    lost = []
    for concept in kb.concepts.values():
        for name in (concept.name, *concept.synonyms, *concept.exact):
            link = kb.link(name, concept.kind)
            if link is None or link.concept_id != concept.id:
                lost.append((name, concept.id, link))
    assert lost == []


def test_names_are_not_given_twice_within_a_kind(kb: KnowledgeBase) -> None:
    names = Counter((c.kind, c.name.casefold()) for c in kb.concepts.values())
    assert [name for name, count in names.items() if count > 1] == []


def test_broad_parents_do_not_hide_all_relatives(kb: KnowledgeBase) -> None:
    assert all(c.id in kb.block_keys(c.id) for c in kb.concepts.values())


def test_salts_and_forms_are_of_the_group_of_their_substance(kb: KnowledgeBase) -> None:
    strange = [
        c.id
        for c in kb.concepts.values()
        if c.group in ("vitamin", "mineral") and c.form_of
        if all(kb.concepts[parent].group != c.group for parent in c.form_of)
    ]
    assert strange == []


@pytest.mark.parametrize(
    ("concept_id", "valence"),
    [
        ("O:hypertension", "undesirable"),
        ("O:headache", "undesirable"),
        ("O:liver-damage", "undesirable"),
        ("O:sleep", "desirable"),
        ("O:blood-pressure", "neutral"),
        ("O:pregnancy", "neutral"),
        ("O:oxidative-stress", "undesirable"),
        ("O:antioxidant-activity", "desirable"),
        ("O:hyperglycaemia", "undesirable"),
        ("S:magnesium", "neutral"),
    ],
)
def test_valence_says_whether_more_is_wanted(
    kb: KnowledgeBase, concept_id: str, valence: str
) -> None:
    assert kb.concepts[concept_id].valence == valence


def test_every_valence_is_one_of_three(kb: KnowledgeBase) -> None:
    assert {c.valence for c in kb.concepts.values()} == set(VALENCES)
