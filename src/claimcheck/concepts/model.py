"""The dataclasses of the knowledge base, and the vocabulary of its groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ..spans import Span

#: Kind of concept → prefix of its ids.
PREFIXES: Final = {"substance": "S:", "outcome": "O:"}

#: Kind of concept → the groups (table names of a lexicon file) that it may belong to.
GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "substance": (
        "vitamin",
        "mineral",
        "amino-acid",
        "fatty-acid",
        "fibre",
        "probiotic",
        "herb",
        "mushroom",
        "alga",
        "food",
        "phytochemical",
        "compound",
        "hormone",
        "medicine",
        "medicine-class",
        "toxin",
        "product",
        "behaviour",
        "class",
    ),
    "outcome": (
        "disease",
        "symptom",
        "function",
        "biomarker",
        "harm",
        "population",
        "mechanism",
        "general",
    ),
}


#: Group of an outcome → whether it is wanted, where its concept does not say so itself.
VALENCE_OF_GROUP: Final = {
    "disease": "undesirable",
    "symptom": "undesirable",
    "harm": "undesirable",
    "function": "desirable",
}
VALENCES: Final = ("desirable", "undesirable", "neutral")


@dataclass(frozen=True, slots=True)
class Concept:
    """One substance or outcome.

    id (str): `S:` or `O:` and a key of lower-case letters, digits and hyphens.
    kind (str): `substance` or `outcome`.
    name (str): the preferred name.
    synonyms (tuple of str): other names that stand for it wherever they occur in a phrase.
    group (str): one of `GROUPS[kind]`.
    is_a (tuple of str): ids of the more general concepts of the same kind.
    form_of (tuple of str): for a substance, what it is a salt, extract or form of; for an
        outcome, the outcome of the same level of detail that it is an aspect of (sleep quality
        of sleep).
    constituent_of (tuple of str): the herbs, foods or oils that a substance is a constituent of.
    concerns (tuple of str): for an outcome, the function, biomarker or substance that it is
        about (hypertension: blood pressure; zinc deficiency: zinc).
    broad (bool): too general for a claim about it to be compared with one about a special case;
        it is matched only when no unknown word qualifies it.
    exact (tuple of str): names that stand for the concept only as the whole phrase (*skin* for
        skin health).
    stated_valence (str): one of `VALENCES`, or empty where the group decides.
    """

    id: str
    kind: str
    name: str
    synonyms: tuple[str, ...]
    group: str
    is_a: tuple[str, ...] = ()
    form_of: tuple[str, ...] = ()
    constituent_of: tuple[str, ...] = ()
    concerns: tuple[str, ...] = ()
    broad: bool = False
    exact: tuple[str, ...] = ()
    stated_valence: str = ""

    @property
    def valence(self) -> str:
        """Whether more of an outcome is wanted: `desirable`, `undesirable` or `neutral`.

        Diseases, symptoms and harms are undesirable, functions desirable; biomarkers,
        mechanisms, populations, general outcomes and substances are neutral unless the lexicon
        says otherwise (oxidative stress, health).
        """
        return self.stated_valence or VALENCE_OF_GROUP.get(self.group, "neutral")


@dataclass(frozen=True, slots=True)
class Link:
    """The concept that a phrase names. `score` is 0.0 to 1.0; `reason` says what matched."""

    concept_id: str
    name: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a running text that names a concept; `span` is in the text that was searched."""

    span: Span
    concept_id: str
