"""Claims as the filterable pages need them: what is filtered by, shown and searched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from ..labels import FLAGS, STRENGTHS
from . import words
from .data import ReportData, Tables
from .marks import anchor
from .quotes import quote

Row = dict[str, Any]

#: Matches shown for a claim; the best come first.
MATCHES_SHOWN: Final = 3
_REASONS_SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class Record:
    """A claim with its comparison.

    facets (dict): what it can be filtered and sorted by.
    shown (dict): what its card shows and what a review of it exports.
    searched (str): the text that a search looks through.
    """

    facets: dict[str, Any]
    shown: Row
    searched: str


class Records:
    """Makes the records of a report in their order: compared claims, worst verdict first, then the
    claims that were not compared, as they stand in the documents."""

    def __init__(self, tables: Tables, data: ReportData) -> None:
        self._tables = tables
        self._data = data
        self._sources = {name: number for number, name in enumerate(data.sources)}

    def __iter__(self) -> Iterator[Record]:
        for offset in self._data.order:
            comparison = self._tables.comparisons.at(offset)
            claim = self._tables.finder.get(comparison["claim_id"])
            if claim is not None:
                yield self._record(claim, comparison)
        for _, claim in self._tables.claims:
            if self._tables.comparison_of(claim["claim_id"], self._data) is None:
                yield self._record(claim, None)

    def _record(self, claim: Row, comparison: Row | None) -> Record:
        shown = self._claim(claim)
        matches: list[Row] = []
        if comparison:
            matches = list(self._matches(comparison))
            shown["verdict"] = comparison["verdict"]
            shown["why"] = [words.reason(r) for r in comparison["reasons"][:_REASONS_SHOWN]]
            if not self._data.is_covered(comparison["substance"]):
                shown["why"].append(f"{comparison['reference_source']} never speaks of it")
            shown["matches"] = matches
            shown["more"] = max(0, len(comparison["matches"]) - len(matches))
        found = self._tables.evidence.of(claim["claim_id"])
        if found:
            shown["evidence"] = found
        searched = [claim["clean_text"], claim["agent"]["resolved"], claim["title"]]
        searched += [outcome["name"] for outcome in claim["outcomes"]]
        searched += [match["clean"] for match in matches]
        facets = self._facets(claim, comparison, matches)
        facets["evidence"] = found["verdict"] if found else ""
        searched.append(facets["substance"])
        for match in matches:
            del match["clean"]
        return Record(facets, shown, " \n".join(searched))

    def _facets(self, claim: Row, comparison: Row | None, matches: list[Row]) -> dict[str, Any]:
        name = self._data.concept_name
        agent = claim["agent"]
        substance = comparison["substance"] if comparison else agent["concept_id"]
        outcomes = (
            comparison["outcomes"]
            if comparison
            else [outcome["concept_id"] or outcome["name"] for outcome in claim["outcomes"]]
        )
        gap = 0
        if matches:
            gap = claim["strength_rank"] - STRENGTHS.index(matches[0]["strength"])
        return {
            "source": self._sources[claim["source"]],
            "doc": self._data.entries[claim["doc_id"]].number,
            "verdict": comparison["verdict"] if comparison else "",
            "type": claim["type"],
            "strength": claim["strength"],
            "basis": claim["basis"],
            "polarity": claim["polarity"],
            "register": claim.get("register", "not_listed"),
            "flags": sum(1 << n for n, flag in enumerate(FLAGS) if flag in claim["flags"]),
            "substance": name(substance) if substance else agent["resolved"],
            "outcomes": sorted({name(outcome) for outcome in outcomes}),
            "unsure": unsure(claim),
            "gap": gap,
            "start": claim["start"],
        }

    def _claim(self, claim: Row) -> Row:
        unit = self._tables.units.get(claim["unit_id"])
        return {
            "id": claim["claim_id"],
            "doc": self._data.entries[claim["doc_id"]].number,
            "href": self.href(claim),
            "start": claim["start"],
            "end": claim["end"],
            "text": claim["text"],
            "section": claim["section"],
            "quote": quote(claim, unit),
            "context": self._context(claim, unit),
            "agent": claim["agent"]["resolved"],
            "outcomes": [{k: o[k] for k in ("text", "start", "end")} for o in claim["outcomes"]],
            "qualifiers": [[q["kind"], q["text"]] for q in claim["qualifiers"]],
            **{k: claim[k] for k in ("type", "strength", "basis", "polarity")},
            "probs": probabilities(claim),
            "certainty": claim["certainty"],
            "flags": claim["flags"],
            "reasons": [words.reason(r) for r in claim["reasons"][:_REASONS_SHOWN]],
            "register": claim.get("register", "not_listed"),
            "entry": claim.get("register_entry"),
        }

    def _context(self, claim: Row, unit: Row | None) -> str:
        """The lead-in that a claim takes its relation from."""
        if not claim["from_context"] or not unit or not unit.get("lead_in"):
            return ""
        lead = self._tables.units.get(unit["lead_in"])
        return lead["clean_text"][:300] if lead else ""

    def _matches(self, comparison: Row) -> Iterator[Row]:
        for match in comparison["matches"][:MATCHES_SHOWN]:
            claim = self._tables.finder.get(match["claim_id"])
            if claim is None:
                continue
            unit = self._tables.units.get(claim["unit_id"])
            yield {
                "doc": self._data.entries[claim["doc_id"]].number,
                "href": self.href(claim),
                "section": claim["section"],
                "quote": quote(claim, unit),
                "context": self._context(claim, unit),
                **{k: claim[k] for k in ("type", "strength", "basis", "polarity", "flags")},
                "similarity": match["similarity"],
                "clean": claim["clean_text"],
            }

    def href(self, claim: Row) -> str:
        """The place of a claim on its document's page, from the report's folder."""
        page = self._data.entries[claim["doc_id"]].page_of(claim["start"])
        return f"documents/{page}#{anchor(claim)}"


def unsure(claim: Row) -> int:
    """How unsure the labels are, in percent: what the best label of the least sure field lacks."""
    best = [max(claim[f"{field}_probs"].values(), default=1.0) for field in _FIELDS]
    return round(100 * (1 - min(best)))


_FIELDS: Final = ("type", "strength", "basis")


def probabilities(claim: Row) -> dict[str, list[list[Any]]]:
    """For each field, the labels worth showing with their probabilities, most probable first."""
    shown = {}
    for field in _FIELDS:
        ranked = sorted(claim[f"{field}_probs"].items(), key=lambda item: -item[1])
        kept = [[label, round(p, 2)] for label, p in ranked if p >= 0.02]
        shown[field] = kept[:4] or [list(item) for item in ranked[:1]]
    return shown
