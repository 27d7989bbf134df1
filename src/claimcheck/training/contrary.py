"""Claims turned into their contrary, so that the pair encoder learns what a negation changes.

A passage that supports a claim refutes its contrary, whichever way that is made. A passage that
refutes a claim supports its plain negation, but need not support another direction (*no change*
refutes both *more* and *less*). A passage that decides nothing still decides nothing.
"""

from __future__ import annotations

import random
import re
from dataclasses import replace
from typing import Final

from .pairs import Pair

#: Words of one direction and of the other; endings are kept.
_DIRECTIONS: Final = (
    ("increas", "decreas"),
    ("higher", "lower"),
    ("more", "less"),
    ("effective", "ineffective"),
    ("improv", "worsen"),
    ("beneficial", "harmful"),
    ("safe", "unsafe"),
    ("strengthen", "weaken"),
    ("positive", "negative"),
)
_ENDING: Final = r"(es|e|s|ed|d|ing|ly|)"
_NEGATED: Final = re.compile(
    r"\b(is|are|was|were|can|could|will|would|does|do|did|has|have|may|might|should) ?(not)\b", re.I
)
_PLAIN: Final = re.compile(
    r"\b(is|are|was|were|can|could|will|would|does|do|did|has|have|may|might|should)\b", re.I
)
_OPPOSITE: Final = {"supports": "refutes", "refutes": "supports"}


def contrary(pair: Pair, rng: random.Random) -> Pair | None:
    """The pair with a contrary claim and the label that follows; None where no rule applies."""
    turned = negation(pair.claim)
    if pair.label != "refutes" and (turned is None or rng.random() < 0.5):
        turned = other_direction(pair.claim) or turned
    if turned is None:
        return None
    return replace(pair, claim=turned, label=_OPPOSITE.get(pair.label, pair.label))


def negation(claim: str) -> str | None:
    """The claim with `not` put after its first auxiliary verb, or taken from it."""
    if _NEGATED.search(claim):
        return _NEGATED.sub(r"\1", claim, count=1)
    return _PLAIN.sub(r"\1 not", claim, count=1) if _PLAIN.search(claim) else None


def other_direction(claim: str) -> str | None:
    """The claim with its first word of direction turned round."""
    for one, other in (p for pair in _DIRECTIONS for p in (pair, pair[::-1])):
        pattern = re.compile(rf"\b{one}{_ENDING}\b", re.I)
        if found := pattern.search(claim):
            word = other + _joined(other, found[1].lower())
            word = word.capitalize() if found[0][0].isupper() else word
            return claim[: found.start()] + word + claim[found.end() :]
    return None


def _joined(stem: str, ending: str) -> str:
    """The ending as the stem takes it: *worsen* + *es* is *worsens*, *improv* + *s* *improves*."""
    silent = stem.endswith(("as", "v"))
    if ending in ("es", "s", "e", ""):
        plural = ending in ("es", "s")
        return ("es" if plural else "e") if silent else ("s" if plural else "")
    if ending in ("ed", "d"):
        return "ed"
    return ending
