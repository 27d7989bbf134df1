"""What the encoder reads of passages: their nearest sentences at a glance, then one by one."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from ..config import VerificationSection
from .index import Hit
from .model import Passage, Probabilities
from .pair_encoder import PairScorer
from .weighing import (
    Examined,
    joined_sets,
    nearest_sentences,
    nearness,
    passage_probabilities,
    rerank_scores,
)
from .words import search_words

#: A passage of at most so many characters is also read whole: about what the encoder takes in.
_WHOLE: Final = 700
#: Sentences by which a passage is skimmed, read together.
_SKETCH: Final = 2


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that was found, and the sentences of it that may be read (None: all)."""

    hit: Hit
    passage: Passage
    places: tuple[int, ...] | None = None

    @property
    def readable(self) -> tuple[int, ...]:
        """Places of the sentences that may be read."""
        return tuple(range(len(self.passage.sentences))) if self.places is None else self.places


@dataclass(frozen=True, slots=True)
class Skimmed:
    """A passage, and what its sentences nearest to the claim say of it (None: not skimmed)."""

    found: Found
    probs: Probabilities | None
    nearness: float = 1.0

    def is_worth_reading(self, least: float) -> bool:
        """Whether skimming gave it a probability of at least `least` to decide the claim."""
        return self.probs is None or self.probs.decided >= least


class Reader:
    """Reads passages. scorer (PairScorer): the model. config (VerificationSection)."""

    def __init__(self, scorer: PairScorer, config: VerificationSection) -> None:
        self.score = scorer.score
        self._config = config

    def skimmed(self, text: str, found: Sequence[Found]) -> list[Skimmed]:
        """The passages in their final order, by BM25 and by what their nearest sentences say."""
        if len(found) < 2:
            return [Skimmed(f, None) for f in found]
        sketches = [_joined(f.passage, _near(text, f, _SKETCH)) for f in found]
        probs = [Probabilities(*row) for row in self.score(text, sketches).tolist()]
        near = nearness([f.hit.score for f in found])
        scores = rerank_scores(near, [p.decided for p in probs], self._config.rerank_weight)
        order = sorted(range(len(found)), key=lambda i: (-scores[i], found[i].hit.number))
        return [Skimmed(found[i], probs[i], near[i]) for i in order]

    def examined(self, text: str, chosen: Sequence[Skimmed]) -> list[Examined]:
        """What passages say, sentence by sentence, the best together, short ones as a whole."""
        passages = [s.found.passage for s in chosen]
        read = [_near(text, s.found, self._config.read_sentences) for s in chosen]
        singles = self._scores(text, [[(i,) for i in r] for r in read], passages)
        joined = [
            [tuple(r[i] for i in s) for s in joined_sets(decided, self._config.joined_sentences)]
            for r, decided in zip(read, ((1.0 - s[:, 2]).tolist() for s in singles), strict=True)
        ]
        wholes = [[s.found.readable] if _is_short(s.found) else [] for s in chosen]
        together = [j + w for j, w in zip(joined, wholes, strict=True)]
        sets = self._scores(text, together, passages)
        return [
            Examined(
                passage,
                read[i],
                singles[i],
                passage_probabilities(
                    singles[i],
                    sets[i][: len(joined[i])],
                    sets[i][-1] if wholes[i] else None,
                ),
                chosen[i].nearness,
            )
            for i, passage in enumerate(passages)
        ]

    def singles(self, text: str, examined: Sequence[Examined]) -> list[np.ndarray]:
        """What the same sentences, each by itself, say of another text: (read, 3) a passage."""
        sets = [[(i,) for i in e.read] for e in examined]
        return self._scores(text, sets, [e.passage for e in examined])

    def _scores(
        self, text: str, sets: Sequence[Sequence[tuple[int, ...]]], passages: Sequence[Passage]
    ) -> list[np.ndarray]:
        """Probabilities of the sets of sentences of each passage, (sets, 3), all run together."""
        texts = [_joined(p, s) for p, chosen in zip(passages, sets, strict=True) for s in chosen]
        if not texts:
            return [np.zeros((0, 3)) for _ in passages]
        scores = self.score(text, texts)
        edges = np.cumsum([0, *(len(chosen) for chosen in sets)])
        return [scores[a:b] for a, b in itertools.pairwise(edges)]


def _near(text: str, found: Found, count: int) -> tuple[int, ...]:
    """Those of the readable sentences that share most words with a text, in their order."""
    places = found.readable
    if len(places) <= count:
        return places
    words = search_words([text, *(found.passage.sentences[i].clean for i in places)])
    return tuple(places[i] for i in nearest_sentences(words[0], words[1:], count))


def _joined(passage: Passage, places: Sequence[int]) -> str:
    return " ".join(passage.sentences[i].clean for i in places)


def _is_short(found: Found) -> bool:
    """Whether what may be read is short enough to be read at once."""
    sentences = [found.passage.sentences[i].clean for i in found.readable]
    return sum(map(len, sentences)) <= _WHOLE
