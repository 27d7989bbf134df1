"""`claimcheck run --evidence`: the claims of a run held against an evidence base."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ..batch.fingerprints import digest
from ..config import Config
from ..pipeline.models import model_folder
from ..rows import ClaimRow, EvidenceRow, Rationale
from ..tables import iter_rows, write_table
from .building import fingerprint, open_index
from .evidence import Complain
from .model import Claim, Finding
from .pair_encoder import PairEncoder, PairScorer, require_files
from .signs import names_lack
from .verify import Verifier

NAME: Final = "evidence.jsonl"
#: Folder of the indices in an output folder.
INDICES: Final = ".evidence"


def evidence_key(evidence: Path, model: str | Path | None, config: Config) -> str:
    """SHA-256 (hex) of what evidence.jsonl depends on beside the claims and the model's content.

    RAISES: UsageError where there is no evidence, ModelError where the model cannot verify.
    """
    require_files(model_folder(model))
    return digest([fingerprint(evidence, config), config.verification.model_dump(mode="json")])


def add_evidence(
    out: Path,
    evidence: Path,
    model: PairScorer | str | Path | None,
    config: Config,
    *,
    indices: Path | None = None,
    complain: Complain = lambda _: None,
) -> int:
    """Write evidence.jsonl from claims.jsonl, a row for each claim, in its order.

    out (Path): the output folder. evidence (Path): JSON lines, or a folder of documents. model: a
    scorer, a model folder, or None for the package's. indices (Path or None): where the index is
    kept; None for a folder in `out`. complain (callable): told what of the evidence is left out.
    RETURNS (int): number of rows.
    RAISES: UsageError, ModelError.
    """
    if model is None or isinstance(model, str | Path):
        scorer: PairScorer = PairEncoder.load(model, threads=config.pipeline.threads)
    else:
        scorer = model
    index = open_index(evidence, indices or out / INDICES, config, complain)
    try:
        verifier = Verifier(index, scorer, config)
        return write_table(out / NAME, _rows(out / "claims.jsonl", verifier))
    finally:
        index.close()


def _rows(claims: Path, verifier: Verifier) -> Iterator[EvidenceRow]:
    for row in iter_rows(claims, ClaimRow):
        outcomes = dict.fromkeys(outcome.concept_id for outcome in row.outcomes)
        claim = Claim(
            row.claim_id,
            statement(row),
            subject=row.agent.concept_id or "",
            outcomes=tuple(filter(None, outcomes)),
            analysed=True,
        )
        yield evidence_row(verifier.verify(claim), row)


def statement(row: ClaimRow) -> str:
    """A claim as a sentence of its own: with its agent in front where its words leave that out.

    Of a lack (*poor growth*, said of zinc) the lack is in front: *zinc deficiency: poor growth*.
    """
    name = row.agent.resolved.strip()
    text = row.clean_text
    if name and row.type == "deficiency" and not names_lack(f"{name} {text}"):
        return f"{name} deficiency: {text}"
    if not name or name.lower() in text.lower():
        return text
    return f"{name}: {text}"


def evidence_row(finding: Finding, claim: ClaimRow) -> EvidenceRow:
    """The row of a claim's finding."""
    return EvidenceRow(
        claim_id=claim.claim_id,
        doc_id=claim.doc_id,
        verdict=finding.verdict,
        probs=probs_of(finding),
        rationale=[
            Rationale(str(r.evidence_id), r.sentence, r.start, r.end, r.score)
            for r in finding.rationale
        ],
        reasons=list(finding.reasons),
        candidates=[str(id) for id in finding.candidates],
    )


def probs_of(finding: Finding) -> dict[str, float]:
    """The probabilities by label, in the order of the labels."""
    p = finding.probs
    return {"supports": p.supports, "refutes": p.refutes, "not_enough_info": p.not_enough_info}
