"""Tag schemes and their decoding."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.pipeline.decoding import marginals, viterbi
from claimcheck.pipeline.tags import LAYERS, Layer, TokenSpan, Transitions

CLAIM = LAYERS[0]


def transitions(layer: Layer, rng: np.random.Generator) -> Transitions:
    size = len(layer.tags)
    return Transitions(
        rng.normal(size=size), rng.normal(size=size), rng.normal(size=(size, size))
    ).constrained(layer)


def score(path: tuple[int, ...], scores: np.ndarray, moves: Transitions) -> float:
    total = moves.start[path[0]] + moves.end[path[-1]]
    total += sum(scores[i, tag] for i, tag in enumerate(path))
    return float(total + sum(moves.between[a, b] for a, b in itertools.pairwise(path)))


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(1, 4)), max_size=3))
def test_spans_come_back_from_their_tags(pieces: list[tuple[int, int]]) -> None:
    spans, at = [], 0
    for gap, length in pieces:
        spans.append(TokenSpan(at + gap, at + gap + length, "claim"))
        at += gap + length
    assert CLAIM.decode(CLAIM.encode(spans, at + 1)) == spans


@pytest.mark.parametrize("layer", LAYERS[:3], ids=lambda layer: layer.name)
@pytest.mark.parametrize("seed", range(4))
def test_viterbi_finds_the_best_legal_path(layer: Layer, seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores, moves = rng.normal(size=(4, len(layer.tags))), transitions(layer, rng)
    every = itertools.product(range(len(layer.tags)), repeat=4)
    best = max(every, key=lambda path: score(path, scores, moves))
    assert tuple(viterbi(scores[None], np.array([4]), moves)[0]) == best


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
def test_a_unit_decodes_alike_alone_and_in_a_batch(layer: Layer) -> None:
    rng = np.random.default_rng(3)
    moves = transitions(layer, rng)
    lengths = np.array([2, 5, 1])
    scores = rng.normal(size=(3, 5, len(layer.tags)))
    together = viterbi(scores, lengths, moves)
    chances = marginals(scores, lengths, moves)
    for row, length in enumerate(lengths):
        one = scores[row : row + 1, :length]
        count = lengths[row : row + 1]
        assert (viterbi(one, count, moves)[0] == together[row, :length]).all()
        np.testing.assert_allclose(marginals(one, count, moves)[0], chances[row, :length])


def test_marginals_are_the_shares_of_all_legal_paths() -> None:
    rng = np.random.default_rng(5)
    moves = transitions(CLAIM, rng)
    scores = rng.normal(size=(3, len(CLAIM.tags)))
    weights = np.zeros_like(scores)
    for path in itertools.product(range(len(CLAIM.tags)), repeat=3):
        weight = np.exp(score(path, scores, moves))
        for i, tag in enumerate(path):
            weights[i, tag] += weight
    expected = weights / weights.sum(axis=1, keepdims=True)
    found = marginals(scores[None], np.array([3]), moves)[0]
    np.testing.assert_allclose(found, expected, atol=1e-9)
