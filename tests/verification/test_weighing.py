"""From probabilities to verdicts: no model, no files."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from claimcheck.config import VerificationSection, load_config
from claimcheck.verification.model import Passage, Probabilities, Sentence
from claimcheck.verification.weighing import (
    Examined,
    coverage,
    joined_sets,
    nearest_sentences,
    nearness,
    passage_probabilities,
    rerank_scores,
    weigh,
)


@pytest.fixture
def config() -> VerificationSection:
    return load_config(
        None,
        ["verification.decided=0.5", "verification.rationale=0.5", "verification.covered=0.35"],
    ).verification


def examined(id: str, *sentences: tuple[float, float]) -> Examined:
    """A passage whose sentences support and refute so much; it says what its best one says."""
    rows = np.array([(s, r, 1 - s - r) for s, r in sentences])
    words = tuple(Sentence(f"{id}{i}", 10 * i, 10 * i + 2, f"{id}{i}") for i in range(len(rows)))
    best = rows[rows[:, 2].argmin()]
    probs = Probabilities(*(float(p) for p in best))
    return Examined(Passage(id, "", words), tuple(range(len(rows))), rows, probs)


def test_nothing_to_read_is_not_enough(config: VerificationSection) -> None:
    found = weigh([], config)
    assert found.verdict == "not_enough_info"
    assert found.probs == Probabilities(0.0, 0.0, 1.0)


def test_passages_not_worth_reading_are_told(config: VerificationSection) -> None:
    idle = [Probabilities(0.0, 0.0, 1.0), Probabilities(0.02, 0.01, 0.97)]
    found = weigh([], config, idle)
    assert found.reasons == ("no_bearing: none of 2 passages looked at bears on it",)
    assert found.probs == idle[1]


def test_probabilities_sum_to_one(config: VerificationSection) -> None:
    p = weigh([examined("a", (0.7, 0.1)), examined("b", (0.2, 0.3))], config).probs
    assert p.supports + p.refutes + p.not_enough_info == pytest.approx(1.0)


def test_passages_that_decide_nothing_hardly_count(config: VerificationSection) -> None:
    idle = [examined(f"n{i}", (0.05, 0.05)) for i in range(9)]
    assert weigh([examined("a", (0.0, 0.9)), *idle], config).verdict == "refutes"


def test_the_better_side_wins_and_the_other_is_told(config: VerificationSection) -> None:
    found = weigh(
        [examined("a", (0.9, 0.05)), examined("b", (0.9, 0.05)), examined("c", (0.05, 0.8))], config
    )
    assert found.verdict == "supports"
    assert found.reasons == ("2 passages: supports", "1 passage: refutes")


def test_evidence_that_is_split_is_left_undecided(config: VerificationSection) -> None:
    found = weigh([examined("a", (0.9, 0.0)), examined("b", (0.0, 0.9))], config)
    assert found.verdict == "not_enough_info"
    assert "threshold" in found.reasons[0]


def test_a_verdict_under_the_threshold_is_not_given() -> None:
    strict = load_config(None, ["verification.decided=0.9"]).verification
    found = weigh([examined("a", (0.8, 0.0))], strict)
    assert found.verdict == "not_enough_info"
    assert found.reasons == ("unsure: supports at 0.80, under the threshold 0.90",)
    assert [r.sentence for r in found.rationale] == ["a0"]


def test_a_passage_with_few_of_the_claims_words_decides_nothing(
    config: VerificationSection,
) -> None:
    near, far = (replace(examined("a", (0.8, 0.0)), coverage=c) for c in (0.5, 0.25))
    assert weigh([near], config).verdict == "supports"
    found = weigh([far], config)
    assert found.verdict == "not_enough_info"
    assert found.reasons == (
        "few_words: supports at 0.80, but the deciding passage has only 25% of the claim's words",
    )


def test_coverage_is_asked_only_where_it_was_counted() -> None:
    strict = load_config(None, ["verification.covered=1.0"]).verification
    assert weigh([examined("a", (0.8, 0.0))], strict).verdict == "supports"


def test_coverage_counts_each_word_once() -> None:
    assert coverage(["zinc", "zinc", "cold"], ["zinc", "tea"]) == 0.5
    assert coverage([], ["zinc"]) == 0.0


def test_the_rationale_is_what_speaks_for_the_verdict(config: VerificationSection) -> None:
    found = weigh(
        [examined("a", (0.6, 0.1), (0.1, 0.1), (0.95, 0.0)), examined("b", (0.0, 0.7))], config
    )
    assert [(r.sentence, r.start, round(r.score, 2)) for r in found.rationale] == [
        ("a2", 20, 0.95),
        ("a0", 0, 0.7),
    ]


def test_a_verdict_has_at_least_one_sentence() -> None:
    strict = load_config(None, ["verification.rationale=1.0"]).verification
    found = weigh([examined("a", (0.6, 0.1), (0.8, 0.1))], strict)
    assert [r.sentence for r in found.rationale] == ["a1"]


def test_the_rationale_has_its_length() -> None:
    short = load_config(None, ["verification.max_rationale=2"]).verification
    found = weigh([examined("a", *[(0.9, 0.0)] * 4)], short)
    assert len(found.rationale) == 2


def test_sets_grow_by_the_best_sentences_and_stay_in_text_order() -> None:
    assert joined_sets([0.9, 0.1, 0.95, 0.5], 3) == [(0, 2), (0, 2, 3)]


@pytest.mark.parametrize("decided", [[], [0.4]])
def test_a_single_sentence_has_no_sets(decided: list[float]) -> None:
    assert joined_sets(decided, 3) == []


def test_the_sentences_near_a_claim_keep_their_order() -> None:
    found = nearest_sentences(["zinc", "cold"], [["cold"], ["gin"], ["zinc", "cold"], []], 2)
    assert found == (0, 2)


def test_a_passage_follows_the_sentences_that_decide() -> None:
    singles = np.array([[0.0, 0.1, 0.9], [0.9, 0.0, 0.1], [0.0, 0.1, 0.9]])
    found = passage_probabilities(singles, np.zeros((0, 3)), None)
    assert found.supports == pytest.approx(0.9, abs=0.01)


def test_what_is_read_together_counts_beside_single_sentences() -> None:
    single, joined = np.array([[1.0, 0.0, 0.0]]), np.array([[0.0, 0.0, 1.0]])
    alone = passage_probabilities(single, np.zeros((0, 3)), None)
    assert passage_probabilities(single, joined, None).supports < alone.supports
    assert passage_probabilities(single, joined, np.array([1.0, 0.0, 0.0])).supports > 0.8


@pytest.mark.parametrize(
    ("found", "shares"), [([8.0, 2.0], [1.0, 0.25]), ([0.0, 0.0], [1.0, 1.0]), ([], [])]
)
def test_nearness_is_the_share_of_the_best(found: list[float], shares: list[float]) -> None:
    assert nearness(found) == shares


def test_a_nearer_passage_counts_for_more(config: VerificationSection) -> None:
    far = replace(examined("b", (0.0, 0.9)), nearness=0.5)
    assert weigh([examined("a", (0.9, 0.0)), far], config).verdict == "supports"


@pytest.mark.parametrize(("weight", "first"), [(0.0, 0), (1.0, 1)])
def test_the_model_counts_by_its_weight(weight: float, first: int) -> None:
    scores = rerank_scores([1.0, 0.8], [0.1, 0.9], weight)
    assert scores.index(max(scores)) == first
