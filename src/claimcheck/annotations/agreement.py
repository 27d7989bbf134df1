"""Measures of agreement of two annotators, on counts that may be resampled many at a time.

Krippendorff's alpha after Krippendorff, Computing Krippendorff's Alpha-Reliability (2011);
Gwet's AC1 after Gwet, Brit. J. Math. Stat. Psychol. 61 (2008) 29-48. Both are given because alpha
falls to nothing where one label is rare though the annotators agree on nearly all units.

A *table* holds at [i, j] how many items got label i from the first and j from the second
annotator. All functions take one table or a stack of them (leading axes), and return NaN where
there is nothing to measure.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.float64]
Measure = Callable[[Table], NDArray[np.float64]]

#: Resamples of an interval, and the seed that makes it the same each time.
ROUNDS: Final = 2000
SEED: Final = 20080501

_EMPTY: Final[dict[str, Any]] = {"divide": "ignore", "invalid": "ignore"}


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % bootstrap interval, None where nothing was there to measure."""

    value: float | None
    low: float | None
    high: float | None


def f1(counts: Table) -> NDArray[np.float64]:
    """Agreement on spans: 2 * both / (first + second), the same whoever counts as right.

    counts: [spans that both marked, spans of the first, spans of the second].
    """
    with np.errstate(**_EMPTY):
        return np.asarray(2 * counts[..., 0] / (counts[..., 1] + counts[..., 2]))


def nominal_alpha(table: Table) -> NDArray[np.float64]:
    """Krippendorff's alpha for labels without order; 1.0 where only one label was ever given."""
    size = table.shape[-1]
    return _alpha(table, np.ones((size, size)) - np.eye(size))


def ordinal_alpha(table: Table) -> NDArray[np.float64]:
    """Krippendorff's alpha for ordered labels (lowest first): far apart counts more than near."""
    totals = _totals(table)
    sums = np.concatenate([np.zeros((*totals.shape[:-1], 1)), np.cumsum(totals, -1)], -1)
    rank = np.arange(table.shape[-1])
    low, high = np.minimum.outer(rank, rank), np.maximum.outer(rank, rank)
    between = sums[..., high + 1] - sums[..., low] - (totals[..., low] + totals[..., high]) / 2
    return _alpha(table, np.where(low == high, 0.0, between**2))


def _totals(table: Table) -> NDArray[np.float64]:
    return np.asarray(table.sum(-1) + table.sum(-2))


def _alpha(table: Table, distance: NDArray[np.float64]) -> NDArray[np.float64]:
    totals = _totals(table)
    values = totals.sum(-1)
    with np.errstate(**_EMPTY):
        observed = 2 * (table * distance).sum((-1, -2)) / values
        pairs = totals[..., :, None] * totals[..., None, :]
        expected = (pairs * distance).sum((-1, -2)) / (values * (values - 1))
        alpha = 1.0 - observed / expected
    return np.where(values == 0, np.nan, np.where(expected == 0, 1.0, alpha))


def ac1(table: Table) -> NDArray[np.float64]:
    """Gwet's AC1: the table's size is the number of labels that could be given."""
    size = table.shape[-1]
    with np.errstate(**_EMPTY):
        items = table.sum((-1, -2))
        observed = np.trace(table, axis1=-2, axis2=-1) / items
        shares = _totals(table) / (2 * items[..., None])
        chance = (shares * (1 - shares)).sum(-1) / (size - 1)
        return np.asarray((observed - chance) / (1 - chance))


def one_against_rest(table: Table, label: int) -> Table:
    """The 2x2 table of one label: [not it, it] of both annotators."""
    both = table[..., label, label]
    first = table[..., label, :].sum(-1) - both
    second = table[..., :, label].sum(-1) - both
    neither = table.sum((-1, -2)) - both - first - second
    rows = [np.stack([neither, second], -1), np.stack([first, both], -1)]
    return np.stack(rows, -2)


def estimate(groups: Table, measure: Measure, seed: int = SEED, rounds: int = ROUNDS) -> Estimate:
    """A figure over all groups, with the percentile interval over resampled groups.

    groups: counts of each group (first axis), usually of a document: what stands on one page is
        alike. measure: the figure of summed counts.
    RETURNS (Estimate): without interval where there is only one group.
    """
    value = _number(measure(groups.sum(0)))
    count = len(groups)
    if value is None or count < 2:
        return Estimate(value, None, None)
    weights = np.random.default_rng(seed).multinomial(count, [1 / count] * count, size=rounds)
    figures = measure(np.tensordot(weights.astype(float), groups, axes=1))
    figures = figures[~np.isnan(figures)]
    if not len(figures):
        return Estimate(value, None, None)
    low, high = np.percentile(figures, [2.5, 97.5])
    return Estimate(value, _number(low), _number(high))


def _number(value: Any) -> float | None:
    number = float(value)
    return None if math.isnan(number) else round(number, 4)
