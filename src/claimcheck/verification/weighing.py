"""From probabilities of sentences and passages to a verdict and its rationale: pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from ..config import VerificationSection
from ..labels import EVIDENCE_VERDICTS
from .model import Doubt, Passage, Probabilities, Reason

UNDECIDED: Final = "not_enough_info"
#: How steeply the weight of a sentence or passage grows with its probability of deciding the claim.
_STEEPNESS: Final = 4
#: The same for its nearness: a passage about another agent decides the claim only in seeming.
_NEARNESS: Final = 2
#: Evidence that a claim names counts also where it shares no word with it.
_LEAST_NEAR: Final = 0.05
#: Share of single sentences in what a passage says; the rest is what was read together. This and
#: the steepness were chosen on HealthVer's development claims against whole abstracts.
_ALONE: Final = 0.7


@dataclass(frozen=True, slots=True)
class Examined:
    """A passage with what was read of it.

    read (tuple of int): its sentences that were read, in their order. sentence_probs (array, (read,
    3)): of each by itself. probs: of the passage. nearness (float): its BM25 score as a share
    of the best one found. coverage (float or None): share of the claim's words that it has; None
    where that is not asked.
    """

    passage: Passage
    read: tuple[int, ...]
    sentence_probs: np.ndarray
    probs: Probabilities
    nearness: float = 1.0
    coverage: float | None = None


@dataclass(frozen=True, slots=True)
class Weighed:
    """A verdict with its grounds; see `model.Finding`."""

    verdict: str
    probs: Probabilities
    rationale: tuple[Reason, ...]
    reasons: tuple[str, ...]


def nearness(found: Sequence[float]) -> list[float]:
    """BM25 scores as shares of the best one; all 1 where no passage shares a word."""
    best = max(found, default=0.0)
    return [score / best if best > 0 else 1.0 for score in found]


def rerank_scores(near: Sequence[float], relevance: Sequence[float], weight: float) -> list[float]:
    """Nearness, and beside it the model's probability that a passage decides the claim."""
    return [share + weight * p for share, p in zip(near, relevance, strict=True)]


def nearest_sentences(
    claim_words: Sequence[str], sentence_words: Sequence[Sequence[str]], count: int
) -> tuple[int, ...]:
    """The sentences that share most words with the claim, in their own order.

    Long sentences are marked down a little, so that one is not near for its length alone.
    """
    claim = set(claim_words)

    def share(i: int) -> float:
        words = set(sentence_words[i])
        return len(claim & words) / (4 + len(words))

    ranked = sorted(range(len(sentence_words)), key=lambda i: (-share(i), i))
    return tuple(sorted(ranked[:count]))


def joined_sets(decided: Sequence[float], longest: int) -> list[tuple[int, ...]]:
    """Which sentences are also read together: the best two, the best three, and so on.

    decided (sequence of float): probability of each that it decides the claim.
    RETURNS (list of tuple): positions in `decided`, in text order, up to `longest` of them.
    """
    ranked = sorted(range(len(decided)), key=lambda i: (-decided[i], i))
    return [tuple(sorted(ranked[:n])) for n in range(2, min(longest, len(decided)) + 1)]


def passage_probabilities(
    sentence_probs: np.ndarray, joined_probs: np.ndarray, whole: np.ndarray | None
) -> Probabilities:
    """What a passage says: its sentences by themselves, then what is read together.

    sentence_probs, joined_probs (arrays, (n, 3)): of single sentences and of sets.
    whole (array (3,) or None): of the passage read whole, where it is short enough.
    """
    alone = _pooled(sentence_probs)
    together = joined_probs if whole is None else np.concatenate([joined_probs, whole[None]])
    if not len(together):
        return _probabilities(alone)
    return _probabilities(_ALONE * alone + (1.0 - _ALONE) * together.mean(axis=0))


def coverage(claim_words: Sequence[str], passage_words: Sequence[str]) -> float:
    """Share of a claim's different words that a passage has."""
    claim = set(claim_words)
    return len(claim & set(passage_words)) / len(claim) if claim else 0.0


def _pooled(rows: np.ndarray, weights: np.ndarray | float = 1.0) -> np.ndarray:
    """The mean of rows (n, 3), weighed by how likely each decides the claim, and by `weights`."""
    weights = weights * (1.0 - rows[:, 2] + 1e-6) ** _STEEPNESS
    return np.asarray(weights @ rows / weights.sum())


def weigh(
    examined: Sequence[Examined],
    config: VerificationSection,
    skimmed: Sequence[Probabilities] = (),
) -> Weighed:
    """The verdict of several passages together.

    examined: those worth reading. skimmed: what all that were found said at a glance. The
    passages are averaged, and those that decide the claim count far more than the others. A
    verdict less probable than `config.decided` is not given, nor one whose probability times the
    coverage of the passage that weighs most is under `config.covered`.
    """
    if not examined:
        if not skimmed:
            nothing = Probabilities(0.0, 0.0, 1.0)
            return _abstained(nothing, Doubt("no_evidence", "none shares a word with the claim"))
        probs = max(skimmed, key=lambda p: p.decided)
        told = f"none of {_count(len(skimmed))} looked at bears on it"
        return _abstained(probs, Doubt("no_bearing", told))
    rows = _rows(examined)
    probs = _probabilities(_pooled(rows, _nearness_weights(examined)))
    covered = deciding(examined).coverage
    verdict = max(EVIDENCE_VERDICTS[:2], key=probs.of)
    if probs.of(verdict) < max(config.decided, probs.not_enough_info):
        reasons = _undecided(probs, verdict, config)
        verdict = UNDECIDED
    elif covered is not None and probs.of(verdict) * covered < config.covered:
        told = (
            f"{verdict} at {probs.of(verdict):.2f}, but the deciding passage has only "
            f"{covered:.0%} of the claim's words"
        )
        reasons = (str(Doubt("few_words", told)),)
        verdict = UNDECIDED
    else:
        reasons = _decided(examined, verdict)
    rationale = _rationale(examined, verdict, config)
    return Weighed(verdict, probs, rationale, reasons)


def deciding(examined: Sequence[Examined]) -> Examined:
    """The passage that weighs most. examined: at least one."""
    weights = _nearness_weights(examined) * (1.0 - _rows(examined)[:, 2] + 1e-6) ** _STEEPNESS
    return examined[int(np.argmax(weights))]


def pooled(examined: Sequence[Examined], singles: Sequence[np.ndarray]) -> np.ndarray:
    """Probabilities (3,) of other texts' single sentences, weighed as those of the claim are.

    singles (sequence of array, (read, 3)): one a passage.
    """
    rows = np.array([_pooled(row) for row in singles])
    return _pooled(rows, _nearness_weights(examined))


def _rows(examined: Sequence[Examined]) -> np.ndarray:
    return np.array([[e.probs.of(label) for label in EVIDENCE_VERDICTS] for e in examined])


def _nearness_weights(examined: Sequence[Examined]) -> np.ndarray:
    return np.array([max(e.nearness, _LEAST_NEAR) for e in examined]) ** _NEARNESS


def _abstained(probs: Probabilities, doubt: Doubt) -> Weighed:
    return Weighed(UNDECIDED, probs, (), (str(doubt),))


def _undecided(probs: Probabilities, nearest: str, config: VerificationSection) -> tuple[str, ...]:
    if probs.not_enough_info >= probs.of(nearest):
        return (str(Doubt("undecided", "no passage decides it")),)
    told = f"{nearest} at {probs.of(nearest):.2f}, under the threshold {config.decided:.2f}"
    return (str(Doubt("unsure", told)),)


def _decided(examined: Sequence[Examined], verdict: str) -> tuple[str, ...]:
    sides = {label: [e for e in examined if _leaning(e) == label] for label in EVIDENCE_VERDICTS}
    told = [f"{_count(len(sides[verdict]))}: {verdict}"]
    against = "refutes" if verdict == "supports" else "supports"
    if sides[against]:
        told.append(f"{_count(len(sides[against]))}: {against}")
    return tuple(told)


def _count(passages: int) -> str:
    return f"{passages} passage{'' if passages == 1 else 's'}"


def _leaning(examined: Examined) -> str:
    return max(EVIDENCE_VERDICTS, key=examined.probs.of)


def _rationale(
    examined: Sequence[Examined], verdict: str, config: VerificationSection
) -> tuple[Reason, ...]:
    """Sentences that speak for the verdict; where it is one, at least the best of them.

    Without a verdict: those of both sides, where there are any.
    """
    column = EVIDENCE_VERDICTS.index(verdict)
    found: list[tuple[float, Reason]] = []
    for e in examined:
        if verdict != UNDECIDED and e.probs.of(verdict) < e.probs.of(_other(verdict)):
            continue
        for place, probs in zip(e.read, e.sentence_probs, strict=True):
            if verdict != UNDECIDED and probs[column] < probs[1 - column]:
                continue
            sentence, score = e.passage.sentences[place], 1.0 - float(probs[2])
            # A sentence of a passage that decides nothing counts for less than one of another.
            rank = score * e.probs.decided * e.nearness
            reason = Reason(
                e.passage.evidence_id, sentence.text, sentence.start, sentence.end, score
            )
            found.append((rank, reason))
    found.sort(key=lambda item: -item[0])
    kept = [reason for _, reason in found if reason.score >= config.rationale]
    if not kept and verdict != UNDECIDED:
        kept = [reason for _, reason in found[:1]]
    return tuple(kept[: config.max_rationale])


def _other(verdict: str) -> str:
    return "refutes" if verdict == "supports" else "supports"


def _probabilities(values: np.ndarray) -> Probabilities:
    shares = values / values.sum()
    return Probabilities(float(shares[0]), float(shares[1]), float(shares[2]))
