"""Decoding of tag scores, a batch of units at a time (Viterbi; forward-backward)."""

from __future__ import annotations

import numpy as np

from .tags import Transitions


def viterbi(scores: np.ndarray, lengths: np.ndarray, transitions: Transitions) -> np.ndarray:
    """Best tag sequence of each unit.

    scores (float, (units, tokens, tags)): emission scores, padded. lengths (int, (units,)): tokens
    of each unit, at least 1. transitions: already constrained.
    RETURNS (int, (units, tokens)): tags; what stands behind a unit's end means nothing.
    """
    units, tokens, tags = scores.shape
    best = scores[:, 0] + transitions.start
    back = np.empty((units, tokens, tags), dtype=np.int16)
    identity = np.arange(tags, dtype=np.int16)
    for i in range(1, tokens):
        step = best[:, :, None] + transitions.between
        alive = (lengths > i)[:, None]
        back[:, i] = np.where(alive, step.argmax(axis=1), identity)
        best = np.where(alive, step.max(axis=1) + scores[:, i], best)
    path = np.empty((units, tokens), dtype=np.int64)
    path[:, -1] = (best + transitions.end).argmax(axis=1)
    rows = np.arange(units)
    for i in range(tokens - 1, 0, -1):
        path[:, i - 1] = back[rows, i, path[:, i]]
    return path


def marginals(scores: np.ndarray, lengths: np.ndarray, transitions: Transitions) -> np.ndarray:
    """Probability of each tag at each token, (units, tokens, tags); as `viterbi` otherwise."""
    forward = np.empty_like(scores)
    backward = np.empty_like(scores)
    forward[:, 0] = scores[:, 0] + transitions.start
    for i in range(1, scores.shape[1]):
        step = _logsumexp(forward[:, i - 1, :, None] + transitions.between, 1)
        forward[:, i] = step + scores[:, i]
    at_end = np.broadcast_to(transitions.end, backward[:, 0].shape)
    backward[:, -1] = at_end
    for i in range(scores.shape[1] - 2, -1, -1):
        onward = scores[:, i + 1] + backward[:, i + 1]
        step = _logsumexp(transitions.between + onward[:, None, :], 2)
        backward[:, i] = np.where((lengths > i + 1)[:, None], step, at_end)
    total = forward + backward
    return np.asarray(np.exp(total - _logsumexp(total, 2)[..., None]))


def _logsumexp(values: np.ndarray, axis: int) -> np.ndarray:
    top = values.max(axis=axis, keepdims=True)
    return np.asarray(np.squeeze(top, axis) + np.log(np.exp(values - top).sum(axis=axis)))
