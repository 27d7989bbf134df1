"""`--resume` does exactly what is not there or not right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from claimcheck.batch.run import RunResult
from claimcheck.config import load_config

from .conftest import table_bytes

Run = Callable[..., RunResult]


@pytest.fixture
def out(pages: Path, tmp_path: Path, run_pages: Run) -> Path:
    """A finished run."""
    run_pages(pages, tmp_path / "out")
    return tmp_path / "out"


def part_files(out: Path) -> list[Path]:
    return sorted((out / ".parts").rglob("*.part"))


def test_nothing_is_done_twice(pages: Path, out: Path, run_pages: Run) -> None:
    before = {path: path.stat().st_mtime_ns for path in part_files(out)}
    result = run_pages(pages, out, resume=True)
    assert result.reused == 20
    assert before == {path: path.stat().st_mtime_ns for path in part_files(out)}


def test_a_missing_table_is_merged_again(pages: Path, out: Path, run_pages: Run) -> None:
    before = table_bytes(out)
    (out / "claims.jsonl").unlink()
    result = run_pages(pages, out, resume=True)
    assert result.reused == 20
    assert table_bytes(out) == before


def test_a_table_that_was_changed_is_made_again(pages: Path, out: Path, run_pages: Run) -> None:
    before = table_bytes(out)
    table = out / "claims.jsonl"
    table.write_bytes(before["claims"].replace(b"helps", b"HELPS", 1))
    run_pages(pages, out, resume=True)
    assert table_bytes(out) == before


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-20],
        lambda data: data.replace(b"Herb", b"Weed", 1),
        lambda data: data[: data.rindex(b"\nend ") + 1],
        lambda data: b"",
    ],
    ids=["cut off", "changed", "without its last line", "empty"],
)
def test_a_damaged_part_is_made_again(
    damage: Callable[[bytes], bytes], pages: Path, out: Path, run_pages: Run
) -> None:
    before = table_bytes(out)
    part = part_files(out)[0]
    part.write_bytes(damage(part.read_bytes()))
    (out / "claims.jsonl").unlink()
    result = run_pages(pages, out, resume=True)
    assert 0 < result.reused < 20
    assert table_bytes(out) == before


def test_only_the_shard_of_a_changed_page_is_done_again(
    pages: Path, out: Path, tmp_path: Path, run_pages: Run
) -> None:
    page = pages / "reference" / "page-003.md"
    page.write_text(page.read_text("utf-8") + "\nMore helps.\n", "utf-8")
    kept = {path.name for path in part_files(out)}
    run_pages(pages, out, resume=True)
    assert len(kept - {path.name for path in part_files(out)}) == 1
    run_pages(pages, tmp_path / "fresh")
    assert table_bytes(out) == table_bytes(tmp_path / "fresh")


def test_a_new_first_page_leaves_later_shards_alone(tmp_path: Path, run_pages: Run) -> None:
    from .conftest import write_pages

    pages = write_pages(tmp_path / "many", 60)
    run_pages(pages, tmp_path / "out")
    (pages / "promotional" / "a-first.md").write_text("Tea helps.\n", "utf-8")
    result = run_pages(pages, tmp_path / "out", resume=True)
    assert result.reused > 90
    run_pages(pages, tmp_path / "fresh")
    assert table_bytes(tmp_path / "out") == table_bytes(tmp_path / "fresh")


def test_a_page_that_is_gone_leaves_the_tables(
    pages: Path, out: Path, tmp_path: Path, run_pages: Run
) -> None:
    (pages / "promotional" / "page-000.md").unlink()
    run_pages(pages, out, resume=True)
    run_pages(pages, tmp_path / "fresh")
    assert table_bytes(out) == table_bytes(tmp_path / "fresh")


def test_a_changed_configuration_invalidates_and_says_so(
    pages: Path, out: Path, run_pages: Run
) -> None:
    config = load_config(overrides=["documents.max_bytes=1000000"])
    result = run_pages(pages, out, resume=True, config=config)
    assert result.reused == 0
    assert result.notes == (
        "Not as in the earlier run: the configuration. All documents are done again.",
    )


def test_a_changed_model_invalidates_and_says_so(
    pages: Path, out: Path, tmp_path: Path, run_pages: Run
) -> None:
    model = tmp_path / "model"
    model.mkdir()
    (model / "weights").write_bytes(b"1")
    run_pages(pages, out, resume=True, model=model)
    (model / "weights").write_bytes(b"2")
    result = run_pages(pages, out, resume=True, model=model)
    assert result.reused == 0
    assert result.notes == ("Not as in the earlier run: the model. All documents are done again.",)


@pytest.mark.parametrize(
    "value", ["batch.timeout=7.5", "pipeline.threads=2", "batch.keep_parts=false"]
)
def test_settings_without_effect_on_results_keep_them(
    value: str, pages: Path, out: Path, run_pages: Run
) -> None:
    assert run_pages(pages, out, resume=True, config=load_config(overrides=[value])).reused == 20


def test_a_page_that_was_given_up_is_tried_again(
    pages: Path, tmp_path: Path, run_pages: Run
) -> None:
    page = pages / "reference" / "slow.md"
    page.write_text("SLEEP", "utf-8")
    config = load_config(overrides=["batch.timeout=0.2"])
    first = run_pages(pages, tmp_path / "out", config=config)
    again = run_pages(pages, tmp_path / "out", config=config, resume=True)
    assert (first.failed, again.failed) == (1, 1)
    assert 0 < again.reused < 21


def test_a_page_that_is_empty_is_not_tried_again(
    pages: Path, tmp_path: Path, run_pages: Run
) -> None:
    (pages / "reference" / "empty.md").write_text("", "utf-8")
    first = run_pages(pages, tmp_path / "out")
    again = run_pages(pages, tmp_path / "out", resume=True)
    assert (first.failed, again.failed, again.reused) == (1, 1, 21)


def test_another_contrast_needs_no_document_again(pages: Path, out: Path, run_pages: Run) -> None:
    result = run_pages(pages, out, resume=True, contrast=("promotional", "reference"))
    assert result.reused == 20


def test_parts_can_be_left_out(pages: Path, tmp_path: Path, run_pages: Run) -> None:
    config = load_config(overrides=["batch.keep_parts=false"])
    run_pages(pages, tmp_path / "out", config=config)
    assert part_files(tmp_path / "out") == []
    assert run_pages(pages, tmp_path / "out", resume=True, config=config).reused == 20
