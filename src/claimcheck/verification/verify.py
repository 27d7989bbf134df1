"""Claims against an evidence base: retrieve, re-rank, read sentence by sentence, weigh."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np

from ..concepts import KnowledgeBase, load_knowledge_base
from ..config import Config
from .index import EvidenceIndex, Hit
from .model import Claim, Finding, Passage, Probabilities
from .pair_encoder import PairScorer
from .weighing import (
    UNDECIDED,
    Examined,
    coverage,
    joined_sets,
    nearest_sentences,
    nearness,
    passage_probabilities,
    rerank_scores,
    weigh,
)
from .words import search_words

#: A passage of at most so many characters is also read whole: about what the encoder takes in.
_WHOLE: Final = 700
#: Sentences by which a passage is skimmed, read together.
_SKETCH: Final = 2
#: Findings kept for claims of equal words.
_KEPT: Final = 4096


@dataclass(frozen=True, slots=True)
class _Skimmed:
    """A passage, and what its sentences nearest to the claim say of it (None: not skimmed)."""

    passage: Passage
    probs: Probabilities | None
    nearness: float = 1.0

    def is_worth_reading(self, least: float) -> bool:
        return self.probs is None or self.probs.decided >= least


class Verifier:
    """Holds claims against one evidence base.

    index (EvidenceIndex): the evidence. scorer (PairScorer): the model. config (Config): its
    section `verification` is used.
    """

    def __init__(self, index: EvidenceIndex, scorer: PairScorer, config: Config) -> None:
        self._index = index
        self._scorer = scorer
        self._config = config.verification
        self._lexicons = tuple(Path(path) for path in config.concepts.extra)
        self._known: dict[
            tuple[str, tuple[str | int, ...] | None, str, tuple[str, ...]], Finding
        ] = {}

    def verify(self, claim: Claim) -> Finding:
        """What the evidence says of a claim, whatever else was asked before."""
        key = (claim.text, claim.evidence_ids, claim.subject, claim.outcomes)
        if key not in self._known:
            if len(self._known) >= _KEPT:
                self._known.pop(next(iter(self._known)))
            self._known[key] = self._verify(claim)
        found = self._known[key]
        return Finding(
            claim, found.verdict, found.probs, found.rationale, found.reasons, found.candidates
        )

    def _verify(self, claim: Claim) -> Finding:
        text = " ".join(claim.text.split())
        hits, missing = self._candidates(claim, text)
        found = len(hits)
        hits = self._about(claim, hits)
        if found and not hits:
            told = f"none of {found} passages found names what the claim is about"
            return Finding(claim, UNDECIDED, Probabilities(0.0, 0.0, 1.0), (), (told,), ())
        skimmed = self._skimmed(text, hits)
        least = self._config.skimmed if claim.evidence_ids is None else 0.0
        chosen = [s for s in skimmed if s.is_worth_reading(least)]
        examined = self._examined(text, chosen[: self._config.examined])
        if claim.evidence_ids is None:
            examined = [self._with_coverage(text, e) for e in examined]
        weighed = weigh(examined, self._config, [s.probs for s in skimmed if s.probs])
        candidates = tuple(dict.fromkeys(s.passage.evidence_id for s in skimmed))
        reasons = weighed.reasons + tuple(f"no evidence has the id {id!r}" for id in missing)
        return Finding(
            claim, weighed.verdict, weighed.probs, weighed.rationale, reasons, candidates
        )

    def _candidates(self, claim: Claim, text: str) -> tuple[list[Hit], list[str | int]]:
        """Passages to look at, and ids that the evidence base does not have."""
        if claim.evidence_ids is None:
            return self._index.search(text, self._config.retrieved), []
        ids = dict.fromkeys(claim.evidence_ids)
        numbers = {id: list(self._index.numbers_of(id)) for id in ids}
        hits = self._index.rank(text, sorted({n for found in numbers.values() for n in found}))
        missing = [id for id, found in numbers.items() if not found]
        return hits[: max(self._config.retrieved, len(ids))], missing

    @cached_property
    def _kb(self) -> KnowledgeBase:
        return load_knowledge_base(self._lexicons)

    def _about(self, claim: Claim, hits: list[Hit]) -> list[Hit]:
        """Of what was searched for, the passages that name the claim's substance and outcome."""
        if claim.evidence_ids is not None or not (claim.subject or claim.outcomes):
            return hits
        return [hit for hit in hits if self._names_both(claim, hit)]

    def _names_both(self, claim: Claim, hit: Hit) -> bool:
        text = self._index.passage(hit.number).searched
        if claim.subject and not any(
            self._kb.same_agent(mention.concept_id, claim.subject)
            for mention in self._kb.find(text, "substance")
        ):
            return False
        return not claim.outcomes or any(
            self._kb.same_outcome(mention.concept_id, outcome)
            for mention in self._kb.find(text, "outcome")
            for outcome in claim.outcomes
        )

    def _skimmed(self, text: str, hits: Sequence[Hit]) -> list[_Skimmed]:
        """The passages in their final order, by BM25 and by what their nearest sentences say."""
        passages = [self._index.passage(hit.number) for hit in hits]
        if len(passages) < 2:
            return [_Skimmed(passage, None) for passage in passages]
        sketches = [self._joined(p, self._near(text, p, _SKETCH)) for p in passages]
        probs = [Probabilities(*row) for row in self._scorer.score(text, sketches).tolist()]
        near = nearness([hit.score for hit in hits])
        scores = rerank_scores(near, [p.decided for p in probs], self._config.rerank_weight)
        order = sorted(range(len(hits)), key=lambda i: (-scores[i], hits[i].number))
        return [_Skimmed(passages[i], probs[i], near[i]) for i in order]

    def _examined(self, text: str, chosen: Sequence[_Skimmed]) -> list[Examined]:
        passages = [s.passage for s in chosen]
        read = [self._near(text, p, self._config.read_sentences) for p in passages]
        singles = self._scores(text, [[(i,) for i in r] for r in read], passages)
        joined = [
            [tuple(r[i] for i in s) for s in joined_sets(decided, self._config.joined_sentences)]
            for r, decided in zip(read, ((1.0 - s[:, 2]).tolist() for s in singles), strict=True)
        ]
        wholes = [[tuple(range(len(p.sentences)))] if _is_short(p) else [] for p in passages]
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

    @staticmethod
    def _with_coverage(text: str, examined: Examined) -> Examined:
        whole = " ".join(sentence.clean for sentence in examined.passage.sentences)
        return replace(examined, coverage=coverage(*search_words([text, whole])))

    def _scores(
        self, text: str, sets: Sequence[Sequence[tuple[int, ...]]], passages: Sequence[Passage]
    ) -> list[np.ndarray]:
        """Probabilities of the sets of sentences of each passage, (sets, 3), all run together."""
        texts = [
            self._joined(p, s) for p, chosen in zip(passages, sets, strict=True) for s in chosen
        ]
        if not texts:
            return [np.zeros((0, 3)) for _ in passages]
        scores = self._scorer.score(text, texts)
        edges = np.cumsum([0, *(len(chosen) for chosen in sets)])
        return [scores[a:b] for a, b in itertools.pairwise(edges)]

    @staticmethod
    def _near(text: str, passage: Passage, count: int) -> tuple[int, ...]:
        if len(passage.sentences) <= count:
            return tuple(range(len(passage.sentences)))
        words = search_words([text, *(s.clean for s in passage.sentences)])
        return nearest_sentences(words[0], words[1:], count)

    @staticmethod
    def _joined(passage: Passage, places: Sequence[int]) -> str:
        return " ".join(passage.sentences[i].clean for i in places)


def _is_short(passage: Passage) -> bool:
    return sum(len(sentence.clean) for sentence in passage.sentences) <= _WHOLE


def verify_claims(
    claims: Iterable[Claim], index: EvidenceIndex, scorer: PairScorer, config: Config
) -> Iterator[Finding]:
    """What the evidence says of each claim, in order, one after another.

    claims (iterable): may be endless; none is read before the finding of the one before it is out.
    """
    verifier = Verifier(index, scorer, config)
    for claim in claims:
        yield verifier.verify(claim)
