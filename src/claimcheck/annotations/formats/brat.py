"""brat standoff: `<name>.txt` and `<name>.ann` a document, and `annotation.conf` for the tool.

Entities `Claim`, `Outcome`, `Cue`; attributes carry the labels, an annotator's note the agent,
and `HasOutcome` relations lead from a claim to its outcomes. brat writes no line break inside a
span: such a span is written in fragments, one a line, and read back as the stretch from the first
to the last. `documents.json` beside them keeps the documents' paths.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ... import labels
from ...errors import UsageError
from ...spans import Span
from ..building import Loose
from ..model import AnnotatedDocument, GoldClaim, GoldCue, Mark
from ..store import INDEX, read_index, read_original
from . import names_of, write_text

_ATTRIBUTES: Final = {
    "Type": labels.TYPES,
    "Polarity": labels.POLARITIES,
    "Strength": labels.STRENGTHS,
    "Basis": labels.BASES,
}


def export(documents: Sequence[AnnotatedDocument], out: Path) -> list[Path]:
    """Write a pair of files a document into the folder `out`."""
    files = [write_text(out / "annotation.conf", configuration())]
    for document in documents:
        files.append(write_text(out / f"{document.name}.txt", document.text))
        files.append(write_text(out / f"{document.name}.ann", _standoff(document)))
    index = json.dumps(names_of(documents), ensure_ascii=False, indent=1)
    return [*files, write_text(out / INDEX, f"{index}\n")]


def configuration() -> str:
    """brat's `annotation.conf` for these annotations."""
    values = [
        f"{name}\tArg:Claim, Value:{'|'.join(allowed)}" for name, allowed in _ATTRIBUTES.items()
    ]
    values.append(f"Category\tArg:Cue, Value:{'|'.join(labels.CUE_CATEGORIES)}")
    lines = ["[entities]", "Claim", "Outcome", "Cue", "", "[relations]"]
    lines += [
        "HasOutcome\tArg1:Claim, Arg2:Outcome",
        "<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>",
    ]
    lines += ["", "[events]", "", "[attributes]", *values, "FromContext\tArg:Claim", ""]
    return "\n".join(lines)


class _Writer:
    """Numbers the lines of one standoff file."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: list[str] = []
        self.counts: dict[str, int] = {}

    def add(self, kind: str, rest: str) -> str:
        self.counts[kind] = self.counts.get(kind, 0) + 1
        key = f"{kind}{self.counts[kind]}"
        self.lines.append(f"{key}\t{rest}")
        return key

    def entity(self, label: str, mark: Mark) -> str:
        fragments = [
            Span(mark.start + found.start(), mark.start + found.end())
            for found in re.finditer(r"[^\r\n]+", mark.text)
        ]
        places = ";".join(f"{span.start} {span.end}" for span in fragments)
        quoted = " ".join(span.cut(self.text) for span in fragments)
        return self.add("T", f"{label} {places}\t{quoted}")


def _standoff(document: AnnotatedDocument) -> str:
    writer = _Writer(document.text)
    for _, claim in document.claims():
        key = writer.entity("Claim", claim.mark)
        values = (claim.type, claim.polarity, claim.strength, claim.basis)
        for name, value in zip(_ATTRIBUTES, values, strict=True):
            writer.add("A", f"{name} {key} {value}")
        if claim.from_context:
            writer.add("A", f"FromContext {key}")
        writer.add("#", f"AnnotatorNotes {key}\t{claim.agent}")
        for outcome in claim.outcomes:
            target = writer.entity("Outcome", outcome)
            writer.add("R", f"HasOutcome Arg1:{key} Arg2:{target}")
    for _, cue in document.cues():
        writer.add("A", f"Category {writer.entity('Cue', cue.mark)} {cue.category}")
    return "".join(f"{line}\n" for line in writer.lines)


@dataclass(slots=True)
class _Standoff:
    """The lines of one standoff file, by what they are about."""

    entities: dict[str, tuple[str, Span, str]] = field(default_factory=dict)
    attributes: dict[tuple[str, str], str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    outcomes: dict[str, list[str]] = field(default_factory=dict)


def load(source: Path) -> Iterator[Loose]:
    """The documents of a folder of standoff files.

    RAISES: UsageError naming the line that is not standoff.
    """
    index = read_index(source) if (source / INDEX).is_file() else {}
    for path in sorted(source.glob("*.ann")):
        text = read_original(path.with_suffix(".txt"))
        loose = Loose(path.stem, index.get(path.stem, f"{path.stem}.txt"), text)
        _fill(loose, _parse(path))
        yield loose


def _parse(path: Path) -> _Standoff:
    standoff = _Standoff()
    for number, line in enumerate(path.read_bytes().decode("utf-8").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            _parse_line(standoff, line)
        except (ValueError, IndexError) as error:
            raise UsageError(
                f"not brat standoff: {error}", path=str(path), place=f"line {number}"
            ) from None
    return standoff


def _parse_line(standoff: _Standoff, line: str) -> None:
    key, rest = line.split("\t", 1)
    if key.startswith("T"):
        head, quoted = rest.split("\t", 1)
        label, places = head.split(" ", 1)
        offsets = [int(number) for number in re.split(r"[ ;]", places)]
        standoff.entities[key] = (label, Span(offsets[0], offsets[-1]), quoted)
    elif key.startswith(("A", "M")):
        name, target, *value = rest.split(" ")
        standoff.attributes[target, name] = value[0] if value else ""
    elif key.startswith("#"):
        head, note = rest.split("\t", 1)
        standoff.notes[head.split(" ")[1]] = note
    elif key.startswith("R"):
        _, source, target = rest.strip().split(" ")
        standoff.outcomes.setdefault(source.split(":")[1], []).append(target.split(":")[1])


def _fill(loose: Loose, standoff: _Standoff) -> None:
    marks: dict[str, Mark] = {}
    for key, (_, span, quoted) in standoff.entities.items():
        mark = marks[key] = Mark.cut(loose.text, span)
        if " ".join(re.split(r"[\r\n]+", mark.text)) != quoted:
            loose.refuse(key, f"{quoted!r} does not stand at {span.start}-{span.end}")
    for key, (label, _, _) in standoff.entities.items():
        if label == "Claim":
            kind, polarity, strength, basis = (
                standoff.attributes.get((key, name), "") for name in _ATTRIBUTES
            )
            outcomes = tuple(marks[target] for target in standoff.outcomes.get(key, []))
            loose.claims.append(
                GoldClaim(
                    marks[key],
                    standoff.notes.get(key, ""),
                    outcomes,
                    kind,
                    polarity,
                    strength,
                    basis,
                    (key, "FromContext") in standoff.attributes,
                )
            )
        elif label == "Cue":
            loose.cues.append(GoldCue(marks[key], standoff.attributes.get((key, "Category"), "")))
        elif label != "Outcome":
            loose.refuse(key, f"`{label}` is not an entity of this project")
