"""The counts of one document, as a row of whole numbers under named columns."""

from __future__ import annotations

from array import array
from typing import Any, Final

import numpy as np

from ..labels import (
    BASES,
    CUE_CATEGORIES,
    EVIDENCE_VERDICTS,
    HEDGES,
    STRENGTHS,
    TYPES,
    VERDICTS,
)

#: Column names: totals, then `<field>:<label>`.
MEASURES: Final[tuple[str, ...]] = (
    "units",
    "claims",
    "hedged",
    "hedge_cue",
    "with_basis",
    "hedges",
    "negated",
    "uncertain",
    "from_context",
    "uncovered",
    *(f"strength:{label}" for label in STRENGTHS),
    *(f"type:{label}" for label in TYPES),
    *(f"basis:{label}" for label in BASES),
    *(f"cue:{label}" for label in CUE_CATEGORIES),
    *(f"verdict:{label}" for label in VERDICTS),
    *(f"evidence:{label}" for label in EVIDENCE_VERDICTS),
)
COLUMN: Final[dict[str, int]] = {name: index for index, name in enumerate(MEASURES)}


class Tally:
    """One document's counts."""

    __slots__ = ("_seen_cues", "counts")

    def __init__(self) -> None:
        self.counts = array("q", bytes(8 * len(MEASURES)))
        self._seen_cues: set[tuple[int, int]] = set()

    def __getitem__(self, measure: str) -> int:
        return self.counts[COLUMN[measure]]

    def add(self, measure: str, by: int = 1) -> None:
        """Count a measure up. RAISES: KeyError for a measure that is not in `MEASURES`."""
        self.counts[COLUMN[measure]] += by

    def add_claim(self, row: dict[str, Any]) -> None:
        """Count a claims.jsonl row.

        A cue that bears on two claims of the document is counted once. Hedged: strength below
        direct. RAISES: KeyError for an unknown label.
        """
        self.add("claims")
        for field in ("strength", "type", "basis"):
            self.add(f"{field}:{row[field]}")
        categories = set()
        for cue in row["cues"]:
            categories.add(cue["category"])
            place = (cue["start"], cue["end"])
            if place not in self._seen_cues:
                self._seen_cues.add(place)
                self.add(f"cue:{cue['category']}")
                self.add("hedges", cue["category"] in HEDGES)
        self.add("hedged", row["strength"] != "direct")
        self.add("hedge_cue", not categories.isdisjoint(HEDGES))
        self.add("with_basis", row["basis"] != "none")
        self.add("negated", row["polarity"] == "negated")
        self.add("uncertain", "uncertain" in row["flags"])
        self.add("from_context", bool(row["from_context"]))

    def close(self) -> None:
        """Forget what was needed only while the document's rows were read."""
        self._seen_cues = set()


def matrix(tallies: list[Tally]) -> np.ndarray:
    """Int array of shape (documents, measures)."""
    if not tallies:
        return np.zeros((0, len(MEASURES)), dtype=np.int64)
    return np.array([tally.counts for tally in tallies], dtype=np.int64)
