"""Files of claims: `{"id", "claim"}` a line, also as SciFact has them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from .model import Claim

#: Where SciFact keeps the abstracts that a claim's sentence cites.
CITED: Final = "cited_doc_ids"


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One line of a file of claims: the claim, or what is wrong with the line.

    id: what the line has as its id, also where the rest of it is wrong.
    """

    number: int
    id: Any
    claim: Claim | None
    problem: str | None


def read_claims(lines: Iterable[str], *, cited: bool = False) -> Iterator[ClaimLine]:
    """The claims of a file, in order; empty lines are passed over.

    lines (iterable of str): JSON objects, one a line.
    cited (bool): take `cited_doc_ids` for the candidates where there are no `evidence_ids`.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _read(line, number, cited)


def _read(line: str, number: int, cited: bool) -> ClaimLine:
    try:
        row = json.loads(line)
    except ValueError as error:
        return _wrong(number, None, f"is no JSON ({error})")
    if not isinstance(row, dict):
        return _wrong(number, None, f"holds no JSON object but a {type(row).__name__}")
    id = row.get("id")
    if isinstance(id, bool) or not isinstance(id, str | int):
        return _wrong(number, None, 'has no "id" that is a string or a whole number')
    text = row.get("claim")
    if not isinstance(text, str) or not text.strip():
        return _wrong(number, id, f'has no text under "claim" (its keys: {", ".join(row)})')
    chosen = row.get("evidence_ids")
    if chosen is None and cited:
        chosen = row.get(CITED)
    if chosen is not None and not _are_ids(chosen):
        return _wrong(number, id, '"evidence_ids" is no list of ids')
    return ClaimLine(number, id, Claim(id, text, None if chosen is None else tuple(chosen)), None)


def _are_ids(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(item, str | int) and not isinstance(item, bool) for item in value
    )


def _wrong(number: int, id: Any, message: str) -> ClaimLine:
    return ClaimLine(number, id, None, f"line {number}: {message}")
