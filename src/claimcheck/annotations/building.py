"""From loose marks over a text to an annotated document, its units cut by the readers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..documents import read_text
from ..documents.model import Unit
from ..spans import Span
from .checks import Problem, problems
from .model import AnnotatedDocument, GoldClaim, GoldCue, GoldUnit, Mark
from .store import format_of


@dataclass(slots=True)
class Loose:
    """What another tool says of one document: marks by place, not yet by unit.

    problems (list of Problem): what could not be read; such a document is refused as a whole.
    """

    name: str
    path: str
    text: str = field(repr=False)
    claims: list[GoldClaim] = field(default_factory=list)
    cues: list[GoldCue] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, place: str, message: str) -> None:
        """Note what could not be read."""
        self.problems.append(Problem(self.name, place, message))


def loosen(document: AnnotatedDocument) -> Loose:
    """The marks of a document without its units."""
    return Loose(
        document.name,
        document.path,
        document.text,
        [claim for _, claim in document.claims()],
        [cue for _, cue in document.cues()],
    )


def build(loose: Loose) -> tuple[AnnotatedDocument, list[Problem]]:
    """Put marks into the units of the text, and check them.

    RETURNS: the document, and all that is wrong with it (what was noted on reading, marks that
        stand in no unit or reach over several, illegal labels, overlaps).
    """
    read = read_text(loose.text, format=format_of(loose.path), doc_id=loose.name)
    units = tuple(_fill(unit, loose) for unit in read.units)
    document = AnnotatedDocument(loose.name, loose.path, loose.text, units)
    kept = sum(len(unit.claims) + len(unit.cues) for unit in units)
    strays = _strays(loose, [unit.span for unit in read.units]) if kept < _count(loose) else []
    return document, [*loose.problems, *strays, *problems(document)]


def _count(loose: Loose) -> int:
    return len(loose.claims) + len(loose.cues)


def _fill(unit: Unit, loose: Loose) -> GoldUnit:
    claims = (claim for claim in loose.claims if unit.span.contains(claim.mark.span))
    cues = (cue for cue in loose.cues if unit.span.contains(cue.mark.span))
    return GoldUnit(
        unit.index,
        unit.kind,
        Mark.cut(loose.text, unit.span),
        tuple(sorted(claims, key=lambda claim: claim.mark.span)),
        tuple(sorted(cues, key=lambda cue: cue.mark.span)),
    )


def _strays(loose: Loose, units: Sequence[Span]) -> list[Problem]:
    marks = [("claim", claim.mark) for claim in loose.claims]
    marks += [("cue", cue.mark) for cue in loose.cues]
    return [
        Problem(
            loose.name,
            f"{mark.start}-{mark.end}",
            f"{kind} {mark.text!r} is not inside one unit of the document",
        )
        for kind, mark in marks
        if not any(unit.contains(mark.span) for unit in units)
    ]
