"""What a verdict of evidence that was searched for is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from claimcheck.concepts import load_knowledge_base
from claimcheck.verification import Claim, Passage
from claimcheck.verification.about import Topic
from claimcheck.verification.doubts import Ask, Statement, Witness, plain_doubt, witness_of
from claimcheck.verification.model import Doubt, Sentence

YES, NO, IDLE = ((0.8, 0.1, 0.1), (0.1, 0.8, 0.1), (0.1, 0.1, 0.8))
Row = tuple[float, float, float]


def passage(text: str, title: str = "") -> Passage:
    return Passage("p", title, (Sentence(text, 0, len(text), text),))


def asked(answers: Mapping[str, Row], otherwise: Row = IDLE) -> Ask:
    def ask(text: str, sentences: Sequence[str]) -> np.ndarray:
        found = next((row for word, row in answers.items() if word in text), otherwise)
        return np.array([found] * len(sentences))

    return ask


def judged(
    claim: str,
    sentence: str,
    verdict: str = "supports",
    answers: Mapping[str, Row] | None = None,
    title: str = "",
) -> Witness | Doubt:
    topic = Topic(
        Claim(1, claim, subject="S:zinc", outcomes=("O:common-cold",)), load_knowledge_base()
    )
    probs = np.array(YES if verdict == "supports" else NO)
    statement = Statement(passage(sentence, title), 0, probs)
    defaults = {"not": NO, "increases": NO} if verdict == "supports" else {"not": YES}
    return witness_of(verdict, claim, topic, [statement], asked(answers or defaults))


REDUCES = "Zinc reduces the common cold."


def test_a_sentence_that_says_the_same_bears_a_verdict_out() -> None:
    found = judged(REDUCES, "Zinc reduced the common cold.")
    assert isinstance(found, Witness)
    assert found.reasons == (
        "the sentence names *Zinc* and *common cold*: same direction (*reduces* and *reduced*)",
        "the contrary, *Zinc does not reduce the common cold.*, gets the contrary verdict",
    )


def test_a_sentence_that_denies_the_effect_refutes_it() -> None:
    found = judged(REDUCES, "Zinc had no effect on the common cold.", "refutes")
    assert isinstance(found, Witness)
    assert "the sentence denies it (*no*)" in found.reasons[0]


def test_a_sentence_of_the_opposite_direction_refutes_if_it_supports_the_contrary() -> None:
    found = judged(REDUCES, "Zinc increased the common cold.", "refutes", {"increases": YES})
    assert isinstance(found, Witness)
    assert "opposite direction (*reduces* and *increased*)" in found.reasons[0]


@pytest.mark.parametrize(
    ("sentence", "verdict", "code"),
    [
        ("Iron reduced the common cold.", "supports", "not_named"),
        ("Zinc was given for the common cold.", "supports", "no_agreement"),
        ("Zinc did not reduce the common cold.", "supports", "no_agreement"),
        ("Zinc reduced the common cold.", "refutes", "no_contradiction"),
        ("Zinc deficiency increased the common cold.", "refutes", "no_contradiction"),
        ("Zinc reduced the common cold in mice.", "supports", "different_scope"),
        ("Zinc reduced the common cold in pregnancy.", "supports", "different_scope"),
        ("Echinacea with zinc reduced the common cold.", "supports", "other_agent"),
        ("Zinc: echinacea reduced the common cold.", "supports", "other_agent"),
        ("Zinc has not been shown to reduce the common cold.", "refutes", "no_proof"),
        ("We tested whether zinc reduces the common cold.", "supports", "guess"),
    ],
)
def test_words_that_do_not_bear_a_verdict_out_are_named(
    sentence: str, verdict: str, code: str
) -> None:
    found = judged(REDUCES, sentence, verdict)
    assert isinstance(found, Doubt)
    assert found.code == code


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("Zinc is found in the common cold of some.", "few_words"),
        ("Zinc acts well on the common cold of adults.", None),
        ("Zinc lowers the common cold of some.", None),
    ],
    ids=["few of its words", "most of its words", "few, with a direction"],
)
def test_without_a_direction_words_must_be_shared(sentence: str, code: str | None) -> None:
    found = judged("Zinc acts well on the common cold of adults.", sentence)
    assert (found.code if isinstance(found, Doubt) else None) == code


def test_prevention_is_not_borne_out_by_treatment() -> None:
    found = judged("Zinc prevents the common cold.", "Zinc shortens the common cold.")
    assert isinstance(found, Doubt)
    assert found.code == "other_effect"


def test_the_title_tells_the_scope_too() -> None:
    found = judged(REDUCES, "Zinc reduced the common cold.", title="Zinc in rats")
    assert isinstance(found, Doubt)
    assert found.code == "different_scope"


def test_a_number_that_the_passage_lacks_is_in_doubt() -> None:
    found = judged("Zinc reduces the common cold by 40 %.", "Zinc reduced the common cold.")
    assert str(found) == "number: the passage does not have the claim's 40"


@pytest.mark.parametrize("answer", [YES, IDLE], ids=["the same", "nothing"])
def test_an_encoder_that_does_not_change_its_mind_is_not_believed(answer: Row) -> None:
    found = judged(REDUCES, "Zinc reduced the common cold.", answers={"not": answer})
    assert isinstance(found, Doubt)
    assert found.code == "same_both_ways"


def test_a_claim_without_a_verb_cannot_be_tested() -> None:
    found = judged("Zinc: common cold relief", "Zinc is a relief of the common cold.")
    assert isinstance(found, Doubt)
    assert found.code == "no_contrary"


def test_a_weak_sentence_bears_nothing_out() -> None:
    topic = Topic(
        Claim(1, REDUCES, subject="S:zinc", outcomes=("O:common-cold",)), load_knowledge_base()
    )
    weak = Statement(passage("Zinc reduced the common cold."), 0, np.array((0.4, 0.2, 0.4)))
    found = witness_of("supports", REDUCES, topic, [weak], asked({}))
    assert isinstance(found, Doubt)
    assert found.code == "no_sentence"


@pytest.mark.parametrize(
    ("verdict", "claim", "row", "code"),
    [
        ("supports", "PPM1D enhances p53.", NO, None),
        ("supports", "PPM1D enhances p53.", YES, "same_both_ways"),
        ("supports", "PPM1D: enhancement", NO, None),
        ("supports", "PPM1D is found in 40 % of cells.", NO, "number"),
        ("refutes", "PPM1D enhances p53.", YES, None),
        ("refutes", "PPM1D enhances p53.", NO, "same_both_ways"),
        ("refutes", "PPM1D is a gene.", YES, "no_contrary"),
        ("refutes", "PPM1D does not act on p53.", YES, None),
    ],
)
def test_a_claim_of_unknown_things_is_turned_round_too(
    verdict: str, claim: str, row: Row, code: str | None
) -> None:
    found = plain_doubt(verdict, claim, passage("PPM1D and p53."), lambda text: np.array(row))
    assert (found and found.code) == code
