"""Every number that the report shows (summary.json), and the short table for the terminal."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from ..labels import BASES, CUE_CATEGORIES, EVIDENCE_VERDICTS, STRENGTHS, TYPES, VERDICTS
from ..rows import SCHEMA_VERSION
from .data import Entry, ReportData
from .intervals import Rate, Share, rate_per_100, share
from .tally import COLUMN, matrix

#: The verdicts about a reviewed claim; `omitted` is about a claim of the reference.
REVIEWED_VERDICTS = tuple(verdict for verdict in VERDICTS if verdict != "omitted")
#: The verdicts that count as disagreement.
DISAGREEMENTS = ("contradicted", "overstated", "omitted")


@dataclass(frozen=True, slots=True)
class SourceSummary:
    """One source. Shares are of its claims; rates are per 100 claims.

    evidence: verdicts of an evidence base, as shares of the claims that were held against it;
    empty without one.
    """

    name: str
    role: str
    documents: int
    units: int
    claims: int
    strength: dict[str, Share]
    type: dict[str, Share]
    basis: dict[str, Share]
    stated_as_fact: Share
    hedged: Share
    with_hedge_cue: Share
    with_basis: Share
    negated: Share
    uncertain: Share
    from_context: Share
    flags: dict[str, int]
    mean_certainty: float | None
    hedges: Rate
    boosters: Rate
    bases: Rate
    cues: dict[str, Rate]
    evidence: dict[str, Share]


@dataclass(frozen=True, slots=True)
class Contrast:
    """What came of comparing `reviewed` with `reference`.

    verdicts: shares of the compared claims; `omitted`: share of the reference's claims;
    `uncovered`: share of the compared claims that are not found because the reference has no claim
    about the substance at all.
    """

    reviewed: str
    reference: str
    compared: int
    verdicts: dict[str, Share]
    omitted: Share
    uncovered: Share


@dataclass(frozen=True, slots=True)
class SubstanceSummary:
    """Verdicts about one substance; `disagreements`: contradicted, overstated and omitted;
    `covered`: whether the reference speaks of it at all."""

    substance: str
    name: str
    compared: int
    disagreements: int
    covered: bool
    verdicts: dict[str, int]


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """One document; `pages` are file names in report/documents/."""

    doc_id: str
    source: str
    role: str
    title: str
    path: str
    pages: list[str]
    characters: int
    units: int
    claims: int
    hedged: int
    with_basis: int
    boosters: int
    uncertain: int
    verdicts: dict[str, int]
    warnings: int
    replaced_characters: int


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be read."""

    path: str
    source: str
    kind: str
    message: str
    place: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Summary:
    """summary.json. `failures` lists at most a thousand; `failed` counts them all."""

    schema_version: str
    report_id: str
    finding: list[str]
    documents_total: int
    units: int
    claims: int
    failed: int
    uncertain: int
    warnings: int
    replaced_characters: int
    sources: list[SourceSummary]
    contrast: Contrast | None
    substances: list[SubstanceSummary]
    documents: list[DocumentSummary]
    failures: list[Failure]

    def source(self, name: str) -> SourceSummary | None:
        """The numbers of a source, or None."""
        return next((source for source in self.sources if source.name == name), None)


def to_plain(summary: Summary) -> dict[str, Any]:
    """Plain data in the order of the classes."""
    return asdict(summary)


def build_summary(data: ReportData) -> Summary:
    """All numbers from one reading of the tables."""
    from .finding import finding  # finding reads a finished summary

    entries = list(data.entries.values())
    sources = [_source(name, data) for name in data.sources]
    contrast = _contrast(data)
    return Summary(
        schema_version=SCHEMA_VERSION,
        report_id=data.report_id,
        finding=finding(sources, contrast),
        documents_total=len(entries),
        units=sum(source.units for source in sources),
        claims=sum(source.claims for source in sources),
        failed=data.failure_count,
        uncertain=sum(source.uncertain.count for source in sources),
        warnings=sum(entry.warnings for entry in entries),
        replaced_characters=sum(entry.replaced_characters for entry in entries),
        sources=sources,
        contrast=contrast,
        substances=_substances(data),
        documents=[_document(entry) for entry in entries],
        failures=[_failure(row) for row in data.failures],
    )


def _source(name: str, data: ReportData) -> SourceSummary:
    entries = [entry for entry in data.entries.values() if entry.source == name]
    counts = matrix([entry.tally for entry in entries])
    claims = counts[:, COLUMN["claims"]]
    total = int(claims.sum())

    def column(measure: str) -> np.ndarray:
        return counts[:, COLUMN[measure]]

    def part(measure: str) -> Share:
        return share(column(measure), claims)

    def rate(measure: str) -> Rate:
        return rate_per_100(column(measure), claims)

    certainty = data.certainty.get(name, 0.0)
    return SourceSummary(
        name=name,
        role=entries[0].role,
        documents=len(entries),
        units=int(column("units").sum()),
        claims=total,
        strength={label: part(f"strength:{label}") for label in reversed(STRENGTHS)},
        type={label: part(f"type:{label}") for label in TYPES},
        basis={label: part(f"basis:{label}") for label in BASES},
        stated_as_fact=part("strength:direct"),
        hedged=part("hedged"),
        with_hedge_cue=part("hedge_cue"),
        with_basis=part("with_basis"),
        negated=part("negated"),
        uncertain=part("uncertain"),
        from_context=part("from_context"),
        flags=dict(sorted(data.flags.get(name, Counter()).items())),
        mean_certainty=round(certainty / total, 2) if total else None,
        hedges=rate("hedges"),
        boosters=rate("cue:booster"),
        bases=rate("with_basis"),
        cues={label: rate(f"cue:{label}") for label in CUE_CATEGORIES},
        evidence=_evidence(counts),
    )


def _evidence(counts: np.ndarray) -> dict[str, Share]:
    columns = {label: counts[:, COLUMN[f"evidence:{label}"]] for label in EVIDENCE_VERDICTS}
    verified = np.sum(list(columns.values()), axis=0)
    if not int(verified.sum()):
        return {}
    return {label: share(column, verified) for label, column in columns.items()}


def _contrast(data: ReportData) -> Contrast | None:
    if not data.reviewed or not data.reference or not data.order:
        return None
    reviewed = [e.tally for e in data.entries.values() if e.source == data.reviewed]
    reference = [e.tally for e in data.entries.values() if e.source == data.reference]
    counts, theirs = matrix(reviewed), matrix(reference)
    columns = {label: counts[:, COLUMN[f"verdict:{label}"]] for label in REVIEWED_VERDICTS}
    compared = np.sum([columns[label] for label in REVIEWED_VERDICTS], axis=0)
    return Contrast(
        reviewed=data.reviewed,
        reference=data.reference,
        compared=int(compared.sum()),
        verdicts={label: share(columns[label], compared) for label in REVIEWED_VERDICTS},
        omitted=share(theirs[:, COLUMN["verdict:omitted"]], theirs[:, COLUMN["claims"]]),
        uncovered=share(counts[:, COLUMN["uncovered"]], compared),
    )


def _substances(data: ReportData) -> list[SubstanceSummary]:
    rows = []
    for substance, verdicts in data.substances.items():
        rows.append(
            SubstanceSummary(
                substance=substance,
                name=data.concept_name(substance),
                compared=sum(verdicts.values()) - verdicts["omitted"],
                disagreements=sum(verdicts[label] for label in DISAGREEMENTS),
                covered=data.is_covered(substance),
                verdicts={label: verdicts[label] for label in VERDICTS},
            )
        )
    return sorted(rows, key=lambda row: (-row.disagreements, -row.compared, row.substance))


def _document(entry: Entry) -> DocumentSummary:
    tally = entry.tally
    return DocumentSummary(
        doc_id=entry.doc_id,
        source=entry.source,
        role=entry.role,
        title=entry.title,
        path=entry.path,
        pages=entry.pages,
        characters=entry.characters,
        units=tally["units"],
        claims=tally["claims"],
        hedged=tally["hedged"],
        with_basis=tally["with_basis"],
        boosters=tally["cue:booster"],
        uncertain=tally["uncertain"],
        verdicts={label: tally[f"verdict:{label}"] for label in VERDICTS},
        warnings=entry.warnings,
        replaced_characters=entry.replaced_characters,
    )


def _failure(row: dict[str, Any]) -> Failure:
    keys = ("path", "source", "kind", "message", "place", "remedy")
    return Failure(**{key: str(row.get(key) or "") for key in keys})
