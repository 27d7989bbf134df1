"""The index of an evidence base: kept on disk, memory-mapped, made again only when it must be.

A folder of indices holds one folder an evidence base, `NAME-FINGERPRINT`. The fingerprint covers
the evidence's content, the settings, the code that cuts it and the libraries that count it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, Any, Final

import numpy as np

from ..errors import ClaimcheckError
from .model import Passage, Sentence
from .words import search_words

#: Version of the layout on disk.
LAYOUT: Final = 1
FACTS: Final = "index.json"
PASSAGES: Final = "passages.jsonl"
PLACES: Final = "places.npy"
IDS: Final = "ids.json"
WORDS: Final = "words"


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found. number (int): its place in the evidence base. score: of BM25."""

    number: int
    score: float


class EvidenceIndex:
    """An index that is there. folder (Path): as `building.build` wrote it.

    RAISES: ValueError, OSError or KeyError where it is damaged or of another layout.
    """

    def __init__(self, folder: Path) -> None:
        import bm25s

        self.folder = folder
        facts = json.loads((folder / FACTS).read_text("utf-8"))
        if facts["layout"] != LAYOUT:
            raise ValueError(f"layout {facts['layout']}")
        for name, size in facts["files"].items():
            if (folder / name).stat().st_size != size:
                raise ValueError(f"{name} is not of its size")
        self.fingerprint: str = facts["fingerprint"]
        self.complaints: tuple[str, ...] = tuple(facts["complaints"])
        self.left_out: int = facts["left_out"]
        self._places = np.load(folder / PLACES, mmap_mode="r")
        self._bm25 = bm25s.BM25.load(folder / WORDS, mmap=True, show_progress=False)
        self._passages: IO[bytes] = (folder / PASSAGES).open("rb")

    def close(self) -> None:
        """Close the files."""
        self._passages.close()

    def __len__(self) -> int:
        return len(self._places)

    def passage(self, number: int) -> Passage:
        """A passage by its number. RAISES: ClaimcheckError for a damaged index."""
        self._passages.seek(int(self._places[number]))
        try:
            row = json.loads(self._passages.readline())
            sentences = tuple(Sentence(*entry) for entry in row["sentences"])
            return Passage(row["evidence_id"], row["title"], sentences)
        except (ValueError, TypeError, KeyError) as error:
            raise ClaimcheckError(
                f"passage {number} cannot be read ({error})",
                path=str(self.folder),
                remedy="Remove this folder; the index is made anew.",
            ) from error

    @cached_property
    def _numbers(self) -> dict[str, tuple[int, int]]:
        found = json.loads((self.folder / IDS).read_text("utf-8"))
        return {id: (first, last) for id, (first, last) in found.items()}

    def numbers_of(self, evidence_id: str | int) -> range:
        """The numbers of a piece of evidence's passages; empty for an unknown id."""
        return range(*self._numbers.get(str(evidence_id), (0, 0)))

    def search(self, text: str, count: int) -> list[Hit]:
        """The passages that share most words with a text, the nearest first.

        count (int): at most so many; those of equal score in the order of the evidence base.
        """
        scores = self._scores(text)
        if scores is None:
            return []
        count = min(count, len(scores))
        least = np.partition(scores, len(scores) - count)[len(scores) - count]
        chosen = np.flatnonzero((scores >= least) & (scores > 0))
        order = chosen[np.lexsort((chosen, -scores[chosen]))][:count]
        return [Hit(int(n), float(scores[n])) for n in order]

    def rank(self, text: str, numbers: list[int]) -> list[Hit]:
        """The given passages, the nearest to a text first, also where they share no word."""
        scores = self._scores(text)
        hits = [Hit(n, 0.0 if scores is None else float(scores[n])) for n in numbers]
        return sorted(hits, key=lambda hit: (-hit.score, hit.number))

    def _scores(self, text: str) -> Any:
        words = [w for w in search_words([text])[0] if w in self._bm25.vocab_dict]
        return self._bm25.get_scores(words) if words else None
