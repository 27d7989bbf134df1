"""A reviewer's corrections: the JSONL that the report exports, checked line by line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from .. import labels
from ..errors import UsageError
from ..spans import Span, trim
from ..tables import iter_table
from .checks import Problem
from .model import Mark

#: The version of the lines that this reads.
REVIEW_VERSION: Final = 1
ACTIONS: Final = ("accept", "reject", "relabel", "add_claim", "add_cue", "comment")
_ABOUT_CLAIMS: Final = ("accept", "reject", "relabel", "comment")
_LABELS: Final = {
    "type": labels.TYPES,
    "polarity": labels.POLARITIES,
    "strength": labels.STRENGTHS,
    "basis": labels.BASES,
}


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of a review.

    key (tuple): what it decides on: lines of one key are about the same thing.
    decision (tuple): what it decides, to compare with other lines of the key.
    row (dict): the line as it stands; place (str): `file:line`.
    """

    action: str
    doc_id: str
    sha256: str
    claim_id: str | None
    mark: Mark
    labels: dict[str, Any] | None
    category: str | None
    reviewer: str
    time: str
    place: str
    row: dict[str, Any]

    @property
    def key(self) -> tuple[Any, ...]:
        about = (self.claim_id,) if self.claim_id else (self.action, self.mark.start, self.mark.end)
        return (self.doc_id, self.sha256, *about)

    @property
    def decision(self) -> tuple[Any, ...]:
        chosen = json.dumps(self.labels, sort_keys=True) if self.labels else ""
        return (self.action, "" if self.action in ("accept", "reject") else chosen, self.category)


def read_review(path: Path) -> tuple[list[Correction], list[Problem]]:
    """The corrections of a file, and the lines that are not corrections.

    RAISES: UsageError where the file cannot be read, or a line is no JSON object.
    """
    if not path.is_file():
        raise UsageError(
            "no such review",
            path=str(path),
            remedy="Name the JSONL file that the report exported.",
        )
    corrections, problems = [], []
    for number, row in iter_table(path):
        try:
            corrections.append(_correction(row, f"{path.name}:{number}"))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            said = f"{error}" if type(error) is ValueError else f"{type(error).__name__}: {error}"
            message = f"not a correction: {said}"
            problems.append(Problem(path.name, f"line {number}", message))
    return corrections, problems


def _correction(row: dict[str, Any], place: str) -> Correction:
    if row["review_version"] != REVIEW_VERSION:
        raise ValueError(f"review_version {row['review_version']!r}, expected {REVIEW_VERSION}")
    action = row["action"]
    if action not in ACTIONS:
        raise ValueError(f"`{action}` is not one of {', '.join(ACTIONS)}")
    if (action in _ABOUT_CLAIMS) != (row["claim_id"] is not None):
        raise ValueError(
            f"`{action}` {'needs a' if action in _ABOUT_CLAIMS else 'has no'} claim_id"
        )
    if action in ("relabel", "add_claim"):
        _check_labels(row["labels"])
    if action == "add_cue" and row["category"] not in labels.CUE_CATEGORIES:
        raise ValueError(f"`{row['category']}` is not a category of cues")
    span = Span(row["start"], row["end"])
    mark = Mark(str(row["text"]), span.start, span.end)
    return Correction(
        action=action,
        doc_id=str(row["doc_id"]),
        sha256=str(row["sha256"]),
        claim_id=row["claim_id"],
        mark=_trimmed(mark) if action.startswith("add") else mark,
        labels=row["labels"] if action in ("relabel", "add_claim") else None,
        category=row["category"] if action == "add_cue" else None,
        reviewer=str(row.get("reviewer") or ""),
        time=str(row.get("time") or ""),
        place=place,
        row=row,
    )


def _trimmed(mark: Mark) -> Mark:
    """Without the white space that a selection with the mouse takes along."""
    span = trim(mark.text, Span(0, mark.end - mark.start))
    return Mark(span.cut(mark.text), mark.start + span.start, mark.start + span.end)


def _check_labels(given: Mapping[str, Any]) -> None:
    for name, allowed in _LABELS.items():
        if given[name] not in allowed:
            raise ValueError(f"`{given[name]}` is not a {name}: {', '.join(allowed)}")
    if not str(given["agent"] or "").strip():
        raise ValueError("the labels name no agent")
    for outcome in given.get("outcomes") or ():
        if not isinstance(outcome, str):
            Span(outcome["start"], outcome["end"])
            str.strip(outcome["text"])


def settle(
    new: Iterable[Correction], before: Iterable[Correction] = ()
) -> tuple[list[Correction], list[Problem]]:
    """Of all corrections of one thing keep the latest; refuse where reviewers disagree.

    new: what is to be merged. before: what was merged earlier.
    RETURNS: corrections to apply (of `new` only), one a thing, in order of place; and the
        disagreements, none of whose corrections is applied. A reviewer's later line replaces the
        earlier one. Comments decide nothing and are left out.
    """
    about: dict[tuple[Any, ...], list[Correction]] = {}
    fresh = list(new)
    for correction in (*before, *fresh):
        if correction.action != "comment":
            about.setdefault(correction.key, []).append(correction)
    kept, problems = [], []
    for said in about.values():
        latest = {c.reviewer: c for c in sorted(said, key=lambda c: c.time)}
        if len({c.decision for c in latest.values()}) > 1:
            problems.append(_disagreement(list(latest.values())))
        else:
            kept += [c for c in latest.values() if any(c is other for other in fresh)][-1:]
    return sorted(kept, key=lambda c: (c.doc_id, c.mark.start, c.mark.end)), problems


def _disagreement(said: list[Correction]) -> Problem:
    views = "; ".join(
        f"{c.reviewer or 'unnamed'} ({c.place}): {c.action}"
        + (f" {c.labels['strength']} {c.labels['type']}" if c.labels else "")
        + (f" {c.category}" if c.category else "")
        for c in said
    )
    first = said[0]
    return Problem(
        first.doc_id,
        f"{first.mark.start}-{first.mark.end}",
        f"reviewers disagree on {first.mark.text[:60]!r}: {views}",
    )
