"""Intervals of shares and rates."""

from __future__ import annotations

import numpy as np
import pytest

from claimcheck.report.intervals import effective_size, rate_per_100, share, wilson


def test_wilson_agrees_with_published_figures() -> None:
    # Newcombe (1998), table I: 81 of 263, score method without continuity correction.
    low, high = wilson(81, 263)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


def test_a_share_of_nothing_has_no_interval() -> None:
    found = share(np.array([0]), np.array([0]))
    assert (found.share, found.low, found.high) == (None, None, None)


def test_claims_that_agree_within_documents_widen_the_interval() -> None:
    totals = np.full(10, 20)
    alike = share(np.array([20, 0] * 5), totals)
    mixed = share(np.full(10, 10), totals)
    assert alike.share == mixed.share == 0.5
    assert alike.low is not None
    assert mixed.low is not None
    assert alike.low < mixed.low


def test_the_effective_size_is_never_above_the_number_of_claims() -> None:
    assert effective_size(np.full(10, 10), np.full(10, 20)) == 200


def test_one_document_gives_a_rate_without_interval() -> None:
    found = rate_per_100(np.array([3]), np.array([12]))
    assert (found.per_100, found.low) == (25.0, None)


def test_a_rate_lies_in_its_interval_and_is_the_same_again() -> None:
    counts, claims = np.array([3, 9, 1, 5]), np.array([12, 20, 9, 30])
    found = rate_per_100(counts, claims)
    assert found == rate_per_100(counts, claims)
    assert None not in (found.low, found.high, found.per_100)
    assert found.low <= found.per_100 <= found.high  # type: ignore[operator]
    assert found.per_100 == pytest.approx(100 * 18 / 71, abs=0.01)
