"""Word pieces of texts, with character offsets, by the encoders' own vocabulary."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from tokenizers import Tokenizer

#: Half of a surrogate pair, as a JSON escape can bring it in: no tokenizer takes it.
_SURROGATE = re.compile("[\ud800-\udfff]")


class Input(Protocol):
    """What an encoder reads: piece ids and token types (0 or 1), one a piece."""

    @property
    def ids(self) -> tuple[int, ...]: ...

    @property
    def types(self) -> tuple[int, ...]: ...


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts read together: `[CLS] first [SEP] second [SEP]`; the second has token type 1."""

    ids: tuple[int, ...]
    types: tuple[int, ...]


@dataclass(frozen=True)
class PairLimits:
    """How many pieces of each text of a pair are read."""

    first: int = 80
    second: int = 160


class PieceTokenizer:
    """Cuts texts with the vocabulary of a `tokenizer.json`.

    path (Path): the file.
    """

    def __init__(self, path: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self.cls, self.sep, self.mask = map(self.piece, ("[CLS]", "[SEP]", "[MASK]"))

    def piece(self, piece: str) -> int:
        """The id of one piece. RAISES: ValueError where the vocabulary lacks it."""
        found = self._tokenizer.token_to_id(piece)
        if found is None:
            raise ValueError(f"the vocabulary lacks {piece}")
        return found

    def with_offsets(self, texts: Sequence[str]) -> list[tuple[list[int], list[tuple[int, int]]]]:
        """Piece ids and (start, end) in the text, for each text."""
        found = self._tokenizer.encode_batch(_readable(texts), add_special_tokens=False)
        return [(encoding.ids, encoding.offsets) for encoding in found]

    def ids(self, texts: Sequence[str]) -> list[list[int]]:
        """Piece ids of each text."""
        found = self._tokenizer.encode_batch_fast(_readable(texts), add_special_tokens=False)
        return [encoding.ids for encoding in found]

    def pairs(
        self, firsts: Sequence[str], seconds: Sequence[str], limits: PairLimits
    ) -> list[Pair]:
        """One `Pair` for each two texts, in order."""
        distinct = list(dict.fromkeys([*firsts, *seconds]))
        ids = dict(zip(distinct, self.ids(distinct), strict=True))
        return [
            self._pair(ids[first][: limits.first], ids[second][: limits.second])
            for first, second in zip(firsts, seconds, strict=True)
        ]

    def _pair(self, first: list[int], second: list[int]) -> Pair:
        ids = [self.cls, *first, self.sep, *second, *([self.sep] if second else [])]
        types = [0] * (len(first) + 2) + [1] * (len(ids) - len(first) - 2)
        return Pair(tuple(ids), tuple(types))


def _readable(texts: Sequence[str]) -> list[str]:
    return [_SURROGATE.sub("\ufffd", text) for text in texts]


def pad(batch: Sequence[Input]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Ids, attention and token types, each (batch, longest) int64, padded with 0."""
    longest = max(len(row.ids) for row in batch)
    ids = np.zeros((len(batch), longest), dtype=np.int64)
    attention = np.zeros_like(ids)
    types = np.zeros_like(ids)
    for i, row in enumerate(batch):
        n = len(row.ids)
        ids[i, :n] = row.ids
        attention[i, :n] = 1
        types[i, :n] = row.types
    return ids, attention, types
