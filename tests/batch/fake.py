"""An annotator without a model: every unit that names a remedy is a claim.

What a page says tells it to misbehave: `KILL` ends the process, `SLEEP` takes long, `RAISE` fails,
`MEMORY` asks for more than there is. Functions at module level, so that worker processes find them.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from claimcheck import labels
from claimcheck.batch.shard import Annotator
from claimcheck.config import Config
from claimcheck.documents import Document, Unit
from claimcheck.rows import (
    Agent,
    ClaimRow,
    DocumentRow,
    DocumentRows,
    Outcome,
    Predicate,
    SentenceRow,
)


def make_annotator(config: Config, model: Path | None) -> Annotator:
    """An `AnnotatorFactory`."""
    return annotate


def annotate(documents: Iterable[Document]) -> Iterator[DocumentRows]:
    """An `Annotator`."""
    for document in documents:
        _misbehave(document.text)
        yield rows_of(document)


def slowly(config: Config, model: Path | None) -> Annotator:
    """A factory whose annotator takes 20 ms a page."""

    def annotate_slowly(documents: Iterable[Document]) -> Iterator[DocumentRows]:
        for document in documents:
            time.sleep(0.02)
            yield rows_of(document)

    return annotate_slowly


def _misbehave(text: str) -> None:
    if "RAISE" in text:
        raise ValueError("this page cannot be")
    if "SLEEP" in text:
        _take_long()
    if "KILL" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "MEMORY" in text:
        _exhaust_memory()


def _take_long() -> None:
    for _ in range(3000):
        time.sleep(0.01)


def _exhaust_memory() -> None:
    """What the kernel does to a process that takes too much: it is killed, nothing is raised."""
    hoard = [bytearray(1 << 20) for _ in range(64)]
    if len(hoard) * len(hoard[0]) > 32 << 20:
        os.kill(os.getpid(), signal.SIGKILL)


def rows_of(document: Document) -> DocumentRows:
    """The rows of a page; each unit with "helps" is a claim."""
    claims = [_claim(document, unit) for unit in document.units if "helps" in unit.text]
    sentences = [_sentence(document, unit, claims) for unit in document.units]
    row = DocumentRow(
        doc_id=document.doc_id,
        source=document.source.name,
        role=document.source.role,
        path=document.path,
        title=document.title,
        topic="",
        topic_concept_id=None,
        format=document.format,
        encoding=document.encoding,
        replaced_characters=document.replaced_characters,
        offsets_into=document.offsets_into,
        characters=len(document.text),
        units=len(sentences),
        claims=len(claims),
        abbreviations=[],
        sha256=document.sha256,
        warnings=list(document.warnings),
    )
    return DocumentRows(row, sentences, claims)


def _sentence(document: Document, unit: Unit, claims: list[ClaimRow]) -> SentenceRow:
    unit_id = f"{document.doc_id}:{unit.span.start}-{unit.span.end}"
    ids = [claim.claim_id for claim in claims if claim.unit_id == unit_id]
    return SentenceRow(
        unit_id=unit_id,
        doc_id=document.doc_id,
        source=document.source.name,
        kind=unit.kind,
        section=list(unit.section),
        text=unit.text,
        clean_text=unit.clean_text,
        start=unit.span.start,
        end=unit.span.end,
        is_claim=bool(ids),
        claim_prob=0.9 if ids else 0.1,
        claim_ids=ids,
        cues=[],
        block=unit.block,
    )


def _claim(document: Document, unit: Unit) -> ClaimRow:
    start, end = unit.span.start, unit.span.end
    agent_end = start + len(unit.text.split()[0])
    return ClaimRow(
        claim_id=f"{document.doc_id}:{start}-{end}",
        doc_id=document.doc_id,
        source=document.source.name,
        role=document.source.role,
        path=document.path,
        title=document.title,
        section=list(unit.section),
        unit_id=f"{document.doc_id}:{start}-{end}",
        unit_kind=unit.kind,
        text=unit.text,
        clean_text=unit.clean_text,
        start=start,
        end=end,
        agent=Agent(document.text[start:agent_end], start, agent_end, "", None),
        predicate=Predicate(None, None, None, "help"),
        outcomes=[Outcome(unit.text[-5:], end - 5, end, None, unit.text[-5:].lower())],
        qualifiers=[],
        type="treatment",
        type_probs=_certain(labels.TYPES, "treatment"),
        polarity="affirmed",
        strength="direct",
        strength_rank=3,
        strength_probs=_certain(labels.STRENGTHS, "direct"),
        certainty=5.5,
        basis="none",
        basis_probs=_certain(labels.BASES, "none"),
        cues=[],
        from_context=False,
        flags=["bare_assertion"],
        reasons=["no hedge and no basis"],
    )


def _certain(names: Iterable[str], best: str) -> dict[str, float]:
    return {name: 1.0 if name == best else 0.0 for name in names}
