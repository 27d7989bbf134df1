"""JSON lines on disk: same rows, same bytes; whole or not at all."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.errors import UsageError
from claimcheck.rows import Cue, ErrorRow, Match, SentenceRow
from claimcheck.tables import (
    encode,
    iter_rows,
    iter_table,
    rounded,
    write_json,
    write_table,
)

ROW = ErrorRow("a.md", "shop", "empty", "is empty", "", "Leave it out.")


def test_keys_stand_in_the_order_of_the_class() -> None:
    keys = ["path", "source", "kind", "message", "place", "remedy", "schema_version"]
    assert list(json.loads(encode(ROW))) == keys


@given(st.text())
def test_property_a_row_is_one_line_for_every_reader(text: str) -> None:
    line = encode({"text": text})
    assert len(line.splitlines()) == 1
    assert json.loads(line) == {"text": text}
    line.encode("utf-8")


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_numbers_that_json_lacks_are_refused(value: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        encode({"x": value})


def test_floats_are_rounded_and_zero_has_no_sign() -> None:
    assert rounded({"a": [0.123456, -0.00001]}) == {"a": [0.1235, 0.0]}
    assert str(rounded(-0.00001)) == "0.0"


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=8).filter(lambda p: sum(p) > 1e-6))
def test_property_probabilities_still_sum_to_one(weights: list[float]) -> None:
    probs = [w / sum(weights) for w in weights]
    found = rounded({"type_probs": {str(i): p for i, p in enumerate(probs)}})["type_probs"]
    assert math.isclose(sum(found.values()), 1.0, abs_tol=1e-9)
    assert all(abs(found[str(i)] - p) <= 1.01e-4 for i, p in enumerate(probs))


def test_numbers_that_are_no_distribution_are_only_rounded() -> None:
    assert rounded({"probs": [0.25001, 0.25]}) == {"probs": [0.25, 0.25]}


def test_a_table_comes_back_as_it_was_written(tmp_path: Path) -> None:
    rows = [ROW, ErrorRow("b.md", "shop", "binary", "is no text", "byte 7")]
    assert write_table(tmp_path / "errors.jsonl", rows) == 2
    assert list(iter_rows(tmp_path / "errors.jsonl", ErrorRow)) == rows


def test_nested_objects_come_back_as_dataclasses(tmp_path: Path) -> None:
    row = SentenceRow(
        "d:0-3", "d", "shop", "sentence", ["Uses"], "may", "may", 0, 3, True, 0.9, ["c"],
        [Cue("may", 0, 3, "modal", 0, 3)],
    )  # fmt: skip
    write_table(tmp_path / "t.jsonl", [row])
    assert list(iter_rows(tmp_path / "t.jsonl", SentenceRow)) == [row]


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old", "utf-8")
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_table(path, [{"new": 1.0}, {"new": math.nan}])
    assert path.read_text("utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize(
    ("content", "place", "message"),
    [
        (b'{"a": 1}\n{"a": \n', "line 2", "is not JSON"),
        (b"[1]\n", "line 1", "holds a JSON list"),
        (b'{"a": 1}\n"\xff"\n', "line", "not UTF-8"),
    ],
    ids=["broken", "no object", "no UTF-8"],
)
def test_a_bad_line_is_named(content: bytes, place: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_bytes(content)
    with pytest.raises(UsageError, match=message) as caught:
        list(iter_table(tmp_path / "t.jsonl"))
    assert caught.value.place.startswith(place)


def test_empty_lines_and_a_byte_order_mark_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_bytes(b'\xef\xbb\xbf{"a": 1}\n\n{"a": 2}\n')
    assert [(n, row["a"]) for n, row in iter_table(tmp_path / "t.jsonl")] == [(1, 1), (3, 2)]


def test_a_row_of_another_schema_is_named(tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_text('{"claim_id": "a", "score": 1}\n', "utf-8")
    with pytest.raises(UsageError, match="is not a row of this table") as caught:
        list(iter_rows(tmp_path / "t.jsonl", Match))
    assert caught.value.place == "line 1"


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        list(iter_table(tmp_path / "none.jsonl"))


def test_json_for_people_keeps_its_order(tmp_path: Path) -> None:
    write_json(tmp_path / "a.json", {"b": 1, "a": {"x_probs": [1 / 3] * 3}})
    text = (tmp_path / "a.json").read_text("utf-8")
    assert list(json.loads(text)) == ["b", "a"]
    assert sum(json.loads(text)["a"]["x_probs"]) == pytest.approx(1.0)
