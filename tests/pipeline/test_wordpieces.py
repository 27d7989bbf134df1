"""Word pieces and pairs of texts."""

from __future__ import annotations

import numpy as np
import pytest

from claimcheck.pipeline.models import model_folder
from claimcheck.pipeline.wordpieces import PairLimits, PieceTokenizer, pad


@pytest.fixture(scope="module")
def tokenizer() -> PieceTokenizer:
    return PieceTokenizer(model_folder() / "tokenizer.json")


@pytest.mark.parametrize("text", ["Zinc helps.", "naïve 🧪 tea", "half \ud83d a pair", ""])
def test_offsets_count_code_points_of_the_text(tokenizer: PieceTokenizer, text: str) -> None:
    ((ids, offsets),) = tokenizer.with_offsets([text])
    assert len(ids) == len(offsets)
    assert all(0 <= start < end <= len(text) for start, end in offsets)
    assert offsets == sorted(offsets)


def test_both_texts_of_a_pair_are_cut_to_their_limits(tokenizer: PieceTokenizer) -> None:
    (pair,) = tokenizer.pairs(["zinc " * 40], ["iron " * 40], PairLimits(first=12, second=5))
    assert len(pair.ids) == 1 + 12 + 1 + 5 + 1
    assert sum(pair.types) == 6


def test_rows_are_padded_to_the_longest(tokenizer: PieceTokenizer) -> None:
    pairs = tokenizer.pairs(["zinc", "zinc"], ["iron", "iron and zinc"], PairLimits())
    ids, attention, types = pad(pairs)
    assert ids.shape == attention.shape == types.shape
    assert attention.sum(axis=1).tolist() == [len(pair.ids) for pair in pairs]
    assert np.all(ids[attention == 0] == 0)


def test_a_piece_that_the_vocabulary_lacks_is_named(tokenizer: PieceTokenizer) -> None:
    with pytest.raises(ValueError, match=r"\[NOWHERE\]"):
        tokenizer.piece("[NOWHERE]")
