"""The figures of an agreement as JSON, and the differences as a page to read side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from ..report.markup import Piece
from ..report.pages import exact
from ..report.segments import Mark, Node, nest
from ..spans import Span
from ..tables import atomic_file, write_json
from .comparing import FIELDS, Agreement, Difference, match
from .model import GoldClaim, GoldCue

_LAYERS = {"claim": 0, "cue": 1}


@dataclass(frozen=True, slots=True)
class _Labelled:
    """A claim with its labels: name, value, whether the other annotator's value differs."""

    mark: Any
    labels: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class _Side:
    nodes: list[Node]
    claims: list[_Labelled]
    cues: tuple[GoldCue, ...]


@dataclass(frozen=True, slots=True)
class _View:
    document: str
    unit: Span
    what: tuple[str, ...]
    first: _Side
    second: _Side


def as_json(found: Agreement) -> dict[str, Any]:
    """All figures as plain data; an interval is null where nothing could be resampled."""
    return {
        "documents": list(found.documents),
        "units": found.units,
        "resampled": found.resampled,
        "spans": {
            name: {"f1": asdict(estimate), "first": ours, "second": theirs}
            for name, (estimate, ours, theirs) in found.spans.items()
        },
        "labels": [asdict(row) for row in found.labelled],
        "differences": [
            {
                "document": d.document,
                "start": d.unit.start,
                "end": d.unit.end,
                "what": list(d.what),
            }
            for d in found.differences
        ],
    }


def write_agreement(found: Agreement, first: str, second: str, out: Path) -> list[Path]:
    """Write `agreement.json` and `agreement.html` into the folder `out`.

    first, second (str): how the page names the annotators.
    """
    out.mkdir(parents=True, exist_ok=True)
    files = [out / "agreement.json", out / "agreement.html"]
    write_json(files[0], as_json(found))
    with atomic_file(files[1]) as stream:
        stream.write(page(found, first, second))
    return files


def page(found: Agreement, first: str, second: str) -> str:
    """The page of figures and differences; whatever the documents hold is escaped."""
    environment = Environment(
        loader=PackageLoader("claimcheck.annotations"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["exact"] = exact
    template = environment.get_template("agreement.html")
    views = [_view(difference) for difference in found.differences]
    return template.render(found=found, views=views, first=first, second=second)


def _view(d: Difference) -> _View:
    pairs = match(d.first[0], d.second[0])
    ours = {a.mark.span: b for a, b in pairs}
    theirs = {b.mark.span: a for a, b in pairs}
    return _View(d.document, d.unit, d.what, _side(d, *d.first, ours), _side(d, *d.second, theirs))


def _side(
    difference: Difference,
    claims: tuple[GoldClaim, ...],
    cues: tuple[GoldCue, ...],
    partners: dict[Span, GoldClaim],
) -> _Side:
    text = difference.text
    marks = [_mark("claim", c.mark.span, f"{c.strength} {c.type}") for c in claims]
    marks += [_mark("cue", c.mark.span, c.category) for c in cues]
    nodes = nest(text, difference.unit.start, [Piece(0, len(text), text, "text")], marks)
    labelled = [_Labelled(c.mark, tuple(_labels(c, partners.get(c.mark.span)))) for c in claims]
    return _Side(nodes, labelled, cues)


def _mark(kind: str, span: Span, title: str) -> Mark:
    key = f"{kind}-{span.start}"
    return Mark(span.start, span.end, _LAYERS[kind], kind, title, key, title)


def _labels(claim: GoldClaim, other: GoldClaim | None) -> Iterator[tuple[str, str, bool]]:
    for name in FIELDS:
        value = getattr(claim, name)
        differs = other is not None and getattr(other, name) != value
        shown = ("yes" if value else "no") if isinstance(value, bool) else value
        yield name.replace("_", " "), shown, differs
    agent = other is not None and other.agent.casefold() != claim.agent.casefold()
    yield "agent", claim.agent, agent
    outcomes = other is not None and other.outcomes != claim.outcomes
    yield "outcomes", "; ".join(o.text for o in claim.outcomes) or "none", outcomes
