"""Contrast inside one document: headings that claim more than their section, and claims that
contradict each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..concepts import KnowledgeBase
from ..config import ContrastSection, default_config
from ..rows import ClaimRow, DocumentRows, SentenceRow
from .index import RelationIndex
from .pairing import SAME
from .relation import Relation, relation_of
from .verdicts import Counterpart, counterparts, shortened

HEADING_OVERCLAIMS = "heading_overclaims"
SELF_CONTRADICTION = "self_contradiction"


@dataclass(frozen=True, slots=True)
class Finding:
    """A flag for one claim of a document, with the reason that a reader is given."""

    claim_id: str
    flag: str
    reason: str


def flag_document(
    rows: DocumentRows, kb: KnowledgeBase, config: ContrastSection | None = None
) -> None:
    """Add the flags `heading_overclaims` and `self_contradiction` and their reasons, in place.

    rows (DocumentRows): all rows of one document, sentences in order.
    kb (KnowledgeBase): the one whose ids the rows hold.
    config (ContrastSection or None): None takes the default configuration.
    """
    claims = {claim.claim_id: claim for claim in rows.claims}
    for finding in findings(rows, kb, config or default_config().contrast):
        claim = claims[finding.claim_id]
        if finding.flag not in claim.flags:
            claim.flags.append(finding.flag)
            claim.reasons.append(finding.reason)


def findings(rows: DocumentRows, kb: KnowledgeBase, config: ContrastSection) -> list[Finding]:
    """What `flag_document` adds, headings first, each in the order of the claims."""
    topic = rows.document.topic_concept_id
    topics = {rows.document.doc_id: topic} if topic else {}
    relations = {claim.claim_id: relation_of(claim, kb, topics) for claim in rows.claims}
    found = list(_overclaiming_headings(rows, relations, kb, config))
    found.extend(_contradictions(rows.claims, relations, kb, config))
    return found


def _overclaiming_headings(
    rows: DocumentRows, relations: dict[str, Relation], kb: KnowledgeBase, config: ContrastSection
) -> Iterator[Finding]:
    """Heading claims that nothing of the same outcome in their section bears out in strength."""
    for place, sentence in enumerate(rows.sentences):
        if sentence.kind != "heading" or not sentence.claim_ids:
            continue
        body = [relations[i] for i in _claims_below(rows.sentences, place) if i in relations]
        for claim_id in sentence.claim_ids:
            if claim_id not in relations:
                continue
            heading = relations[claim_id]
            same = [c for c in counterparts(heading, body, kb, config) if c.pairing.kind == SAME]
            if same and all(c.stronger >= config.stronger for c in same):
                yield Finding(claim_id, HEADING_OVERCLAIMS, _overclaim(heading, same))


def _claims_below(sentences: list[SentenceRow], place: int) -> Iterator[str]:
    """Ids of the claims between a heading and the next one of its level or above."""
    level = sentences[place].level
    for sentence in sentences[place + 1 :]:
        if sentence.kind == "heading" and sentence.level <= level:
            return
        yield from sentence.claim_ids


def _overclaim(heading: Relation, same: list[Counterpart]) -> str:
    best = max(same, key=lambda c: c.relation.rank).relation
    return (
        f"the heading is {heading.strength}; its section says no more than "
        f"{best.strength}: '{shortened(best.quote)}'"
    )


def _contradictions(
    claims: list[ClaimRow],
    relations: dict[str, Relation],
    kb: KnowledgeBase,
    config: ContrastSection,
) -> Iterator[Finding]:
    """Claims of different units that say the opposite of one outcome, within one scope."""
    index = RelationIndex(config.profile_size)
    for relation in relations.values():
        index.add(relation)
    units = {claim.claim_id: claim.unit_id for claim in claims}
    for claim in claims:
        relation = relations[claim.claim_id]
        others = (
            other
            for other in index.candidates(relation, config.max_candidates)
            if units[other.claim_id] != claim.unit_id
        )
        for c in counterparts(relation, others, kb, config):
            if c.clashes and c.pairing.exact:
                yield Finding(claim.claim_id, SELF_CONTRADICTION, _contradiction(c))
                break


def _contradiction(other: Counterpart) -> str:
    quote = shortened(other.relation.quote)
    return f"the document says the opposite elsewhere: '{quote}' ({other.relation.claim_id})"
