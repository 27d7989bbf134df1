"""How far two annotators agree: spans, labels and cues, with bootstrap intervals.

Krippendorff's alpha after Krippendorff, Computing Krippendorff's Alpha-Reliability (2011);
Gwet's AC1 after Gwet, Brit. J. Math. Stat. Psychol. 61 (2008) 29-48. Both are given because alpha
falls to nothing where one label is rare though the annotators agree on nearly all units.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

#: Two spans match loosely where their intersection over union is at least this.
LOOSE_IOU: Final = 0.5

#: Pairs of values given to the same items by two annotators.
Pairs = Sequence[tuple[Hashable, Hashable]]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its bootstrap interval; NaN where nothing was there to measure.

    value, low, high (float): the figure and its 95 % percentile interval. items (int): how many
    spans or pairs it rests on.
    """

    value: float
    low: float
    high: float
    items: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Spans that both marked, and those that each marked."""

    both: int = 0
    first: int = 0
    second: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.both + other.both, self.first + other.first, self.second + other.second)

    @property
    def f1(self) -> float:
        """Harmonic mean of the two shares: which annotator counts as right does not matter."""
        marked = self.first + self.second
        return 2 * self.both / marked if marked else math.nan


def alpha(pairs: Pairs, distance: Callable[[Hashable, Hashable], float] | None = None) -> float:
    """Krippendorff's alpha of two annotators without missing values.

    pairs: the two values of each item. distance: squared distance of two values; by default 0
        for equal and 1 for different ones (nominal data). For ordinal data see
        `ordinal_distance`.
    RETURNS (float): 1.0 for full agreement, 0.0 for chance; NaN without pairs. Where only one
        value was ever used there is no disagreement to expect, and 1.0 is returned.
    """
    values = [value for pair in pairs for value in pair]
    if not values:
        return math.nan
    distance = distance or (lambda a, b: float(a != b))
    kinds, counts = _tally(values)
    observed = sum(2 * distance(a, b) for a, b in pairs) / len(values)
    expected = sum(
        counts[i] * counts[j] * distance(a, b)
        for i, a in enumerate(kinds)
        for j, b in enumerate(kinds)
    ) / (len(values) * (len(values) - 1))
    return 1.0 - observed / expected if expected else 1.0


def _tally(values: Sequence[Hashable]) -> tuple[list[Hashable], list[int]]:
    counts: dict[Hashable, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return list(counts), list(counts.values())


def ordinal_distance(
    pairs: Pairs, order: Sequence[Hashable]
) -> Callable[[Hashable, Hashable], float]:
    """Krippendorff's distance for ordinal data: how many values lie between two ranks.

    order: the values, lowest first.
    """
    values = [value for pair in pairs for value in pair]
    counts = np.array([sum(value == rank for value in values) for rank in order], dtype=float)
    sums = np.concatenate([[0.0], np.cumsum(counts)])
    rank_of = {value: rank for rank, value in enumerate(order)}

    def distance(a: Hashable, b: Hashable) -> float:
        low, high = sorted((rank_of[a], rank_of[b]))
        between = sums[high + 1] - sums[low] - (counts[low] + counts[high]) / 2
        return float(between**2) if low != high else 0.0

    return distance


def ac1(pairs: Pairs, kinds: int) -> float:
    """Gwet's AC1 of two annotators.

    kinds (int): how many different values an annotator can give.
    RETURNS (float): 1.0 for full agreement, 0.0 for chance; NaN without pairs.
    """
    if not pairs:
        return math.nan
    observed = sum(a == b for a, b in pairs) / len(pairs)
    _, counts = _tally([value for pair in pairs for value in pair])
    shares = [count / (2 * len(pairs)) for count in counts]
    chance = sum(share * (1 - share) for share in shares) / (kinds - 1) if kinds > 1 else 0.0
    return (observed - chance) / (1 - chance)


def bootstrap(
    groups: Sequence[Mapping[str, object]],
    measure: Callable[[Sequence[Mapping[str, object]]], float],
    rounds: int,
    seed: int,
) -> tuple[float, float]:
    """95 % percentile interval of a figure over resampled groups.

    groups: what is resampled, usually documents: the units of one page depend on each other.
    measure: the figure of a resample. rounds, seed (int): how many resamples; the same seed
        gives the same interval.
    """
    generator = np.random.default_rng(seed)
    figures = []
    for _ in range(rounds):
        chosen = generator.integers(0, len(groups), len(groups))
        figures.append(measure([groups[index] for index in chosen]))
    kept = [figure for figure in figures if not math.isnan(figure)]
    if not kept:
        return math.nan, math.nan
    low, high = np.percentile(kept, [2.5, 97.5])
    return float(low), float(high)
