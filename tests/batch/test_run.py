"""One run, and the next one into the same folder."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from claimcheck.batch.run import Progress, RunResult
from claimcheck.config import load_config
from claimcheck.errors import UsageError
from claimcheck.tables import iter_table

from . import fake
from .conftest import TABLES, table_bytes

Run = Callable[..., RunResult]


def test_writes_every_table_and_counts_its_rows(
    pages: Path, tmp_path: Path, run_pages: Run
) -> None:
    result = run_pages(pages, tmp_path / "out")
    rows = {name: len(list(iter_table(tmp_path / "out" / f"{name}.jsonl"))) for name in TABLES}
    assert result.counts == rows
    assert rows["documents"] == 20
    assert rows["claims"] == 40


def test_documents_stand_in_the_order_of_the_corpus(
    pages: Path, tmp_path: Path, run_pages: Run
) -> None:
    run_pages(pages, tmp_path / "out", jobs=2)
    paths = [row["path"] for _, row in iter_table(tmp_path / "out" / "documents.jsonl")]
    assert paths == sorted(paths)


def test_spans_cut_the_original(pages: Path, tmp_path: Path, run_pages: Run) -> None:
    run_pages(pages, tmp_path / "out")
    for _, row in iter_table(tmp_path / "out" / "claims.jsonl"):
        original = (pages / row["path"]).read_text("utf-8")
        assert original[row["start"] : row["end"]] == row["text"]


@pytest.mark.parametrize(
    "options",
    [
        {"jobs": 2},
        {"config": load_config(overrides=["batch.shard_size=1"])},
        {"config": load_config(overrides=["batch.shard_size=100"])},
        {"config": load_config(overrides=["batch.keep_parts=false"])},
    ],
    ids=["two processes", "a shard a document", "one shard", "parts not kept"],
)
def test_how_the_work_is_cut_does_not_change_a_byte(
    options: dict[str, object], pages: Path, tmp_path: Path, run_pages: Run
) -> None:
    run_pages(pages, tmp_path / "plain")
    run_pages(pages, tmp_path / "other", **options)
    assert table_bytes(tmp_path / "plain") == table_bytes(tmp_path / "other")


def test_two_runs_write_the_same_manifest(pages: Path, tmp_path: Path, run_pages: Run) -> None:
    run_pages(pages, tmp_path / "a")
    run_pages(pages, tmp_path / "b")
    assert (tmp_path / "a/manifest.json").read_bytes() == (
        tmp_path / "b/manifest.json"
    ).read_bytes()


def test_manifest_says_what_the_run_was_made_from(
    pages: Path, tmp_path: Path, run_pages: Run
) -> None:
    run_pages(pages, tmp_path / "out")
    manifest = json.loads((tmp_path / "out/manifest.json").read_text("utf-8"))
    assert manifest["counts"]["documents"] == 20
    assert set(manifest["fingerprints"]) == {"version", "code", "config", "model", "libraries"}
    assert len(manifest["inputs"]["files"]) == 20
    assert [source["name"] for source in manifest["sources"]] == ["promotional", "reference"]


def test_progress_goes_from_none_to_all_documents(
    pages: Path, tmp_path: Path, run_pages: Run
) -> None:
    seen: list[Progress] = []
    run_pages(pages, tmp_path / "out", progress=seen.append)
    done = [progress.done for progress in seen if progress.step == "annotate"]
    assert done == sorted(done)
    assert (done[0], done[-1]) == (0, 20)


def test_parquet_stands_beside_each_table(pages: Path, tmp_path: Path, run_pages: Run) -> None:
    run_pages(pages, tmp_path / "out", formats=("jsonl", "parquet"))
    assert {path.stem for path in (tmp_path / "out").glob("*.parquet")} == set(TABLES)


def test_output_inside_the_input_is_not_read(pages: Path, run_pages: Run) -> None:
    first = run_pages(pages, pages / "out")
    again = run_pages(pages, pages / "out", overwrite=True)
    assert first.counts == again.counts


def test_a_folder_that_is_not_empty_is_refused(pages: Path, tmp_path: Path, run_pages: Run) -> None:
    run_pages(pages, tmp_path / "out")
    with pytest.raises(UsageError, match="is not empty") as caught:
        run_pages(pages, tmp_path / "out")
    assert "--resume" in caught.value.remedy


def test_overwrite_leaves_what_is_not_of_a_run(pages: Path, tmp_path: Path, run_pages: Run) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "my notes.txt").write_text("keep", "utf-8")
    run_pages(pages, out, overwrite=True)
    assert (out / "my notes.txt").read_text("utf-8") == "keep"


def test_resume_and_overwrite_exclude_each_other(
    pages: Path, tmp_path: Path, run_pages: Run
) -> None:
    with pytest.raises(UsageError, match="exclude each other"):
        run_pages(pages, tmp_path / "out", resume=True, overwrite=True)


@pytest.mark.parametrize(
    ("option", "value"), [("engine", "spark"), ("formats", ("csv",))], ids=["engine", "format"]
)
def test_unknown_choices_name_the_known_ones(
    option: str, value: object, pages: Path, tmp_path: Path, run_pages: Run
) -> None:
    with pytest.raises(UsageError) as caught:
        run_pages(pages, tmp_path / "out", **{option: value})
    assert "Known:" in caught.value.remedy


def test_a_run_that_could_not_start_leaves_no_folder(tmp_path: Path, run_pages: Run) -> None:
    with pytest.raises(UsageError):
        run_pages(tmp_path / "nowhere", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_failing_document_is_listed_and_the_others_are_whole(
    pages: Path, tmp_path: Path, run_pages: Run
) -> None:
    (pages / "reference" / "bad.md").write_text("RAISE", "utf-8")
    result = run_pages(pages, tmp_path / "out")
    ((_, row),) = iter_table(tmp_path / "out" / "errors.jsonl")
    assert (row["path"], row["kind"]) == ("reference/bad.md", "internal")
    assert row["message"] == "ValueError: this page cannot be"
    assert result.failed == 1
    assert result.counts["documents"] == 20


def test_a_document_over_its_time_is_listed(pages: Path, tmp_path: Path, run_pages: Run) -> None:
    (pages / "reference" / "slow.md").write_text("SLEEP", "utf-8")
    run_pages(pages, tmp_path / "out", config=load_config(overrides=["batch.timeout=0.2"]))
    ((_, row),) = iter_table(tmp_path / "out" / "errors.jsonl")
    assert (row["kind"], row["message"]) == ("timeout", "took longer than 0.2 s and was given up")


@pytest.mark.parametrize("word", ["KILL", "MEMORY"])
def test_a_document_that_ends_its_process_costs_no_other(
    word: str, pages: Path, tmp_path: Path, run_pages: Run
) -> None:
    run_pages(pages, tmp_path / "good")
    (pages / "reference" / "zz.md").write_text(word, "utf-8")
    result = run_pages(pages, tmp_path / "out", jobs=2)
    assert result.failed == 1
    ((_, row),) = iter_table(tmp_path / "out" / "errors.jsonl")
    assert (row["path"], row["kind"]) == ("reference/zz.md", "crash")
    good, found = table_bytes(tmp_path / "good"), table_bytes(tmp_path / "out")
    assert {**found, "errors": b""} == good


def test_python_takes_one_path_as_it_is(pages: Path, tmp_path: Path, run_pages: Run) -> None:
    assert (
        run_pages(str(pages), str(tmp_path / "out"), factory=fake.slowly).counts["documents"] == 20
    )
