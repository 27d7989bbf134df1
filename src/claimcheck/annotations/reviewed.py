"""Turn a run's rows and a reviewer's corrections of them into gold units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..spans import Span
from .checks import Problem
from .model import GoldClaim, GoldCue, GoldUnit, Mark
from .review import Correction

Row = Mapping[str, Any]


@dataclass(slots=True)
class Draft:
    """A document's units as the machine left them, by place, under correction.

    touched (set of int): indices of the units that the reviewer decided something in.
    problems (list of Problem): corrections that were refused, and why.
    applied (list of Correction): those that were not.
    """

    doc_id: str
    text: str = field(repr=False)
    units: list[GoldUnit] = field(default_factory=list)
    claim_places: dict[str, Span] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    applied: list[Correction] = field(default_factory=list)


def machine_draft(doc_id: str, text: str, sentences: Iterable[Row], claims: Iterable[Row]) -> Draft:
    """The units of a run's tables as a first draft of gold."""
    draft = Draft(doc_id, text)
    by_unit: dict[str, list[GoldClaim]] = {}
    for row in claims:
        draft.claim_places[row["claim_id"]] = Span(row["start"], row["end"])
        by_unit.setdefault(row["unit_id"], []).append(_machine_claim(row))
    for index, row in enumerate(sentences):
        mark = _mark(row)
        found = (_within(claim, mark.span) for claim in by_unit.get(row["unit_id"], ()))
        cues = (GoldCue(_mark(cue), cue["category"]) for cue in row["cues"])
        draft.units.append(
            GoldUnit(
                index,
                row["kind"],
                mark,
                tuple(sorted(found, key=lambda c: c.mark.span)),
                tuple(sorted(cues, key=lambda c: c.mark.span)),
            )
        )
    return draft


def _machine_claim(row: Row) -> GoldClaim:
    return GoldClaim(
        mark=_mark(row),
        agent=row["agent"]["resolved"] or row["agent"]["text"] or "",
        outcomes=tuple(_mark(outcome) for outcome in row["outcomes"]),
        type=row["type"],
        polarity=row["polarity"],
        strength=row["strength"],
        basis=row["basis"],
        from_context=row["from_context"],
    )


def _within(claim: GoldClaim, unit: Span) -> GoldClaim:
    """Without outcomes that stand in another unit: gold marks only its own."""
    return replace(claim, outcomes=tuple(o for o in claim.outcomes if unit.contains(o.span)))


def _mark(row: Row) -> Mark:
    return Mark(row["text"], row["start"], row["end"])


def correct(draft: Draft, corrections: Sequence[Correction]) -> None:
    """Apply corrections in place; what does not fit is refused and listed.

    Decisions about the machine's claims come first, so that a claim may be rejected and another
    marked in its place.
    """
    for correction in sorted(corrections, key=lambda c: c.claim_id is None):
        refusal = _refusal(draft, correction)
        if refusal:
            _refuse(draft, correction, refusal)
            continue
        index = _unit_at(draft, correction.mark.span)
        if index is None:
            _refuse(draft, correction, "does not stand inside one unit of the document")
            continue
        changed = _changed(draft.units[index], correction)
        if isinstance(changed, str):
            _refuse(draft, correction, changed)
            continue
        draft.units[index] = changed
        draft.touched.add(index)
        draft.applied.append(correction)


def _refuse(draft: Draft, correction: Correction, why: str) -> None:
    message = f"{correction.place}: {correction.action} {correction.mark.text[:60]!r}: {why}"
    draft.problems.append(
        Problem(draft.doc_id, f"{correction.mark.start}-{correction.mark.end}", message)
    )


def _refusal(draft: Draft, correction: Correction) -> str | None:
    mark = correction.mark
    if mark.span.cut(draft.text) != mark.text:
        return "these words do not stand at that place of the document"
    if correction.claim_id is None:
        return None
    place = draft.claim_places.get(correction.claim_id)
    if place is None:
        return f"the run has no claim `{correction.claim_id}`"
    return None if place == mark.span else "the claim stands at another place in the run"


def _unit_at(draft: Draft, span: Span) -> int | None:
    return next((u.index for u in draft.units if u.span.contains(span)), None)


def _changed(unit: GoldUnit, correction: Correction) -> GoldUnit | str:
    """The unit after a correction, or why it cannot be made."""
    if correction.action == "add_cue":
        return _with_cue(unit, GoldCue(correction.mark, correction.category or ""))
    others = tuple(c for c in unit.claims if c.mark.span != correction.mark.span)
    if correction.action == "accept":
        return unit
    if correction.action == "reject":
        return replace(unit, claims=others)
    claim = _labelled(unit, correction)
    if isinstance(claim, str):
        return claim
    if correction.action == "add_claim" and len(others) < len(unit.claims):
        return "a claim is marked there already"
    clash = next((c for c in others if c.mark.span.overlaps(claim.mark.span)), None)
    if clash:
        return f"overlaps the claim {clash.mark.text[:60]!r}, which was not rejected"
    return replace(unit, claims=tuple(sorted((*others, claim), key=lambda c: c.mark.span)))


def _with_cue(unit: GoldUnit, cue: GoldCue) -> GoldUnit | str:
    """A cue marked where the machine saw the same words as another category replaces it."""
    others = tuple(c for c in unit.cues if c.mark.span != cue.mark.span)
    clash = next((c for c in others if c.mark.span.overlaps(cue.mark.span)), None)
    if clash:
        return f"overlaps the cue {clash.mark.text!r}"
    return replace(unit, cues=tuple(sorted((*others, cue), key=lambda c: c.mark.span)))


def _labelled(unit: GoldUnit, correction: Correction) -> GoldClaim | str:
    given = correction.labels or {}
    before = next((c for c in unit.claims if c.mark.span == correction.mark.span), None)
    outcomes = list(_outcomes(unit, correction, given.get("outcomes")))
    wrong = next((o for o in outcomes if isinstance(o, str)), None)
    if isinstance(wrong, str):
        return wrong
    context = given.get("from_context")
    if not isinstance(context, bool):
        context = before.from_context if before else _from_context(unit, given["agent"])
    return GoldClaim(
        mark=correction.mark,
        agent=given["agent"].strip(),
        outcomes=tuple(o for o in outcomes if isinstance(o, Mark)),
        type=given["type"],
        polarity=given["polarity"],
        strength=given["strength"],
        basis=given["basis"],
        from_context=context,
    )


def _from_context(unit: GoldUnit, agent: str) -> bool:
    """A heading, item or cell that does not name its agent takes it from its context."""
    return unit.kind != "sentence" and agent.strip().casefold() not in unit.mark.text.casefold()


def _outcomes(
    unit: GoldUnit, correction: Correction, given: Iterable[Any] | None
) -> Iterator[Mark | str]:
    for outcome in given or ():
        if isinstance(outcome, str):
            at = correction.mark.text.find(outcome)
            start = correction.mark.start + max(0, at)
            mark = Mark(outcome, start, start + len(outcome))
        else:
            mark = Mark(outcome["text"], outcome["start"], outcome["end"])
            if not unit.span.contains(mark.span):
                continue
        place = Span(mark.start - unit.span.start, mark.end - unit.span.start)
        stands = place.cut(unit.mark.text) == mark.text
        yield mark if stands else f"the outcome {mark.text!r} does not stand in the unit"
