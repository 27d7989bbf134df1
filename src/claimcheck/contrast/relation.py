"""What contrast needs of a claim: agent, outcomes, sense, direction, strength, scope.

A `Relation` is small, so that those of a whole corpus fit in memory.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ..concepts import KnowledgeBase
from ..concepts.linking import phrase_words
from ..labels import STRENGTHS
from ..rows import ClaimRow, Outcome
from ..spans import Span
from .similarity import content_words
from .words import (
    degrees,
    is_comparison,
    is_generic_agent,
    is_relief,
    is_warning,
    movement,
    names_a_cure,
    names_no_direction,
)

#: Senses of a relation; `lack` is a deficiency claim, read as what the nutrient itself does.
BENEFIT: Final = "benefit"
ACTION: Final = "action"
LACK: Final = "lack"
HARM: Final = "harm"
WARNING: Final = "warning"
SAFETY: Final = "safety"

_SENSES: Final = {
    "treatment": BENEFIT,
    "function": BENEFIT,
    "mechanism": ACTION,
    "deficiency": LACK,
    "harm": HARM,
    "safety": SAFETY,
}
#: Qualifiers that limit for whom or when a claim holds (guidelines 8).
LIMITS: Final = frozenset(("population", "dose", "condition"))
#: Probability of the type below which a claim contradicts nothing: *harm* and *treatment* of one
#: symptom are opposites, so a wrong type would make a contradiction of an agreement.
_SURE: Final = 0.7
_UNCERTAIN: Final = "uncertain"
#: Limits that point elsewhere (*when they are present*) cannot be compared.
_ANAPHORIC: Final = re.compile(r"\b(?:they|it)\b|\b(?:this|these|those|them|that)$", re.I)
_KINDS: Final = re.compile(r"\b[\w-]+\s+(?:types?|kinds?|forms?|cases?)\s+of\s+$", re.I)
_VALENCES: Final = {"desirable": 1, "undesirable": -1, "neutral": 0}
#: Whether a claim without an own concept of its outcome speaks of something bad, by its type.
_BAD_TYPES: Final = frozenset(("treatment", "harm", "deficiency"))


@dataclass(frozen=True, slots=True)
class Facet:
    """One outcome of a relation.

    concept_id (str or None): its concept.
    words (tuple of str): its content words, normalised.
    text (str): as the document names it.
    keys (tuple of str): blocks of outcomes that its concept may be compared in.
    valence (int): -1 bad to have, 1 good, 0 neither or unknown.
    degrees (frozenset of str): words that say which degree or part of it is meant (*severe*).
    broad (bool): too general to contradict anything (*health*, *side effects*).
    general (bool): a noun that a list of its members follows (*side effects, especially …*).
    vague (bool): only points at an outcome that stands elsewhere (*symptoms*, *these effects*).
    """

    concept_id: str | None
    words: tuple[str, ...]
    text: str
    keys: tuple[str, ...]
    valence: int
    degrees: frozenset[str]
    broad: bool
    general: bool
    vague: bool


#: Groups whose broad concepts head lists (*side effects*, *health*); *pain* is broad, heads none.
_GENERAL: Final = frozenset(("general", "harm"))
#: Relations that a section of precautions or interactions supplies to what it lists.
_SUPPLIED: Final = frozenset(("caution", "contraindicate", "interact"))
#: Symptoms of what? Only the context knows.
_SYMPTOMS: Final = "O:symptoms"
#: The outcome that stands for all harms: who denies it denies each of them.
ANY_HARM: Final = "O:side-effects"


@dataclass(frozen=True, slots=True)
class Limit:
    """A population, dose or condition to which a claim is limited."""

    kind: str
    text: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """One claim as contrast sees it.

    agent (str): concept id, or `=` and the normalised words where there is no concept.
    agent_keys (tuple of str): blocks of agents that it may be compared in.
    affirmed (bool): False where the relation is denied.
    movement (int): whether the wording says that the outcome goes up (1) or down (-1).
    lemma (str): base form of the predicate; "" where there is none.
    cure (bool): whether the claim speaks of a cure.
    comparing (bool): whether the claim is that something does more or less than something else.
    directed (bool): whether its verb says how the outcome changes (not *modulates*).
    sure (bool): whether its type is not in doubt, and something relates agent and outcome.
    probs (tuple of float): of the strengths, in the order of `labels.STRENGTHS`.
    """

    claim_id: str
    doc_id: str
    agent: str
    agent_name: str
    agent_keys: tuple[str, ...]
    facets: tuple[Facet, ...]
    sense: str
    affirmed: bool
    movement: int
    lemma: str
    cure: bool
    comparing: bool
    directed: bool
    sure: bool
    strength: str
    rank: int
    probs: tuple[float, ...]
    certainty: float
    limits: tuple[Limit, ...]
    quote: str

    @property
    def denies_any_harm(self) -> bool:
        """Whether the claim is that there are no side effects at all."""
        denied = self.sense == HARM and not self.affirmed
        return denied and any(f.concept_id == ANY_HARM for f in self.facets)

    @property
    def comparable_facets(self) -> tuple[Facet, ...]:
        """The outcomes that a comparison can rest on: not the general noun before its members
        (*symptoms such as bloating*), and not one that only points elsewhere."""
        facets = tuple(f for f in self.facets if not f.vague)
        return tuple(f for f in facets if not f.general) or facets

    @property
    def names_a_harm(self) -> bool:
        """Whether the claim states an effect that is bad to have, by the lexicon's word."""
        named = any(f.concept_id and f.valence < 0 for f in self.facets)
        return self.sense == HARM and self.affirmed and named


def relation_of(
    claim: ClaimRow, kb: KnowledgeBase, topics: Mapping[str, str] | None = None
) -> Relation:
    """What a claim row says, in the form that is compared.

    kb (KnowledgeBase): the one whose ids the row holds.
    topics (mapping or None): document id → concept id of what the page is about; it stands in for
        agents that name no substance.
    """
    agent, name = _agent(claim, kb, topics or {})
    facets = tuple(_facet(outcome, claim, kb) for outcome in claim.outcomes)
    sense, affirmed = _sense(claim, facets, kb)
    if sense == SAFETY:
        facets = _specific(facets)
    return Relation(
        claim_id=claim.claim_id,
        doc_id=sys.intern(claim.doc_id),
        agent=sys.intern(agent),
        agent_name=sys.intern(name),
        agent_keys=agent_keys(agent, kb),
        facets=facets,
        sense=sense,
        affirmed=affirmed,
        movement=movement(claim.predicate.text or "", _without_outcomes(claim)),
        lemma=sys.intern(claim.predicate.lemma),
        cure=names_a_cure(claim.clean_text),
        comparing=is_comparison(claim.clean_text),
        directed=not names_no_direction(claim.predicate.lemma),
        sure=_is_sure(claim),
        strength=claim.strength,
        rank=claim.strength_rank,
        probs=tuple(claim.strength_probs.get(label, 0.0) for label in STRENGTHS),
        certainty=claim.certainty,
        limits=_limits(claim, sense),
        quote=claim.clean_text,
    )


def _is_sure(claim: ClaimRow) -> bool:
    if _UNCERTAIN in claim.flags or claim.type_probs.get(claim.type, 1.0) < _SURE:
        return False
    # An item that only names people (*ideal for: people with …*) relates nothing to anything.
    return bool(claim.predicate.lemma) or not claim.type_probs


def _limits(claim: ClaimRow, sense: str) -> tuple[Limit, ...]:
    """What limits a claim. The people whom a harm claim names are mostly those it is addressed to
    (*as it thins the blood, people with ulcers should ask*), not the only ones it may harm."""
    kinds = LIMITS - {"population"} if sense in (HARM, WARNING) else LIMITS
    return tuple(
        Limit(q.kind, q.text, content_words(q.text))
        for q in claim.qualifiers
        if q.kind in kinds and not _ANAPHORIC.search(q.text)
    )


def _agent(claim: ClaimRow, kb: KnowledgeBase, topics: Mapping[str, str]) -> tuple[str, str]:
    found = claim.agent.concept_id
    if found is not None and found in kb.concepts:
        return found, kb.concepts[found].name
    topic = topics.get(claim.doc_id)
    if topic is not None and topic in kb.concepts and is_generic_agent(claim.agent.resolved):
        return topic, kb.concepts[topic].name
    return "=" + " ".join(content_words(claim.agent.resolved)), claim.agent.resolved


def agent_keys(agent: str, kb: KnowledgeBase) -> tuple[str, ...]:
    """The blocks of an agent: those of its concept, or its own words."""
    return (agent,) if agent.startswith("=") else tuple(sorted(kb.block_keys(agent)))


def _facet(outcome: Outcome, claim: ClaimRow, kb: KnowledgeBase) -> Facet:
    words = content_words(outcome.text)
    said = degrees(_kinds_before(outcome, claim) + outcome.text)
    concept = kb.concepts.get(outcome.concept_id or "")
    if concept is None:
        valence = -1 if claim.type in _BAD_TYPES else 0
        vague = _is_vague(words)
        return Facet(None, words, outcome.text, (), valence, said, vague, vague, vague)
    keys = tuple(sorted(kb.block_keys(concept.id)))
    valence = _VALENCES[concept.valence]
    general = concept.broad and concept.group in _GENERAL
    vague = concept.id == _SYMPTOMS
    return Facet(
        concept.id,
        words,
        outcome.text,
        keys,
        valence,
        said,
        concept.broad,
        general,
        vague,
    )


def _kinds_before(outcome: Outcome, claim: ClaimRow) -> str:
    """*Other types of*, where it stands before an outcome of the claim."""
    found = _KINDS.search(claim.text[: max(0, outcome.start - claim.start)])
    return found.group() if found else ""


def _is_vague(words: tuple[str, ...]) -> bool:
    """Whether a wording only points at an outcome (*symptoms*, *these effects*)."""
    return all(word in phrase_words().heads["outcome"] for word in words)


def _sense(claim: ClaimRow, facets: tuple[Facet, ...], kb: KnowledgeBase) -> tuple[str, bool]:
    """Sense and polarity; *no side effects* (a negated safety claim) is a denied harm."""
    sense, affirmed = _SENSES[claim.type], claim.polarity == "affirmed"
    if sense == HARM and (_warns(claim) or not _has_effect(facets, kb)):
        return WARNING, affirmed
    if sense in (BENEFIT, ACTION) and not affirmed and is_relief(claim.clean_text):
        return sense, True
    if sense == SAFETY and not affirmed and any(f.valence < 0 for f in facets):
        return HARM, False
    return sense, affirmed


def _warns(claim: ClaimRow) -> bool:
    """A warning by its words, or an item of a section of contraindications or precautions."""
    if claim.predicate.text is None and claim.predicate.lemma in _SUPPLIED:
        return True
    above = claim.section[-1] if claim.from_context and claim.section else ""
    return is_warning(claim.clean_text) or is_warning(above)


def _has_effect(facets: tuple[Facet, ...], kb: KnowledgeBase) -> bool:
    """Whether an outcome can be caused: a medicine or a population cannot."""
    concepts = [kb.concepts[f.concept_id] if f.concept_id else None for f in facets]
    return not concepts or any(
        c is None or (c.kind == "outcome" and c.group != "population") for c in concepts
    )


def _specific(facets: tuple[Facet, ...]) -> tuple[Facet, ...]:
    """Safety in pregnancy is about pregnancy: *safe* alone is kept only where nothing else is."""
    kept = tuple(f for f in facets if not (f.broad or any(w.startswith("saf") for w in f.words)))
    return kept or facets


def _without_outcomes(claim: ClaimRow) -> str:
    """The claim's text with its outcomes blanked: their own words (*high* in *high blood pressure*)
    say nothing about the direction."""
    text = claim.text
    for outcome in claim.outcomes:
        if outcome.start >= claim.start and outcome.end <= claim.end:
            place = Span(outcome.start, outcome.end).shift(-claim.start)
            text = text[: place.start] + " " * len(place) + text[place.end :]
    return text
