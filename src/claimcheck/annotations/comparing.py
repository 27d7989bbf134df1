"""Lay two annotations of the same documents beside each other: matches, figures, differences."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from .. import labels
from ..errors import UsageError
from ..spans import Span, iou
from . import agreement
from .agreement import Estimate, Table
from .model import AnnotatedDocument, GoldClaim, GoldCue, GoldUnit

#: Two claims are the same claim where their intersection over union is at least this.
SAME_CLAIM: Final = 0.5

#: From this many documents on intervals come from resampled documents, below from units.
ENOUGH_DOCUMENTS: Final = 5

#: What is compared on claims that both marked: field → its values, in order.
FIELDS: Final[dict[str, tuple[Any, ...]]] = {
    "type": labels.TYPES,
    "polarity": labels.POLARITIES,
    "strength": labels.STRENGTHS,
    "basis": labels.BASES,
    "from_context": (False, True),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A unit that the two annotators read differently; `what` says in a word or two how."""

    document: str
    unit: Span
    text: str
    first: tuple[tuple[GoldClaim, ...], tuple[GoldCue, ...]]
    second: tuple[tuple[GoldClaim, ...], tuple[GoldCue, ...]]
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelAgreement:
    """Agreement on one label against all others, or (`label` "all") on the whole field.

    items (int): how many items were compared; first, second (int): how many got the label.
    """

    field: str
    label: str
    items: int
    first: int
    second: int
    alpha: Estimate
    ac1: Estimate


@dataclass(frozen=True, slots=True)
class Agreement:
    """All that `claimcheck annotations agree` finds.

    spans: measure → span F1 with both counts; resampled (str): `documents` or `units`.
    """

    documents: tuple[str, ...]
    units: int
    resampled: str
    spans: dict[str, tuple[Estimate, int, int]]
    labelled: tuple[LabelAgreement, ...]
    differences: tuple[Difference, ...] = field(repr=False, default=())


class _Counts:
    """Counts by measure and by group: what an interval resamples."""

    def __init__(self) -> None:
        self._found: dict[str, dict[Any, Table]] = defaultdict(dict)
        self._groups: dict[Any, None] = {}

    def group(self, key: Any) -> None:
        self._groups[key] = None

    def add(self, measure: str, group: Any, size: tuple[int, ...], at: tuple[int, ...]) -> None:
        counts = self._found[measure].setdefault(group, np.zeros(size))
        counts[at] += 1

    def measures(self, prefix: str) -> list[str]:
        return sorted(name for name in self._found if name.startswith(prefix))

    def of(self, measure: str) -> Table:
        found = self._found[measure]
        empty = np.zeros_like(next(iter(found.values())))
        return np.stack([found.get(group, empty) for group in self._groups])


def compare(first: Sequence[AnnotatedDocument], second: Sequence[AnnotatedDocument]) -> Agreement:
    """Agreement on the documents that both annotated.

    RAISES: UsageError where none is common, or the texts of one differ.
    """
    others = {document.name: document for document in second}
    pairs = [(document, others[document.name]) for document in first if document.name in others]
    if not pairs:
        raise UsageError(
            "no document is annotated in both sets",
            remedy="Documents are paired by the name of their annotation file.",
        )
    by_document = len(pairs) >= ENOUGH_DOCUMENTS
    counts = _Counts()
    differences: list[Difference] = []
    for ours, theirs in pairs:
        if ours.text != theirs.text:
            raise UsageError("the two sets annotate different texts", place=ours.name)
        _count_document(counts, ours, theirs, by_document)
        differences += _differences(ours, theirs)
    return Agreement(
        documents=tuple(ours.name for ours, _ in pairs),
        units=sum(len(ours.units) for ours, _ in pairs),
        resampled="documents" if by_document else "units",
        spans=_span_figures(counts),
        labelled=tuple(_label_figures(counts)),
        differences=tuple(differences),
    )


def _count_document(
    counts: _Counts, ours: AnnotatedDocument, theirs: AnnotatedDocument, by_document: bool
) -> None:
    starts = [unit.span.start for unit in ours.units]

    def group(at: int) -> Any:
        return ours.name if by_document else (ours.name, bisect_right(starts, at))

    for unit in ours.units:
        counts.group(group(unit.span.start))
    claims = [claim for _, claim in ours.claims()], [claim for _, claim in theirs.claims()]
    cues = [cue for _, cue in ours.cues()], [cue for _, cue in theirs.cues()]
    _count_spans(counts, "claims, same stretch", group, *(_keys(side) for side in claims))
    outcomes = ([(o.span,) for c in side for o in c.outcomes] for side in claims)
    _count_spans(counts, "outcomes, same stretch", group, *outcomes)
    _count_spans(counts, "cues, same stretch and category", group, *(_keys(side) for side in cues))
    for category in labels.CUE_CATEGORIES:
        chosen = ([(q.mark.span,) for q in side if q.category == category] for side in cues)
        _count_spans(counts, f"cues: {category}", group, *chosen)
    for a, b in _count_matches(counts, group, *claims):
        at = group(a.mark.start)
        for name, values in FIELDS.items():
            place = values.index(getattr(a, name)), values.index(getattr(b, name))
            counts.add(f"label {name}", at, (len(values), len(values)), place)
    for unit in ours.units:
        _count_unit(counts, group(unit.span.start), unit, claims, cues)


def _keys(marks: Iterable[GoldClaim | GoldCue]) -> list[tuple[Any, ...]]:
    return [(m.mark.span, m.category if isinstance(m, GoldCue) else "") for m in marks]


def _count_spans(
    counts: _Counts,
    measure: str,
    group: Callable[[int], Any],
    first: Sequence[tuple[Any, ...]],
    second: Sequence[tuple[Any, ...]],
) -> None:
    ours, theirs = set(first), set(second)
    for place, keys in ((0, ours & theirs), (1, ours), (2, theirs)):
        for key in keys:
            counts.add(f"span {measure}", group(key[0].start), (3,), (place,))


def match(
    first: Sequence[GoldClaim], second: Sequence[GoldClaim]
) -> list[tuple[GoldClaim, GoldClaim]]:
    """Pairs of claims that overlap enough to be the same, the closest first; each used once."""
    close = sorted(
        (
            (-iou(a.mark.span, b.mark.span), a.mark.start, i, j)
            for i, a in enumerate(first)
            for j, b in enumerate(second)
            if iou(a.mark.span, b.mark.span) >= SAME_CLAIM
        ),
    )
    ours: set[int] = set()
    theirs: set[int] = set()
    pairs = []
    for _, _, i, j in close:
        if i not in ours and j not in theirs:
            ours.add(i)
            theirs.add(j)
            pairs.append((first[i], second[j]))
    return pairs


def _count_matches(
    counts: _Counts,
    group: Callable[[int], Any],
    first: Sequence[GoldClaim],
    second: Sequence[GoldClaim],
) -> list[tuple[GoldClaim, GoldClaim]]:
    pairs = match(first, second)
    sides = [a for a, _ in pairs], first, second
    for place, claims in enumerate(sides):
        for claim in claims:
            at = group(claim.mark.start)
            counts.add("span claims, mostly the same stretch", at, (3,), (place,))
    return pairs


def _count_unit(
    counts: _Counts,
    group: Any,
    unit: GoldUnit,
    claims: tuple[Sequence[GoldClaim], Sequence[GoldClaim]],
    cues: tuple[Sequence[GoldCue], Sequence[GoldCue]],
) -> None:
    def has(marks: Sequence[GoldClaim | GoldCue]) -> int:
        return int(any(unit.span.overlaps(m.mark.span) for m in marks))

    counts.add("unit claim", group, (2, 2), (has(claims[0]), has(claims[1])))
    for category in labels.CUE_CATEGORIES:
        sides = ([q for q in side if q.category == category] for side in cues)
        ours, theirs = (has(side) for side in sides)
        counts.add(f"unit {category}", group, (2, 2), (ours, theirs))


def _span_figures(counts: _Counts) -> dict[str, tuple[Estimate, int, int]]:
    figures = {}
    for measure in counts.measures("span "):
        groups = counts.of(measure)
        _, ours, theirs = groups.sum(0).astype(int)
        name = measure.removeprefix("span ")
        figures[name] = (agreement.estimate(groups, agreement.f1), int(ours), int(theirs))
    return figures


def _label_figures(counts: _Counts) -> Iterable[LabelAgreement]:
    for label in ("claim", *labels.CUE_CATEGORIES):
        groups = counts.of(f"unit {label}")
        yield _figure("unit has", label, groups, agreement.nominal_alpha, marked=1)
    for name, values in FIELDS.items():
        if not counts.measures(f"label {name}"):
            continue
        groups = counts.of(f"label {name}")
        ordered = name == "strength"
        measure = agreement.ordinal_alpha if ordered else agreement.nominal_alpha
        yield _figure(name, "all", groups, measure)
        if len(values) > 2:
            for index, value in enumerate(values):
                table = agreement.one_against_rest(groups, index)
                yield _figure(name, str(value), table, agreement.nominal_alpha, marked=1)


def _figure(
    field: str, label: str, groups: Table, alpha: agreement.Measure, marked: int | None = None
) -> LabelAgreement:
    total = groups.sum(0)
    items = int(total.sum())
    first = items if marked is None else int(total[marked].sum())
    second = items if marked is None else int(total[:, marked].sum())
    return LabelAgreement(
        field,
        label,
        items,
        first,
        second,
        agreement.estimate(groups, alpha),
        agreement.estimate(groups, agreement.ac1),
    )


def _differences(ours: AnnotatedDocument, theirs: AnnotatedDocument) -> Iterable[Difference]:
    by_place = {unit.span: unit for unit in theirs.units}
    for unit in ours.units:
        other = by_place.get(unit.span)
        if other is None:
            what: tuple[str, ...] = ("units",)
            second: tuple[tuple[GoldClaim, ...], tuple[GoldCue, ...]] = ((), ())
        else:
            what, second = tuple(_what_differs(unit, other)), (other.claims, other.cues)
        if what:
            first = unit.claims, unit.cues
            yield Difference(ours.name, unit.span, unit.mark.text, first, second, what)


def _what_differs(unit: GoldUnit, other: GoldUnit) -> Iterable[str]:
    pairs = match(unit.claims, other.claims)
    if len(pairs) < max(len(unit.claims), len(other.claims)):
        yield "claims"
    if any(a.mark != b.mark for a, b in pairs):
        yield "extent"
    for name in (*FIELDS, "outcomes"):
        if any(getattr(a, name) != getattr(b, name) for a, b in pairs):
            yield name
    if any(a.agent.casefold() != b.agent.casefold() for a, b in pairs):
        yield "agent"
    if unit.cues != other.cues:
        yield "cues"
