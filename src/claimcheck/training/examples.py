"""Training examples: units in their context with their gold, and single labelled sentences."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..pipeline.windows import UnitInput
from ..spans import Span


@dataclass(frozen=True)
class GoldClaim:
    """An annotated claim; spans count from the start of its unit's clean text."""

    span: Span
    outcomes: tuple[Span, ...]
    agent: Span | None
    agent_name: str
    type: str
    polarity: str
    strength: str
    basis: str
    from_context: bool


@dataclass(frozen=True)
class GoldCue:
    """An annotated cue; its span counts from the start of its unit's clean text."""

    span: Span
    category: str


@dataclass(frozen=True)
class Example:
    """A unit as the encoder reads it, with its gold.

    document (str): name of the annotated document. site (str): documents of one site share it.
    """

    unit: UnitInput
    document: str
    site: str
    set_name: str
    claims: tuple[GoldClaim, ...] = ()
    cues: tuple[GoldCue, ...] = ()

    @property
    def text(self) -> str:
        """Clean text of the unit."""
        return self.unit.text


def by_document(examples: Iterable[Example]) -> list[list[Example]]:
    """The examples of each document, in their order."""
    found: dict[tuple[str, str], list[Example]] = {}
    for example in examples:
        found.setdefault((example.set_name, example.document), []).append(example)
    return list(found.values())


#: Aspects of certainty (Pei & Jurgens 2021), and what is said of each.
ASPECTS: Final = ("Number", "Extent", "Probability", "Condition", "Suggestion", "Framing")
ASPECT_LABELS: Final = ("NotPresent", "Uncertain", "Certain")


@dataclass(frozen=True)
class Sentence:
    """A single sentence with one kind of gold, the others None: `yu` 0-3, `certainty` 1.0-6.0, or
    `aspects`, an index of ASPECT_LABELS for each of ASPECTS."""

    text: str
    yu: int | None = None
    certainty: float | None = None
    aspects: tuple[int, ...] | None = None
    fold: int = -1
    group: str = ""
    source: str = ""

    @property
    def kind(self) -> str:
        """Which gold it has."""
        if self.yu is not None:
            return "yu"
        return "aspects" if self.aspects is not None else "certainty"


def read_sentences(path: Path, kind: str) -> list[Sentence]:
    """Single labelled sentences: kind `yu` (data/claim-strength), `certainty` or `aspects`."""
    sentences = []
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        if kind == "yu":
            group = str(row["doc_id"] or row["id"])
            sentences.append(
                Sentence(
                    row["text"],
                    yu=row["label"],
                    fold=row["fold"],
                    group=group,
                    source=row["source"],
                )
            )
        elif kind == "aspects":
            told = tuple(ASPECT_LABELS.index(row["aspects"][name]) for name in ASPECTS)
            sentences.append(Sentence(row["text"], aspects=told, source=row["split"]))
        else:
            sentences.append(Sentence(row["text"], certainty=row["certainty"], source=row["split"]))
    return sentences
