"""Label Studio: one JSON list of tasks, and the labelling configuration to import with it.

Regions `claim`, `outcome` and the cue categories; per-region choices carry a claim's labels, a
per-region text its agent, and relations lead from a claim to its outcomes. Offsets of Label
Studio's `Text` have been UTF-16 units in some versions and code points in others: a region is
taken where its quoted text stands, and refused where it stands at neither.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as xml

from ... import labels
from ...errors import UsageError
from ...spans import Span
from ..building import Loose
from ..model import AnnotatedDocument, GoldClaim, GoldCue, Mark
from . import write_text

_CHOICES: Final = {
    "type": labels.TYPES,
    "polarity": labels.POLARITIES,
    "strength": labels.STRENGTHS,
    "basis": labels.BASES,
    "context": ("from_context",),
}


def export(documents: Sequence[AnnotatedDocument], out: Path) -> list[Path]:
    """Write `tasks.json` and `label_config.xml` into the folder `out`."""
    tasks = [_task(document) for document in documents]
    text = json.dumps(tasks, ensure_ascii=False, indent=1)
    return [
        write_text(out / "tasks.json", f"{text}\n"),
        write_text(out / "label_config.xml", label_config()),
    ]


def label_config() -> str:
    """The labelling configuration that shows these tasks in Label Studio."""
    view = xml.Element("View")
    marks = xml.SubElement(view, "Labels", name="mark", toName="text")
    for value in ("claim", "outcome", *labels.CUE_CATEGORIES):
        xml.SubElement(marks, "Label", value=value)
    xml.SubElement(view, "Text", name="text", value="$text")
    shown = {
        "perRegion": "true",
        "visibleWhen": "region-selected",
        "whenTagName": "mark",
        "whenLabelValue": "claim",
    }
    for name, values in _CHOICES.items():
        choices = xml.SubElement(view, "Choices", {"name": name, "toName": "text", **shown})
        for value in values:
            xml.SubElement(choices, "Choice", value=value)
    xml.SubElement(
        view, "TextArea", {"name": "agent", "toName": "text", "maxSubmissions": "1", **shown}
    )
    xml.indent(view)
    return xml.tostring(view, encoding="unicode") + "\n"


def _task(document: AnnotatedDocument) -> dict[str, Any]:
    result: list[dict[str, Any]] = []
    for number, (_, claim) in enumerate(document.claims()):
        result += _claim_regions(f"c{number}", claim)
    for number, (_, cue) in enumerate(document.cues()):
        result.append(_region(f"q{number}", cue.mark, "mark", "labels", [cue.category]))
    data = {"text": document.text, "name": document.name, "path": document.path}
    return {"data": data, "annotations": [{"result": result}]}


def _claim_regions(region: str, claim: GoldClaim) -> Iterator[dict[str, Any]]:
    yield _region(region, claim.mark, "mark", "labels", ["claim"])
    chosen = {
        "type": claim.type,
        "polarity": claim.polarity,
        "strength": claim.strength,
        "basis": claim.basis,
        **({"context": "from_context"} if claim.from_context else {}),
    }
    for name, value in chosen.items():
        yield _region(region, claim.mark, name, "choices", [value])
    agent = _region(region, claim.mark, "agent", "textarea", [])
    agent["value"] = {"start": claim.mark.start, "end": claim.mark.end, "text": [claim.agent]}
    yield agent
    for number, outcome in enumerate(claim.outcomes):
        target = f"{region}-o{number}"
        yield _region(target, outcome, "mark", "labels", ["outcome"])
        yield {"type": "relation", "from_id": region, "to_id": target, "direction": "right"}


def _region(region: str, mark: Mark, name: str, kind: str, values: list[str]) -> dict[str, Any]:
    value = {"start": mark.start, "end": mark.end, "text": mark.text, kind: values}
    return {"id": region, "from_name": name, "to_name": "text", "type": kind, "value": value}


def load(source: Path) -> Iterator[Loose]:
    """The documents of a JSON export of Label Studio.

    RAISES: UsageError where the file is not such an export.
    """
    try:
        tasks = json.loads(source.read_text("utf-8"))
        for number, task in enumerate(tasks):
            yield _loose(task, number)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(
            f"not a JSON export of Label Studio ({type(error).__name__}: {error})",
            path=str(source),
            remedy="Export the project as JSON (not JSON-MIN).",
        ) from None


def _loose(task: Mapping[str, Any], number: int) -> Loose:
    data = task["data"]
    if not isinstance(data["text"], str):
        raise TypeError("`text` must be a string")
    name = str(data.get("name") or f"task-{task.get('id', number)}")
    loose = Loose(name, str(data.get("path") or f"{name}.txt"), data["text"])
    done = [a for a in task.get("annotations", []) if not a.get("was_cancelled")]
    if len(done) != 1:
        loose.refuse("annotations", f"expected one annotation of the task, found {len(done)}")
        return loose
    _read_result(loose, done[0]["result"])
    return loose


def _read_result(loose: Loose, result: Sequence[Mapping[str, Any]]) -> None:
    marks: dict[str, tuple[str, Mark]] = {}
    values: dict[tuple[str, str], str] = {}
    targets: dict[str, list[str]] = {}
    for item in result:
        if item["type"] == "relation":
            targets.setdefault(item["from_id"], []).append(item["to_id"])
        elif item["type"] == "labels":
            mark = _mark(loose, item["value"])
            if mark:
                marks[item["id"]] = (item["value"]["labels"][0], mark)
        else:
            kind = "text" if item["type"] == "textarea" else "choices"
            values[item["id"], item["from_name"]] = "".join(item["value"][kind][:1])
    for region, (label, mark) in marks.items():
        if label == "claim":
            outcomes = (marks[t][1] for t in targets.get(region, []) if t in marks)
            loose.claims.append(
                GoldClaim(
                    mark,
                    values.get((region, "agent"), ""),
                    tuple(outcomes),
                    values.get((region, "type"), ""),
                    values.get((region, "polarity"), ""),
                    values.get((region, "strength"), ""),
                    values.get((region, "basis"), ""),
                    (region, "context") in values,
                )
            )
        elif label != "outcome":
            loose.cues.append(GoldCue(mark, label))


def _mark(loose: Loose, value: Mapping[str, Any]) -> Mark | None:
    start, end, quoted = value["start"], value["end"], value.get("text")
    for span in (Span(start, end), _from_utf16(loose.text, start, end)):
        if quoted is None or span.cut(loose.text) == quoted:
            return Mark.cut(loose.text, span)
    loose.refuse(f"{start}-{end}", f"{quoted!r} does not stand there")
    return None


def _from_utf16(text: str, start: int, end: int) -> Span:
    units = text.encode("utf-16-le")
    before = len(units[: 2 * start].decode("utf-16-le", "ignore"))
    return Span(before, before + len(units[2 * start : 2 * end].decode("utf-16-le", "ignore")))
