"""The comparison of two sources over a whole corpus.

Three passes over the claims: both sources are indexed by what their claims are about; every claim
of the reviewed source gets its verdict; what the reference warns of and the reviewed source does
not mention is reported as omitted. Rows come in the order of the claims, so the same claims give
the same table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..concepts import KnowledgeBase
from ..config import Config, ContrastSection
from ..rows import ClaimRow, ComparisonRow, DocumentRow, Match, SentenceRow
from ..tables import iter_rows, write_table
from .coverage import Advice, Coverage, adverse, topics_of
from .index import RelationIndex
from .relation import Relation, relation_of
from .verdicts import Counterpart, Verdict, counterparts, judge

CLAIMS: Final = "claims.jsonl"
SENTENCES: Final = "sentences.jsonl"
DOCUMENTS: Final = "documents.jsonl"
COMPARISONS: Final = "comparisons.jsonl"


@dataclass(frozen=True)
class Tables:
    """The rows to compare: read again for every pass, so never all in memory.

    claims, sentences, documents: each a file, or the rows themselves.
    """

    claims: Path | Sequence[ClaimRow]
    sentences: Path | Sequence[SentenceRow] = ()
    documents: Path | Sequence[DocumentRow] = ()

    @classmethod
    def of(cls, claims: Path | Sequence[ClaimRow]) -> Tables:
        """A claims table with the tables that stand beside it."""
        if not isinstance(claims, Path):
            return cls(claims)
        beside = [claims.with_name(name) for name in (SENTENCES, DOCUMENTS)]
        return cls(claims, *(path if path.is_file() else () for path in beside))

    def iter_claims(self, source: str) -> Iterator[ClaimRow]:
        """The claims of one source, in order."""
        if isinstance(self.claims, Path):
            return iter_rows(self.claims, ClaimRow, source)
        return (row for row in self.claims if row.source == source)

    def iter_sentences(self, source: str) -> Iterator[SentenceRow]:
        """The units of one source, in order."""
        if isinstance(self.sentences, Path):
            return iter_rows(self.sentences, SentenceRow, source)
        return (row for row in self.sentences if row.source == source)

    def iter_documents(self) -> Iterator[DocumentRow]:
        """All documents, in order."""
        if isinstance(self.documents, Path):
            return iter_rows(self.documents, DocumentRow)
        return iter(self.documents)


class Side:
    """One source: its claims by what they are about, and its advice."""

    def __init__(
        self, name: str, tables: Tables, topics: Mapping[str, str], kb: KnowledgeBase, size: int
    ) -> None:
        self.name = name
        self._tables = tables
        self._topics = topics
        self._kb = kb
        self.index = RelationIndex(size)
        for relation in self.relations():
            self.index.add(relation)
        self.advice = Advice(kb)
        for sentence in tables.iter_sentences(name):
            self.advice.add(sentence, topics.get(sentence.doc_id))

    def relations(self) -> Iterator[Relation]:
        """The claims of the source, in order, as contrast sees them."""
        for claim in self._tables.iter_claims(self.name):
            yield relation_of(claim, self._kb, self._topics)


def compare(
    claims: Path | Sequence[ClaimRow] | Tables,
    *,
    reviewed: str,
    reference: str,
    kb: KnowledgeBase,
    config: Config,
) -> Iterator[ComparisonRow]:
    """Compare the claims of two sources.

    claims (Path, ClaimRows or Tables): a claims.jsonl (the tables beside it give topics and
        advice), or rows.
    reviewed, reference (str): names of the two sources.
    YIELDS (ComparisonRow): one for each claim of `reviewed`, in order, then one for each omitted
        claim of `reference`, in order.
    RAISES: UsageError for a table that cannot be read.
    """
    tables = claims if isinstance(claims, Tables) else Tables.of(claims)
    topics = topics_of(tables.iter_documents())
    size = config.contrast.profile_size
    ours = Side(reviewed, tables, topics, kb, size)
    theirs = Side(reference, tables, topics, kb, size)
    yield from _verdicts(ours, theirs, kb, config.contrast)
    own_topics = topics_of(tables.iter_documents(), reviewed)
    coverage = Coverage(own_topics, ours.index, kb, config.contrast.coverage_claims)
    yield from _omissions(ours, theirs, coverage, kb, config.contrast)


def write_comparisons(
    out: Path, reviewed: str, reference: str, kb: KnowledgeBase, config: Config
) -> int:
    """Compare two sources of an output folder and write its comparisons.jsonl.

    out (Path): a folder with claims.jsonl, sentences.jsonl and documents.jsonl.
    RETURNS (int): number of rows.
    RAISES: UsageError for a table that cannot be read.
    """
    rows = compare(out / CLAIMS, reviewed=reviewed, reference=reference, kb=kb, config=config)
    return write_table(out / COMPARISONS, rows)


def _verdicts(
    ours: Side, theirs: Side, kb: KnowledgeBase, config: ContrastSection
) -> Iterator[ComparisonRow]:
    for claim in ours.relations():
        candidates = theirs.index.candidates(claim, config.max_candidates)
        verdict = judge(claim, counterparts(claim, candidates, kb, config), config)
        if verdict.label == "not_found":
            verdict = _answered_by_advice(claim, verdict, theirs)
        yield _row(claim, verdict, ours.name, theirs.name, config)


def _answered_by_advice(claim: Relation, verdict: Verdict, theirs: Side) -> Verdict:
    """Advice about a named group is a counterpart of a caution for it, though it is no claim."""
    unit = theirs.advice.about(claim) if adverse(claim) == "caution" else None
    if unit is None:
        return verdict
    return Verdict(
        "supported", (), (f"the reference advises to consult someone about it ({unit})",)
    )


def _omissions(
    ours: Side, theirs: Side, coverage: Coverage, kb: KnowledgeBase, config: ContrastSection
) -> Iterator[ComparisonRow]:
    for claim in theirs.relations():
        kind = adverse(claim)
        covered = coverage.reason(claim) if kind else None
        if kind is None or covered is None:
            continue
        candidates = ours.index.candidates(claim, config.max_candidates)
        answers = any(c.answers for c in counterparts(claim, candidates, kb, config))
        if answers or ours.advice.about(claim):
            continue
        named = ", ".join(f.text for f in claim.facets) or claim.quote
        verdict = Verdict("omitted", (), (f"{kind} without a counterpart: {named}", covered))
        yield _row(claim, verdict, ours.name, theirs.name, config)


def _row(
    claim: Relation, verdict: Verdict, reviewed: str, reference: str, config: ContrastSection
) -> ComparisonRow:
    kept = verdict.counterparts[: config.max_matches]
    return ComparisonRow(
        claim_id=claim.claim_id,
        doc_id=claim.doc_id,
        verdict=verdict.label,
        matches=[Match(c.relation.claim_id, c.pairing.similarity) for c in kept],
        reasons=list(verdict.reasons),
        reviewed_source=reviewed,
        reference_source=reference,
        substance=claim.agent.removeprefix("="),
        outcomes=_outcomes(claim, kept),
    )


def _outcomes(claim: Relation, kept: Sequence[Counterpart]) -> list[str]:
    """What a row is about: the outcomes that matched, or all of the claim's."""
    facets = [c.pairing.outcomes[0] for c in kept] or claim.facets
    names = [f.concept_id or " ".join(f.words) for f in facets]
    return list(dict.fromkeys(names))
