"""`claimcheck verify`, in this process, with a scorer that goes by words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from claimcheck.batch import engines
from claimcheck.cli.verify import command
from claimcheck.errors import UsageError
from claimcheck.verification import PairEncoder, building

from .toys import BASE, WordScorer, write_lines

CLAIMS: list[dict[str, Any]] = [
    {"id": "s", "claim": "Zinc shortens the common cold in adults."},
    {"id": 2, "claim": "Vitamin C does prevent colds.", "cited_doc_ids": [7]},
    {"id": "e", "claim": "Ginger eases nausea in pregnancy.", "evidence_ids": ["zinc"]},
]


@pytest.fixture(autouse=True)
def _words_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PairEncoder, "load", lambda *_, **__: WordScorer())
    monkeypatch.setattr(engines, "prepare_process", lambda config: None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_lines(tmp_path / "claims.jsonl", CLAIMS)
    write_lines(tmp_path / "base.jsonl", BASE)
    return tmp_path


def verify(folder: Path, *more: str, out: str = "out.jsonl", **options: Any) -> Result:
    arguments = ["--claims", str(folder / "claims.jsonl"), "--evidence", str(folder / "base.jsonl")]
    target = out if out == "-" else str(folder / out)
    return CliRunner().invoke(
        command, [*arguments, "-o", target, *more], standalone_mode=False, **options
    )


def rows(folder: Path, name: str = "out.jsonl") -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / name).read_text("utf-8").splitlines()]


def test_one_line_a_claim_in_order_with_ids_as_they_were(folder: Path) -> None:
    assert verify(folder).return_value == 0
    assert [(r["id"], r["verdict"]) for r in rows(folder)] == [
        ("s", "supports"),
        (2, "refutes"),
        ("e", "not_enough_info"),
    ]


def test_keys_come_in_one_order(folder: Path) -> None:
    verify(folder)
    first = rows(folder)[0]
    assert list(first) == ["id", "verdict", "probs", "rationale", "reasons", "candidates"]
    assert list(first["probs"]) == ["supports", "refutes", "not_enough_info"]
    assert list(first["rationale"][0]) == ["evidence_id", "sentence", "start", "end", "score"]
    assert sum(first["probs"].values()) == pytest.approx(1.0)


def test_a_second_run_gives_the_same_bytes_from_the_same_index(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    verify(folder)
    before = (folder / "out.jsonl").read_bytes()
    assert list((folder / "out.jsonl.index").iterdir())
    monkeypatch.setattr(building, "build", None)
    verify(folder)
    assert (folder / "out.jsonl").read_bytes() == before


def test_the_index_may_be_kept_elsewhere(folder: Path) -> None:
    verify(folder, "--index", str(folder / "kept"))
    assert list((folder / "kept").iterdir())
    assert not (folder / "out.jsonl.index").exists()


def test_cited_abstracts_limit_what_is_looked_at(folder: Path) -> None:
    verify(folder, "--cited")
    assert rows(folder)[1]["candidates"] == [7]


def test_without_an_output_file_lines_go_to_standard_output(folder: Path) -> None:
    found = verify(folder, out="-")
    assert len([json.loads(line) for line in found.stdout.splitlines()]) == len(CLAIMS)


def test_a_wrong_claim_is_told_and_the_others_are_done(folder: Path) -> None:
    with (folder / "claims.jsonl").open("a", encoding="utf-8") as stream:
        stream.write('{"id": "bad"}\nnonsense\n')
    found = verify(folder)
    assert found.return_value == 1
    assert "line 4" in found.stderr
    last = rows(folder)[-2:]
    assert [(r["id"], r["verdict"]) for r in last] == [("bad", None), (None, None)]
    assert "line 5" in last[1]["error"]


def test_wrong_evidence_is_told_and_the_rest_is_used(folder: Path) -> None:
    with (folder / "base.jsonl").open("a", encoding="utf-8") as stream:
        stream.write('{"id": "bad"}\n')
    found = verify(folder)
    assert found.return_value == 1
    assert "base.jsonl: line 4" in found.stderr
    assert rows(folder)[0]["verdict"] == "supports"


def test_missing_evidence_leaves_no_output(folder: Path) -> None:
    (folder / "base.jsonl").unlink()
    found = verify(folder)
    assert isinstance(found.exception, UsageError)
    assert not (folder / "out.jsonl").exists()
