"""What is asked of a verdict where the evidence was searched for: pure functions.

A search always finds something, and the encoder tends to an opinion of it. So a verdict of evidence
that nobody named must be borne out by words that a reader can check: one sentence that names the
claim's substance and outcome and says the same, or the contrary; and the encoder must change its
mind when the claim is turned round. Where an answer lacks, there is no verdict but its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from ..labels import EVIDENCE_VERDICTS
from .about import Named, Topic
from .contrary import affirmed, denied, turned
from .model import Doubt, Passage
from .signs import agreement, contradiction, gap, guess, numbers, other_kind, other_scope
from .weighing import coverage
from .words import search_words

#: Probability of a verdict from which a sentence can bear it out by itself.
_WITNESS: Final = 0.5
#: Share of the claim's words that a sentence needs where the claim has no word of direction, and
#: where neither has one.
_SHARED: Final = 0.3
_MOST: Final = 0.6

#: The encoder's probabilities of a text against some sentences, (sentences, 3).
Ask = Callable[[str, Sequence[str]], np.ndarray]


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that was read: its passage, place, what the encoder says of it."""

    passage: Passage
    place: int
    probs: np.ndarray

    @property
    def text(self) -> str:
        """What the encoder reads."""
        return self.passage.sentences[self.place].clean


@dataclass(frozen=True, slots=True)
class Witness:
    """A sentence that bears a verdict out, and why, for a reader."""

    statement: Statement
    reasons: tuple[str, ...]


def witness_of(
    verdict: str, claim: str, topic: Topic, statements: Sequence[Statement], ask: Ask
) -> Witness | Doubt:
    """The sentence that bears a verdict out, or what is in doubt about the likeliest of them.

    topic (Topic): with substance and outcomes. ask (callable): the encoder, for the claim turned
        round.
    """
    column = EVIDENCE_VERDICTS.index(verdict)
    ranked = sorted(statements, key=lambda s: -s.probs[column])
    ranked = [s for s in ranked if s.probs[column] >= _WITNESS]
    first: Doubt | None = None
    for statement in ranked:
        found = _questioned(verdict, claim, topic, statement, ask)
        if isinstance(found, Witness):
            return found
        first = first or found
    return first or Doubt("no_sentence", f"no sentence by itself says {verdict}")


def _questioned(
    verdict: str, claim: str, topic: Topic, statement: Statement, ask: Ask
) -> Witness | Doubt:
    named = topic.named(statement.text)
    if named is None:
        return Doubt("not_named", "the sentence does not name both substance and outcome")
    guessed = guess(statement.text)
    if guessed:
        return Doubt("guess", f"the sentence asks or guesses (*{guessed}*)")
    lacking = gap(statement.text)
    if lacking:
        return Doubt("no_proof", f"the sentence says that proof lacks (*{lacking}*)")
    if other_kind(claim, statement.text):
        return Doubt("other_effect", "the one is about prevention, the other about treatment")
    scope = other_scope(claim, f"{statement.passage.title} {statement.text}")
    if scope:
        return Doubt("different_scope", f"the evidence is about other than people (*{scope}*)")
    if named.population:
        return Doubt("different_scope", f"the evidence is about *{named.population}*")
    if named.rival and verdict == "supports":
        return Doubt("other_agent", f"the sentence also names *{named.rival}*")
    doubt = number_doubt(claim, statement.passage)
    if doubt:
        return doubt
    sign = _sign(verdict, claim, topic, named, statement.text)
    if isinstance(sign, Doubt):
        return sign
    texts = _contraries(verdict, claim, topic, named)
    if isinstance(texts, Doubt):
        return texts
    for text, wanted in texts:
        if not wanted(ask(text, [statement.text])[0]):
            return _alike(verdict, text)
    told = f"the contrary, *{texts[0][0]}*, gets the contrary verdict"
    return Witness(statement, (f"the sentence {named.told}: {sign}", told))


def _sign(verdict: str, claim: str, topic: Topic, named: Named, sentence: str) -> str | Doubt:
    """The words by which claim and sentence agree, or contradict each other."""
    if verdict == "refutes":
        found = contradiction(topic.reading, named.reading)
        return found or Doubt("no_contradiction", "no word of the sentence contradicts the claim")
    found = agreement(topic.reading, named.reading)
    if found is None:
        return Doubt("no_agreement", "the words of the sentence do not say the same")
    if topic.reading.direction:
        return found
    if named.is_circular:
        return Doubt("no_agreement", f"*{named.outcome}* only repeats the substance")
    if coverage(*search_words([claim, sentence])) < (_SHARED if named.reading.direction else _MOST):
        return Doubt("few_words", "the sentence has too few of the claim's words")
    return found


Wanted = Callable[[np.ndarray], bool]


def _contraries(
    verdict: str, claim: str, topic: Topic, named: Named
) -> list[tuple[str, Wanted]] | Doubt:
    """The claim turned round, and what the encoder must then say of the sentence."""
    if verdict == "supports":
        text = affirmed(claim) or denied(claim)
        found: list[tuple[str, Wanted]] = [(text, _is("refutes"))] if text else []
        other = turned(claim, topic.reading.sign)
        if text and other:
            found.append((other, lambda probs: bool(probs[0] < probs[1])))
    else:
        text = affirmed(claim) if topic.reading.denial else None
        if not topic.reading.denial:
            text = denied(claim) if named.reading.denial else turned(claim, topic.reading.sign)
        found = [(text, _is("supports"))] if text else []
    return found or Doubt("no_contrary", "the claim is no sentence that can be turned round")


def _is(verdict: str) -> Wanted:
    column = EVIDENCE_VERDICTS.index(verdict)
    return lambda probs: int(np.argmax(probs)) == column


def _alike(verdict: str, text: str) -> Doubt:
    return Doubt("same_both_ways", f"{verdict}, but of the contrary, *{text}*, not the contrary")


def plain_doubt(
    verdict: str, claim: str, passage: Passage, pooled: Callable[[str], np.ndarray]
) -> Doubt | None:
    """What is in doubt about a verdict on a claim whose substance or outcome is not known.

    passage (Passage): the one that decided. pooled (callable): what the encoder says of a text
        over all that was read, (3,).
    """
    if verdict == "supports":
        doubt = number_doubt(claim, passage)
        text = affirmed(claim) or denied(claim)
        if doubt or text is None:
            return doubt
        probs = pooled(text)
        return _alike(verdict, text) if probs[0] >= probs[1] else None
    text = affirmed(claim) or turned(claim)
    if text is None:
        return Doubt("no_contrary", "the claim is no sentence that can be turned round")
    probs = pooled(text)
    return _alike(verdict, text) if probs[1] >= probs[0] else None


def number_doubt(claim: str, passage: Passage) -> Doubt | None:
    """A number of the claim that the passage does not have."""
    lacking = numbers(claim) - numbers(passage.searched)
    if not lacking:
        return None
    return Doubt("number", f"the passage does not have the claim's {', '.join(sorted(lacking))}")
