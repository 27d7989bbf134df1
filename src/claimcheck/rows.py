"""The rows of the output tables (see docs/tables.md), as dataclasses in the contract's key order.

`start` and `end` are half-open code points into the document's original text; `text` is always
`original[start:end]`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Final

#: Version of all tables; its history is in docs/tables.md.
SCHEMA_VERSION: Final = "1.0"


@dataclass(slots=True)
class Mention:
    """A stretch of the original."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class Agent:
    """What acts. `text`, `start`, `end` are null where the agent is implied."""

    text: str | None
    start: int | None
    end: int | None
    resolved: str
    concept_id: str | None


@dataclass(slots=True)
class Predicate:
    """The words that relate agent and outcome; null where a heading or lead-in supplies them."""

    text: str | None
    start: int | None
    end: int | None
    lemma: str


@dataclass(slots=True)
class Outcome:
    """What is acted on. `name` is the concept's preferred name, or the lower-cased text."""

    text: str
    start: int
    end: int
    concept_id: str | None
    name: str


@dataclass(slots=True)
class Qualifier:
    """What limits the claim; `kind` is one of `labels.QUALIFIER_KINDS`."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(slots=True)
class Cue:
    """A hedging or boosting cue with its scope; `category` is one of `labels.CUE_CATEGORIES`."""

    text: str
    start: int
    end: int
    category: str
    scope_start: int
    scope_end: int


@dataclass(slots=True)
class ClaimRow:
    """One claim (claims.jsonl)."""

    claim_id: str
    doc_id: str
    source: str
    role: str
    path: str
    title: str
    section: list[str]
    unit_id: str
    unit_kind: str
    text: str
    clean_text: str
    start: int
    end: int
    agent: Agent
    predicate: Predicate
    outcomes: list[Outcome]
    qualifiers: list[Qualifier]
    type: str
    type_probs: dict[str, float]
    polarity: str
    strength: str
    strength_rank: int
    strength_probs: dict[str, float]
    certainty: float
    basis: str
    basis_probs: dict[str, float]
    cues: list[Cue]
    from_context: bool
    flags: list[str]
    reasons: list[str]
    register: str = "not_listed"
    register_entry: str | None = None
    claim_prob: float = 1.0
    schema_version: str = SCHEMA_VERSION


@dataclass(slots=True)
class SentenceRow:
    """One unit, claim or not (sentences.jsonl).

    The keys after `cues` are the layout: they let a report draw the page from the tables alone.
    """

    unit_id: str
    doc_id: str
    source: str
    kind: str
    section: list[str]
    text: str
    clean_text: str
    start: int
    end: int
    is_claim: bool
    claim_prob: float
    claim_ids: list[str]
    cues: list[Cue]
    role: str = "statement"
    block: int = 0
    block_kind: str = "paragraph"
    level: int = 0
    row: int = -1
    column: int = -1
    lead_in: str | None = None
    schema_version: str = SCHEMA_VERSION


@dataclass(slots=True)
class DocumentRow:
    """One document (documents.jsonl). `topic` is what the page is about."""

    doc_id: str
    source: str
    role: str
    path: str
    title: str
    topic: str
    topic_concept_id: str | None
    format: str
    encoding: str
    replaced_characters: int
    offsets_into: str
    characters: int
    units: int
    claims: int
    abbreviations: list[dict[str, str]]
    sha256: str
    warnings: list[str]
    schema_version: str = SCHEMA_VERSION


@dataclass(slots=True)
class Match:
    """A comparable claim of the reference source; `similarity` is 0.0 to 1.0."""

    claim_id: str
    similarity: float


@dataclass(slots=True)
class ComparisonRow:
    """One compared claim, or one omitted claim of the reference source (comparisons.jsonl).

    `claim_id` is the reviewed claim's, for `omitted` the reference claim's. `substance` and
    `outcomes` are concept ids or names: what the comparison is about.
    """

    claim_id: str
    doc_id: str
    verdict: str
    matches: list[Match]
    reasons: list[str]
    reviewed_source: str
    reference_source: str
    substance: str
    outcomes: list[str]
    schema_version: str = SCHEMA_VERSION


@dataclass(slots=True)
class Rationale:
    """A sentence of the evidence; `score`: probability that by itself it decides the claim."""

    evidence_id: str
    sentence: str
    start: int
    end: int
    score: float


@dataclass(slots=True)
class EvidenceRow:
    """What an evidence base says of one claim (evidence.jsonl).

    `candidates`: ids of the evidence that was looked at, the nearest first.
    """

    claim_id: str
    doc_id: str
    verdict: str
    probs: dict[str, float]
    rationale: list[Rationale]
    reasons: list[str]
    candidates: list[str]
    schema_version: str = SCHEMA_VERSION


@dataclass(slots=True)
class ErrorRow:
    """One document that failed (errors.jsonl)."""

    path: str
    source: str
    kind: str
    message: str
    place: str
    remedy: str = ""
    schema_version: str = SCHEMA_VERSION


@dataclass(slots=True)
class DocumentRows:
    """All rows of one document."""

    document: DocumentRow
    sentences: list[SentenceRow] = field(default_factory=list)
    claims: list[ClaimRow] = field(default_factory=list)


#: Table name → row class; the file is `<name>.jsonl`.
TABLES: Final[dict[str, type]] = {
    "claims": ClaimRow,
    "sentences": SentenceRow,
    "documents": DocumentRow,
    "comparisons": ComparisonRow,
    "evidence": EvidenceRow,
    "errors": ErrorRow,
}


def to_plain(row: Any) -> dict[str, Any]:
    """A row as plain data, keys in the order of its class."""
    return asdict(row)
