"""A unit's claims in their parts: agent, predicate, outcomes, qualifiers, all with places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...spans import Span, trim
from ..cues.logic import to_words
from ..encoder import DraftClaim
from ..words import words_in
from .agents import AgentContext, AgentDraft, resolve_agents
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
    shared = _outcomes_of(text, spans, outcomes)
    parts = []
    for (draft, span), agent, own in zip(claims, agents, shared, strict=True):
        if not own:
            own = _named_outcomes(text, span, agent.span, context)
        predicate = find_predicate(text, span, agent.span, own)
        if not own:
            own = _said_outcome(text, span, agent.span, predicate)
        if predicate.span is None and not predicate.lemma:
            predicate = PredicateDraft(None, _supplied(unit, surroundings))
        others = [other for other in spans if other != span]
        inherited: tuple[QualifierDraft, ...] = ()
        if unit["lead_in"] and unit["kind"] in ("list_item", "table_cell"):
            inherited = all_qualifiers(unit["lead_in"])
        found = find_qualifiers(text, span, own, others)
        parts.append(ClaimParts(draft, span, agent, predicate, own, tuple(found), inherited))
    return parts


def _outcomes_of(
    text: str, claims: Sequence[Span], outcomes: Sequence[Span]
) -> list[tuple[Span, ...]]:
    """The outcomes of each claim: those in it; where it has none, the nearest free one."""
    edges = [span for outcome in outcomes if (span := _noun_phrase(text, outcome))]
    own = [tuple(o for o in edges if claim.overlaps(o)) for claim in claims]
    taken = {outcome for found in own for outcome in found}
    free = [outcome for outcome in edges if outcome not in taken]
    for i, claim in enumerate(claims):
        if own[i] or not free:
            continue
        nearest = min(free, key=lambda o: max(o.start - claim.end, claim.start - o.end))
        own[i] = (nearest,)
        free.remove(nearest)
    return own


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


def _named_outcomes(
    text: str, claim: Span, agent: Span | None, context: AgentContext
) -> tuple[Span, ...]:
    """Outcomes of the lexicon inside a claim for which the tagger found none."""
    found = (m.span for m in context.kb.find(claim.cut(text), "outcome"))
    spans = [span.shift(claim.start) for span in found]
    return tuple(span for span in spans if agent is None or not span.overlaps(agent))


def _said_outcome(
    text: str, claim: Span, agent: Span | None, predicate: PredicateDraft
) -> tuple[Span, ...]:
    """What stands behind the predicate, or before it in a heading, or all of the claim."""
    if predicate.span is None:
        start = agent.end if agent is not None and claim.contains(agent) else claim.start
        rest = [Span(start, claim.end), claim]
    else:
        rest = [Span(predicate.span.end, claim.end), Span(claim.start, predicate.span.start)]
    for span in rest:
        phrase = _noun_phrase(text, span) if len(span) else None
        if phrase is not None and not (agent is not None and agent.contains(phrase)):
            return (phrase,)
    return ()


def _noun_phrase(text: str, span: Span) -> Span | None:
    """An outcome with edges at words, without an article before it or half a bracket."""
    edges = to_words(text, span)
    if edges is None:
        return None
    words = words_in(text, edges.start, edges.end)
    while len(words) > 1 and words[0].lower in ("the", "a", "an", "of", "and", "or"):
        words = words[1:]
    start = words[0].start if words else edges.start
    piece = text[start : edges.end]
    if piece.count("(") > piece.count(")"):
        close = text.find(")", edges.end)
        end = close + 1 if 0 <= close <= edges.end + 1 else text.rfind("(", start, edges.end)
        return trim(text, Span(start, max(start, end))) if end > start else None
    return Span(start, edges.end)


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
