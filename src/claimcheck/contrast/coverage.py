"""What a source covers and advises: whether it can omit something, and what answers a caution."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..concepts import KnowledgeBase
from ..rows import DocumentRow, SentenceRow
from .index import RelationIndex
from .relation import ACTION, BENEFIT, HARM, LACK, SAFETY, WARNING, Relation, agent_keys
from .words import is_advice


def topics_of(documents: Iterable[DocumentRow], source: str | None = None) -> dict[str, str]:
    """Document id → concept id of its topic, for the documents (of one source) that have one."""
    return {
        row.doc_id: row.topic_concept_id
        for row in documents
        if row.topic_concept_id and source in (None, row.source)
    }


class Advice:
    """The advice of one source to consult someone about a named group, medicine or condition."""

    def __init__(self, kb: KnowledgeBase) -> None:
        """kb (KnowledgeBase): finds what a piece of advice names."""
        self._kb = kb
        self._units: dict[tuple[str, str], str] = {}

    def add(self, sentence: SentenceRow, topic: str | None) -> None:
        """Note a unit that is advice. topic (str or None): concept id of its page's topic."""
        if topic is None or topic not in self._kb.concepts or not is_advice(sentence.clean_text):
            return
        for mention in self._kb.find(sentence.clean_text):
            if mention.concept_id == topic:
                continue
            for agent in self._kb.block_keys(topic):
                for key in self._kb.block_keys(mention.concept_id):
                    self._units.setdefault((agent, key), sentence.unit_id)

    def about(self, caution: Relation) -> str | None:
        """The id of a unit that advises about what a caution names, or None."""
        if caution.sense not in (WARNING, SAFETY):
            return None
        for facet in caution.facets:
            for agent in caution.agent_keys:
                for key in facet.keys:
                    unit = self._units.get((agent, key))
                    if unit is not None:
                        return unit
        return None


class Coverage:
    """Which substances a source speaks of."""

    def __init__(
        self, topics: Mapping[str, str], index: RelationIndex, kb: KnowledgeBase, at_least: int
    ) -> None:
        """Collect the topics of the source's pages.

        topics (mapping): of the source's documents.
        index (RelationIndex): the source's claims.
        at_least (int): claims about a substance that count as covering it.
        """
        self._topics: dict[str, str] = {}
        for topic in sorted(set(topics.values()) & kb.concepts.keys()):
            for key in agent_keys(topic, kb):
                self._topics.setdefault(key, kb.concepts[topic].name)
        self._index = index
        self._at_least = at_least

    def reason(self, relation: Relation) -> str | None:
        """Why the source covers the agent of a relation, or None where it does not."""
        for key in relation.agent_keys:
            if key in self._topics:
                return f"the reviewed source has a page about {self._topics[key]}"
        count = self._index.claims_about(relation.agent_keys)
        if count >= self._at_least:
            return f"the reviewed source makes {count} claims about {relation.agent_name}"
        return None


def adverse(relation: Relation) -> str | None:
    """What kind of thing a source should not leave out: *harm*, *caution*, *limitation*,
    *insufficient evidence*; None for everything else (guidelines 8)."""
    if relation.rank == 0 and relation.sense not in (HARM, WARNING):
        return "statement of insufficient evidence" if _names_something(relation) else None
    if not relation.affirmed:
        limits = relation.sense in (BENEFIT, ACTION, LACK) and _names_something(relation)
        return "limitation" if limits else None
    return {HARM: "harm", WARNING: "caution"}.get(relation.sense)


def _names_something(relation: Relation) -> bool:
    """Whether a gap or denial says what it is about (*more research is needed* does not)."""
    return any(f.concept_id and not f.broad for f in relation.facets)
