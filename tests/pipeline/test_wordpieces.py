"""Word pieces of units and their contexts."""

from __future__ import annotations

import pytest

from claimcheck.pipeline.models import model_folder
from claimcheck.pipeline.wordpieces import PieceTokenizer
from claimcheck.spans import Span


@pytest.fixture(scope="module")
def tokenizer() -> PieceTokenizer:
    return PieceTokenizer(model_folder() / "tokenizer.json", max_unit=12, max_context=5)


@pytest.mark.parametrize("text", ["Zinc helps.", "naïve 🧪 tea", "half \ud83d a pair", ""])
def test_offsets_count_code_points_of_the_unit(tokenizer: PieceTokenizer, text: str) -> None:
    (pieces,) = tokenizer.encode([text], ["title"])
    assert all(0 <= start < end <= len(text) for start, end in pieces.offsets)
    assert list(pieces.offsets) == sorted(pieces.offsets)


def test_a_word_comes_back_from_its_pieces(tokenizer: PieceTokenizer) -> None:
    text = "Magnesium relaxes muscles"
    (pieces,) = tokenizer.encode([text], [""])
    span = Span(10, 17)
    first, last = pieces.to_tokens(span) or (0, 0)
    assert (pieces.offsets[first][0], pieces.offsets[last - 1][1]) == (span.start, span.end)


def test_unit_and_context_are_cut_to_their_limits(tokenizer: PieceTokenizer) -> None:
    (pieces,) = tokenizer.encode(["zinc " * 40], ["iron " * 40])
    assert len(pieces.offsets) == 12
    assert len(pieces.ids) == 1 + 12 + 1 + 5 + 1
    assert sum(pieces.types) == 6
