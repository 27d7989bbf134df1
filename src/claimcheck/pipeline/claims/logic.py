"""A unit's claims in their parts: agent, predicate, outcomes, qualifiers, all with places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...spans import Span
from ..cues.lexicon import cue_lexicon
from ..cues.logic import to_words
from ..encoder import DraftClaim
from ..words import word_set
from .agents import AgentContext, AgentDraft, resolve_agents
from .outcomes import named_outcomes, outcomes_of, said_outcome
from .predicates import PredicateDraft, find_predicate
from .qualifiers import QualifierDraft, all_qualifiers, find_qualifiers

#: Base form of the relation that a lead-in or heading of this kind supplies.
_SUPPLIED = {
    "side_effects": "cause",
    "interactions": "interact",
    "precautions": "caution",
    "benefits": "benefit",
    "uses": "use",
    "mechanism": "act",
    "deficiency": "cause",
}


@dataclass(frozen=True, slots=True)
class ClaimParts:
    """A claim with its parts; spans count in the unit's clean text.

    inherited: qualifiers of the lead-in, which count in the lead-in's clean text.
    """

    draft: DraftClaim
    span: Span
    agent: AgentDraft
    predicate: PredicateDraft
    outcomes: tuple[Span, ...]
    qualifiers: tuple[QualifierDraft, ...]
    inherited: tuple[QualifierDraft, ...]


def find_parts(
    unit: Mapping[str, Any],
    drafts: Sequence[DraftClaim],
    outcomes: Sequence[Span],
    surroundings: Mapping[str, str],
    context: AgentContext,
) -> list[ClaimParts]:
    """The claims of a unit in order.

    drafts, outcomes: as the encoder found them. surroundings: `labels_heads.features.around`.
    """
    text = unit["text"]
    claims = [(draft, edges) for draft in drafts if (edges := _claim_edges(text, draft.span))]
    claims.sort(key=lambda pair: pair[1])
    spans = [span for _, span in claims]
    agents = resolve_agents(unit, spans, context, outcomes)
    shared = outcomes_of(text, spans, outcomes)
    parts = []
    for (draft, span), agent, own in zip(claims, agents, shared, strict=True):
        if not own:
            own = named_outcomes(text, span, agent.span, context.kb)
        predicate = find_predicate(text, span, agent.span, own)
        if not own:
            own = said_outcome(text, span, agent.span, predicate, unit["kind"])
        if not own and _only_evidence(text, span, agent.span):
            continue
        if predicate.span is None and not predicate.lemma:
            predicate = PredicateDraft(None, _supplied(unit, surroundings))
        others = [other for other in spans if other != span]
        inherited: tuple[QualifierDraft, ...] = ()
        if unit["lead_in"] and unit["kind"] in ("list_item", "table_cell"):
            inherited = all_qualifiers(unit["lead_in"])
        found = find_qualifiers(text, span, own, others)
        parts.append(ClaimParts(draft, span, agent, predicate, own, tuple(found), inherited))
    return parts


def _only_evidence(text: str, claim: Span, agent: Span | None) -> bool:
    """Whether a claim without an outcome speaks of research alone: *more research is needed*.

    No relation is stated then (guidelines 2); what it says of other claims, its cues say.
    """
    if agent is not None and agent.overlaps(claim):
        return False
    return not cue_lexicon().sources.isdisjoint(word_set(claim.cut(text)))


def _claim_edges(text: str, span: Span) -> Span | None:
    """A claim with edges at words and whole brackets: *Flatulence (gas* gets its end."""
    edges = to_words(text, span)
    if edges is None:
        return None
    piece = edges.cut(text)
    if piece.count("(") > piece.count(")"):
        close = text.find(")", edges.end)
        if 0 <= close <= edges.end + 1:
            return Span(edges.start, close + 1)
        return to_words(text, Span(edges.start, text.rindex("(", edges.start, edges.end)))
    return edges


def _supplied(unit: Mapping[str, Any], surroundings: Mapping[str, str]) -> str:
    """Base form of the relation that the lead-in states, or the surroundings stand for."""
    if unit["lead_in"]:
        lead_in = unit["lead_in"]
        named = next((n for n, piece in surroundings.items() if piece == lead_in), "")
        if named in _SUPPLIED:
            return _SUPPLIED[named]
        found = find_predicate(lead_in, Span(0, len(lead_in)), None, ())
        if found.lemma:
            return found.lemma
    return next((_SUPPLIED[name] for name in surroundings if name in _SUPPLIED), "")
