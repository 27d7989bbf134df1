"""Drafts of the encoder as plain data on a Doc, and back."""

from __future__ import annotations

from typing import Any

from ..spans import Span
from .encoder import Draft, DraftClaim, DraftCue


def to_plain(draft: Draft) -> dict[str, Any]:
    """Lists, numbers and strings only (and the vector of a claim, where there is one)."""
    return {
        "claims": [
            {
                "span": _pair(claim.span),
                "logits": claim.logits,
                "probability": claim.probability,
                "vector": getattr(claim, "vector", None),
            }
            for claim in draft.claims
        ],
        "outcomes": [_pair(span) for span in draft.outcomes],
        "agents": [_pair(span) for span in draft.agents],
        "cues": [[*_pair(cue.span), cue.category, cue.probability] for cue in draft.cues],
        "claim_prob": draft.claim_prob,
        "yu": list(draft.yu),
        "certainty": draft.certainty,
    }


def claim_of(row: dict[str, Any]) -> DraftClaim:
    """The draft of a claim from its plain data, without its vector."""
    return DraftClaim(Span(*row["span"]), row["logits"], row["probability"])


def cues_of(row: dict[str, Any]) -> list[DraftCue]:
    """The drafts of a unit's cues."""
    return [DraftCue(Span(start, end), c, p) for start, end, c, p in row["cues"]]


def spans_of(row: dict[str, Any], name: str) -> list[Span]:
    """`outcomes` or `agents` of a unit, in order."""
    return sorted(Span(*pair) for pair in row[name])


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]
