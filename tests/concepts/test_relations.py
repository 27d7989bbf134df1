"""What may be compared with what (annotation guidelines 8)."""

from __future__ import annotations

import pytest

from claimcheck.concepts import KnowledgeBase


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("S:magnesium", "S:magnesium"),
        ("S:magnesium-aspartate", "S:magnesium"),
        ("S:iron", "S:carbonyl-iron"),
        ("S:curcumin", "S:turmeric"),
        ("S:allicin", "S:garlic"),
        ("S:monacolin-k", "S:red-yeast-rice"),
        ("S:ubiquinol", "S:coq10"),
    ],
)
def test_a_form_or_constituent_is_the_same_agent(kb: KnowledgeBase, a: str, b: str) -> None:
    assert kb.same_agent(a, b)
    assert kb.same_agent(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("S:magnesium-oxide", "S:magnesium-citrate"),
        ("S:thiamine", "S:b-vitamins"),
        ("S:zinc", "S:mineral"),
        ("S:ginger", "S:turmeric"),
        ("S:warfarin", "S:anticoagulant"),
    ],
)
def test_siblings_and_classes_are_other_agents(kb: KnowledgeBase, a: str, b: str) -> None:
    assert kb.same_agent(a, b) is None


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("O:sleep", "O:sleep-quality"),
        ("O:hypertension", "O:blood-pressure"),
        ("O:type-2-diabetes", "O:diabetes"),
        ("O:migraine", "O:headache"),
        ("O:zinc-deficiency", "S:zinc"),
        ("O:osteoporosis", "O:bone-density"),
        ("O:insomnia", "O:sleep"),
        ("O:crp", "O:inflammation"),
        ("O:weight-gain", "O:weight-loss"),
    ],
)
def test_outcomes_of_one_level_are_comparable(kb: KnowledgeBase, a: str, b: str) -> None:
    assert kb.same_outcome(a, b)
    assert kb.same_outcome(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("O:migraine", "O:pain"),
        ("O:breast-cancer", "O:cancer"),
        ("O:uti", "O:infection"),
        ("O:memory", "O:cognition"),
        ("O:hypertension", "O:heart-disease"),
        ("O:nausea", "O:side-effects"),
        ("O:fatigue", "O:vitality"),
        ("O:acne", "O:skin-disease"),
    ],
)
def test_the_special_and_the_general_are_not_comparable(kb: KnowledgeBase, a: str, b: str) -> None:
    assert kb.same_outcome(a, b) is None


def test_a_reason_names_the_link(kb: KnowledgeBase) -> None:
    reason = kb.same_agent("S:magnesium-aspartate", "S:magnesium")
    assert reason == "magnesium aspartate is a form of magnesium"


def test_comparable_concepts_share_a_block(kb: KnowledgeBase) -> None:
    assert kb.block_keys("S:carbonyl-iron") & kb.block_keys("S:iron")


def test_ancestors_go_all_the_way_up(kb: KnowledgeBase) -> None:
    assert {"S:lisinopril", "S:ace-inhibitor", "S:antihypertensive", "S:medicine"} <= kb.ancestors(
        "S:lisinopril"
    )


def test_a_member_of_a_group_is_a_kind_of_it(kb: KnowledgeBase) -> None:
    assert "S:herb" in kb.ancestors("S:valerian")


def test_an_unknown_id_is_an_error(kb: KnowledgeBase) -> None:
    with pytest.raises(KeyError):
        kb.ancestors("S:nothing")
