"""The data of the filterable pages, as `.js` files: a page opened from disk may not fetch JSON.

Four kinds: `meta` (names, once), `index` (what is filtered by, in columns, loaded at once), `text`
(what is searched, loaded by the first search) and `detail` (what cards show, loaded as they come
into view). Each file calls `claimcheck.put(kind, number, value)`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from ..labels import (
    BASES,
    EVIDENCE_VERDICTS,
    FLAGS,
    POLARITIES,
    REGISTER_STATUSES,
    STRENGTHS,
    TYPES,
)
from ..tables import encode
from . import words
from .data import VERDICT_ORDER, ReportData
from .records import Record

#: Claims in a file of each kind.
INDEX_SIZE: Final = 10_000
TEXT_SIZE: Final = 2_000
DETAIL_SIZE: Final = 100

#: Columns that hold a label as its number.
VOCABULARY: Final[dict[str, tuple[str, ...]]] = {
    "verdict": ("", *VERDICT_ORDER),
    "type": TYPES,
    "strength": STRENGTHS,
    "basis": BASES,
    "polarity": POLARITIES,
    "register": REGISTER_STATUSES,
    "evidence": ("", *EVIDENCE_VERDICTS),
}
_NUMBERS: Final = ("source", "doc", "flags", "unsure", "gap", "start")


class Numbered:
    """Gives each name a number in the order of appearance."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def __call__(self, name: str) -> int:
        return self.numbers.setdefault(name, len(self.numbers))


class Shards:
    """Writes records to files as they come; no more than one file of each kind is in memory."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._substances = Numbered()
        self._outcomes = Numbered()
        self._columns: dict[str, list[Any]] = {}
        self._texts: list[str] = []
        self._details: list[dict[str, Any]] = []
        self.records = 0
        self.files: dict[str, int] = {"index": 0, "text": 0, "detail": 0}

    def write_all(self, records: Iterable[Record]) -> None:
        """Write all records."""
        for record in records:
            self._add_columns(record.facets)
            self._texts.append(record.searched)
            self._details.append(record.shown)
            self.records += 1
            if self.records % DETAIL_SIZE == 0:
                self._flush_details()
            if self.records % TEXT_SIZE == 0:
                self._flush_texts()
            if self.records % INDEX_SIZE == 0:
                self._flush_index()
        for flush in (self._flush_details, self._flush_texts, self._flush_index):
            flush()

    def write_meta(self, data: ReportData, verified: bool) -> None:
        """Write the names; after all records. `verified`: there are verdicts of evidence."""
        meta = {
            "report": data.report_id,
            "claims": self.records,
            "files": self.files,
            "sizes": {"index": INDEX_SIZE, "text": TEXT_SIZE, "detail": DETAIL_SIZE},
            "reviewed": data.reviewed,
            "reference": data.reference,
            "sources": data.sources,
            "labels": {**VOCABULARY, "flag": FLAGS},
            "verified": verified,
            "words": vocabulary_words(),
            "substances": list(self._substances.numbers),
            "outcomes": list(self._outcomes.numbers),
            "docs": [
                {
                    "id": e.doc_id,
                    "title": e.title,
                    "path": e.path,
                    "source": e.source,
                    "sha256": e.sha256,
                }
                for e in data.entries.values()
            ],
        }
        self._write("meta", 0, meta)

    def _add_columns(self, facets: dict[str, Any]) -> None:
        columns = self._columns
        for name in _NUMBERS:
            columns.setdefault(name, []).append(facets[name])
        for name, labels in VOCABULARY.items():
            columns.setdefault(name, []).append(labels.index(facets[name]))
        columns.setdefault("substance", []).append(self._substances(facets["substance"]))
        numbers = [self._outcomes(outcome) for outcome in facets["outcomes"]]
        columns.setdefault("outcomes", []).append(numbers)

    def _flush_details(self) -> None:
        if self._details:
            self._write("detail", self._next("detail"), self._details)
            self._details = []

    def _flush_texts(self) -> None:
        if self._texts:
            self._write("text", self._next("text"), self._texts)
            self._texts = []

    def _flush_index(self) -> None:
        if self._columns:
            self._write("index", self._next("index"), self._columns)
            self._columns = {}

    def _next(self, kind: str) -> int:
        number = self.files[kind]
        self.files[kind] += 1
        return number

    def _write(self, kind: str, number: int, value: Any) -> None:
        path = self._folder / f"{kind}-{number}.js"
        line = f'claimcheck.put("{kind}",{number},{encode(value)});\n'
        path.write_text(line, encoding="utf-8", newline="\n")


def vocabulary_words() -> dict[str, dict[str, list[str]]]:
    """For each kind of label, its reader's name and meaning."""
    return {
        kind: {label: [word.name, word.means] for label, word in labels.items()}
        for kind, labels in words.ALL.items()
    }
