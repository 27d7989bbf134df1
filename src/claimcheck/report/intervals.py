"""95 % intervals for shares and rates whose claims come in documents.

Claims of one page resemble each other, so an interval that counts them as independent is too
narrow. Shares use Wilson's interval (Wilson 1927) with the effective sample size of the cluster
design (Kish 1965; Korn and Graubard 1998); rates use a bootstrap over documents.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np

_Z: Final = 1.959964
_RESAMPLES: Final = 1000
_SEED: Final = 1927
_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `total`; `share` with its 95 % interval, 0 to 1, null where `total` is 0."""

    count: int
    total: int
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Rate:
    """`count` things, `per_100` claims, with a 95 % interval; the interval is null where fewer
    than two documents could be resampled, the rate where there is no claim."""

    count: int
    per_100: float | None
    low: float | None
    high: float | None


def wilson(count: int, total: int, effective: float | None = None) -> tuple[float, float]:
    """Wilson's score interval of `count / total`, at the sample size `effective` if given."""
    n = effective if effective else float(total)
    p = count / total
    centre = (p + _Z * _Z / (2 * n)) / (1 + _Z * _Z / n)
    half = _Z / (1 + _Z * _Z / n) * sqrt(p * (1 - p) / n + _Z * _Z / (4 * n * n))
    return max(0.0, centre - half), min(1.0, centre + half)


def effective_size(counts: np.ndarray, totals: np.ndarray) -> float:
    """Sample size that independent claims would need for the same precision.

    counts, totals (int arrays, one entry a document): how many of each document's claims.
    RETURNS (float): at most the number of claims; that number with fewer than two documents.
    """
    used = totals > 0
    counts, totals = counts[used].astype(float), totals[used].astype(float)
    n, m = float(totals.sum()), len(totals)
    p = float(counts.sum()) / n if n else 0.0
    if m < 2 or p in (0.0, 1.0):
        return n
    variance = m / (m - 1) * float(((counts - p * totals) ** 2).sum()) / n**2
    design_effect = variance / (p * (1 - p) / n)
    return n / max(1.0, design_effect)


def share(counts: np.ndarray, totals: np.ndarray) -> Share:
    """Share of `counts` in `totals` (int arrays, one entry a document)."""
    count, total = int(counts.sum()), int(totals.sum())
    if not total:
        return Share(count, 0, None, None, None)
    low, high = wilson(count, total, effective_size(counts, totals))
    found, low, high = (round(value, _DIGITS) for value in (count / total, low, high))
    return Share(count, total, found, low, high)


def rate_per_100(counts: np.ndarray, claims: np.ndarray) -> Rate:
    """Things per 100 claims (int arrays, one entry a document), bootstrap over documents."""
    count, total = int(counts.sum()), int(claims.sum())
    if not total:
        return Rate(count, None, None, None)
    rate = round(100 * count / total, 2)
    used = claims > 0
    counts, claims = counts[used], claims[used]
    if len(claims) < 2:
        return Rate(count, rate, None, None)
    rng = np.random.default_rng(_SEED)
    even = np.full(len(claims), 1 / len(claims))
    resampled: list[np.ndarray] = []
    for _ in range(_RESAMPLES // 50):  # in slices, so that memory stays small with many documents
        weights = rng.multinomial(len(claims), even, size=50)
        resampled.append(100 * (weights @ counts) / (weights @ claims))
    low, high = np.percentile(np.concatenate(resampled), [2.5, 97.5])
    return Rate(count, rate, round(float(low), 2), round(float(high), 2))
