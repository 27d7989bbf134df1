"""Variants of training units that keep their gold: other substances, other capitals, lost colons.

Pages of sites that the gold has not seen speak of other substances and set their headings
otherwise; the labels do not depend on either.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from ..spans import Span
from .examples import Example, GoldClaim

_WORD = re.compile(r"[^\W\d_][\w-]+")


def varied(
    document: Sequence[Example], names: Sequence[str], rng: random.Random, share: float
) -> list[Example]:
    """A document's units as they are shown this time.

    With probability `share` the document speaks of another substance all through; each unit has,
    with a third of that probability, other capitals or lacks its final mark.
    names (sequence of str): substances to put in the place of the document's own.
    """
    shown = list(document)
    agent = main_agent(document)
    if agent and names and rng.random() < share:
        name = rng.choice(names)
        shown = [with_other_agent(example, agent, name) for example in shown]
    return [_changed(e, rng) if rng.random() < share / 3 else e for e in shown]


def _changed(example: Example, rng: random.Random) -> Example:
    if example.unit.kind != "sentence" and rng.random() < 0.5:
        return with_other_capitals(example, rng)
    return without_final_mark(example)


def main_agent(document: Sequence[Example]) -> str:
    """The one-word agent that most of a document's claims have; "" where there is none."""
    agents = Counter(
        claim.agent_name.strip().lower()
        for example in document
        for claim in example.claims
        if _WORD.fullmatch(claim.agent_name.strip())
    )
    return agents.most_common(1)[0][0] if agents else ""


def with_other_agent(example: Example, agent: str, name: str) -> Example:
    """All mentions of an agent replaced, in the unit and its context; spans moved along.

    A unit with a span that begins or ends inside a mention stays as it is.
    """
    pattern = re.compile(rf"(?<![\w-]){re.escape(agent)}(?![\w-])", re.I)
    edits = [Span(*m.span()) for m in pattern.finditer(example.text)]

    def put(text: str) -> str:
        return pattern.sub(lambda m: name.capitalize() if m[0][0].isupper() else name, text)

    def moved(span: Span) -> Span:
        return Span(_moved(span.start, edits, len(name)), _moved(span.end, edits, len(name)))

    if any(_cuts(span, edit) for span in _spans(example) for edit in edits):
        return example
    unit = replace(
        example.unit,
        text=put(example.text),
        heading=put(example.unit.heading),
        headers=put(example.unit.headers),
        leads=tuple((index, put(text)) for index, text in example.unit.leads),
    )
    return replace(
        example,
        unit=unit,
        claims=tuple(_claim_moved(c, moved, agent, name) for c in example.claims),
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


def _claim_moved(
    claim: GoldClaim, moved: Callable[[Span], Span], agent: str, name: str
) -> GoldClaim:
    same = claim.agent_name.strip().lower() == agent
    return replace(
        claim,
        span=moved(claim.span),
        outcomes=tuple(moved(o) for o in claim.outcomes),
        agent=moved(claim.agent) if claim.agent else None,
        agent_name=name if same else claim.agent_name,
    )


def with_other_capitals(example: Example, rng: random.Random) -> Example:
    """A short unit in title case, sentence case or capitals: the same length, the same spans."""
    text = example.text
    changed = rng.choice((str.title, str.capitalize, str.upper))(text)
    return _with_text(example, changed) if len(changed) == len(text) else example


def without_final_mark(example: Example) -> Example:
    """Without a final colon or full stop, where no span holds it."""
    text = example.text
    if not text.endswith((".", ":")) or len(text) < 2:
        return example
    if any(span.end == len(text) for span in _spans(example)):
        return example
    return _with_text(example, text[:-1])


def _with_text(example: Example, text: str) -> Example:
    return replace(example, unit=replace(example.unit, text=text))
