"""Which two sources a run contrasts, and which of them is held against the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..documents.model import Source
from ..errors import UsageError


@dataclass(frozen=True, slots=True)
class Sides:
    """Names of two sources: claims of `reviewed` are held against those of `reference`."""

    reviewed: str
    reference: str


def choose_sides(sources: Sequence[Source], asked: tuple[str, str] | None) -> Sides | None:
    """The sources to contrast.

    sources (sequence of Source): those that the documents belong to, in their order.
    asked (two str or None): what the user named; without it, two sources are contrasted, and
        another number of them is not.
    RETURNS (Sides or None): the one whose role is `reference` is the reference; where the roles
        do not tell, the second is.
    RAISES: UsageError for a name that is no source.
    """
    if asked is None:
        if len(sources) != 2:
            return None
        first, second = sources
    else:
        first, second = (_named(name, sources) for name in asked)
        if first == second:
            raise UsageError(
                f"{first.name!r} cannot be contrasted with itself",
                place="--contrast",
                remedy=f"Name two of: {', '.join(s.name for s in sources)}.",
            )
    if first.role == "reference" and second.role != "reference":
        return Sides(reviewed=second.name, reference=first.name)
    return Sides(reviewed=first.name, reference=second.name)


def _named(name: str, sources: Sequence[Source]) -> Source:
    for source in sources:
        if source.name == name:
            return source
    raise UsageError(
        f"there is no source {name!r}",
        place="--contrast",
        remedy=f"The sources are: {', '.join(source.name for source in sources)}.",
    )
