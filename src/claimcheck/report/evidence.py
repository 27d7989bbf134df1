"""Verdicts of `claimcheck run --evidence`, where there are any, looked up by claim."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from ..labels import EVIDENCE_VERDICTS
from .tables import RowFinder, Table

Row = dict[str, Any]

#: Sentences of the evidence shown for a claim; the best come first.
RATIONALE_SHOWN: Final = 2


class Evidence:
    """Reads evidence.jsonl of an output folder; without the file it knows of no verdict.

    RAISES: UsageError for a line that is not a JSON object or of another version.
    """

    def __init__(self, out: Path) -> None:
        self._table = Table(out / "evidence.jsonl", required=False)
        self._finder = RowFinder(self._table, "claim_id")
        self._rows = 0

    def __bool__(self) -> bool:
        """Whether there is any verdict; after `scan`."""
        return self._rows > 0

    def scan(self) -> Iterator[tuple[str, str]]:
        """Document and verdict of every row, in order; to be read to its end first."""
        for offset, row in self._table:
            if row["verdict"] in EVIDENCE_VERDICTS:
                self._finder.add(row["claim_id"], offset)
                self._rows += 1
                yield row["doc_id"], row["verdict"]

    def of(self, claim_id: str) -> Row | None:
        """What a card shows: `verdict`, `reasons` and `rationale` (id and sentence), or None."""
        row = self._finder.get(claim_id) if self else None
        if row is None:
            return None
        rationale = row.get("rationale") or []
        return {
            "verdict": row["verdict"],
            "reasons": row.get("reasons") or [],
            "rationale": [[r["evidence_id"], r["sentence"]] for r in rationale[:RATIONALE_SHOWN]],
        }

    def close(self) -> None:
        """Close the table."""
        self._table.close()
