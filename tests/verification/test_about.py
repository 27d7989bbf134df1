"""What a claim is about, and sentences about the same."""

from __future__ import annotations

import pytest

from claimcheck.concepts import KnowledgeBase, load_knowledge_base
from claimcheck.verification import Claim
from claimcheck.verification.about import Topic, concepts_of, with_concepts


@pytest.fixture
def kb() -> KnowledgeBase:
    return load_knowledge_base()


def topic(kb: KnowledgeBase, *outcomes: str) -> Topic:
    return Topic(Claim(1, "Zinc shortens colds.", subject="S:zinc", outcomes=outcomes), kb)


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("Zinc gluconate shortened the common cold.", ("Zinc gluconate", "common cold")),
        ("Iron shortened the common cold.", None),
        ("Zinc was given.", None),
    ],
    ids=["a form of it", "another substance", "no outcome"],
)
def test_a_sentence_must_name_substance_and_outcome(
    kb: KnowledgeBase, sentence: str, named: tuple[str, str] | None
) -> None:
    found = topic(kb, "O:common-cold").named(sentence)
    assert (found and (found.substance, found.outcome)) == named


def test_the_substance_must_stand_by_itself(kb: KnowledgeBase) -> None:
    about = topic(kb, "O:zinc-deficiency")
    assert about.named("Zinc deficiency is common.") is None
    assert about.named("Zinc deficiency is treated with zinc.") is not None


@pytest.mark.parametrize("outcome", ["O:safety", "O:pregnancy"], ids=["broad", "a population"])
def test_what_names_no_effect_is_no_outcome(kb: KnowledgeBase, outcome: str) -> None:
    assert not topic(kb, outcome).is_whole


def test_a_quick_look_passes_over_no_sentence_that_names_both(kb: KnowledgeBase) -> None:
    sentences = ["Zinc shortened the common cold.", "Zinc was given."]
    about = topic(kb, "O:common-cold")
    assert [about.may_be_named(c) for c in concepts_of(sentences, kb)] == [True, False]


@pytest.mark.parametrize(
    ("text", "subject", "outcomes"),
    [
        ("Zinc shortens the common cold.", "S:zinc", ("O:common-cold",)),
        ("Higher doses of zinc shorten the common cold.", "S:zinc", ("O:common-cold",)),
        ("Lozenges with zinc shorten the common cold.", "", ()),
    ],
    ids=["begins with it", "begins with a dose of it", "begins with something else"],
)
def test_a_plain_claim_is_about_the_substance_that_it_begins_with(
    kb: KnowledgeBase, text: str, subject: str, outcomes: tuple[str, ...]
) -> None:
    found = with_concepts(Claim(1, text), kb)
    assert (found.subject, found.outcomes) == (subject, outcomes)


def test_concepts_that_are_known_are_kept(kb: KnowledgeBase) -> None:
    claim = Claim(1, "Zinc shortens colds.", subject="S:iron", outcomes=("O:fatigue",))
    assert with_concepts(claim, kb) == claim
