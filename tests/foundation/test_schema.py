"""JSON Schema and documentation of the tables: made from the classes, so never apart."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import jsonschema
import pytest

from claimcheck import schema
from claimcheck.errors import UsageError
from claimcheck.rows import SCHEMA_VERSION, TABLES, ErrorRow
from claimcheck.tables import encode

DOCS = Path(__file__).resolve().parents[2] / "docs" / "tables.md"


@pytest.mark.parametrize("table", TABLES)
def test_every_schema_is_a_schema(table: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema.table_schema(table))


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_explained(table: str) -> None:
    texts = schema.column_texts()[table]
    assert {"_table", *(f.name for f in fields(TABLES[table]))} == set(texts)


def test_a_row_is_valid() -> None:
    row = json.loads(encode(ErrorRow("a.md", "shop", "empty", "is empty", "")))
    jsonschema.validate(row, schema.table_schema("errors"))


@pytest.mark.parametrize(
    "change",
    [{"path": 7}, {"schema_version": "0.1"}, {"more": 1}],
    ids=["type", "version", "unknown key"],
)
def test_a_wrong_row_is_not_valid(change: dict[str, object]) -> None:
    row = {**json.loads(encode(ErrorRow("a.md", "shop", "empty", "is empty", ""))), **change}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(row, schema.table_schema("errors"))


def test_an_unknown_table_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        schema.table_schema("claim")
    assert "claims" in caught.value.remedy


def test_the_bundle_holds_all_tables() -> None:
    assert list(schema.bundle()["$defs"]) == list(TABLES)


def test_docs_hold_the_reference_as_it_is() -> None:
    assert schema.markdown().strip() in DOCS.read_text("utf-8"), "run: make docs"


def test_docs_tell_the_history_of_the_version() -> None:
    assert f"| {SCHEMA_VERSION} |" in DOCS.read_text("utf-8")
