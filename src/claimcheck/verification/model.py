"""What verification works on: claims, passages of evidence, and what was found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage.

    text (str): `evidence_text[start:end]`. clean (str): what the model reads: without markup and
        line breaks.
    """

    text: str
    start: int
    end: int
    clean: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one piece of evidence, what is retrieved as a whole.

    evidence_id (str or int): as the evidence base has it; several passages may share it.
    title (str): searched with the passage, no part of its text.
    """

    evidence_id: str | int
    title: str
    sentences: tuple[Sentence, ...]

    @property
    def searched(self) -> str:
        """Title and text as one string of words for the index."""
        return " ".join((self.title, *(sentence.clean for sentence in self.sentences)))


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim to hold against the evidence.

    id: as in the input. evidence_ids (tuple or None): the only evidence to look at; None retrieves.
    subject (str): id of the substance that it is about, "" where none is known; outcomes (tuple of
    str): ids of what it is said to do. What is retrieved must name the substance, or a form of it,
    and one of the outcomes, or a like one.
    """

    id: Any
    text: str
    evidence_ids: tuple[str | int, ...] | None = None
    subject: str = ""
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Probabilities:
    """That evidence supports, refutes, or does not decide a claim; they sum to 1."""

    supports: float
    refutes: float
    not_enough_info: float

    @property
    def decided(self) -> float:
        """Probability that the evidence decides the claim either way."""
        return self.supports + self.refutes

    def of(self, label: str) -> float:
        """Probability of a label of `labels.EVIDENCE_VERDICTS`."""
        return float(getattr(self, label))


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence that bears on the claim; `score`: probability that by itself it decides it."""

    evidence_id: str | int
    sentence: str
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Finding:
    """What the evidence says of a claim.

    verdict (str): one of `labels.EVIDENCE_VERDICTS`. rationale: the best sentence first.
    reasons (tuple of str): short sentences: what decided it. candidates: ids of the evidence that
    was looked at, the nearest first.
    """

    claim: Claim
    verdict: str
    probs: Probabilities
    rationale: tuple[Reason, ...]
    reasons: tuple[str, ...]
    candidates: tuple[str | int, ...] = field(default=())
