"""`claimcheck exaggeration`: a file of pairs in, the same lines with a verdict out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from ..config import ExaggerationSection
from ..errors import UsageError
from .exaggeration import exaggeration

#: Texts → for each the four calibrated probabilities of the strengths 0-3.
Strengths = Callable[[Sequence[str]], Sequence[Sequence[float]]]

#: Lines that are worked on together.
BATCH: Final = 256


@dataclass(frozen=True, slots=True)
class Fields:
    """Keys of the two texts in an input line."""

    statement: str = "statement"
    reference: str = "reference"


def compare_pairs(
    lines: Iterable[tuple[int, dict[str, Any]]],
    strengths: Strengths,
    config: ExaggerationSection,
    fields: Fields,
    name: str,
) -> Iterator[dict[str, Any]]:
    """The input objects, in order, unchanged but for the added keys.

    lines (iterable of (int, dict)): line numbers and objects, as `tables.iter_table` gives them.
    strengths (callable): scores a list of texts.
    name (str): how an error names the file.
    YIELDS (dict): with `verdict`, `statement_strength`, `reference_strength`, `verdict_probs`,
        `statement_strength_probs`, `reference_strength_probs`.
    RAISES: UsageError naming the line where a text is missing.
    """
    for batch in _batched(lines):
        pairs = [_texts(number, line, fields, name) for number, line in batch]
        scored = strengths([text for pair in pairs for text in pair])
        for place, (_, line) in enumerate(batch):
            ours, theirs = scored[2 * place], scored[2 * place + 1]
            found = exaggeration(ours, theirs, config)
            yield {
                **line,
                "verdict": found.verdict,
                "statement_strength": found.statement_strength,
                "reference_strength": found.reference_strength,
                "verdict_probs": found.probs,
                "statement_strength_probs": [float(p) for p in ours],
                "reference_strength_probs": [float(p) for p in theirs],
            }


def _batched(
    lines: Iterable[tuple[int, dict[str, Any]]],
) -> Iterator[list[tuple[int, dict[str, Any]]]]:
    rest = iter(lines)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _texts(number: int, line: dict[str, Any], fields: Fields, name: str) -> tuple[str, str]:
    found = []
    for role, key in (("statement", fields.statement), ("reference", fields.reference)):
        text = line.get(key)
        if not isinstance(text, str) or not text.strip():
            keys = ", ".join(map(str, line)) or "none"
            raise UsageError(
                f"has no text under {key!r} (keys here: {keys})",
                path=name,
                place=f"line {number}",
                remedy=f"Name the field with --{role} FIELD, or mend the line.",
            )
        found.append(text)
    return found[0], found[1]
