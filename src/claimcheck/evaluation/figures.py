"""Figures with their uncertainty: bootstrap intervals, calibration, accuracy at coverage."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np

#: Samples of a bootstrap; enough for an interval that is stable to the second decimal.
SAMPLES: Final = 500
BINS: Final = 10

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its 95 % interval."""

    value: float
    low: float
    high: float


def bootstrap(
    groups: Sequence[Item],
    measure: Callable[[Sequence[Item]], float],
    *,
    samples: int = SAMPLES,
    seed: int = 13,
) -> Figure:
    """Percentile bootstrap over groups (Efron 1979): whole documents are drawn, never sentences.

    groups: what is drawn with replacement. measure: the figure of a draw.
    """
    rng = np.random.default_rng(seed)
    count = len(groups)
    if not count:
        return Figure(0.0, 0.0, 0.0)
    drawn = [measure([groups[i] for i in rng.integers(0, count, count)]) for _ in range(samples)]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Figure(measure(groups), float(low), float(high))


@dataclass(frozen=True, slots=True)
class Bin:
    """Predictions of like confidence: how many, their mean confidence, the share that is right."""

    count: int
    confidence: float
    accuracy: float


def reliability(confidence: np.ndarray, right: np.ndarray, bins: int = BINS) -> list[Bin]:
    """Bins of equal width over 0..1, empty ones left out (Guo et al., ICML 2017)."""
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    found = []
    for i in range(bins):
        inside = place == i
        if inside.any():
            found.append(
                Bin(
                    int(inside.sum()), float(confidence[inside].mean()), float(right[inside].mean())
                )
            )
    return found


def calibration_error(confidence: np.ndarray, right: np.ndarray, bins: int = BINS) -> float:
    """Expected calibration error: mean gap of confidence and accuracy, weighted by count."""
    table = reliability(confidence, right, bins)
    total = sum(b.count for b in table)
    return sum(b.count * abs(b.confidence - b.accuracy) for b in table) / total if total else 0.0


def at_coverage(
    confidence: np.ndarray, right: np.ndarray, left_out: Sequence[float] = (0.0, 0.1, 0.2, 0.3)
) -> dict[str, float]:
    """Accuracy when the least sure share is left to a human (El-Yaniv and Wiener, JMLR 2010)."""
    order = np.argsort(-confidence, kind="stable")
    found = {}
    for share in left_out:
        kept = order[: max(1, round(len(order) * (1 - share)))]
        found[f"{share:.0%}"] = float(right[kept].mean()) if len(right) else 0.0
    return found


def confusion(pairs: Sequence[tuple[str, str]], labels: Sequence[str]) -> list[list[int]]:
    """Counts (gold rows, predicted columns)."""
    place = {label: i for i, label in enumerate(labels)}
    table = [[0] * len(labels) for _ in labels]
    for gold, predicted in pairs:
        table[place[gold]][place[predicted]] += 1
    return table
