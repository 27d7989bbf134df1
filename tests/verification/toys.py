"""A scorer that goes by words, so that these tests say what the code around the model does."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from claimcheck.verification.words import search_words

#: Passages and what they say of zinc and vitamin C.
BASE: tuple[dict[str, Any], ...] = (
    {
        "id": "zinc",
        "title": "Zinc lozenges and colds",
        "text": "Colds are common.\nZinc shortens the common cold in adults. It tastes of metal.",
    },
    {
        "id": "c",
        "sentences": [
            "We gave vitamin C to runners.",
            "Vitamin C does not prevent colds.",
            "More work is needed.",
        ],
    },
    {"id": 7, "text": "Ginger eases nausea in pregnancy."},
)


_TURNED = re.compile(r"\b(?:not|prolongs|worsens)\b", re.IGNORECASE)


class WordScorer:
    """Decided as far as claim and passage share words; refuted where one of the two has a
    *not* or a word of the other direction."""

    def __init__(self) -> None:
        self.pairs = 0
        self.calls = 0
        self.seen: list[list[str]] = []

    def score(self, claim: str, passages: Sequence[str]) -> np.ndarray:
        self.calls += 1
        self.seen.append(list(passages))
        self.pairs += len(passages)
        rows = [self._row(claim, passage) for passage in passages]
        return np.array(rows).reshape(-1, 3)

    @staticmethod
    def _row(claim: str, passage: str) -> tuple[float, float, float]:
        words, found = (set(w) for w in search_words([claim, passage]))
        share = len(words & found) / max(1, len(words))
        decided = 0.9 * share**2
        no = len(_TURNED.findall(passage)) % 2 != len(_TURNED.findall(claim)) % 2
        return (0.0, decided, 1 - decided) if no else (decided, 0.0, 1 - decided)


def write_lines(path: Path, rows: Iterable[Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path
