"""One reading of the tables: counts for each document, and where each row stands on disk.

Memory grows with the number of documents and, by some bytes each, of claims; never with the text.
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

from ..errors import UsageError
from ..labels import VERDICTS
from .evidence import Evidence
from .names import PageNames
from .tables import OffsetIndex, Row, RowFinder, Table
from .tally import Tally

#: A document page is cut in parts at about this many bytes of HTML.
PART_BYTES: Final = 2_000_000
_BYTES_PER_UNIT: Final = 260
_BYTES_PER_CLAIM: Final = 2800
_BYTES_PER_CUE: Final = 420

#: The order in which pairs are shown: what needs a reader's eye first.
VERDICT_ORDER: Final = (
    "contradicted",
    "overstated",
    "omitted",
    "not_found",
    "understated",
    "supported",
)


@dataclass(slots=True)
class Run:
    """Neighbouring rows of one document: byte offset of the first, and how many."""

    offset: int
    count: int = 1


@dataclass(slots=True)
class Entry:
    """What the report keeps in memory of a document."""

    doc_id: str
    source: str
    role: str
    title: str
    path: str
    offset: int
    number: int
    sha256: str = ""
    characters: int = 0
    warnings: int = 0
    replaced_characters: int = 0
    pages: list[str] = field(default_factory=list)
    part_starts: list[int] = field(default_factory=lambda: [0])
    claim_runs: list[Run] = field(default_factory=list)
    sentence_runs: list[Run] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    #: substances of its claims that were not found in the reference, with their numbers
    missing: Counter[str] = field(default_factory=Counter)
    weight: int = 0
    last_block: int = -1

    def page_of(self, start: int) -> str:
        """Name of the page that holds the code point `start` of the document."""
        return self.pages[max(0, bisect_right(self.part_starts, start) - 1)]


@dataclass(slots=True)
class Tables:
    """The open tables of an output folder and the indexes into them."""

    folder: Path
    claims: Table
    sentences: Table
    documents: Table
    comparisons: Table
    errors: Table
    evidence: Evidence
    finder: RowFinder = field(init=False)
    units: RowFinder = field(init=False)
    #: claim_id → number of its row in comparisons.jsonl
    compared: OffsetIndex = field(default_factory=OffsetIndex)

    def __post_init__(self) -> None:
        self.finder = RowFinder(self.claims, "claim_id")
        self.units = RowFinder(self.sentences, "unit_id")

    @classmethod
    def open(cls, out: Path) -> Tables:
        """RAISES: UsageError where claims, sentences or documents are missing."""
        return cls(
            folder=out,
            claims=Table(out / "claims.jsonl"),
            sentences=Table(out / "sentences.jsonl"),
            documents=Table(out / "documents.jsonl"),
            comparisons=Table(out / "comparisons.jsonl", required=False),
            errors=Table(out / "errors.jsonl", required=False),
            evidence=Evidence(out),
        )

    def comparison_of(self, claim_id: str, data: ReportData) -> tuple[int, Row] | None:
        """Position in the order of the pairs and row of a claim's comparison, or None."""
        for number in self.compared.find(claim_id):
            position = data.positions[number]
            row = self.comparisons.at(data.order[position])
            if row["claim_id"] == claim_id:
                return position, row
        return None

    def close(self) -> None:
        """Close every file."""
        for table in (self.claims, self.sentences, self.documents, self.comparisons, self.errors):
            table.close()
        self.evidence.close()


@dataclass(slots=True)
class ReportData:
    """All that pages and numbers are made from, apart from the rows themselves."""

    entries: dict[str, Entry]
    flags: dict[str, Counter[str]]
    certainty: dict[str, float]
    substances: dict[str, Counter[str]]
    #: what acts in the claims of each source: concepts, and names in lower case
    agents: dict[str, set[str]]
    names: dict[str, Counter[str]]
    reviewed: str | None
    reference: str | None
    #: byte offsets of comparisons.jsonl rows, in the order in which pairs are shown
    order: array[int]
    #: number of a comparisons.jsonl row → its position in `order`
    positions: array[int]
    failures: list[Row]
    failure_count: int
    manifest: Row
    report_id: str

    @property
    def sources(self) -> list[str]:
        """Names of the sources: the reviewed one, the reference, then the others by name."""
        found = {entry.source for entry in self.entries.values()}
        first = [name for name in (self.reviewed, self.reference) if name in found]
        return [*first, *sorted(found.difference(first))]  # type: ignore[list-item]

    def is_covered(self, substance: str) -> bool:
        """Whether the reference speaks of a compared substance at all.

        It does where it has a claim about it, or where another verdict than `not_found` was
        reached: a match may stand under a form of the substance.
        """
        verdicts = self.substances.get(substance, Counter())
        if any(count for verdict, count in verdicts.items() if verdict != "not_found"):
            return True
        agents = self.agents.get(self.reference or "", set())
        return substance in agents or substance.casefold() in agents

    def concept_name(self, concept: str) -> str:
        """The name that the texts use most for a concept id; a name stays itself."""
        names = self.names.get(concept)
        return min(names, key=lambda n: (-names[n], n)) if names else concept


#: How many failures are kept in full; all of them are counted.
FAILURES_SHOWN: Final = 1000


def scan(tables: Tables) -> ReportData:
    """Read all tables once.

    RAISES: UsageError for a table that is damaged, of another version, or names a document that
        documents.jsonl does not.
    """
    data = ReportData(
        entries={},
        flags={},
        certainty={},
        substances={},
        agents={},
        names={},
        reviewed=None,
        reference=None,
        order=array("Q"),
        positions=array("Q"),
        failures=[],
        failure_count=0,
        manifest=_manifest(tables.folder / "manifest.json"),
        report_id="",
    )
    _scan_documents(tables, data)
    _scan_rows(tables.claims, data, lambda o, r, e: _count_claim(tables, data, o, r, e))
    _scan_rows(tables.sentences, data, lambda o, r, e: _count_sentence(tables, o, r, e))
    _scan_comparisons(tables, data)
    for doc_id, verdict in tables.evidence.scan():
        if doc_id in data.entries:
            data.entries[doc_id].tally.add(f"evidence:{verdict}")
    for _, row in tables.errors:
        data.failure_count += 1
        if len(data.failures) < FAILURES_SHOWN:
            data.failures.append(row)
    names = PageNames()
    for entry in data.entries.values():
        entry.tally.close()
        entry.pages = [names.give(entry.doc_id, part) for part in range(len(entry.part_starts))]
    return data


def _manifest(path: Path) -> Row:
    if not path.is_file():
        return {}
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise UsageError(
            f"not JSON ({error})", path=str(path), remedy="Run `claimcheck run` again."
        ) from error
    return manifest if isinstance(manifest, dict) else {}


def _scan_documents(tables: Tables, data: ReportData) -> None:
    fingerprint = sha256()
    for offset, row in tables.documents:
        doc_id = row["doc_id"]
        fingerprint.update(f"{doc_id}\0{row.get('sha256', '')}\n".encode("utf-8", "surrogatepass"))
        data.entries[doc_id] = Entry(
            doc_id=doc_id,
            source=row["source"],
            role=row["role"],
            title=row["title"] or row["path"] or doc_id,
            path=row["path"],
            offset=offset,
            number=len(data.entries),
            sha256=row.get("sha256", ""),
            characters=row.get("characters", 0),
            warnings=len(row.get("warnings", ())),
            replaced_characters=row.get("replaced_characters", 0),
        )
    data.report_id = fingerprint.hexdigest()[:16]


def _scan_rows(
    table: Table, data: ReportData, count: Callable[[int, Row, Entry], list[Run]]
) -> None:
    """Give each row to `count`, and note where the rows of each document stand."""
    last: Entry | None = None
    for offset, row in table:
        entry = data.entries.get(row["doc_id"])
        if entry is None:
            raise UsageError(
                f"no row of documents.jsonl has the doc_id {row['doc_id']!r}",
                path=str(table.path),
                remedy="Run `claimcheck run` again: the tables are of different runs.",
            )
        try:
            runs = count(offset, row, entry)
        except KeyError as error:
            raise UsageError(
                f"missing key or unknown label: {error.args[0]}",
                path=str(table.path),
                place=f"byte {offset}",
                remedy="Run `claimcheck run` again with this version.",
            ) from error
        if entry is last and runs:
            runs[-1].count += 1
        else:
            runs.append(Run(offset))
        last = entry


def _count_claim(
    tables: Tables, data: ReportData, offset: int, row: Row, entry: Entry
) -> list[Run]:
    entry.tally.add_claim(row)
    tables.finder.add(row["claim_id"], offset)
    data.flags.setdefault(entry.source, Counter()).update(set(row["flags"]))
    data.certainty[entry.source] = data.certainty.get(entry.source, 0.0) + row["certainty"]
    agent = row["agent"]
    named = data.agents.setdefault(entry.source, set())
    named.add(agent["concept_id"] or agent["resolved"].casefold())
    if agent.get("concept_id"):
        data.names.setdefault(agent["concept_id"], Counter())[agent["resolved"]] += 1
    for outcome in row["outcomes"]:
        if outcome.get("concept_id"):
            data.names.setdefault(outcome["concept_id"], Counter())[outcome["name"]] += 1
    return entry.claim_runs


def _count_sentence(tables: Tables, offset: int, row: Row, entry: Entry) -> list[Run]:
    tables.units.add(row["unit_id"], offset)
    entry.tally.add("units")
    entry.weight += (
        _BYTES_PER_UNIT
        + 2 * len(row["text"])
        + _BYTES_PER_CLAIM * len(row["claim_ids"])
        + _BYTES_PER_CUE * len(row["cues"])
    )
    new_block = row.get("block", 0) != entry.last_block
    in_table = row.get("block_kind") == "table_cell" and row.get("column", -1) > 0
    if entry.weight > PART_BYTES and new_block and not in_table:
        entry.part_starts.append(row["start"])
        entry.weight = 0
    entry.last_block = row.get("block", 0)
    return entry.sentence_runs


def _scan_comparisons(tables: Tables, data: ReportData) -> None:
    keyed: list[tuple[int, int, int]] = []  # rank of the verdict, row number, byte offset
    ranks = {verdict: rank for rank, verdict in enumerate(VERDICT_ORDER)}
    for offset, row in tables.comparisons:
        verdict = row["verdict"]
        if verdict not in VERDICTS:
            raise UsageError(
                f"unknown verdict {verdict!r}",
                path=str(tables.comparisons.path),
                place=f"byte {offset}",
                remedy="Run `claimcheck run` again with this version.",
            )
        data.reviewed = data.reviewed or row.get("reviewed_source")
        data.reference = data.reference or row.get("reference_source")
        data.substances.setdefault(row["substance"], Counter())[verdict] += 1
        entry = data.entries.get(row["doc_id"])
        if entry is not None:
            entry.tally.add(f"verdict:{verdict}")
            if verdict == "not_found":
                entry.missing[row["substance"]] += 1
        tables.compared.add(row["claim_id"], len(keyed))
        keyed.append((ranks[verdict], len(keyed), offset))
    keyed.sort()
    data.order = array("Q", [offset for _, _, offset in keyed])
    data.positions = array("Q", bytes(8 * len(keyed)))
    for position, (_, number, _) in enumerate(keyed):
        data.positions[number] = position
    _guess_contrast(data)
    for entry in data.entries.values():
        silent = sum(n for name, n in entry.missing.items() if not data.is_covered(name))
        entry.tally.add("uncovered", silent)
        entry.missing.clear()


def _guess_contrast(data: ReportData) -> None:
    """Without any comparison, take the sources by their roles."""
    if data.reviewed and data.reference:
        return
    roles: dict[str, str] = {}
    for entry in data.entries.values():
        roles.setdefault(entry.source, entry.role)
    by_role: dict[str, list[str]] = {}
    for name in sorted(roles):
        by_role.setdefault(roles[name], []).append(name)
    reviewed, reference = by_role.get("promotional", []), by_role.get("reference", [])
    if reviewed and reference:
        data.reviewed, data.reference = reviewed[0], reference[0]
