"""`claimcheck annotations merge`: a review of a run's report becomes annotations to train on."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from ..documents import Document, Limits, Source, read_document
from ..errors import DocumentError, UsageError
from ..tables import iter_table
from .checks import Problem, problems
from .formats import write_text
from .model import AnnotatedDocument, GoldUnit
from .review import Correction, read_review, settle
from .reviewed import Draft, correct, machine_draft
from .store import APPLIED, INDEX, read_index, read_original, read_units, write_set

_SUFFIXES: Final = {"markdown": ".md", "html": ".html"}


@dataclass(slots=True)
class Merged:
    """What a merge did.

    applied, units (int): corrections applied, and units of gold that they made or changed;
    comments (int): lines that only say something; problems: what was refused, and why.
    """

    documents: list[str] = field(default_factory=list)
    applied: int = 0
    units: int = 0
    comments: int = 0
    problems: list[Problem] = field(default_factory=list)


def merge(
    reviews: Sequence[Path],
    out: Path,
    *,
    documents: Path,
    into: Path,
    root: Path,
    limits: Limits,
    whole: bool = False,
) -> Merged:
    """Apply reviews of the run in `out` and add the result to the set `into`.

    reviews: JSONL files that the report exported. documents (Path): the folder that was run.
    root (Path): what paths in `documents.json` count from. whole (bool): take all units of a
        corrected document, not only those in which the reviewer decided something: for a
        reviewer who read the page to its end.
    RETURNS: what was done. A correction whose document has changed, that contradicts another, or
        that does not fit the run is refused and listed; the others are applied.
    RAISES: UsageError where `out` is not the folder of a run, or a file cannot be read.
    """
    result = Merged()
    corrections: list[Correction] = []
    for path in reviews:
        read, wrong = read_review(path)
        corrections += read
        result.problems += wrong
    result.comments = sum(c.action == "comment" for c in corrections)
    earlier = into / APPLIED
    before = read_review(earlier)[0] if earlier.is_file() else []
    settled, disagreements = settle(corrections, before)
    result.problems += disagreements
    applied: list[Correction] = []
    for draft, document in _drafts(out, settled, documents, limits, result):
        correct(draft, [c for c in settled if c.doc_id == draft.doc_id])
        result.problems += draft.problems
        if draft.applied:
            applied += _add(draft, document, documents, into, root, whole, result)
    result.applied = len(applied)
    _log(earlier, [*before, *applied])
    return result


def _drafts(
    out: Path, settled: Sequence[Correction], folder: Path, limits: Limits, result: Merged
) -> Iterator[tuple[Draft, Document]]:
    wanted = {c.doc_id for c in settled}
    rows = {row["doc_id"]: row for row in _rows(out, "documents", wanted)}
    tables: dict[str, dict[str, list[Any]]] = {doc: {} for doc in rows}
    for name in ("sentences", "claims"):
        for row in _rows(out, name, set(rows)):
            tables[row["doc_id"]].setdefault(name, []).append(row)
    for doc_id in sorted(wanted):
        run = rows.get(doc_id)
        try:
            document = _fresh(run, [c for c in settled if c.doc_id == doc_id], folder, limits)
        except DocumentError as error:
            result.problems.append(Problem(doc_id, error.path, error.message))
            continue
        if isinstance(document, str):
            result.problems.append(Problem(doc_id, run["path"] if run else "documents", document))
            continue
        table = tables[doc_id]
        claims = table.get("claims", [])
        yield machine_draft(doc_id, document.text, table.get("sentences", []), claims), document


def _rows(out: Path, name: str, wanted: set[str]) -> Iterator[dict[str, Any]]:
    """Only the rows of some documents: a run may have many."""
    return (row for _, row in iter_table(out / f"{name}.jsonl") if row["doc_id"] in wanted)


def _fresh(
    row: dict[str, Any] | None, corrections: Sequence[Correction], folder: Path, limits: Limits
) -> Document | str:
    """The document as it was run and reviewed, or why it is not."""
    if row is None:
        return "the run has no such document"
    if any(c.sha256 != row["sha256"] for c in corrections):
        return "the review is of another version of the document than the run"
    file = folder / row["path"]
    if not file.is_file():
        return f"no such file in {folder}: name the folder that was run with --documents"
    source = Source(row["source"], row["role"])
    document = read_document(file, root=folder, source=source, limits=limits)
    if document.sha256 != row["sha256"]:
        return "the document has changed since the run: run it and review it again"
    return document


def _add(
    draft: Draft,
    document: Document,
    folder: Path,
    into: Path,
    root: Path,
    whole: bool,
    result: Merged,
) -> list[Correction]:
    """Add the corrected units to the set, without those that break a rule of the format.

    RETURNS: the corrections that the set now holds.
    """
    path, is_copy = _text_path(draft, document, folder, into, root)
    gold = AnnotatedDocument(draft.doc_id, path, draft.text)
    sound = []
    for unit in draft.units:
        if whole or unit.index in draft.touched:
            wrong = problems(replace(gold, units=(unit,)))
            result.problems += wrong
            sound += [] if wrong else [unit]
    kept = _kept(replace(gold, units=tuple(sound)), into, root)
    if isinstance(kept, Problem):
        result.problems.append(kept)
        return []
    if not sound:
        return []
    if is_copy:
        write_text(root / path, draft.text)
    write_set(into, [replace(gold, units=kept)])
    result.documents.append(gold.name)
    result.units += len(sound)
    return [c for c in draft.applied if any(u.span.contains(c.mark.span) for u in sound)]


def _text_path(
    draft: Draft, document: Document, folder: Path, into: Path, root: Path
) -> tuple[str, bool]:
    """Where the gold finds its text: the document itself where that reads the same, else a copy."""
    file = folder / document.path
    try:
        same = file.resolve().is_relative_to(root.resolve()) and read_original(file) == draft.text
    except UsageError:
        same = False
    if not same:
        file = into / f"{draft.doc_id}{_SUFFIXES.get(document.format, '.txt')}"
    return Path(os.path.relpath(file.resolve(), root.resolve())).as_posix(), not same


def _kept(gold: AnnotatedDocument, into: Path, root: Path) -> tuple[GoldUnit, ...] | Problem:
    """The new units with those that the set has of the document already; new ones replace old."""
    index = read_index(into) if (into / INDEX).is_file() else {}
    if gold.name not in index:
        return gold.units
    if read_original(root / index[gold.name]) != gold.text:
        message = f"{into} already has annotations of another text under this name"
        return Problem(gold.name, index[gold.name], message)
    new = {unit.span for unit in gold.units}
    old = [u for u in read_units(into / f"{gold.name}.jsonl") if u.span not in new]
    return tuple(sorted((*old, *gold.units), key=lambda unit: unit.span))


def _log(path: Path, applied: Sequence[Correction]) -> None:
    if applied:
        rows = {json.dumps(c.row, ensure_ascii=False, sort_keys=True): None for c in applied}
        write_text(path, "".join(f"{row}\n" for row in rows))
