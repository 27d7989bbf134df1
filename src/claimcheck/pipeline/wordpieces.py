"""Word pieces of a unit and its context, with character offsets into the unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from ..spans import Span
from .tags import TokenSpan

#: Half of a surrogate pair, as a JSON escape can bring it in: no tokenizer takes it.
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Pieces:
    """Input of the encoder for one unit: `[CLS] unit [SEP] context [SEP]`.

    ids, types: one a piece; the unit's pieces stand at 1 .. len(offsets).
    offsets: (start, end) in the unit's text, one a unit piece.
    """

    ids: tuple[int, ...]
    types: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]

    def to_tokens(self, span: Span) -> tuple[int, int] | None:
        """Half-open piece range under a character span, counted from 0; None where none is."""
        inside = [i for i, (s, e) in enumerate(self.offsets) if s < span.end and span.start < e]
        return (inside[0], inside[-1] + 1) if inside else None

    def to_text(self, span: TokenSpan) -> Span:
        """Character span of a piece range."""
        return Span(self.offsets[span.first][0], self.offsets[span.last - 1][1])


class PieceTokenizer:
    """Cuts units and contexts with the encoder's own vocabulary.

    path (Path): `tokenizer.json`. max_unit, max_context (int): pieces kept of each.
    """

    def __init__(self, path: Path, *, max_unit: int = 160, max_context: int = 40) -> None:
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self.max_unit = max_unit
        self.max_context = max_context
        self.cls, self.sep, self.mask = map(self._special, ("[CLS]", "[SEP]", "[MASK]"))

    def _special(self, piece: str) -> int:
        found = self._tokenizer.token_to_id(piece)
        if found is None:
            raise ValueError(f"the vocabulary lacks {piece}")
        return found

    def encode(self, texts: Sequence[str], contexts: Sequence[str]) -> list[Pieces]:
        """One `Pieces` a text, in order."""
        readable = [_SURROGATE.sub("\ufffd", text) for text in texts]
        units = self._tokenizer.encode_batch(readable, add_special_tokens=False)
        distinct = list(dict.fromkeys(contexts))
        encoded = self._tokenizer.encode_batch_fast(
            [_SURROGATE.sub("\ufffd", context) for context in distinct], add_special_tokens=False
        )
        ids_of = dict(zip(distinct, (e.ids[: self.max_context] for e in encoded), strict=True))
        return [
            self._pieces(unit.ids, unit.offsets, ids_of[context])
            for unit, context in zip(units, contexts, strict=True)
        ]

    def _pieces(self, ids: list[int], offsets: list[tuple[int, int]], context: list[int]) -> Pieces:
        ids, offsets = ids[: self.max_unit], offsets[: self.max_unit]
        all_ids = [self.cls, *ids, self.sep]
        types = [0] * len(all_ids)
        if context:
            all_ids += [*context, self.sep]
            types += [1] * (len(context) + 1)
        return Pieces(tuple(all_ids), tuple(types), tuple(offsets))


def pad(batch: Sequence[Pieces]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Ids, attention and token types, each (batch, longest) int64, padded with 0."""
    longest = max(len(pieces.ids) for pieces in batch)
    ids = np.zeros((len(batch), longest), dtype=np.int64)
    attention = np.zeros_like(ids)
    types = np.zeros_like(ids)
    for i, pieces in enumerate(batch):
        n = len(pieces.ids)
        ids[i, :n] = pieces.ids
        attention[i, :n] = 1
        types[i, :n] = pieces.types
    return ids, attention, types
