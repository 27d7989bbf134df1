"""The pictures of the first screen: dots with their 95 % intervals, as inline SVG.

Drawn at build time by Vega-Lite through vl-convert: it needs neither browser nor network, and its
SVG has presentation attributes only, so that a strict content-security policy lets it through.
Colours are names of CSS variables: light, dark and print come from the style sheet. A source is
told by the shape of its dot as well as by its colour.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from . import words
from .finding import percent, percent_range, rate, rate_range
from .intervals import Rate, Share
from .summary import Contrast, SourceSummary, Summary

#: At most this many sources are drawn; the tables have them all.
MAX_SERIES: Final = 4
_SHAPES: Final = ("diamond", "circle", "square", "triangle-up")
_WIDTH: Final = 250
_LABELS: Final = 128
_ROW: Final = 17
_SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v5.json"


@dataclass(frozen=True, slots=True)
class Point:
    """A dot: `value` with its interval (null where there is none), and how a table writes them."""

    value: float | None
    low: float | None
    high: float | None
    shown: str
    interval: str
    count: int


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a chart and of its table: a label, what it means, and a dot for each series."""

    label: str
    means: str
    points: list[Point]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with its table. `slots`: which series each is, for the legend's shape."""

    key: str
    title: str
    note: str
    series: list[str]
    slots: list[int]
    lines: list[Line]
    unit: str
    svg: Markup


def of_share(found: Share) -> Point:
    """The dot of a share."""
    return Point(
        found.share, found.low, found.high, percent(found.share), percent_range(found), found.count
    )


def of_rate(found: Rate) -> Point:
    """The dot of a rate per 100 claims."""
    return Point(found.per_100, found.low, found.high, rate(found), rate_range(found), found.count)


def charts(summary: Summary) -> list[Chart]:
    """The pictures of a report, those without data left out."""
    sources = [source for source in summary.sources if source.claims]
    made = []
    if sources:
        made = [_strength(sources), _language(sources), _types(sources), _bases(sources)]
    if summary.contrast and summary.contrast.compared:
        made.insert(1, _verdicts(summary.contrast))
    verified = [source for source in sources if source.evidence]
    if verified:
        made.append(_evidence(verified))
    return made


def _evidence(sources: list[SourceSummary]) -> Chart:
    lines = [
        Line(
            words.name("evidence", label),
            words.means("evidence", label),
            [of_share(source.evidence[label]) for source in sources],
        )
        for label in sources[0].evidence
    ]
    note = "Share of the claims that were held against it"
    return _chart("evidence", "Held against the evidence base", note, sources, lines, "%")


def _strength(sources: list[SourceSummary]) -> Chart:
    labels = list(sources[0].strength)
    lines = [
        Line(
            words.name("strength", label),
            words.means("strength", label),
            [of_share(source.strength[label]) for source in sources],
        )
        for label in labels
    ]
    return _chart(
        "strength", "How strongly it is said", "Share of each source’s claims", sources, lines, "%"
    )


def _types(sources: list[SourceSummary]) -> Chart:
    lines = [
        Line(
            words.name("type", label),
            words.means("type", label),
            [of_share(source.type[label]) for source in sources],
        )
        for label in sources[0].type
    ]
    return _chart("type", "What is claimed", "Share of each source’s claims", sources, lines, "%")


def _bases(sources: list[SourceSummary]) -> Chart:
    lines = [
        Line(
            words.name("basis", label),
            words.means("basis", label),
            [of_share(source.basis[label]) for source in sources],
        )
        for label in sources[0].basis
    ]
    return _chart("basis", "What it rests on", "Share of each source’s claims", sources, lines, "%")


def _language(sources: list[SourceSummary]) -> Chart:
    measures = (
        ("hedges", "Modal and epistemic cues and evidence gaps.", lambda s: s.hedges),
        ("boosters", words.means("cue", "booster"), lambda s: s.boosters),
        ("softeners", words.means("cue", "softener"), lambda s: s.cues["softener"]),
        ("bases", "Claims that point to anything in support.", lambda s: s.bases),
    )
    lines = [
        Line(label, means, [of_rate(read(source)) for source in sources])
        for label, means, read in measures
    ]
    return _chart(
        "language",
        "Hedges and boosters",
        "For every 100 claims: hedges (may, suggests), boosters (essential), softeners (helps), "
        "bases (support named)",
        sources,
        lines,
        "per 100",
    )


def _verdicts(contrast: Contrast) -> Chart:
    lines = [
        Line(words.name("verdict", label), words.means("verdict", label), [of_share(found)])
        for label, found in contrast.verdicts.items()
    ]
    if contrast.uncovered.count:
        lines.append(
            Line(
                "substance absent",
                f"Not found because {contrast.reference} has no claim about the substance at all; "
                "part of the line above.",
                [of_share(contrast.uncovered)],
            )
        )
    lines.append(
        Line(
            "omitted cautions",
            f"Share of the claims of {contrast.reference} that are cautions or limits without a "
            f"counterpart in {contrast.reviewed}.",
            [of_share(contrast.omitted)],
        )
    )
    absent = " Substance absent: part of not found." if contrast.uncovered.count else ""
    return Chart(
        key="verdict",
        title=f"Held against {contrast.reference}",
        note=f"Share of the {contrast.compared:,} compared claims of {contrast.reviewed}.{absent} "
        f"Omitted cautions: share of the claims of {contrast.reference}.",
        series=[contrast.reviewed],
        slots=[0],
        lines=lines,
        unit="%",
        svg=_draw(lines, 1, "%"),
    )


def _chart(
    key: str, title: str, note: str, sources: list[SourceSummary], lines: list[Line], unit: str
) -> Chart:
    drawn = min(len(sources), MAX_SERIES)
    if drawn < len(sources):
        note += f"; the first {drawn} sources are drawn, the table has all"
    return Chart(
        key=key,
        title=title,
        note=note,
        series=[source.name for source in sources],
        slots=list(range(len(sources))),
        lines=lines,
        unit=unit,
        svg=_draw(lines, drawn, unit),
    )


def _draw(lines: Sequence[Line], series: int, unit: str) -> Markup:
    """The SVG of a dot plot. It is decoration for a screen reader: the table has the figures."""
    import vl_convert  # 84 MB that only a report needs

    values = [
        {"label": line.label, "series": n, "value": p.value, "low": p.low, "high": p.high}
        for line in lines
        for n, p in enumerate(line.points[:series])
        if p.value is not None
    ]
    svg = vl_convert.vegalite_to_svg(_spec(lines, values, series, unit))
    svg = re.sub(r'(<svg[^>]*?) width="([\d.]+)" height="([\d.]+)"', r"\1", svg, count=1)
    return Markup(svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))


def _spec(
    lines: Sequence[Line], values: list[dict[str, Any]], series: int, unit: str
) -> dict[str, Any]:
    top = max([v["high"] or v["value"] for v in values], default=1.0)
    share = unit == "%"
    x_axis = {
        "format": "%" if share else "d",
        "title": None,
        "tickCount": 5,
        "domain": False,
        "ticks": False,
        "gridColor": "var(--rule)",
        "labelPadding": 6,
        "labelFlush": False,
    }
    y_axis = {
        "title": None,
        "domain": False,
        "ticks": False,
        "labelPadding": 10,
        "labelLimit": _LABELS,
        "minExtent": _LABELS,
        "maxExtent": _LABELS,
    }
    span = [0, min(1.0, max(0.1, top * 1.04)) if share else max(1.0, top * 1.04)]
    place: dict[str, Any] = {
        "y": {
            "field": "label",
            "type": "nominal",
            "sort": [line.label for line in lines],
            "axis": y_axis,
            "scale": {"paddingInner": 0.3, "paddingOuter": 0.15},
        }
    }
    if series > 1:
        place["yOffset"] = {"field": "series", "type": "ordinal", "sort": list(range(series))}
    colour = {
        "field": "series",
        "type": "ordinal",
        "legend": None,
        "scale": {
            "domain": list(range(series)),
            "range": [f"var(--series-{n})" for n in range(series)],
        },
    }
    shape = {
        "field": "series",
        "type": "ordinal",
        "legend": None,
        "scale": {"domain": list(range(series)), "range": list(_SHAPES[:series])},
    }
    x = {"type": "quantitative", "scale": {"domain": span, "nice": False}, "axis": x_axis}
    return {
        "$schema": _SCHEMA,
        "width": _WIDTH,
        "height": len(lines) * (_ROW * series + 9),
        "background": None,
        "data": {"values": values},
        "encoding": place,
        "layer": [
            {
                "mark": {"type": "rule", "strokeWidth": 2, "opacity": 0.55, "strokeCap": "round"},
                "encoding": {
                    "x": {"field": "low", **x},
                    "x2": {"field": "high"},
                    "color": colour,
                },
            },
            {
                "mark": {"type": "point", "filled": True, "size": 72, "opacity": 1},
                "encoding": {"x": {"field": "value", **x}, "color": colour, "shape": shape},
            },
        ],
        "config": {
            "aria": False,
            "font": "inherit",
            "view": {"stroke": None},
            "axis": {"labelFontSize": 12, "labelColor": "var(--ink)"},
        },
    }
