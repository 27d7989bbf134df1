"""Variants of training units that keep their gold: other substances, other capitals, lost colons.

Pages of sites that the gold has not seen speak of other substances and set their headings
otherwise; the labels do not depend on either.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace

from ..spans import Span
from .examples import Example, GoldClaim

_WORD = re.compile(r"[^\W\d_][\w-]+")


def varied(example: Example, names: Sequence[str], rng: random.Random, share: float) -> Example:
    """The example itself, or with probability `share` a variant of it.

    names (sequence of str): substances to put in the place of the example's own agent.
    """
    if rng.random() >= share:
        return example
    chosen = rng.random()
    if chosen < 0.6:
        return with_other_agent(example, rng.choice(names))
    if chosen < 0.8 and example.kind in ("heading", "list_item", "table_cell"):
        return with_other_capitals(example, rng)
    return without_final_mark(example)


def with_other_agent(example: Example, name: str) -> Example:
    """All mentions of the unit's agent replaced, in unit and context; spans moved along."""
    agents = {c.agent_name for c in example.claims if _WORD.fullmatch(c.agent_name.strip())}
    if len(agents) != 1:
        return example
    agent = agents.pop().strip()
    pattern = re.compile(rf"(?<![\w-]){re.escape(agent)}(?![\w-])", re.I)
    edits = [Span(*m.span()) for m in pattern.finditer(example.text)]
    if not edits and not pattern.search(example.context):
        return example

    def put(match: re.Match[str]) -> str:
        return name.capitalize() if match.group()[0].isupper() else name

    def moved(span: Span) -> Span:
        return Span(_moved(span.start, edits, len(name)), _moved(span.end, edits, len(name)))

    if any(_cuts(span, edit) for span in _spans(example) for edit in edits):
        return example
    return replace(
        example,
        text=pattern.sub(put, example.text),
        context=pattern.sub(put, example.context),
        claims=tuple(_claim_moved(c, moved, name) for c in example.claims),
        cues=tuple(replace(c, span=moved(c.span)) for c in example.cues),
    )


def _spans(example: Example) -> list[Span]:
    spans = [c.span for c in example.cues]
    for claim in example.claims:
        spans += [claim.span, *claim.outcomes, *([claim.agent] if claim.agent else [])]
    return spans


def _cuts(span: Span, edit: Span) -> bool:
    return span.overlaps(edit) and not span.contains(edit)


def _moved(offset: int, edits: list[Span], length: int) -> int:
    return offset + sum(length - len(e) for e in edits if e.end <= offset)


def _claim_moved(claim: GoldClaim, moved, name: str) -> GoldClaim:  # type: ignore[no-untyped-def]
    return replace(
        claim,
        span=moved(claim.span),
        outcomes=tuple(moved(o) for o in claim.outcomes),
        agent=moved(claim.agent) if claim.agent else None,
        agent_name=name,
    )


def with_other_capitals(example: Example, rng: random.Random) -> Example:
    """A short unit in title case, sentence case or capitals: the same length, the same spans."""
    text = example.text
    changed = rng.choice((str.title, str.capitalize, str.upper))(text)
    return replace(example, text=changed) if len(changed) == len(text) else example


def without_final_mark(example: Example) -> Example:
    """Without a final colon or full stop, where no span holds it."""
    text = example.text
    if not text.endswith((".", ":")) or len(text) < 2:
        return example
    if any(span.end == len(text) for span in _spans(example)):
        return example
    return replace(example, text=text[:-1])
