"""Read and write annotation sets: a folder of `<name>.jsonl` and a `documents.json`.

The format is described in annotations/README.md: one unit a line, in order; offsets are code
points into the document, end exclusive. This is the only reader of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Final

from ..documents.reading import FORMATS
from ..errors import UsageError
from ..tables import atomic_file, iter_table
from .model import AnnotatedDocument, GoldClaim, GoldCue, GoldUnit, Mark

INDEX: Final = "documents.json"
#: Where a set keeps the corrections that made it, if a review did.
APPLIED: Final = "reviews/applied.jsonl"


def format_of(path: str) -> str:
    """The document format of a path, by its suffix; `text` for one that is not known."""
    return FORMATS.get(PurePosixPath(path).suffix.lower(), "text")


def read_original(path: Path) -> str:
    """A document's text as offsets count in it: UTF-8, no byte-order mark, newlines as they stand.

    RAISES: UsageError where it is missing or not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise UsageError(
            "the annotated document is missing",
            path=str(path),
            remedy=f"Correct its path in {INDEX} beside the annotations.",
        ) from None
    except UnicodeDecodeError as error:
        raise UsageError(
            "the annotated document is not UTF-8", path=str(path), place=f"byte {error.start}"
        ) from None


def is_partial(folder: Path) -> bool:
    """Whether a set holds only the units that a reviewer decided on."""
    return (folder / APPLIED).is_file()


def read_index(folder: Path) -> dict[str, str]:
    """Name → path of a set's documents.

    RAISES: UsageError where `documents.json` is missing or not an object of strings.
    """
    path = folder / INDEX
    try:
        index = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise UsageError(
            f"no {INDEX} here",
            path=str(folder),
            remedy="Name a folder of annotations, such as annotations/corpus.",
        ) from None
    except ValueError as error:
        raise UsageError(f"not valid JSON: {error}", path=str(path)) from None
    if not isinstance(index, dict) or not all(isinstance(v, str) for v in index.values()):
        raise UsageError("must be an object: name of the annotations → path", path=str(path))
    return index


def read_set(
    folder: Path, root: Path | None = None, *, documents: Mapping[str, Path] | None = None
) -> list[AnnotatedDocument]:
    """All annotated documents of a folder, by name.

    root (Path): what the paths of `documents.json` count from; by default the nearest folder at
        or above `folder` where the first of them exists.
    documents (mapping of str to Path): name → file, instead of `documents.json`.
    RAISES: UsageError naming file and line where something is missing or malformed.
    """
    if documents is not None:
        places = {name: (str(path), path) for name, path in documents.items()}
    else:
        index = read_index(folder)
        base = root or _root_of(folder, index)
        places = {name: (path, base / path) for name, path in index.items()}
    gold = []
    for path in sorted(folder.glob("*.jsonl")):
        if path.stem not in places:
            raise UsageError(
                "the annotated document is not named",
                path=str(path),
                remedy=f"Name it in {folder / INDEX}.",
            )
        relative, file = places[path.stem]
        text = read_original(file)
        gold.append(AnnotatedDocument(path.stem, relative, text, read_units(path)))
    return gold


def _root_of(folder: Path, index: Mapping[str, str]) -> Path:
    first = next(iter(index.values()), "")
    above = [folder.resolve(), *folder.resolve().parents]
    return next((base for base in above if (base / first).is_file()), folder)


def read_units(path: Path) -> tuple[GoldUnit, ...]:
    """The units of one annotation file.

    RAISES: UsageError naming the line that cannot be read.
    """
    units = []
    for number, row in iter_table(path):
        try:
            units.append(_unit(row))
        except (KeyError, TypeError, ValueError) as error:
            raise UsageError(
                f"not a unit of annotations ({type(error).__name__}: {error})",
                path=str(path),
                place=f"line {number}",
                remedy="See annotations/README.md for the keys of a line.",
            ) from None
    return tuple(units)


def _unit(row: Mapping[str, Any]) -> GoldUnit:
    return GoldUnit(
        index=int(row["unit"]),
        kind=str(row["kind"]),
        mark=_mark(row),
        claims=tuple(_claim(claim) for claim in row["claims"]),
        cues=tuple(GoldCue(_mark(cue), str(cue["category"])) for cue in row["cues"]),
    )


def _claim(row: Mapping[str, Any]) -> GoldClaim:
    if not isinstance(row["from_context"], bool):
        raise ValueError("from_context must be true or false")
    return GoldClaim(
        mark=_mark(row),
        agent=str(row["agent"]),
        outcomes=tuple(_mark(outcome) for outcome in row["outcomes"]),
        type=str(row["type"]),
        polarity=str(row["polarity"]),
        strength=str(row["strength"]),
        basis=str(row["basis"]),
        from_context=row["from_context"],
    )


def _mark(row: Mapping[str, Any]) -> Mark:
    return Mark(str(row["text"]), int(row["start"]), int(row["end"]))


def write_set(folder: Path, documents: Iterable[AnnotatedDocument]) -> None:
    """Write annotation files and add the documents to the folder's `documents.json`.

    Files of the same name are replaced, others stay.
    """
    folder.mkdir(parents=True, exist_ok=True)
    index = read_index(folder) if (folder / INDEX).is_file() else {}
    for document in documents:
        index[document.name] = document.path
        with atomic_file(folder / f"{document.name}.jsonl") as stream:
            for unit in document.units:
                stream.write(json.dumps(_unit_row(unit), ensure_ascii=False) + "\n")
    with atomic_file(folder / INDEX) as stream:
        listing = json.dumps(dict(sorted(index.items())), ensure_ascii=False, indent=1)
        stream.write(f"{listing}\n")


def _unit_row(unit: GoldUnit) -> dict[str, Any]:
    return {
        "unit": unit.index,
        "kind": unit.kind,
        "start": unit.mark.start,
        "end": unit.mark.end,
        "text": unit.mark.text,
        "claims": [_claim_row(claim) for claim in unit.claims],
        "cues": [{**_mark_row(cue.mark), "category": cue.category} for cue in unit.cues],
    }


def _claim_row(claim: GoldClaim) -> dict[str, Any]:
    return {
        **_mark_row(claim.mark),
        "agent": claim.agent,
        "outcomes": [_mark_row(outcome) for outcome in claim.outcomes],
        "type": claim.type,
        "polarity": claim.polarity,
        "strength": claim.strength,
        "basis": claim.basis,
        "from_context": claim.from_context,
    }


def _mark_row(mark: Mark) -> dict[str, Any]:
    return {"text": mark.text, "start": mark.start, "end": mark.end}
