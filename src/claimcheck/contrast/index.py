"""The relations of one source, found by what they are about: never all pairs.

A block holds the relations of one key of an agent and one key of an outcome. Inside a block at most
a few relations of one profile (agent, outcome, sense, direction, strength, scope) are kept: more of
the same could add a quote, not change a verdict. So work and memory grow with the number of
different things that a source says, not with how often it says them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from .relation import Facet, Relation

#: Keys of the blocks of an agent's harms, and of denials that there are any.
_HARM: Final = "*harm"
_DENIED: Final = "*no harm"


class RelationIndex:
    """Relations by blocks of agent and outcome."""

    def __init__(self, profile_size: int) -> None:
        """profile_size (int): relations of one profile that are kept in a block."""
        self._profile_size = profile_size
        self._blocks: dict[tuple[str, str], list[Relation]] = {}
        self._counts: dict[tuple[object, ...], int] = {}
        self._agents: dict[str, int] = {}

    def add(self, relation: Relation) -> None:
        """Add a relation to its blocks."""
        for key in relation.agent_keys:
            self._agents[key] = self._agents.get(key, 0) + 1
        for facet in relation.facets:
            for block in _blocks(relation, facet, stored=True):
                self._put(block, relation, facet)

    def _put(self, block: tuple[str, str], relation: Relation, facet: Facet) -> None:
        profile = (
            block,
            relation.agent,
            facet.concept_id or facet.words,
            relation.sense,
            relation.affirmed,
            relation.movement,
            relation.rank,
            tuple(limit.words for limit in relation.limits),
        )
        count = self._counts.get(profile, 0)
        if count < self._profile_size:
            self._counts[profile] = count + 1
            self._blocks.setdefault(block, []).append(relation)

    def candidates(self, relation: Relation, limit: int) -> Iterator[Relation]:
        """Relations of this source that may be comparable with one of another, each once.

        limit (int): how many at most.
        """
        seen: set[str] = set()
        for facet in relation.facets:
            for block in _blocks(relation, facet, stored=False):
                for found in self._blocks.get(block, ()):
                    if found.claim_id not in seen:
                        seen.add(found.claim_id)
                        yield found
                        if len(seen) >= limit:
                            return

    def claims_about(self, agent_keys: tuple[str, ...]) -> int:
        """How many claims the source makes about an agent, its forms or what it is a form of."""
        return max((self._agents.get(key, 0) for key in agent_keys), default=0)


def _blocks(relation: Relation, facet: Facet, *, stored: bool) -> Iterator[tuple[str, str]]:
    """The blocks that a facet is put in (`stored`) or looked up in.

    Outcomes with a concept meet in its keys. Wording is compared only where one of the two lacks a
    concept: `?` blocks hold outcomes without one, `!` blocks those with one.
    """
    if facet.concept_id:
        outcome_keys = [*facet.keys]
        outcome_keys += [f"{'!' if stored else '?'}{word}" for word in dict.fromkeys(facet.words)]
    else:
        words = tuple(dict.fromkeys(facet.words))
        outcome_keys = [f"?{word}" for word in words]
        if not stored:
            outcome_keys += [f"!{word}" for word in words]
    # *No side effects* meets every harm of the agent.
    if relation.denies_any_harm:
        outcome_keys.append(_DENIED if stored else _HARM)
    elif relation.names_a_harm:
        outcome_keys.append(_HARM if stored else _DENIED)
    for agent_key in relation.agent_keys:
        for outcome_key in outcome_keys:
            yield agent_key, outcome_key
