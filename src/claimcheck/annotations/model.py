"""What an annotator says of a document: its units with their claims and cues."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..spans import Span


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the original: `text == original[start:end]`."""

    text: str
    start: int
    end: int

    @classmethod
    def cut(cls, original: str, span: Span) -> Mark:
        """The stretch of `original` under `span`."""
        return cls(span.cut(original), span.start, span.end)

    @property
    def span(self) -> Span:
        """Its place in the original."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """An annotated claim (guidelines 3); labels as in `labels.py`.

    mark (Mark): the claim. agent (str): what acts, by name. outcomes (tuple of Mark): what it
    acts on; empty where the outcome stands outside the unit.
    """

    mark: Mark
    agent: str
    outcomes: tuple[Mark, ...]
    type: str
    polarity: str
    strength: str
    basis: str
    from_context: bool


@dataclass(frozen=True, slots=True)
class GoldCue:
    """An annotated cue (guidelines 7)."""

    mark: Mark
    category: str


@dataclass(frozen=True, slots=True)
class GoldUnit:
    """One unit of the document, in order, with what the annotator marked in it."""

    index: int
    kind: str
    mark: Mark
    claims: tuple[GoldClaim, ...] = ()
    cues: tuple[GoldCue, ...] = ()

    @property
    def span(self) -> Span:
        """Its place in the original."""
        return self.mark.span


@dataclass(frozen=True, slots=True)
class AnnotatedDocument:
    """A document with its gold.

    name (str): name of the annotation file; path (str): of the document, relative to the root
    that `documents.json` counts from, with `/`; text (str): the original as decoded.
    """

    name: str
    path: str
    text: str = field(repr=False)
    units: tuple[GoldUnit, ...] = ()

    def claims(self) -> Iterator[tuple[GoldUnit, GoldClaim]]:
        """All claims with their units, in order."""
        for unit in self.units:
            for claim in unit.claims:
                yield unit, claim

    def cues(self) -> Iterator[tuple[GoldUnit, GoldCue]]:
        """All cues with their units, in order."""
        for unit in self.units:
            for cue in unit.cues:
                yield unit, cue
