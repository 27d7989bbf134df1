"""All training data in one file, so that the heavy part needs neither readers nor corpora."""

from __future__ import annotations

import gzip
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ..pipeline.windows import UnitInput
from ..spans import Span
from .examples import Example, GoldClaim, GoldCue, Sentence
from .pairs import Pair


@dataclass(frozen=True)
class Prepared:
    """examples: units, `set_name` tells their set. pairs: by name of the set."""

    examples: tuple[Example, ...]
    sentences: tuple[Sentence, ...]
    pairs: dict[str, tuple[Pair, ...]]


def save_prepared(prepared: Prepared, path: Path) -> None:
    """Write as gzip-compressed JSON."""
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        json.dump(asdict(prepared), stream)


def load_prepared(path: Path) -> Prepared:
    """Read what `save_prepared` wrote."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        data = json.load(stream)
    return Prepared(
        tuple(_example(e) for e in data["examples"]),
        tuple(_sentence(s) for s in data["sentences"]),
        {name: tuple(Pair(**p) for p in pairs) for name, pairs in data["pairs"].items()},
    )


def _span(data: dict[str, int] | None) -> Span | None:
    return None if data is None else Span(**data)


def _sentence(data: dict[str, Any]) -> Sentence:
    aspects = data.pop("aspects")
    return Sentence(**data, aspects=None if aspects is None else tuple(aspects))


def _example(data: dict[str, Any]) -> Example:
    claims = []
    for claim in data.pop("claims"):
        claim["span"] = Span(**claim["span"])
        claim["outcomes"] = tuple(Span(**o) for o in claim["outcomes"])
        claim["agent"] = _span(claim["agent"])
        claims.append(GoldClaim(**claim))
    cues = tuple(GoldCue(Span(**c["span"]), c["category"]) for c in data.pop("cues"))
    unit = data.pop("unit")
    unit["leads"] = tuple((index, text) for index, text in unit["leads"])
    return Example(unit=UnitInput(**unit), **data, claims=tuple(claims), cues=cues)
