"""The tables of a run, and corrections of its report, made up for tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from claimcheck import rows
from claimcheck.annotations.model import AnnotatedDocument, GoldClaim, GoldUnit
from claimcheck.documents import Limits, Source, read_document
from claimcheck.labels import BASES, STRENGTHS, TYPES
from claimcheck.tables import write_table

LIMITS = Limits(max_bytes=1_000_000)
SOURCE = Source("shop", "promotional")


def write_run(folder: Path, out: Path, page: AnnotatedDocument) -> None:
    """The tables that a run over `folder` would leave in `out`, had it found the page's gold."""
    out.mkdir(parents=True, exist_ok=True)
    file = folder / page.path
    document = read_document(file, root=folder, source=SOURCE, limits=LIMITS)
    found = [_claim(document.doc_id, page, unit, claim) for unit, claim in page.claims()]
    sentences = [_sentence(document.doc_id, unit) for unit in page.units]
    header = rows.DocumentRow(
        doc_id=document.doc_id,
        source=SOURCE.name,
        role=SOURCE.role,
        path=document.path,
        title=document.title,
        topic="zinc",
        topic_concept_id=None,
        format=document.format,
        encoding=document.encoding,
        replaced_characters=0,
        offsets_into="file",
        characters=len(document.text),
        units=len(sentences),
        claims=len(found),
        abbreviations=[],
        sha256=document.sha256,
        warnings=[],
    )
    for name, table in (("documents", [header]), ("sentences", sentences), ("claims", found)):
        write_table(out / f"{name}.jsonl", table)


def _sentence(doc_id: str, unit: GoldUnit) -> rows.SentenceRow:
    return rows.SentenceRow(
        unit_id=f"{doc_id}:{unit.mark.start}-{unit.mark.end}",
        doc_id=doc_id,
        source=SOURCE.name,
        kind=unit.kind,
        section=[],
        text=unit.mark.text,
        clean_text=" ".join(unit.mark.text.split()),
        start=unit.mark.start,
        end=unit.mark.end,
        is_claim=bool(unit.claims),
        claim_prob=0.9 if unit.claims else 0.1,
        claim_ids=[],
        cues=[
            rows.Cue(c.mark.text, c.mark.start, c.mark.end, c.category, c.mark.end, c.mark.end)
            for c in unit.cues
        ],
    )


def _claim(doc_id: str, page: AnnotatedDocument, unit: GoldUnit, claim: GoldClaim) -> rows.ClaimRow:
    mark = claim.mark
    return rows.ClaimRow(
        claim_id=f"{doc_id}:{mark.start}-{mark.end}",
        doc_id=doc_id,
        source=SOURCE.name,
        role=SOURCE.role,
        path=page.path,
        title="Zinc",
        section=[],
        unit_id=f"{doc_id}:{unit.mark.start}-{unit.mark.end}",
        unit_kind=unit.kind,
        text=mark.text,
        clean_text=mark.text,
        start=mark.start,
        end=mark.end,
        agent=rows.Agent(None, None, None, claim.agent, None),
        predicate=rows.Predicate(None, None, None, ""),
        outcomes=[rows.Outcome(o.text, o.start, o.end, None, o.text) for o in claim.outcomes],
        qualifiers=[],
        type=claim.type,
        type_probs=_sure(TYPES, claim.type),
        polarity=claim.polarity,
        strength=claim.strength,
        strength_rank=STRENGTHS.index(claim.strength),
        strength_probs=_sure(STRENGTHS, claim.strength),
        certainty=4.0,
        basis=claim.basis,
        basis_probs=_sure(BASES, claim.basis),
        cues=[],
        from_context=claim.from_context,
        flags=[],
        reasons=[],
    )


def _sure(labels: tuple[str, ...], label: str) -> dict[str, float]:
    rest = 0.1 / (len(labels) - 1)
    return {name: 0.9 if name == label else rest for name in labels}


def correction(out: Path, action: str, quote: str, **given: Any) -> dict[str, Any]:
    """A line of a review: about the run's claim that reads `quote`, or about these words."""
    header = json.loads((out / "documents.jsonl").read_text("utf-8"))
    lines = (out / "claims.jsonl").read_text("utf-8").splitlines()
    claims = {claim["text"]: claim for claim in map(json.loads, lines)}
    place: dict[str, Any] = {"claim_id": None, "start": 0, "end": 0}
    if quote in claims:
        place = {key: claims[quote][key] for key in ("claim_id", "start", "end")}
    return {
        "review_version": 1,
        "action": action,
        "doc_id": header["doc_id"],
        "path": header["path"],
        "source": header["source"],
        "sha256": header["sha256"],
        **place,
        "text": quote,
        "labels": None,
        "category": None,
        "comment": "",
        "reviewer": "ada",
        "time": "2026-01-01T10:00:00Z",
        **given,
    }


def labelled(**given: Any) -> dict[str, Any]:
    """The labels of a correction."""
    return {
        "type": "treatment",
        "strength": "conditional",
        "basis": "none",
        "polarity": "affirmed",
        "agent": "zinc lozenges",
        "outcomes": [],
        **given,
    }
