"""Looking a claim up in the register."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from ..concepts import KnowledgeBase
from .model import Entry, Status

NOT_LISTED: Final = Status("not_listed", None)
#: Types of claim (guidelines 4) that say what a substance is good for.
_BENEFITS: Final = frozenset(("treatment", "function", "mechanism"))
#: Groups of substances that are no foods: their claims are not for this register.
_NO_FOODS: Final = frozenset(("medicine", "medicine-class", "behaviour", "toxin"))


class Register:
    """The permitted claims, found by substance and outcome. Immutable."""

    def __init__(self, entries: Iterable[Entry], kb: KnowledgeBase) -> None:
        """entries (iterable of Entry): with ids that `kb` knows; see `load_register`."""
        self.entries: Mapping[str, Entry] = MappingProxyType({e.id: e for e in entries})
        self._concepts = kb.concepts
        self._by_pair: dict[tuple[str, str], Entry] = {}
        for entry in self.entries.values():
            for substance in entry.substances:
                for outcome in (*entry.outcomes, *entry.diseases):
                    self._by_pair.setdefault((substance, outcome), entry)

    def lookup(
        self,
        agent: str | None,
        outcomes: Sequence[str | None],
        *,
        type: str,
        polarity: str,
    ) -> Status:
        """What the register says of a claim.

        agent (str or None): concept id of the agent, None where it has none.
        outcomes (sequence of str or None): concept ids of all outcomes, None for one without.
        type (str): claim type of guidelines 4.
        polarity (str): `affirmed` or `negated`.
        RETURNS (Status): `authorised` where every outcome is permitted for the agent, or for what
            the agent is a salt or form of; `disease_claim` where an outcome is a named disease
            that no entry of Article 14 names for the agent; `not_listed` for all else: harms,
            safety, effects of a lack, denials, medicines and behaviours too. Whether the
            conditions of use are met is not judged.
        """
        concept = self._concepts.get(agent or "")
        if type not in _BENEFITS or polarity != "affirmed":
            return NOT_LISTED
        if concept is not None and concept.group in _NO_FOODS:
            return NOT_LISTED
        found = [self._entry(agent, outcome) for outcome in outcomes]
        if any(
            entry is None and self._is_disease(outcome)
            for entry, outcome in zip(found, outcomes, strict=True)
        ):
            return Status("disease_claim", None)
        permitted = [entry for entry in found if entry is not None]
        if not found or len(permitted) < len(found):
            return NOT_LISTED
        return Status("authorised", permitted[0].id)

    def _is_disease(self, outcome: str | None) -> bool:
        concept = self._concepts.get(outcome or "")
        return concept is not None and concept.group == "disease"

    def _entry(self, agent: str | None, outcome: str | None) -> Entry | None:
        if agent is None or outcome is None or agent not in self._concepts:
            return None
        for substance in self._forms_up(agent):
            entry = self._by_pair.get((substance, outcome))
            if entry is not None:
                return entry
        return None

    def _forms_up(self, agent: str) -> list[str]:
        """The agent and what it is a salt or form of, nearest first."""
        chain = [agent]
        for at in chain:
            chain.extend(s for s in self._concepts[at].form_of if s not in chain)
        return chain
