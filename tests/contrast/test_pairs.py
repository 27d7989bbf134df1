"""Files of pairs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from claimcheck.config import ExaggerationSection
from claimcheck.contrast.pairs import BATCH, Fields, compare_pairs
from claimcheck.errors import UsageError

SETTINGS = ExaggerationSection(exaggerates=0.5, downplays=0.5)


def strengths(texts: Sequence[str]) -> list[tuple[float, ...]]:
    """Hedged where the text says *may*."""
    return [(0.0, 0.0, 0.9, 0.1) if "may" in t else (0.0, 0.0, 0.1, 0.9) for t in texts]


def run(lines: list[dict[str, Any]], fields: Fields = Fields()) -> list[dict[str, Any]]:  # noqa: B008
    numbered = enumerate(lines, start=1)
    return list(compare_pairs(numbered, strengths, SETTINGS, fields, "pairs.jsonl"))


def test_a_line_comes_back_unchanged_with_the_verdict_added() -> None:
    line = {"id": "1", "note": [1], "statement": "It heals.", "reference": "It may heal."}
    row = run([line])[0]
    assert {key: row[key] for key in line} == line
    assert (row["verdict"], row["statement_strength"], row["reference_strength"]) == (
        "exaggerates",
        3,
        2,
    )


def test_the_fields_can_be_named() -> None:
    row = run([{"press": "It may heal.", "paper": "It heals."}], Fields("press", "paper"))[0]
    assert row["verdict"] == "downplays"


def test_order_is_kept_over_batches() -> None:
    lines = [
        {"id": i, "statement": "It heals.", "reference": "It may heal."} for i in range(BATCH + 3)
    ]
    assert [row["id"] for row in run(lines)] == list(range(BATCH + 3))


@pytest.mark.parametrize("line", [{"statement": "x"}, {"statement": "x", "reference": " "}, {}])
def test_a_line_without_a_text_is_named(line: dict[str, Any]) -> None:
    good = {"statement": "a", "reference": "b"}
    with pytest.raises(UsageError, match="line 2") as error:
        run([good, line])
    assert "--" in error.value.remedy
