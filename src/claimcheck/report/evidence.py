"""Verdicts of `claimcheck run --evidence`, where there are any, looked up by claim."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .tables import RowFinder, Table

Row = dict[str, Any]


class Evidence:
    """Reads evidence.jsonl of an output folder; without the file it knows of no verdict.

    RAISES: UsageError for a line that is not a JSON object.
    """

    def __init__(self, out: Path) -> None:
        self._table = Table(out / "evidence.jsonl", required=False)
        self._finder = RowFinder(self._table, "claim_id")
        self.counts: dict[str, int] = {}
        for offset, row in self._table:
            if isinstance(row.get("claim_id"), str) and isinstance(row.get("verdict"), str):
                self._finder.add(row["claim_id"], offset)
                self.counts[row["verdict"]] = self.counts.get(row["verdict"], 0) + 1

    def of(self, claim_id: str) -> Row | None:
        """Verdict and rationale sentences about a claim, or None."""
        if not self.counts:
            return None
        row = self._finder.get(claim_id)
        if row is None:
            return None
        rationale = [r for r in row.get("rationale") or [] if isinstance(r, dict)]
        return {
            "verdict": row["verdict"],
            "probs": row.get("probs") or {},
            "rationale": [
                [str(r.get("evidence_id", "")), str(r.get("text") or r.get("sentence") or "")]
                for r in rationale[:3]
            ],
        }

    def close(self) -> None:
        """Close the table."""
        self._table.close()
