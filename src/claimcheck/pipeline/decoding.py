"""Decoding of tag scores: all token layers of many units at a time (Viterbi; forward-backward).

The layers' tags stand side by side in one row of scores (`tags.layer_columns`), and one chain whose
moves never leave a layer serves all of them. Units are the last axis, longest first, so that every
step is a few operations on whole rows and pays for no unit that has ended.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from .tags import IMPOSSIBLE, LAYERS, TokenSpan, Transitions, layer_columns

#: Spans of a unit by layer, each with the mean probability of its tags.
UnitSpans = dict[str, dict[TokenSpan, float]]

#: A tag whose score lies further below its layer's best counts as if it lay there: e^-80 is still
#: far from the smallest float, so that no chain's weights can all vanish.
_FLOOR: Final = -80.0


@dataclass(frozen=True)
class Chains:
    """Constrained transitions of all layers in one: start (tags,), end (tags,), between."""

    start: np.ndarray
    end: np.ndarray
    between: np.ndarray

    @classmethod
    def of_layers(cls, layers: Mapping[str, Transitions]) -> Chains:
        """layers: constrained transitions by the name of the layer."""
        size = sum(len(layer.tags) for layer in LAYERS)
        start, end = np.empty((2, size), dtype=np.float32)
        between = np.full((size, size), IMPOSSIBLE, dtype=np.float32)
        for name, columns in layer_columns().items():
            start[columns] = layers[name].start
            end[columns] = layers[name].end
            between[columns, columns] = layers[name].between
        return cls(start, end, between)

    def decode(self, scores: np.ndarray, counts: np.ndarray) -> list[UnitSpans]:
        """Spans of each unit.

        scores (float, (units, tokens, tags of all layers)): padded. counts (int, (units,)): tokens
        of each unit, may be 0.
        """
        found: list[UnitSpans] = [{layer.name: {} for layer in LAYERS} for _ in counts]
        order = np.argsort(-counts, kind="stable")
        order = order[counts[order] > 0]
        if not len(order):
            return found
        lengths = counts[order]
        ordered = np.ascontiguousarray(scores[order, : lengths[0]].transpose(1, 2, 0))
        paths = self.viterbi(ordered, lengths)
        spans = _spans(paths, lengths)
        rows = np.array(sorted({row for row, _, _ in spans}), dtype=np.intp)
        if not len(rows):
            return found
        tokens = int(lengths[rows[0]])
        chances = self.chances(ordered[:tokens, :, rows], lengths[rows], paths[:tokens, :, rows])
        sums = np.concatenate([np.zeros_like(chances[:1]), chances.cumsum(axis=0)])
        places = np.searchsorted(rows, [row for row, _, _ in spans])
        layers = [layer for _, layer, _ in spans]
        first = np.array([span.first for _, _, span in spans])
        last = np.array([span.last for _, _, span in spans])
        means = (sums[last, layers, places] - sums[first, layers, places]) / (last - first)
        for (row, layer, span), mean in zip(spans, means.tolist(), strict=True):
            found[order[row]][LAYERS[layer].name][span] = mean
        return found

    def viterbi(self, scores: np.ndarray, lengths: np.ndarray) -> np.ndarray:
        """Best tags of each layer.

        scores (float, (tokens, tags, units)). lengths (int, (units,)): at least 1, falling.
        RETURNS (int, (tokens, layers, units)): columns of the scores; what stands behind a unit's
        end means nothing.
        """
        tokens, _, units = scores.shape
        alive = _alive(lengths, tokens)
        best = np.empty_like(scores)
        best[0] = scores[0] + self.start[:, None]
        moves = self.between[:, :, None]
        for i in range(1, tokens):
            n = alive[i]
            step = best[i - 1, :, None, :n] + moves
            np.add(step.max(axis=0), scores[i, :, :n], out=best[i, :, :n])
        at_end = best[lengths - 1, :, np.arange(units)] + self.end
        path = np.zeros((tokens, len(LAYERS), units), dtype=np.intp)
        into = self.between.T
        for k, columns in enumerate(layer_columns().values()):
            path[lengths - 1, k, np.arange(units)] = columns.start + at_end[:, columns].argmax(1)
            inside = np.ascontiguousarray(into[:, columns])
            for i in range(tokens - 1, 0, -1):
                n = alive[i]
                onward = best[i - 1, columns, :n].T + inside[path[i, k, :n]]
                path[i - 1, k, :n] = columns.start + onward.argmax(axis=1)
        return path

    def chances(self, scores: np.ndarray, lengths: np.ndarray, paths: np.ndarray) -> np.ndarray:
        """Probability of the tag at each place of `paths`; shapes as in `viterbi`."""
        weights = np.zeros(scores.shape)
        for columns in layer_columns().values():
            part = scores[:, columns].astype(np.float64)
            part -= part.max(axis=1, keepdims=True)
            weights[:, columns] = np.exp(np.maximum(part, _FLOOR))
        start, end, between, together = self._weights
        tokens = len(scores)
        alive = _alive(lengths, tokens)
        forward, backward = np.zeros_like(weights), np.zeros_like(weights)
        forward[0] = weights[0] * start
        for i in range(1, tokens):
            n = alive[i]
            step = (between.T @ forward[i - 1, :, :n]) * weights[i, :, :n]
            forward[i, :, :n] = step / (together @ step)
        backward[:] = end
        for i in range(tokens - 2, -1, -1):
            n = alive[i + 1]
            step = between @ (backward[i + 1, :, :n] * weights[i + 1, :, :n])
            backward[i, :, :n] = step / (together @ step)
        forward *= backward
        shares = np.empty(paths.shape)
        chosen = np.take_along_axis(forward, paths, axis=1)
        for k, columns in enumerate(layer_columns().values()):
            shares[:, k] = forward[:, columns].sum(axis=1)
        # Behind a unit's end there is no weight at all.
        return np.divide(chosen, shares, out=np.zeros_like(shares), where=shares > 0)

    @cached_property
    def _weights(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Start, end and moves as factors, and which tags are of one layer."""
        together = np.zeros(self.between.shape)
        for columns in layer_columns().values():
            together[columns, columns] = 1.0
        start, end, between = (
            np.exp(values.astype(np.float64)) for values in (self.start, self.end, self.between)
        )
        return start[:, None], end[:, None], between, together


def _alive(lengths: np.ndarray, tokens: int) -> list[int]:
    """How many units reach to each token; lengths fall."""
    places: list[int] = np.searchsorted(-lengths, -np.arange(tokens), side="left").tolist()
    return places


def _spans(paths: np.ndarray, lengths: np.ndarray) -> list[tuple[int, int, TokenSpan]]:
    """(unit, layer, span) of all spans on the best paths."""
    found: list[tuple[int, int, TokenSpan]] = []
    for k, (layer, columns) in enumerate(zip(LAYERS, layer_columns().values(), strict=True)):
        tags = paths[:, k].T - columns.start
        inside = np.arange(tags.shape[1]) < lengths[:, None]
        busy = ((tags > 0) & inside).any(axis=1)
        for row in np.flatnonzero(busy).tolist():
            found += [(row, k, s) for s in layer.decode(tags[row, : lengths[row]].tolist())]
    return found
