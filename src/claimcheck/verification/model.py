"""What verification works on: claims, passages of evidence, and what was found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final


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
    str): ids of what it is said to do. Where evidence is searched for, a sentence must name both.
    analysed (bool): whether both were looked for already, as in the claims of a run; else they are
    looked for in the text.
    """

    id: Any
    text: str
    evidence_ids: tuple[str | int, ...] | None = None
    subject: str = ""
    outcomes: tuple[str, ...] = ()
    analysed: bool = False


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


#: Why there is no verdict: code → meaning. A reason of that kind begins with its code.
ABSTENTIONS: Final[dict[str, str]] = {
    "no_evidence": "no passage shares a word with the claim",
    "too_short": "the claim has too few words of its own, such as a bare answer",
    "no_substance": "the claim is about no substance that is known",
    "no_outcome": "the claim has no outcome of its own that is known",
    "no_effect": "the claim is a warning or an instruction, not an effect",
    "not_named": "no sentence that was found names the claim's substance and outcome",
    "no_bearing": "nothing that was found bears on the claim",
    "undecided": "that there is not enough is the likeliest",
    "unsure": "the verdict is less probable than the threshold asks",
    "few_words": "passage or sentence has too few of the claim's words",
    "no_sentence": "no sentence by itself bears the verdict out",
    "no_agreement": "the words of the sentence do not say the same as the claim",
    "no_contradiction": "no word of the sentence contradicts the claim",
    "guess": "the sentence asks or guesses, and finds nothing",
    "no_proof": "the sentence says that proof lacks, which bears nothing out",
    "other_effect": "of claim and sentence one is about prevention, the other about treatment",
    "number": "the claim states a number that the passage does not have",
    "different_scope": "the sentence is about animals, cells or people that the claim leaves out",
    "other_agent": "the sentence names another substance too, which may be what acts",
    "no_contrary": "the claim cannot be turned round to test the verdict",
    "same_both_ways": "the encoder does not change its mind for the contrary claim",
    "split": "sentences on both sides are borne out",
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a verdict is not given: a key of `ABSTENTIONS`, and a few words for a reader."""

    code: str
    told: str

    def __str__(self) -> str:
        return f"{self.code}: {self.told}"


@dataclass(frozen=True, slots=True)
class Finding:
    """What the evidence says of a claim.

    verdict (str): one of `labels.EVIDENCE_VERDICTS`. rationale: the best sentence first.
    reasons (tuple of str): short sentences: what decided it, or after a code of `ABSTENTIONS` why
    nothing did. candidates: ids of the evidence that
    was looked at, the nearest first.
    """

    claim: Claim
    verdict: str
    probs: Probabilities
    rationale: tuple[Reason, ...]
    reasons: tuple[str, ...]
    candidates: tuple[str | int, ...] = field(default=())
