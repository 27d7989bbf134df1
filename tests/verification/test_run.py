"""`run` with an evidence base: its table, and what --resume does about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from claimcheck.batch import finish
from claimcheck.batch import run as run_module
from claimcheck.batch.run import RunResult
from claimcheck.errors import ModelError, UsageError
from claimcheck.tables import iter_table, write_table
from claimcheck.verification import PairEncoder, building, table

from ..batch.fake import make_annotator
from .toys import WordScorer, write_lines

EVIDENCE = [{"id": "z", "text": "Zinc helps against colds."}, {"id": "n", "text": "Tea is wet."}]


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages" / "shop"
    folder.mkdir(parents=True)
    (folder / "zinc.md").write_text("# Zinc\n\nZinc helps against colds. It is grey.\n", "utf-8")
    (folder / "kelp.md").write_text("# Kelp\n\nKelp helps hair growth in adults.\n", "utf-8")
    write_lines(tmp_path / "base.jsonl", EVIDENCE)
    return tmp_path / "pages"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., RunResult]:
    """`run` with fake annotator and scorer, without a report."""
    monkeypatch.setattr(PairEncoder, "load", lambda *_, **__: WordScorer())
    monkeypatch.setattr(table, "require_files", lambda folder: None)
    monkeypatch.setattr(table, "model_folder", lambda model: tmp_path)
    monkeypatch.setattr(finish, "_compare", lambda out, *_: write_table(out / "x", ()))

    def run(pages: Path, **options: Any) -> RunResult:
        return run_module.run(
            pages, tmp_path / "out", factory=make_annotator, report=False, **options
        )

    return run


def verdicts(out: Path) -> dict[str, str]:
    return {row["doc_id"]: row["verdict"] for _, row in iter_table(out / "evidence.jsonl")}


def test_every_claim_gets_a_verdict(pages: Path, run: Callable[..., RunResult]) -> None:
    result = run(pages, evidence=pages.parent / "base.jsonl")
    assert result.counts["evidence"] == result.counts["claims"] == 2
    assert sorted(verdicts(Path(result.out)).values()) == ["not_enough_info", "supports"]


def test_without_evidence_the_table_is_empty(pages: Path, run: Callable[..., RunResult]) -> None:
    assert run(pages).counts["evidence"] == 0


def test_a_resumed_run_with_the_same_evidence_does_nothing(
    pages: Path, run: Callable[..., RunResult], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(pages, evidence=pages.parent / "base.jsonl")
    monkeypatch.setattr(table, "add_evidence", None)
    monkeypatch.setattr(run_module, "make_tables", None)
    assert run(pages, evidence=pages.parent / "base.jsonl", resume=True).reused == 2


def test_other_evidence_changes_the_verdicts_and_no_page_is_read_again(
    pages: Path, run: Callable[..., RunResult]
) -> None:
    base = pages.parent / "base.jsonl"
    run(pages, evidence=base)
    write_lines(base, [{"id": "k", "text": "Kelp helps hair growth in adults."}])
    result = run(pages, evidence=base, resume=True)
    assert result.reused == 2
    assert verdicts(Path(result.out)) != {}
    assert [row["verdict"] for _, row in iter_table(Path(result.out) / "evidence.jsonl")].count(
        "supports"
    ) == 1


def test_the_index_is_kept_with_the_output(
    pages: Path, run: Callable[..., RunResult], monkeypatch: pytest.MonkeyPatch
) -> None:
    base = pages.parent / "base.jsonl"
    run(pages, evidence=base)
    monkeypatch.setattr(building, "build", None)
    (pages.parent / "out/evidence.jsonl").unlink()
    assert run(pages, evidence=base, resume=True).counts["evidence"] == 2


def test_what_was_left_out_of_the_evidence_is_noted(
    pages: Path, run: Callable[..., RunResult]
) -> None:
    base = pages.parent / "base.jsonl"
    base.write_text(base.read_text("utf-8") + "nonsense\n", "utf-8")
    assert any("line 3" in note for note in run(pages, evidence=base).notes)


def test_missing_evidence_is_told_before_any_page_is_read(
    pages: Path, run: Callable[..., RunResult]
) -> None:
    with pytest.raises(UsageError):
        run(pages, evidence=pages.parent / "none.jsonl")
    assert not (pages.parent / "out").exists()


def test_a_model_that_cannot_verify_is_told_before_any_page_is_read(
    pages: Path, run: Callable[..., RunResult], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    with pytest.raises(ModelError):
        run(pages, evidence=pages.parent / "base.jsonl", model=pages)
