"""Lines with pairs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest

from claimcheck.config import ExaggerationSection
from claimcheck.contrast.pairs import BATCH, Fields, compare_lines

SETTINGS = ExaggerationSection(same_weight=2.0)
PAIR = {"statement": "It heals.", "reference": "It may heal."}


def strengths(texts: Sequence[str]) -> list[tuple[float, ...]]:
    """Hedged where the text says *may*."""
    return [(0.0, 0.0, 0.9, 0.1) if "may" in t else (0.0, 0.0, 0.1, 0.9) for t in texts]


def run(
    lines: list[Any], statement: str = "statement", reference: str = "reference"
) -> list[tuple[dict[str, Any], str | None]]:
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    return list(compare_lines(texts, strengths, SETTINGS, Fields(statement, reference)))


def test_a_line_comes_back_unchanged_with_the_verdict_added() -> None:
    line = {"id": "1", "note": [1], **PAIR}
    row, problem = run([line])[0]
    assert problem is None
    assert {key: row[key] for key in line} == line
    found = (row["verdict"], row["statement_strength"], row["reference_strength"])
    assert found == ("exaggerates", 3, 2)


def test_the_fields_can_be_named() -> None:
    row, _ = run([{"press": "It may heal.", "paper": "It heals."}], "press", "paper")[0]
    assert row["verdict"] == "downplays"


def test_order_is_kept_over_batches_with_a_bad_line_among_them() -> None:
    lines: list[Any] = [{"id": i, **PAIR} for i in range(BATCH + 3)]
    lines[7] = {"id": 7}
    found = run(lines)
    assert [row["id"] for row, _ in found] == list(range(BATCH + 3))
    assert [row["verdict"] for row, _ in found].count("exaggerates") == BATCH + 2


@pytest.mark.parametrize(
    "line",
    [
        {"statement": "x"},
        {"statement": "x", "reference": " "},
        {},
        "{",
        "[1]",
        '{"x": NaN}',
        '{"statement": 1}',
    ],
)
def test_a_line_that_cannot_be_read_keeps_its_place_and_says_why(line: Any) -> None:
    found = run([PAIR, line, PAIR])
    row, problem = found[1]
    assert row["verdict"] is None
    assert row["error"] == problem
    assert problem is not None
    assert problem.startswith("line 2:")
    assert [r["verdict"] for r, _ in found] == ["exaggerates", None, "exaggerates"]
