"""The tables in pandas and as Parquet."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import claimcheck
from claimcheck.frames import write_parquet
from claimcheck.rows import TABLES, ComparisonRow, ErrorRow, Match
from claimcheck.tables import write_table

ROWS = [
    ComparisonRow("c1", "d", "supported", [Match("r", 0.9)], ["same"], "shop", "book", "zinc", []),
    ComparisonRow("c2", "d", "contradicted", [], ["no"], "shop", "book", "zinc", ["cold"]),
]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    for table in TABLES:
        write_table(tmp_path / f"{table}.jsonl", ROWS if table == "comparisons" else ())
    return tmp_path


def test_labels_are_ordered_categories(out: Path) -> None:
    frame = claimcheck.read_comparisons(out)
    assert frame.verdict.cat.ordered
    assert list(frame.sort_values("verdict").claim_id) == ["c2", "c1"]


def test_an_empty_table_has_the_types_of_a_full_one(out: Path) -> None:
    empty = claimcheck.read_claims(out)
    assert len(empty) == 0
    assert empty.start.dtype == "int64"
    assert empty.certainty.dtype == "float64"
    assert empty.from_context.dtype == "bool"
    assert empty.text.dtype == "string"
    assert empty.strength.cat.ordered
    assert not empty.type.cat.ordered


def test_a_file_may_be_named_itself(out: Path) -> None:
    assert len(claimcheck.read_comparisons(out / "comparisons.jsonl")) == 2


@pytest.mark.parametrize("table", TABLES)
def test_parquet_holds_the_rows_and_columns_of_the_table(table: str, out: Path) -> None:
    frame = pd.read_parquet(write_parquet(out / f"{table}.jsonl", table))
    read = {
        "claims": claimcheck.read_claims,
        "sentences": claimcheck.read_sentences,
        "documents": claimcheck.read_documents,
        "comparisons": claimcheck.read_comparisons,
        "evidence": claimcheck.read_evidence,
        "errors": claimcheck.read_errors,
    }[table](out)
    assert list(frame.columns) == list(read.columns)
    assert len(frame) == len(read)


def test_parquet_keeps_objects_inside_rows(out: Path) -> None:
    frame = pd.read_parquet(write_parquet(out / "comparisons.jsonl", "comparisons"))
    assert frame.matches[0][0] == {"claim_id": "r", "similarity": 0.9}


def test_errors_are_read_too(tmp_path: Path) -> None:
    write_table(tmp_path / "errors.jsonl", [ErrorRow("a.md", "shop", "empty", "is empty", "")])
    assert list(claimcheck.read_errors(tmp_path).kind) == ["empty"]
