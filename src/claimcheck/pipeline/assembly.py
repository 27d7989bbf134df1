"""From a Doc to the rows of the tables: every span cut from the original file."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from ..concepts import KnowledgeBase, load_knowledge_base
from ..documents.model import Document, Unit
from ..register import Register, load_register
from ..rows import (
    Agent,
    ClaimRow,
    Cue,
    DocumentRow,
    DocumentRows,
    Outcome,
    Predicate,
    Qualifier,
    SentenceRow,
)
from ..spans import Span
from .extensions import register
from .labels_heads.component import cue_row, cues_by_unit
from .labels_heads.features import PlacedCue
from .loading import COMPONENTS
from .units import doc_text, span_in_document, unit_data

#: Decimals of a probability.
_DIGITS = 4


def annotate(
    nlp: Language, documents: Iterable[Document], batch_size: int = 32
) -> Iterator[DocumentRows]:
    """The rows of each document, in order.

    nlp (Language): from `load_pipeline`. batch_size (int): documents that spaCy holds at once.
    RAISES: ModelError where the models cannot be read.
    """
    register()
    kb = _knowledge_base(nlp)
    permitted = _permitted(kb)
    make = make_doc if nlp.pipe_names != list(COMPONENTS) else _without_tokens
    pairs = ((make(nlp, document), document) for document in documents)
    for doc, document in nlp.pipe(pairs, as_tuples=True, batch_size=batch_size):
        rows = document_rows(doc, document)
        _flag(rows, kb)
        _look_up(rows, permitted)
        yield rows


def make_doc(nlp: Language, document: Document) -> Doc:
    """A Doc of the units' clean texts that knows its units; no component has run yet."""
    doc = nlp.make_doc(doc_text(document))
    doc._.units = unit_data(document)
    return doc


def _without_tokens(nlp: Language, document: Document) -> Doc:
    """The same without tokens: only a base pipeline reads them, and a page has very many."""
    doc = Doc(nlp.vocab)
    doc._.units = unit_data(document)
    return doc


def _knowledge_base(nlp: Language) -> KnowledgeBase:
    if "claimcheck_claims" in nlp.pipe_names:
        kb: KnowledgeBase = nlp.get_pipe("claimcheck_claims").kb  # type: ignore[attr-defined]
        return kb
    return load_knowledge_base()


def _flag(rows: DocumentRows, kb: KnowledgeBase) -> None:
    from ..contrast.internal import flag_document

    flag_document(rows, kb)


@lru_cache(2)
def _permitted(kb: KnowledgeBase) -> Register:
    """The register over a knowledge base, read once."""
    return load_register(kb)


def _look_up(rows: DocumentRows, permitted: Register) -> None:
    """Whether each claim stands in the register of permitted claims."""
    for claim in rows.claims:
        found = permitted.lookup(
            claim.agent.concept_id,
            [outcome.concept_id for outcome in claim.outcomes],
            type=claim.type,
            polarity=claim.polarity,
        )
        claim.register, claim.register_entry = found.status, found.entry_id


def document_rows(doc: Doc, document: Document) -> DocumentRows:
    """The rows of one annotated Doc that was made from `document`."""
    places = _Places(document, doc._.units)
    claims = [_claim(row, document, places) for row in doc._.claims]
    claim_ids: dict[int, list[str]] = defaultdict(list)
    for row, claim in zip(doc._.claims, claims, strict=True):
        claim_ids[row["unit"]].append(claim.claim_id)
    cues = cues_by_unit(doc)
    sentences = [
        _sentence(
            unit,
            document,
            places,
            draft,
            claim_ids[unit.index],
            [
                cue_row(PlacedCue(c, "unit", c.span.cut(unit.clean_text), unit.index), doc._.units)
                for c in cues.get(unit.index, ())
            ],
        )
        for unit, draft in zip(document.units, doc._.drafts, strict=True)
    ]
    return DocumentRows(_document(doc, document), sentences, claims)


class _Places:
    """From the Doc's text to the original file."""

    def __init__(self, document: Document, units: list[dict[str, Any]]) -> None:
        self.document = document
        self.units = units

    def span(self, row: Mapping[str, Any]) -> Span:
        """Of a mention in its unit."""
        start = self.units[row["unit"]]["start"]
        return span_in_document(
            self.document, row["unit"], Span(row["start"] - start, row["end"] - start)
        )

    def cut(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """`text`, `start`, `end` of a mention in the original."""
        span = self.span(row)
        return {"text": span.cut(self.document.text), "start": span.start, "end": span.end}

    def cut_or_none(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The same, all None where there is no mention."""
        if row["start"] is None:
            return {"text": None, "start": None, "end": None}
        return self.cut(row)

    def cue(self, row: Mapping[str, Any]) -> Cue:
        """A cue with its scope, whose end may lie in a later unit."""
        unit = self.units[row["unit"]]
        if row["scope_end"] <= unit["end"]:
            scope = self.span(
                {"unit": row["unit"], "start": row["scope_start"], "end": row["scope_end"]}
            )
        else:
            first = self.span(
                {"unit": row["unit"], "start": row["scope_start"], "end": unit["end"]}
            )
            last = bisect_left(self.units, row["scope_end"], key=lambda unit: unit["end"])
            scope = Span(first.start, self.document.units[last].span.end)
        return Cue(
            **self.cut(row),
            category=row["category"],
            scope_start=scope.start,
            scope_end=scope.end,
        )


def _claim(row: Mapping[str, Any], document: Document, places: _Places) -> ClaimRow:
    unit = document.units[row["unit"]]
    place = places.cut(row)
    agent, predicate = row["agent"], row["predicate"]
    return ClaimRow(
        claim_id=f"{document.doc_id}:{place['start']}-{place['end']}",
        doc_id=document.doc_id,
        source=document.source.name,
        role=document.source.role,
        path=document.path,
        title=document.title,
        section=list(unit.section),
        unit_id=_unit_id(document, unit),
        unit_kind=unit.kind,
        text=place["text"],
        clean_text=row["text"],
        start=place["start"],
        end=place["end"],
        agent=Agent(
            **places.cut_or_none(agent), resolved=agent["resolved"], concept_id=agent["concept_id"]
        ),
        predicate=Predicate(**places.cut_or_none(predicate), lemma=predicate["lemma"]),
        outcomes=[
            Outcome(**places.cut(o), concept_id=o["concept_id"], name=o["name"])
            for o in row["outcomes"]
        ],
        qualifiers=[Qualifier(kind=q["kind"], **places.cut(q)) for q in row["qualifiers"]],
        type=row["type"],
        type_probs=row["type_probs"],
        polarity=row["polarity"],
        strength=row["strength"],
        strength_rank=row["strength_rank"],
        strength_probs=row["strength_probs"],
        certainty=row["certainty"],
        basis=row["basis"],
        basis_probs=row["basis_probs"],
        cues=[places.cue(cue) for cue in row["cues"]],
        from_context=row["from_context"],
        flags=list(row["flags"]),
        reasons=list(row["reasons"]),
        claim_prob=row["claim_prob"],
    )


def _unit_id(document: Document, unit: Unit) -> str:
    return f"{document.doc_id}:{unit.span.start}-{unit.span.end}"


def _sentence(
    unit: Unit,
    document: Document,
    places: _Places,
    draft: Mapping[str, Any] | None,
    claim_ids: list[str],
    cues: list[dict[str, Any]],
) -> SentenceRow:
    lead_in = None if unit.lead_in is None else document.units[unit.lead_in]
    return SentenceRow(
        unit_id=_unit_id(document, unit),
        doc_id=document.doc_id,
        source=document.source.name,
        kind=unit.kind,
        section=list(unit.section),
        text=unit.text,
        clean_text=unit.clean_text,
        start=unit.span.start,
        end=unit.span.end,
        is_claim=bool(claim_ids),
        claim_prob=0.0 if draft is None else round(draft["claim_prob"], _DIGITS),
        claim_ids=claim_ids,
        cues=[places.cue(cue) for cue in cues],
        role=unit.role,
        block=unit.block,
        block_kind=unit.block_kind,
        level=unit.level,
        row=unit.row,
        column=unit.column,
        lead_in=None if lead_in is None else _unit_id(document, lead_in),
    )


def _document(doc: Doc, document: Document) -> DocumentRow:
    return DocumentRow(
        doc_id=document.doc_id,
        source=document.source.name,
        role=document.source.role,
        path=document.path,
        title=document.title,
        topic=doc._.topic.get("name", ""),
        topic_concept_id=doc._.topic.get("concept_id"),
        format=document.format,
        encoding=document.encoding,
        replaced_characters=document.replaced_characters,
        offsets_into=document.offsets_into,
        characters=len(document.text),
        units=len(document.units),
        claims=len(doc._.claims),
        abbreviations=list(doc._.abbreviations),
        sha256=document.sha256,
        warnings=list(document.warnings),
    )
