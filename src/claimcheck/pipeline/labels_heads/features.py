"""Named features of a claim, for the label heads and for the reasons of their labels.

Everything here can be said in a sentence: the encoder's log-odds of each label, which cues bear on
the claim and from where, what kind of unit it stands in, what its surroundings speak of.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final, Protocol

import numpy as np
from pydantic import BaseModel, ConfigDict

from ...labels import CUE_CATEGORIES, UNIT_KINDS
from ...spans import Span
from ..cues.logic import UnitCue
from ..encoder import SPAN_HEADS
from ..lexicons import Entries, Lexicon, read_lexicon
from ..words import Phrases

#: Where a cue stands as seen from a claim.
PLACES: Final = ("inside", "governs", "elsewhere", "lead_in", "heading")
_CITATION: Final = re.compile(
    r"\[\^?\d+(?:\s*[,–-]\s*\d+)*\]|\((?:[A-Z][\w’'-]+[^()]{0,40})?(?:19|20)\d\d[a-z]?\)|[¹²³⁴-⁹]"
)
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_NUMBER: Final = re.compile(r"\d")
_PERCENT: Final = re.compile(r"\d\s*(?:%|per ?cent)")


class Claim(Protocol):
    """A draft of a claim, as the encoder makes it (`encoder.DraftClaim`)."""

    @property
    def span(self) -> Span:
        """Place in the unit's clean text."""

    @property
    def logits(self) -> dict[str, list[float]]:
        """Scores of each head's labels (`encoder.SPAN_HEADS`)."""

    @property
    def probability(self) -> float:
        """Of its tags."""


@dataclass(frozen=True, slots=True)
class PlacedCue:
    """A cue that may bear on a claim; `place` is `unit`, `lead_in` or `heading`.

    text (str): the cue's words. unit (int): index of the unit that it stands in.
    """

    cue: UnitCue
    place: str
    text: str = ""
    unit: int = -1

    def seen_from(self, claim: Span) -> str:
        """One of `PLACES`."""
        if self.place != "unit":
            return self.place
        if self.cue.span.overlaps(claim):
            return "inside"
        return "governs" if self.cue.scope.overlaps(claim) else "elsewhere"


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Around(_Words):
    """What the surroundings of a claim speak of."""

    side_effects: Entries
    interactions: Entries
    precautions: Entries
    benefits: Entries
    uses: Entries
    mechanism: Entries
    deficiency: Entries
    dosage: Entries
    research: Entries


class Inside(_Words):
    """What a claim's unit speaks of."""

    study: Entries
    studies: Entries
    synthesis: Entries
    authority: Entries
    gap: Entries
    association: Entries
    advice: Entries


class FeatureFile(Lexicon):
    """features.toml."""

    around: Around
    inside: Inside


@cache
def _patterns(part: str) -> dict[str, Phrases]:
    table = getattr(read_lexicon("labels_heads/features.toml", FeatureFile), part)
    return {name: Phrases(getattr(table, name)) for name in type(table).model_fields}


def _names() -> Iterator[str]:
    for head, labels in SPAN_HEADS.items():
        yield from (f"encoder.{head}.{label}" for label in labels)
    yield "encoder.span"
    yield from (f"cue.{category}.{place}" for category in CUE_CATEGORIES for place in PLACES)
    yield from (f"kind.{kind}" for kind in UNIT_KINDS)
    yield from ("answer", "has_lead_in", "has_label", "in_list_block")
    yield from (f"around.{name}" for name in Around.model_fields)
    yield from (f"inside.{name}" for name in Inside.model_fields)
    yield from ("citation", "number", "year", "percent")
    yield from ("share", "length", "at_start", "at_end")


#: All features, in the order of the heads' input.
FEATURES: Final[tuple[str, ...]] = tuple(_names())
_INDEX: Final = {name: i for i, name in enumerate(FEATURES)}


def claim_features(
    claim: Claim, cues: Sequence[PlacedCue], unit: Mapping[str, Any]
) -> dict[str, float]:
    """The features of a claim that are not 0.

    claim (Claim): the encoder's draft. cues (sequence of PlacedCue): of its unit, its lead-in and
    its heading. unit (mapping): its row of `units.unit_data`.
    RETURNS (dict of str to float): keys are from `FEATURES`.
    """
    found: dict[str, float] = {}
    for head, labels in SPAN_HEADS.items():
        for label, value in zip(labels, log_odds(claim.logits[head]), strict=True):
            found[f"encoder.{head}.{label}"] = value
    found["encoder.span"] = claim.probability
    for placed in cues:
        name = f"cue.{placed.cue.category}.{placed.seen_from(claim.span)}"
        found[name] = min(2.0, found.get(name, 0.0) + 1.0)
    found.update(unit_features(unit))
    text = unit["text"]
    found["share"] = len(claim.span) / max(1, len(text))
    found["length"] = math.log1p(len(claim.span)) / 5
    found["at_start"] = float(not text[: claim.span.start].strip())
    found["at_end"] = float(len(text[claim.span.end :].strip()) <= 1)
    return {name: value for name, value in found.items() if value}


def unit_features(unit: Mapping[str, Any]) -> dict[str, float]:
    """The part that is the same for all claims of a unit."""
    found = {f"kind.{unit['kind']}": 1.0}
    flags = {
        "answer": unit["role"] == "answer",
        "has_lead_in": bool(unit["lead_in"]),
        "has_label": bool(unit["label"]),
        "in_list_block": unit["block_kind"] == "list_item",
    }
    found.update({name: 1.0 for name, holds in flags.items() if holds})
    found.update({f"around.{name}": 1.0 for name in around(unit)})
    found.update(dict.fromkeys(_inside(unit["text"]), 1.0))
    return found


def around(unit: Mapping[str, Any]) -> dict[str, str]:
    """What a unit's surroundings speak of: name → the nearest heading or lead-in that says so."""
    found: dict[str, str] = {}
    pieces = [
        unit["lead_in"],
        unit["label"],
        unit["question"],
        *unit["headers"],
        *reversed(unit["section"][-2:]),
    ]
    for piece in pieces:
        for name in _speaks_of(piece):
            found.setdefault(name, piece)
    return found


@lru_cache(4096)
def _speaks_of(piece: str) -> tuple[str, ...]:
    if not piece:
        return ()
    return tuple(name for name, pattern in _patterns("around").items() if pattern.search(piece))


@lru_cache(4096)
def _inside(text: str) -> tuple[str, ...]:
    found = [f"inside.{name}" for name, p in _patterns("inside").items() if p.search(text)]
    tests = {"citation": _CITATION, "number": _NUMBER, "year": _YEAR, "percent": _PERCENT}
    return (*found, *(name for name, pattern in tests.items() if pattern.search(text)))


def log_odds(scores: Sequence[float]) -> list[float]:
    """Log-probabilities of scores, cut at -8 so that no single one outweighs the rest."""
    top = max(scores)
    total = top + math.log(sum(math.exp(score - top) for score in scores))
    return [max(-8.0, score - total) for score in scores]


def feature_row(features: Mapping[str, float]) -> np.ndarray:
    """The features as a row (len(FEATURES),) float32."""
    row = np.zeros(len(FEATURES), dtype=np.float32)
    for name, value in features.items():
        row[_INDEX[name]] = value
    return row
