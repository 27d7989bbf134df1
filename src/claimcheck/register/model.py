"""The dataclasses of the register and its vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

#: What a substance is permitted to be said to do with an outcome.
RELATIONS: Final = (
    "contributes",
    "maintains",
    "protects",
    "reduces",
    "increases",
    "needed",
    "reduces_risk_factor",
)

#: Articles of Regulation (EC) No 1924/2006 under which claims are permitted: generally accepted
#: evidence, newly developed evidence, reduction of disease risk, health of children.
ARTICLES: Final = ("13(1)", "13(5)", "14(1)(a)", "14(1)(b)")


@dataclass(frozen=True, slots=True)
class Regulation:
    """A legal act that permits claims; `number` finds it in the official journal."""

    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One permitted claim, as a fact in our own fields.

    id (str): the key of the entry in its data file.
    substances (tuple of str): concept ids of which any is the substance; its salts and forms too.
    relation (str): one of `RELATIONS`.
    outcomes (tuple of str): concept ids of which any is the outcome.
    diseases (tuple of str): for Article 14(1)(a), concept ids of the diseases whose risk factor
        is reduced; empty otherwise.
    conditions (str): the conditions of use, in words of our own.
    population (str): whom the claim is for, where it is not for everybody.
    regulation (Regulation): what permits it.
    article (str): one of `ARTICLES`.
    """

    id: str
    substances: tuple[str, ...]
    relation: str
    outcomes: tuple[str, ...]
    diseases: tuple[str, ...]
    conditions: str
    population: str
    regulation: Regulation
    article: str


class Status(NamedTuple):
    """What the register says of a claim.

    status (str): one of `labels.REGISTER_STATUSES`.
    entry_id (str or None): the entry that permits it; the first, where outcomes have several.
    """

    status: str
    entry_id: str | None
