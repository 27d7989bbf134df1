"""Whether two relations are comparable, and whether they agree in direction (guidelines 8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ..concepts import Concept, KnowledgeBase
from ..concepts.linking import phrase_words
from .relation import ACTION, ANY_HARM, BENEFIT, HARM, LACK, SAFETY, WARNING, Facet, Limit, Relation
from .similarity import similarity
from .words import are_occurrence_and_course, are_prevention_and_treatment

#: The two relations agree, contradict each other, or speak of different things.
SAME: Final = "same"
OPPOSITE: Final = "opposite"

_PART: Final = "part"
_ABOUT: Final = "about"
_FAVOURABLE: Final = frozenset((BENEFIT, ACTION, LACK))
_ADVERSE: Final = frozenset((HARM, WARNING))

#: The agent of claims for which neither the text nor the page names one.
_NOBODY: Final = "="
#: Similarity of what is related but not the same.
_NEAR_AGENT: Final = 0.9
_NEAR_OUTCOME: Final = 0.85


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two comparable relations.

    kind (str): `SAME` or `OPPOSITE`.
    similarity (float): 0.0 to 1.0.
    exact (bool): whether the outcomes are one concept or one wording.
    alike (bool): whether the senses are one (two mechanisms, two warnings).
    same_agent (bool): whether the agents are one, and not a form of the other.
    outcomes (tuple of two Facets): what is compared: reviewed, reference.
    agent, outcome (str): for a reader, why agents and outcomes are comparable.
    general (bool): one denies all harms, the other names one: a contradiction, but no mention.
    narrower (bool): the reviewed outcome is a special case of the reference's.
    """

    kind: str
    similarity: float
    exact: bool
    alike: bool
    same_agent: bool
    outcomes: tuple[Facet, Facet]
    agent: str
    outcome: str
    general: bool = False
    narrower: bool = False


@dataclass(frozen=True, slots=True)
class _OutcomeLink:
    similarity: float
    exact: bool
    reason: str
    through_biomarker: bool = False


def pair(a: Relation, b: Relation, kb: KnowledgeBase, text_similarity: float) -> Pairing | None:
    """Compare the agents and outcomes of two relations.

    a (Relation): of the source under review.
    b (Relation): of the reference source.
    text_similarity (float): from which outcomes without a concept count as one.
    RETURNS (Pairing or None): by the closest pair of outcomes; None where they are not comparable.
    """
    agent = _same_agent(a, b, kb)
    if agent is None:
        return None
    best: Pairing | None = None
    for left in a.comparable_facets:
        for right in b.comparable_facets:
            link = _same_outcome(left, right, kb, text_similarity)
            if link is None or (best and best.similarity >= agent[0] * link.similarity):
                continue
            # *Lowers blood pressure* is about hypertension; *supports* it is not.
            if link.through_biomarker and a.movement * b.movement <= 0:
                continue
            kind = _agreement(a, b, left, right, link.exact)
            if kind is not None:
                best = Pairing(
                    kind,
                    agent[0] * link.similarity,
                    link.exact,
                    a.sense == b.sense,
                    a.agent == b.agent,
                    (left, right),
                    agent[1],
                    link.reason,
                    narrower=_is_kind_of(left, right, kb),
                )
    return best or _denied_harm(a, b, agent)


def _denied_harm(a: Relation, b: Relation, agent: tuple[float, str]) -> Pairing | None:
    """*No side effects* against a named one."""
    if a.denies_any_harm and b.names_a_harm:
        denial, harm = _any_harm(a), _named_harm(b)
        outcomes = (denial, harm)
    elif b.denies_any_harm and a.names_a_harm:
        denial, harm = _any_harm(b), _named_harm(a)
        outcomes = (harm, denial)
    else:
        return None
    reason = f"{harm.text} would be one of the {denial.text}"
    alike = agent[0] * _NEAR_OUTCOME
    same = a.agent == b.agent
    return Pairing(OPPOSITE, alike, False, True, same, outcomes, agent[1], reason, general=True)


def _any_harm(relation: Relation) -> Facet:
    return next(f for f in relation.facets if f.concept_id == ANY_HARM)


def _named_harm(relation: Relation) -> Facet:
    return next(f for f in relation.facets if f.concept_id and f.valence < 0)


def _same_agent(a: Relation, b: Relation, kb: KnowledgeBase) -> tuple[float, str] | None:
    if a.agent == _NOBODY:
        return None
    if a.agent == b.agent:
        return 1.0, f"both about {a.agent_name}"
    if a.agent.startswith("=") or b.agent.startswith("="):
        return None
    why = kb.same_agent(a.agent, b.agent)
    return (_NEAR_AGENT, why) if why else None


def _same_outcome(
    a: Facet, b: Facet, kb: KnowledgeBase, text_similarity: float
) -> _OutcomeLink | None:
    if a.concept_id and b.concept_id:
        if a.concept_id == b.concept_id:
            return _OutcomeLink(1.0, True, f"same outcome: {_both(a, b)}")
        why = kb.same_outcome(a.concept_id, b.concept_id)
        step = _step(kb.concepts[a.concept_id], kb.concepts[b.concept_id]) if why else None
        if why is None or step is None:
            return None
        return _OutcomeLink(_NEAR_OUTCOME, False, f"comparable outcome: {why}", step == _ABOUT)
    alike = similarity(a.words, b.words)
    if alike < text_similarity:
        return None
    return _OutcomeLink(alike, alike == 1.0, f"outcome worded alike: {_both(a, b)}")


def _step(a: Concept, b: Concept) -> str | None:
    """How one outcome is one step from the other: an aspect or kind of it, or about it as a
    biomarker (hypertension: blood pressure). A skin disease and radiant skin both concern the skin
    and are still two outcomes."""
    if any(two.id in (*one.form_of, *one.is_a) for one, two in ((a, b), (b, a))):
        return _PART
    about = ((a, b), (b, a))
    return _ABOUT if any(t.id in o.concerns and t.group == "biomarker" for o, t in about) else None


def _is_kind_of(a: Facet, b: Facet, kb: KnowledgeBase) -> bool:
    return bool(a.concept_id) and b.concept_id in kb.concepts[a.concept_id or ""].is_a


def _both(a: Facet, b: Facet) -> str:
    return a.text if a.text.casefold() == b.text.casefold() else f"{a.text} / {b.text}"


def _agreement(a: Relation, b: Relation, fa: Facet, fb: Facet, exact: bool) -> str | None:
    """Whether two relations on comparable outcomes say the same, the opposite, or neither.

    exact (bool): the outcomes are one; relations of different senses (*boosts immunity*, *acts on
        immune cells*) meet only there.
    """
    favourable = (a.sense in _FAVOURABLE, b.sense in _FAVOURABLE)
    adverse = (a.sense in _ADVERSE, b.sense in _ADVERSE)
    if all(favourable) or all(adverse) or (a.sense == SAFETY and b.sense == SAFETY):
        return _same_side(a, b, fa, fb, exact) if exact or a.sense == b.sense else None
    if SAFETY in (a.sense, b.sense) and any(adverse):
        return _safety_against_harm(*((a, b) if a.sense == SAFETY else (b, a)))
    if any(favourable) and any(adverse):
        benefit, harm = (a, b) if favourable[0] else (b, a)
        return _benefit_against_harm(benefit, harm, fa, fb)
    return None


def _same_side(a: Relation, b: Relation, fa: Facet, fb: Facet, exact: bool) -> str | None:
    if a.affirmed != b.affirmed:
        if 0 in (a.rank, b.rank):
            return SAME
        return OPPOSITE if _denies(a, b) and (exact or not (fa.broad or fb.broad)) else None
    neutral = fa.valence == 0 and fb.valence == 0
    moved_apart = a.movement * b.movement < 0
    if neutral and moved_apart and fa.concept_id == fb.concept_id and not fa.broad:
        return OPPOSITE
    return SAME


def _denies(a: Relation, b: Relation) -> bool:
    """Whether one relation of two denies what the other affirms, and not something stronger or
    something else: a cure, a greater effect than another's, another action, or that an intake
    helps where a lack harms."""
    denied, affirmed = (b, a) if a.affirmed else (a, b)
    if denied.comparing or (denied.cure and not affirmed.cure):
        return False
    if (denied.sense == LACK) != (affirmed.sense == LACK):
        return False
    if are_prevention_and_treatment(denied.lemma, affirmed.lemma):
        return False
    if are_occurrence_and_course(denied.quote, affirmed.quote):
        return False
    return denied.sense != ACTION or denied.lemma == affirmed.lemma


def _safety_against_harm(safety: Relation, harm: Relation) -> str | None:
    """*Safe in pregnancy* against *avoid in pregnancy*; doubts about safety go with a warning."""
    if safety.rank == 0:
        return SAME if harm.affirmed else None
    return OPPOSITE if safety.affirmed and harm.affirmed and harm.sense == WARNING else None


def _benefit_against_harm(benefit: Relation, harm: Relation, fa: Facet, fb: Facet) -> str | None:
    """Relief of what the other says it causes. A warning states no effect, and a lack that causes
    something does not contradict that too much of it does."""
    if harm.sense == WARNING or benefit.sense == LACK or not (benefit.affirmed and harm.affirmed):
        return None
    if fa.broad or fb.broad or 0 in (benefit.rank, harm.rank) or not (benefit.sure and harm.sure):
        return None
    # A treatment brings down what is bad without saying so; an action must say it, and who only
    # modulates something says nothing.
    implied = 0 if benefit.sense == ACTION or not benefit.directed else fa.valence
    moved = benefit.movement or implied
    if fa.valence < 0 and fb.valence < 0:
        return OPPOSITE if moved < 0 and harm.movement >= 0 else None
    if fa.valence > 0 and fb.valence > 0:
        return OPPOSITE if moved > 0 and harm.movement < 0 else None
    if fa.valence == fb.valence and benefit.movement * harm.movement < 0:
        return OPPOSITE
    return None


def other_kind(a: Facet, b: Facet) -> tuple[str, ...]:
    """Words that make one outcome another kind than the other of one concept (*plantar warts*
    against *warts*), so that what is said of the one does not contradict what is said of the other.
    """
    heads = phrase_words().heads["outcome"]
    left, right = ([w for w in f.words if w not in heads] for f in (a, b))
    if not left or not right or left[-1] != right[-1]:
        return ()
    return tuple(w for w in left if w not in right)


def unshared_limits(of: Relation, other: Relation, alike: float) -> list[Limit]:
    """The populations, doses and conditions of one relation that the other does not state.

    alike (float): similarity from which two wordings of one kind count as the same.
    """
    return [
        limit
        for limit in of.limits
        if not any(
            limit.kind == o.kind and similarity(limit.words, o.words) >= alike for o in other.limits
        )
    ]
