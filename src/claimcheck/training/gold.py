"""Gold annotations as training examples: units as the readers cut them, with spans in clean text.

A set is a folder of documents with one JSONL of units each (the format of `annotations/`, see
annotations/README.md).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..documents import read_text
from ..documents.model import Document, Unit
from ..errors import UsageError
from ..pipeline.units import context_of
from ..spans import Span, iou
from .examples import Example, GoldClaim, GoldCue

FORMATS = {".md": "markdown", ".txt": "text", ".html": "html"}


@dataclass(frozen=True)
class GoldDocument:
    """An annotated document as read, with its gold units as they stand in the file."""

    name: str
    document: Document
    gold_units: tuple[dict[str, Any], ...] = field(repr=False)
    set_name: str = ""

    @property
    def site(self) -> str:
        """Documents of one web site share a site: split by it to measure generalisation."""
        if self.name.startswith("ref-"):
            return "ref"
        match = re.match(r"promo-\d+[a-z]?-([a-z]+(?:-me|-shopify|-blog)?)", self.name)
        return match.group(1) if match else f"{self.set_name}/{self.name}"


def read_gold_folder(units: Path, documents: dict[str, Path]) -> list[GoldDocument]:
    """All documents annotated in the folder `units` (one `<name>.jsonl` each).

    documents: name → path of the document's text.
    RAISES: UsageError where a document is missing.
    """
    gold = []
    for path in sorted(units.glob("*.jsonl")):
        source = documents.get(path.stem)
        if source is None or not source.is_file():
            raise UsageError(
                "the annotated document is missing",
                path=str(path),
                remedy="name it in documents.json beside the annotations",
            )
        text = source.read_bytes().decode("utf-8-sig")
        document = read_text(text, format=FORMATS[source.suffix], doc_id=path.stem)
        rows = tuple(json.loads(line) for line in path.read_text("utf-8").splitlines())
        gold.append(GoldDocument(path.stem, document, rows, units.name))
    return gold


def read_annotation_set(folder: Path, root: Path) -> list[GoldDocument]:
    """A set under `annotations/`: its `documents.json` names paths relative to `root`."""
    names = json.loads((folder / "documents.json").read_text("utf-8"))
    return read_gold_folder(folder, {name: root / path for name, path in names.items()})


def read_claims_data(folder: Path, part: str) -> list[GoldDocument]:
    """The in-domain gold (`data/claims`), part `train` or `dev`."""
    documents = {path.stem: path for path in (folder / "documents").glob("*.md")}
    return read_gold_folder(folder / part, documents)


def examples_of(gold: GoldDocument) -> Iterator[Example]:
    """One example for each unit of the document that the annotators saw too."""
    spans = [Span(row["start"], row["end"]) for row in gold.gold_units]
    position = 0
    for unit in gold.document.units:
        while position < len(spans) and spans[position].end <= unit.span.start:
            position += 1
        rows = []
        for row, span in zip(gold.gold_units[position:], spans[position:], strict=True):
            if span.start >= unit.span.end:
                break
            rows.append((row, span))
        if not any(iou(span, unit.span) >= 0.5 for _, span in rows):
            continue
        yield _example(gold, unit, [row for row, _ in rows])


def _example(gold: GoldDocument, unit: Unit, rows: list[dict[str, Any]]) -> Example:
    claims = [c for row in rows for c in row["claims"]]
    cues = [c for row in rows for c in row["cues"]]
    return Example(
        text=unit.clean_text,
        context=context_of(gold.document, unit).as_text(unit.kind),
        kind=unit.kind,
        document=gold.name,
        site=gold.site,
        set_name=gold.set_name,
        claims=tuple(filter(None, (_gold_claim(unit, claim) for claim in claims))),
        cues=tuple(
            GoldCue(span, cue["category"])
            for cue in cues
            if (span := unit.offset_map.to_clean(Span(cue["start"], cue["end"])))
        ),
    )


def _gold_claim(unit: Unit, claim: dict[str, Any]) -> GoldClaim | None:
    span = unit.offset_map.to_clean(Span(claim["start"], claim["end"]))
    if span is None:
        return None
    outcomes = (
        unit.offset_map.to_clean(Span(outcome["start"], outcome["end"]))
        for outcome in claim["outcomes"]
    )
    return GoldClaim(
        span=span,
        outcomes=tuple(filter(None, outcomes)),
        agent=_agent_span(unit.clean_text, claim["agent"], span),
        agent_name=claim["agent"],
        type=claim["type"],
        polarity=claim["polarity"],
        strength=claim["strength"],
        basis=claim["basis"],
        from_context=claim["from_context"],
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
