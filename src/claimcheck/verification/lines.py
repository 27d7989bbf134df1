"""`claimcheck verify`: lines with claims in, lines with verdicts out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..tables import rounded
from .claims import ClaimLine
from .model import Finding
from .table import probs_of
from .verify import Verifier


def verify_lines(
    lines: Iterable[ClaimLine], verifier: Verifier
) -> Iterator[tuple[dict[str, Any], str | None]]:
    """The output object of each line, and what was wrong with the line or None.

    YIELDS ((dict, str or None)): `id`, `verdict`, `probs`, `rationale`, `reasons`, `candidates`;
        for a line that cannot be read, nulls and an `error`.
    """
    for line in lines:
        if line.claim is None:
            yield _unread(line), line.problem
        else:
            yield output_row(verifier.verify(line.claim)), None


def output_row(finding: Finding) -> dict[str, Any]:
    """A finding as plain data, keys in a fixed order, numbers rounded."""
    row: dict[str, Any] = rounded(
        {
            "id": finding.claim.id,
            "verdict": finding.verdict,
            "probs": probs_of(finding),
            "rationale": [
                {
                    "evidence_id": r.evidence_id,
                    "sentence": r.sentence,
                    "start": r.start,
                    "end": r.end,
                    "score": r.score,
                }
                for r in finding.rationale
            ],
            "reasons": list(finding.reasons),
            "candidates": list(finding.candidates),
        }
    )
    return row


def _unread(line: ClaimLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "verdict": None,
        "probs": None,
        "rationale": [],
        "reasons": [],
        "candidates": [],
        "error": line.problem,
    }
