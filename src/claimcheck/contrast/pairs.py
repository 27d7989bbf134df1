"""`claimcheck exaggeration`: lines with pairs of texts in, the same lines with a verdict out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from ..config import ExaggerationSection
from .exaggeration import exaggeration

#: Texts → for each the four calibrated probabilities of the strengths 0-3.
Strengths = Callable[[Sequence[str]], Sequence[Sequence[float]]]

#: Lines that are worked on together.
BATCH: Final = 256

#: What is added to a line that cannot be read, before its `error`.
UNREAD: Final[dict[str, Any]] = {
    "verdict": None,
    "statement_strength": None,
    "reference_strength": None,
    "verdict_probs": None,
    "statement_strength_probs": None,
    "reference_strength_probs": None,
}


@dataclass(frozen=True, slots=True)
class Fields:
    """Keys of the two texts in an input line."""

    statement: str = "statement"
    reference: str = "reference"


@dataclass(frozen=True, slots=True)
class _Line:
    row: dict[str, Any]
    texts: tuple[str, str]
    problem: str | None


def compare_lines(
    lines: Iterable[str], strengths: Strengths, config: ExaggerationSection, fields: Fields
) -> Iterator[tuple[dict[str, Any], str | None]]:
    """The object of each line with its verdict, and what was wrong with the line or None.

    lines (iterable of str): JSON objects, one a line; `BATCH` of them are read at a time.
    strengths (callable): scores a list of texts.
    YIELDS ((dict, str or None)): the object, unchanged but for the keys of `UNREAD`; a line that
        cannot be read has nulls there and an `error`.
    """
    numbered = enumerate(lines, start=1)
    while batch := [_read(line, number, fields) for number, line in islice(numbered, BATCH)]:
        good = [line for line in batch if line.problem is None]
        scored = strengths([text for line in good for text in line.texts])
        pairs = iter(zip(scored[::2], scored[1::2], strict=True))
        for line in batch:
            if line.problem is None:
                yield {**line.row, **_verdict(*next(pairs), config)}, None
            else:
                yield {**line.row, **UNREAD, "error": line.problem}, line.problem


def _verdict(
    statement: Sequence[float], reference: Sequence[float], config: ExaggerationSection
) -> dict[str, Any]:
    found = exaggeration(statement, reference, config)
    return {
        "verdict": found.verdict,
        "statement_strength": found.statement_strength,
        "reference_strength": found.reference_strength,
        "verdict_probs": {name: round(share, 4) for name, share in found.probs.items()},
        "statement_strength_probs": [float(p) for p in statement],
        "reference_strength_probs": [float(p) for p in reference],
    }


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no number of JSON")


def _read(line: str, number: int, fields: Fields) -> _Line:
    try:
        row = json.loads(line, parse_constant=_refuse)
    except ValueError as error:
        return _Line({}, ("", ""), f"line {number}: no JSON ({error})")
    if not isinstance(row, dict):
        return _Line({}, ("", ""), f"line {number}: no JSON object but a {type(row).__name__}")
    texts: list[str] = []
    for role, key in (("statement", fields.statement), ("reference", fields.reference)):
        text = row.get(key)
        if not isinstance(text, str) or not text.strip():
            keys = ", ".join(map(str, row)) or "none"
            problem = f"line {number}: no text under {key!r} (its keys: {keys}); see --{role}"
            return _Line(row, ("", ""), problem)
        texts.append(text)
    return _Line(row, (texts[0], texts[1]), None)
