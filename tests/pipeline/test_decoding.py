"""Tag schemes and their decoding."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.pipeline.decoding import Chains
from claimcheck.pipeline.tags import LAYERS, Layer, TokenSpan, Transitions, layer_columns

CLAIM = LAYERS[0]


def transitions(rng: np.random.Generator) -> dict[str, Transitions]:
    return {layer.name: random_moves(layer, rng) for layer in LAYERS}


def random_moves(layer: Layer, rng: np.random.Generator) -> Transitions:
    size = len(layer.tags)
    return Transitions(
        rng.normal(size=size), rng.normal(size=size), rng.normal(size=(size, size))
    ).constrained(layer)


def random_scores(rng: np.random.Generator, *shape: int) -> np.ndarray:
    return rng.normal(size=(*shape, sum(len(layer.tags) for layer in LAYERS)))


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


def paths_of(layer: Layer, scores: np.ndarray, moves: Transitions) -> dict[tuple[int, ...], float]:
    """Every sequence of tags with its weight; scores (tokens, tags of all layers)."""
    own = scores[:, layer_columns()[layer.name]]
    every = itertools.product(range(len(layer.tags)), repeat=len(scores))
    return {path: float(np.exp(score(path, own, moves))) for path in every}


@pytest.mark.parametrize("layer", LAYERS[:3], ids=lambda layer: layer.name)
@pytest.mark.parametrize("seed", range(4))
def test_the_spans_are_those_of_the_best_legal_path(layer: Layer, seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores, moves = random_scores(rng, 4), transitions(rng)
    weights = paths_of(layer, scores, moves[layer.name])
    best = max(weights, key=weights.__getitem__)
    found = Chains.of_layers(moves).decode(scores[None], np.array([4]))[0]
    assert list(found[layer.name]) == layer.decode(best)


@pytest.mark.parametrize("layer", LAYERS[:3], ids=lambda layer: layer.name)
@pytest.mark.parametrize("seed", range(4))
def test_a_span_has_the_mean_share_of_its_tags_among_all_legal_paths(
    layer: Layer, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    scores, moves = random_scores(rng, 4), transitions(rng)
    weights = paths_of(layer, scores, moves[layer.name])
    best = max(weights, key=weights.__getitem__)
    shares = [
        sum(weight for path, weight in weights.items() if path[i] == best[i])
        / sum(weights.values())
        for i in range(4)
    ]
    found = Chains.of_layers(moves).decode(scores[None], np.array([4]))[0]
    expected = {span: np.mean(shares[span.first : span.last]) for span in layer.decode(best)}
    assert found[layer.name] == pytest.approx(expected, abs=1e-6)


def test_a_unit_decodes_alike_alone_and_in_a_batch() -> None:
    rng = np.random.default_rng(3)
    chains = Chains.of_layers(transitions(rng))
    counts = np.array([2, 5, 0, 1, 5])
    scores = random_scores(rng, 5, 5)
    together = chains.decode(scores, counts)
    for row, count in enumerate(counts):
        alone = chains.decode(scores[row : row + 1, :count], counts[row : row + 1])[0]
        assert alone == {name: pytest.approx(spans) for name, spans in together[row].items()}


def test_a_unit_without_pieces_has_no_spans() -> None:
    rng = np.random.default_rng(0)
    chains = Chains.of_layers(transitions(rng))
    assert chains.decode(random_scores(rng, 1, 1), np.array([0])) == [
        {layer.name: {} for layer in LAYERS}
    ]


def test_scores_of_any_size_give_probabilities() -> None:
    rng = np.random.default_rng(1)
    chains = Chains.of_layers(transitions(rng))
    scores = 1e4 * random_scores(rng, 3, 300)
    found = chains.decode(scores, np.array([300, 200, 1]))
    chances = [chance for unit in found for spans in unit.values() for chance in spans.values()]
    assert chances
    assert all(0.0 <= chance <= 1.0 + 1e-9 for chance in chances)
