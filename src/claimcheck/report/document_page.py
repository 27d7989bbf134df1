"""What the page of a document (or of a part of a very long one) shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from ..labels import STRENGTHS
from . import marks, words
from .data import Entry, ReportData, Run, Tables
from .layout import Element, elements
from .markup import pieces
from .records import probabilities
from .segments import Node, nest
from .tables import Table

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Card:
    """A claim in the margin. `verdict`, `why` and `position` (among all pairs) where it was
    compared; `evidence` where it was verified."""

    number: int
    anchor: str
    row: Row
    agent: str
    outcomes: str
    probs: dict[str, list[list[Any]]]
    verdict: str
    why: str
    position: int
    evidence: Row | None


@dataclass(slots=True)
class Numbers:
    """By the key of a claim's mark: its number on the page, and whether it is unsure."""

    of: dict[str, int] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)


@dataclass(slots=True)
class DocumentPage:
    """One page. `previous`, `next`: file name and title of the neighbours in the corpus."""

    entry: Entry
    row: Row
    part: int
    parts: int
    elements: list[Element]
    cards: list[Card]
    numbers: Numbers
    claims: dict[str, list[Row]]
    previous: tuple[str, str] | None
    next: tuple[str, str] | None

    @property
    def total(self) -> int:
        """Number of claims of the whole document."""
        return self.entry.tally["claims"]

    @property
    def strengths(self) -> list[tuple[str, int]]:
        """The strengths that occur, strongest first, with their numbers in the whole document."""
        counted = ((label, self.entry.tally[f"strength:{label}"]) for label in STRENGTHS[::-1])
        return [(label, count) for label, count in counted if count]

    def nodes(self, unit: Row) -> list[Node]:
        """The text of a unit with its marks."""
        claims = self.claims.get(unit["unit_id"], ())
        over = [mark for claim in claims for mark in marks.of_claim(claim)]
        over += marks.of_cues(unit["cues"], unit)
        return nest(unit["text"], unit["start"], pieces(unit["text"], unit["clean_text"]), over)

    @property
    def review(self) -> Row:
        """What the reviewing scripts export about this document and its claims."""
        entry = self.entry
        document = {
            "id": entry.doc_id,
            "path": entry.path,
            "source": entry.source,
            "sha256": entry.sha256,
        }
        claims = [_for_review(card.row) for card in self.cards]
        return {"doc": document, "topic": self.row["topic"], "claims": claims}


def _for_review(row: Row) -> Row:
    return {
        "id": row["claim_id"],
        **{key: row[key] for key in ("start", "end", "text")},
        **{key: row[key] for key in ("type", "strength", "basis", "polarity")},
        "agent": row["agent"]["resolved"],
        "outcomes": [{k: o[k] for k in ("text", "start", "end")} for o in row["outcomes"]],
    }


def document_pages(tables: Tables, data: ReportData) -> Iterator[tuple[str, DocumentPage]]:
    """File name and content of every document page, one in memory at a time."""
    entries = list(data.entries.values())
    for number, entry in enumerate(entries):
        before = _neighbour(entries, number - 1)
        after = _neighbour(entries, number + 1)
        row = tables.documents.at(entry.offset)
        units = _rows(tables.sentences, entry.sentence_runs)
        ends: list[float] = [*entry.part_starts[1:], float("inf")]
        first = 1
        held: list[Row] = []
        for part, (name, end) in enumerate(zip(entry.pages, ends, strict=True)):
            held, here = _until(held, units, end)
            claims = [
                claim
                for claim in _rows(tables.claims, entry.claim_runs)
                if entry.part_starts[part] <= claim["start"] < end
            ]
            page = _page(tables, data, entry, claims, first)
            first += len(claims)
            page.row, page.part = row, part
            page.elements = elements(here)
            page.previous, page.next = before, after
            yield name, page


def _neighbour(entries: Sequence[Entry], number: int) -> tuple[str, str] | None:
    if not 0 <= number < len(entries):
        return None
    return entries[number].pages[0], entries[number].title


def _until(held: list[Row], units: Iterator[Row], end: float) -> tuple[list[Row], list[Row]]:
    """The units that start before `end`, and the one read too many."""
    here = held
    for unit in units:
        if unit["start"] >= end:
            return [unit], here
        here.append(unit)
    return [], here


def _page(
    tables: Tables,
    data: ReportData,
    entry: Entry,
    claims: Iterable[Row],
    first: int,
) -> DocumentPage:
    numbers = Numbers()
    cards: list[Card] = []
    by_unit: dict[str, list[Row]] = {}
    for claim in claims:
        key = marks.anchor(claim)
        if key in numbers.of:  # two claims on one place share a mark and an address
            continue
        card = _card(tables, data, claim, first + len(cards))
        cards.append(card)
        numbers.of[key] = card.number
        if "uncertain" in claim["flags"]:
            numbers.unsure.add(key)
        by_unit.setdefault(claim["unit_id"], []).append(claim)
    return DocumentPage(
        entry=entry,
        row={},
        part=0,
        parts=len(entry.pages),
        elements=[],
        cards=cards,
        numbers=numbers,
        claims=by_unit,
        previous=None,
        next=None,
    )


def _card(tables: Tables, data: ReportData, claim: Row, number: int) -> Card:
    found = tables.comparison_of(claim["claim_id"], data)
    return Card(
        number=number,
        anchor=marks.anchor(claim),
        row=claim,
        agent=claim["agent"]["resolved"] or claim["agent"]["text"] or "(implied)",
        outcomes=", ".join(outcome["name"] for outcome in claim["outcomes"]),
        probs=probabilities(claim),
        verdict=found[1]["verdict"] if found else "",
        why="; ".join(map(words.reason, islice(found[1]["reasons"], 3))) if found else "",
        position=found[0] if found else -1,
        evidence=tables.evidence.of(claim["claim_id"]),
    )


def _rows(table: Table, runs: Iterable[Run]) -> Iterator[Row]:
    for run in runs:
        yield from table.run(run.offset, run.count)
