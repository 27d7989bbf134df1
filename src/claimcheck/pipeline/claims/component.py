"""Component `claimcheck_claims`: sets `doc._.topic` and `doc._.claims`, labels still missing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from ...concepts import KnowledgeBase, load_knowledge_base
from ...spans import Span
from ..abbreviations.logic import expansions
from ..drafts import claim_of, spans_of
from ..extensions import register
from ..labels_heads.features import around
from ..units import span_in_doc
from .agents import AgentContext
from .logic import ClaimParts, find_parts
from .topic import find_topic, specific_mentions


class ClaimsComponent:
    """Builds the claims of a Doc from the encoder's drafts.

    extra (list of Path): the user's lexicons of concepts.
    """

    def __init__(self, extra: list[Path]) -> None:
        register()
        self.extra = extra
        self._kb: KnowledgeBase | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc._.topic` and `doc._.claims`."""
        units = doc._.units
        drafts = doc._.drafts or [None] * len(units)
        names = {
            unit["index"]: spans_of(draft, "agents")
            for unit, draft in zip(units, drafts, strict=True)
            if draft is not None
        }
        tagged = [span.cut(units[i]["text"]) for i, spans in names.items() for span in spans]
        kb = self.kb
        mentions = [specific_mentions(unit["text"], kb) for unit in units]
        topic = find_topic(units[0]["title"] if units else "", units, kb, tagged, mentions)
        doc._.topic = topic.to_plain()
        context = AgentContext(units, names, topic, kb, expansions(doc._.abbreviations), mentions)
        rows: list[dict[str, Any]] = []
        for unit, draft in zip(units, drafts, strict=True):
            if draft is None:
                continue
            found = find_parts(
                unit,
                [claim_of(row) for row in draft["claims"]],
                spans_of(draft, "outcomes"),
                around(unit),
                context,
            )
            vectors = {tuple(row["span"]): row["vector"] for row in draft["claims"]}
            for parts in found:
                pair = (parts.draft.span.start, parts.draft.span.end)
                row = claim_row(unit, units, parts, kb)
                row.update(vector=vectors[pair], certainty=draft["certainty"])
                rows.append(row)
        doc._.claims = rows
        return doc

    @property
    def kb(self) -> KnowledgeBase:
        """The knowledge base, loaded at first use."""
        if self._kb is None:
            self._kb = load_knowledge_base(self.extra)
        return self._kb

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_kb": None}


def claim_row(
    unit: Mapping[str, Any], units: list[dict[str, Any]], parts: ClaimParts, kb: KnowledgeBase
) -> dict[str, Any]:
    """A claim as plain data; offsets count in the Doc's text.

    RETURNS (dict): `unit`, `text`, `start`, `end`, `agent`, `predicate`, `outcomes`, `qualifiers`,
        and for the labels `span` (in the unit), `draft_span`, `logits`, `claim_prob`.
    """
    agent = kb.link(parts.agent.resolved, "substance") if parts.agent.resolved else None
    lead_in = units[unit["lead_in_index"]] if unit["lead_in_index"] is not None else unit
    return {
        "unit": unit["index"],
        **mention(unit, parts.span),
        "agent": {
            **_mention_or_none(unit, parts.agent.span),
            "resolved": parts.agent.resolved,
            "concept_id": agent.concept_id if agent else None,
            "source": parts.agent.source,
        },
        "predicate": {
            **_mention_or_none(unit, parts.predicate.span),
            "lemma": parts.predicate.lemma,
        },
        "outcomes": [_outcome(unit, span, kb) for span in parts.outcomes],
        "qualifiers": [
            *({"kind": q.kind, **mention(unit, q.span)} for q in parts.qualifiers),
            *({"kind": q.kind, **mention(lead_in, q.span)} for q in parts.inherited),
        ],
        "span": [parts.span.start, parts.span.end],
        "draft_span": [parts.draft.span.start, parts.draft.span.end],
        "logits": parts.draft.logits,
        "claim_prob": parts.draft.probability,
    }


def mention(unit: Mapping[str, Any], span: Span) -> dict[str, Any]:
    """A stretch of a unit: its unit, clean text, and place in the Doc's text."""
    place = span_in_doc(dict(unit), span)
    return {
        "unit": unit["index"],
        "text": span.cut(unit["text"]),
        "start": place.start,
        "end": place.end,
    }


def _mention_or_none(unit: Mapping[str, Any], span: Span | None) -> dict[str, Any]:
    if span is None:
        return {"unit": unit["index"], "text": None, "start": None, "end": None}
    return mention(unit, span)


def _outcome(unit: Mapping[str, Any], span: Span, kb: KnowledgeBase) -> dict[str, Any]:
    found = mention(unit, span)
    link = kb.link(found["text"], "outcome")
    return {
        **found,
        "concept_id": link.concept_id if link else None,
        "name": link.name if link else found["text"].lower(),
        "group": kb.concepts[link.concept_id].group if link else None,
    }
