"""Claims against an evidence base: retrieve, re-rank, read, weigh, question the verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

import numpy as np

from ..concepts import KnowledgeBase, load_knowledge_base
from ..config import Config
from ..contrast.words import is_warning
from ..labels import EVIDENCE_VERDICTS
from .about import Concepts, Topic, concepts_of, with_concepts
from .doubts import Statement, Witness, plain_doubt, witness_of
from .index import EvidenceIndex
from .model import Claim, Doubt, Finding, Probabilities
from .pair_encoder import PairScorer
from .reading import Found, Reader, Skimmed
from .weighing import UNDECIDED, Examined, Weighed, coverage, deciding, pooled, weigh
from .words import search_words

#: Findings kept for claims of equal words, and passages whose concepts are kept.
_KEPT: Final = 4096


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read for a claim that was searched for, and the first opinion of it."""

    skimmed: list[Skimmed]
    examined: list[Examined]
    weighed: Weighed


class Verifier:
    """Holds claims against one evidence base.

    index (EvidenceIndex): the evidence. scorer (PairScorer): the model. config (Config): its
    section `verification` is used.
    """

    def __init__(self, index: EvidenceIndex, scorer: PairScorer, config: Config) -> None:
        self._index = index
        self._reader = Reader(scorer, config.verification)
        self._config = config.verification
        self._lexicons = tuple(Path(path) for path in config.concepts.extra)
        self._known: dict[Claim, Finding] = {}
        self._concepts = lru_cache(_KEPT)(self._concepts_uncached)

    def verify(self, claim: Claim) -> Finding:
        """What the evidence says of a claim, whatever else was asked before."""
        key = replace(claim, id=None)
        if key not in self._known:
            if len(self._known) >= _KEPT:
                self._known.pop(next(iter(self._known)))
            given = claim.evidence_ids is not None
            self._known[key] = self._of_given(claim) if given else self._of_searched(claim)
        return replace(self._known[key], claim=claim)

    def _of_given(self, claim: Claim) -> Finding:
        """The verdict of the evidence that the claim names."""
        text = " ".join(claim.text.split())
        ids = dict.fromkeys(claim.evidence_ids or ())
        numbers = {id: list(self._index.numbers_of(id)) for id in ids}
        hits = self._index.rank(text, sorted({n for found in numbers.values() for n in found}))
        hits = hits[: max(self._config.retrieved, len(ids))]
        read = self._read(text, [Found(hit, self._index.passage(hit.number)) for hit in hits], 0.0)
        missing = tuple(f"no evidence has the id {id!r}" for id in ids if not numbers[id])
        return _finding(claim, read, read.weighed.verdict, read.weighed.reasons + missing)

    def _of_searched(self, claim: Claim) -> Finding:
        """The verdict of what is found for the claim, if it stands up to questions."""
        text = " ".join(claim.text.split())
        claim = with_concepts(claim, self._kb)
        topic = Topic(replace(claim, text=text), self._kb)
        doubt = self._unfit(claim, text, topic)
        if doubt is None:
            found, doubt = self._search(text, topic)
        if doubt is not None:
            return Finding(claim, UNDECIDED, Probabilities(0.0, 0.0, 1.0), (), (str(doubt),), ())
        read = self._read(text, found, self._config.skimmed, covered=not topic.is_whole)
        if read.weighed.verdict == UNDECIDED:
            return _finding(claim, read, UNDECIDED, read.weighed.reasons)
        answer = self._questioned(text, topic, read)
        if isinstance(answer, Doubt):
            weighed = read.weighed
            told = f"{answer} ({weighed.verdict} at {weighed.probs.of(weighed.verdict):.2f})"
            return _finding(claim, read, UNDECIDED, (told,))
        return _finding(claim, read, read.weighed.verdict, read.weighed.reasons + answer)

    @cached_property
    def _kb(self) -> KnowledgeBase:
        return load_knowledge_base(self._lexicons)

    def _unfit(self, claim: Claim, text: str, topic: Topic) -> Doubt | None:
        """Why a claim cannot be searched for at all."""
        words = len(set(search_words([text])[0]))
        if words < self._config.least_words:
            return Doubt("too_short", f"{words} of {self._config.least_words} words of its own")
        if claim.analysed and not topic.subject:
            return Doubt("no_substance", "it is about no substance that the lexicon knows")
        if claim.analysed and not topic.outcomes:
            return Doubt("no_outcome", "the lexicon knows no outcome of its own")
        if topic.is_whole and is_warning(text):
            return Doubt("no_effect", "it warns or instructs, and states no effect")
        return None

    def _search(self, text: str, topic: Topic) -> tuple[list[Found], Doubt | None]:
        """What is found; of a claim whose substance and outcomes are known, what names both."""
        count = self._config.searched if topic.is_whole else self._config.retrieved
        hits = self._index.search(text, count)
        found = [Found(hit, self._index.passage(hit.number)) for hit in hits]
        if not found or not topic.is_whole:
            return found, None
        naming = []
        for f in found:
            places = [
                i
                for i, concepts in enumerate(self._concepts(f.hit.number))
                if topic.may_be_named(concepts) and topic.named(f.passage.sentences[i].clean)
            ]
            if places:
                naming.append(replace(f, places=tuple(places)))
        if naming:
            return naming[: self._config.retrieved], None
        told = f"in {len(found)} passages found no sentence names its substance and outcome"
        return [], Doubt("not_named", told)

    def _concepts_uncached(self, number: int) -> tuple[Concepts, ...]:
        sentences = self._index.passage(number).sentences
        return concepts_of([s.clean for s in sentences], self._kb)

    def _read(
        self, text: str, found: Sequence[Found], least: float, *, covered: bool = False
    ) -> _Read:
        skimmed = self._reader.skimmed(text, found)
        chosen = [s for s in skimmed if s.is_worth_reading(least)]
        examined = self._reader.examined(text, chosen[: self._config.examined])
        if covered:
            examined = [_with_coverage(text, e) for e in examined]
        weighed = weigh(examined, self._config, [s.probs for s in skimmed if s.probs])
        return _Read(skimmed, examined, weighed)

    def _questioned(self, text: str, topic: Topic, read: _Read) -> tuple[str, ...] | Doubt:
        """Why the first opinion stands, or what is in doubt about it."""
        verdict, examined = read.weighed.verdict, read.examined
        if not topic.is_whole:
            passage = deciding(examined).passage
            doubt = plain_doubt(verdict, text, passage, lambda other: self._of(other, examined))
            return doubt or ()
        statements = [
            Statement(e.passage, place, probs)
            for e in examined
            for place, probs in zip(e.read, e.sentence_probs, strict=True)
        ]
        score = self._reader.score
        found = witness_of(verdict, text, topic, statements, score)
        if isinstance(found, Doubt):
            return found
        against = next(v for v in EVIDENCE_VERDICTS if v not in (verdict, UNDECIDED))
        if isinstance(witness_of(against, text, topic, statements, score), Witness):
            return Doubt("split", "sentences on both sides are borne out")
        return found.reasons

    def _of(self, text: str, examined: Sequence[Examined]) -> np.ndarray:
        return pooled(examined, self._reader.singles(text, examined))


def _finding(claim: Claim, read: _Read, verdict: str, reasons: tuple[str, ...]) -> Finding:
    candidates = tuple(dict.fromkeys(s.found.passage.evidence_id for s in read.skimmed))
    weighed = read.weighed
    return Finding(claim, verdict, weighed.probs, weighed.rationale, reasons, candidates)


def _with_coverage(text: str, examined: Examined) -> Examined:
    whole = " ".join(sentence.clean for sentence in examined.passage.sentences)
    return replace(examined, coverage=coverage(*search_words([text, whole])))


def verify_claims(
    claims: Iterable[Claim], index: EvidenceIndex, scorer: PairScorer, config: Config
) -> Iterator[Finding]:
    """What the evidence says of each claim, in order, one after another.

    claims (iterable): may be endless; none is read before the finding of the one before it is out.
    """
    verifier = Verifier(index, scorer, config)
    for claim in claims:
        yield verifier.verify(claim)
