"""Gold annotations as training examples: units as the readers cut them, with spans in clean text.

A set is a folder of documents with one JSONL of units each (the format of `annotations/`, see
annotations/README.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..annotations import model as annotated
from ..annotations.store import format_of, read_set
from ..documents import read_text
from ..documents.model import Document, Unit
from ..pipeline.units import unit_data
from ..pipeline.windows import UnitInput, unit_input
from ..spans import Span, iou
from .examples import Example, GoldClaim, GoldCue


@dataclass(frozen=True)
class GoldDocument:
    """An annotated document as read, with its gold units as they stand in the file."""

    name: str
    document: Document
    gold_units: tuple[annotated.GoldUnit, ...] = field(repr=False)
    set_name: str = ""

    @property
    def site(self) -> str:
        """Documents of one web site share a site: split by it to measure generalisation."""
        if self.name.startswith("ref-"):
            return "ref"
        match = re.match(r"promo-\d+[a-z]?-([a-z]+(?:-me|-shopify|-blog)?)", self.name)
        return match.group(1) if match else f"{self.set_name}/{self.name}"


def read_gold_folder(
    folder: Path, root: Path | None = None, documents: Mapping[str, Path] | None = None
) -> list[GoldDocument]:
    """All documents annotated in a folder (see `annotations.store.read_set`).

    RAISES: UsageError where a document is missing or an annotation cannot be read.
    """
    return [
        GoldDocument(
            found.name,
            read_text(found.text, format=format_of(found.path), doc_id=found.name),
            found.units,
            folder.name,
        )
        for found in read_set(folder, root, documents=documents)
    ]


def read_annotation_set(folder: Path, root: Path) -> list[GoldDocument]:
    """A set under `annotations/`: its `documents.json` names paths relative to `root`."""
    return read_gold_folder(folder, root)


def read_claims_data(folder: Path, part: str) -> list[GoldDocument]:
    """The in-domain gold (`data/claims`), part `train` or `dev`."""
    documents = {path.stem: path for path in (folder / "documents").glob("*.md")}
    return read_gold_folder(folder / part, documents=documents)


def examples_of(gold: GoldDocument) -> Iterator[Example]:
    """One example for each unit of the document that the annotators saw too."""
    units = gold.gold_units
    position = 0
    for unit, row in zip(gold.document.units, unit_data(gold.document), strict=True):
        while position < len(units) and units[position].span.end <= unit.span.start:
            position += 1
        seen = []
        for candidate in units[position:]:
            if candidate.span.start >= unit.span.end:
                break
            seen.append(candidate)
        if any(iou(candidate.span, unit.span) >= 0.5 for candidate in seen):
            yield _example(gold, unit, unit_input(row), seen)


def _example(
    gold: GoldDocument, unit: Unit, read: UnitInput, seen: list[annotated.GoldUnit]
) -> Example:
    claims = (claim for gold_unit in seen for claim in gold_unit.claims)
    cues = (cue for gold_unit in seen for cue in gold_unit.cues)
    return Example(
        unit=read,
        document=gold.name,
        site=gold.site,
        set_name=gold.set_name,
        claims=tuple(filter(None, (_gold_claim(unit, claim) for claim in claims))),
        cues=tuple(
            GoldCue(span, cue.category)
            for cue in cues
            if (span := unit.offset_map.to_clean(cue.mark.span))
        ),
    )


def _gold_claim(unit: Unit, claim: annotated.GoldClaim) -> GoldClaim | None:
    span = unit.offset_map.to_clean(claim.mark.span)
    if span is None:
        return None
    outcomes = (unit.offset_map.to_clean(outcome.span) for outcome in claim.outcomes)
    return GoldClaim(
        span=span,
        outcomes=tuple(filter(None, outcomes)),
        agent=_agent_span(unit.clean_text, claim.agent, span),
        agent_name=claim.agent,
        type=claim.type,
        polarity=claim.polarity,
        strength=claim.strength,
        basis=claim.basis,
        from_context=claim.from_context,
    )


def _agent_span(text: str, agent: str, claim: Span) -> Span | None:
    """Where the unit names the agent: inside the claim if it does, else the nearest before it."""
    pattern = rf"(?<!\w){re.escape(agent.strip())}(?!\w)"
    found = [Span(*m.span()) for m in re.finditer(pattern, text, re.I)] if agent.strip() else []
    inside = [span for span in found if claim.contains(span)]
    before = [span for span in found if span.end <= claim.start]
    if inside:
        return inside[0]
    return before[-1] if before else None
