"""What a claim is about, and whether a sentence of the evidence is about the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from ..concepts import KnowledgeBase
from ..concepts.model import PREFIXES
from ..contrast.words import is_generic_agent
from ..spans import Span
from .model import Claim
from .signs import Reading, read

#: Groups of outcomes that say for whom, not what: a claim about nothing else has no outcome.
_NO_EFFECT: Final = frozenset(("population",))


@dataclass(frozen=True, slots=True)
class Named:
    """What a text names of a claim's substance and outcomes, and what it says of them.

    substance, outcome (str): in the text's own words. rival (str): another substance that it names
    before the outcome; population (str): people, such as *pregnant women*, that the claim does not
    name; "" for none.
    """

    substance: str
    outcome: str
    reading: Reading
    rival: str = ""
    population: str = ""

    @property
    def is_circular(self) -> bool:
        """Whether the outcome's name has the substance's (*zinc* in *zinc status*)."""
        return self.substance.lower() in self.outcome.lower()

    @property
    def told(self) -> str:
        """For a reader: what was found."""
        return f"names *{self.substance}* and *{self.outcome}*"


@dataclass(frozen=True, slots=True)
class Concepts:
    """Ids of the substances and outcomes that a sentence names."""

    substances: frozenset[str]
    outcomes: frozenset[str]


def concepts_of(sentences: Sequence[str], kb: KnowledgeBase) -> tuple[Concepts, ...]:
    """What each sentence of a passage names."""
    return tuple(
        Concepts(*(frozenset(m.concept_id for m in kb.find(s, kind)) for kind in PREFIXES))
        for s in sentences
    )


class Topic:
    """A claim's substance and outcomes, to hold sentences against.

    claim (Claim): with concepts, or plain text whose concepts are looked for. kb (KnowledgeBase).
    """

    def __init__(self, claim: Claim, kb: KnowledgeBase) -> None:
        self._kb = kb
        self.subject = claim.subject
        self.outcomes = tuple(o for o in claim.outcomes if self._is_effect(o))
        self.reading = self._reading(claim.text)
        self._people = {id for id, _ in self._populations(claim.text)}

    @property
    def is_whole(self) -> bool:
        """Whether substance and outcome are known."""
        return bool(self.subject and self.outcomes)

    def _is_effect(self, concept_id: str) -> bool:
        concept = self._kb.concepts[concept_id]
        return concept.kind == "outcome" and not concept.broad and concept.group not in _NO_EFFECT

    def _reading(self, text: str) -> Reading:
        substances, outcomes = self._mentions(text)
        return read(text, substances, outcomes)

    def may_be_named(self, concepts: Concepts) -> bool:
        """Whether a sentence that names these concepts can name substance and outcome: a quick
        look before `named`."""
        return any(
            self._is_same(c, outcome) for c in concepts.outcomes for outcome in self.outcomes
        ) and any(self._kb.same_agent(c, self.subject) for c in concepts.substances)

    def named(self, sentence: str) -> Named | None:
        """What a sentence names of the claim; None where substance or outcome lacks.

        The substance must stand there by itself too, not only in the outcome's name (*zinc* in
        *zinc deficiency*).
        """
        substances, outcomes = self._mentions(sentence)
        alone = [s for s in substances if not any(o.contains(s) for o in outcomes)]
        if not alone or not outcomes:
            return None
        populations = self._populations(sentence)
        return Named(
            alone[0].cut(sentence),
            outcomes[0].cut(sentence),
            read(sentence, alone, outcomes),
            self._rival(sentence, outcomes[0]),
            next((word for id, word in populations if id not in self._people), ""),
        )

    def _rival(self, sentence: str, outcome: Span) -> str:
        """The first other substance named before the outcome."""
        for mention in self._kb.find(sentence, "substance"):
            if mention.span.end > outcome.start:
                break
            if not self._kb.same_agent(mention.concept_id, self.subject):
                return mention.span.cut(sentence)
        return ""

    def _populations(self, text: str) -> list[tuple[str, str]]:
        """The people that a text names: id of the concept, and the words."""
        return [
            (m.concept_id, m.span.cut(text))
            for m in self._kb.find(text, "outcome")
            if self._kb.concepts[m.concept_id].group in _NO_EFFECT
        ]

    def _mentions(self, text: str) -> tuple[list[Span], list[Span]]:
        """Where a text names the substance or a form of it, and the outcomes or aspects of them."""
        substances = [
            m.span
            for m in self._kb.find(text, "substance")
            if self.subject and self._kb.same_agent(m.concept_id, self.subject)
        ]
        outcomes = [
            m.span
            for m in self._kb.find(text, "outcome")
            if any(self._is_same(m.concept_id, outcome) for outcome in self.outcomes)
        ]
        return substances, outcomes

    def _is_same(self, a: str, b: str) -> bool:
        """Whether two outcomes are one, or one an aspect of the other; what only concerns the other
        (*bone density* and *osteoporosis*) or is a kind of it bears out less than the claim."""
        concepts = self._kb.concepts
        return a == b or b in concepts[a].form_of or a in concepts[b].form_of


def with_concepts(claim: Claim, kb: KnowledgeBase) -> Claim:
    """A claim with the substance that its text begins with and the outcomes that follow, where it
    has none yet. *Higher doses of zinc …* begins with zinc, *Lozenges with zinc …* does not."""
    if claim.subject and (claim.outcomes or claim.analysed):
        return claim
    subject, start = claim.subject, 0
    if not subject:
        first = next(iter(kb.find(claim.text, "substance")), None)
        if first is None or not is_generic_agent(claim.text[: first.span.start]):
            return claim
        subject, start = first.concept_id, first.span.end
    found = [m.concept_id for m in kb.find(claim.text, "outcome") if m.span.start >= start]
    outcomes = claim.outcomes or tuple(dict.fromkeys(found))
    return replace(claim, subject=subject, outcomes=outcomes) if outcomes else claim
