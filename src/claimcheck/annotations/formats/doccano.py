"""doccano: JSONL of its sequence labelling projects with relations.

doccano knows no attributes, so a claim's labels are part of its label
(`claim:treatment:affirmed:direct:none`, with `:context` at the end where it is taken from
context); agents stand beside the text as `agents` (`{"start-end": name}`), which doccano keeps as
metadata. Cues are `cue:modal` and so on; `outcome` is tied to its claim by a relation.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ...errors import UsageError
from ...spans import Span
from ...tables import iter_table
from ..building import Loose
from ..model import AnnotatedDocument, GoldClaim, GoldCue, Mark
from . import write_text


def export(documents: Sequence[AnnotatedDocument], out: Path) -> list[Path]:
    """Write `documents.jsonl` into the folder `out`."""
    lines = (json.dumps(_row(document), ensure_ascii=False) for document in documents)
    return [write_text(out / "documents.jsonl", "".join(f"{line}\n" for line in lines))]


def _row(document: AnnotatedDocument) -> dict[str, Any]:
    entities: list[dict[str, Any]] = []
    relations: list[dict[str, Any]] = []

    def add(mark: Mark, label: str) -> int:
        place = {"start_offset": mark.start, "end_offset": mark.end}
        entities.append({"id": len(entities), "label": label, **place})
        return len(entities) - 1

    for _, claim in document.claims():
        source = add(claim.mark, _label(claim))
        for outcome in claim.outcomes:
            ends = {"from_id": source, "to_id": add(outcome, "outcome")}
            relations.append({"id": len(relations), **ends, "type": "has_outcome"})
    for _, cue in document.cues():
        add(cue.mark, f"cue:{cue.category}")
    return {
        "text": document.text,
        "entities": entities,
        "relations": relations,
        "name": document.name,
        "path": document.path,
        "agents": {_place(claim.mark): claim.agent for _, claim in document.claims()},
    }


def _label(claim: GoldClaim) -> str:
    parts = ["claim", claim.type, claim.polarity, claim.strength, claim.basis]
    return ":".join([*parts, "context"] if claim.from_context else parts)


def _place(mark: Mark) -> str:
    return f"{mark.start}-{mark.end}"


def load(source: Path) -> Iterator[Loose]:
    """The documents of a JSONL export, with relations or without (`label` triples).

    RAISES: UsageError naming the line that is not such an export.
    """
    for number, row in iter_table(source):
        try:
            yield _loose(row, number)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise UsageError(
                f"not a line of a doccano export ({type(error).__name__}: {error})",
                path=str(source),
                place=f"line {number}",
            ) from None


def _loose(row: Mapping[str, Any], number: int) -> Loose:
    if not isinstance(row["text"], str):
        raise TypeError("`text` must be a string")
    known = {**row, **(row.get("meta") or {}), **(row.get("metadata") or {})}
    name = str(known.get("name") or f"document-{row.get('id', number)}")
    loose = Loose(name, str(known.get("path") or f"{name}.txt"), row["text"])
    agents: Mapping[str, str] = known.get("agents") or {}
    marks = {key: (label, Mark.cut(loose.text, span)) for key, label, span in _entities(row)}
    targets: dict[Any, list[Mark]] = {}
    for relation in row.get("relations", []):
        targets.setdefault(relation["from_id"], []).append(marks[relation["to_id"]][1])
    for key, (label, mark) in marks.items():
        kind, *parts = label.split(":")
        if kind == "claim" and len(parts) in (4, 5) and parts[4:] in ([], ["context"]):
            outcomes = tuple(targets.get(key, ()))
            agent = agents.get(_place(mark), "")
            kind, polarity, strength, basis = parts[:4]
            in_context = len(parts) == 5
            loose.claims.append(
                GoldClaim(mark, agent, outcomes, kind, polarity, strength, basis, in_context)
            )
        elif kind == "cue" and len(parts) == 1:
            loose.cues.append(GoldCue(mark, parts[0]))
        elif label != "outcome":
            loose.refuse(_place(mark), f"`{label}` is not a label of this project")
    return loose


def _entities(row: Mapping[str, Any]) -> Iterator[tuple[Any, str, Span]]:
    if "entities" in row:
        for item in row["entities"]:
            yield item["id"], item["label"], Span(item["start_offset"], item["end_offset"])
    else:
        for number, (start, end, label) in enumerate(row.get("label", row.get("labels", []))):
            yield number, label, Span(start, end)
