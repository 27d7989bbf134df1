"""`claimcheck run` and `claimcheck report` with the model that comes along."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

import jsonschema
import pytest

import claimcheck
from claimcheck.errors import ModelError
from claimcheck.pipeline.models import model_folder
from claimcheck.rows import TABLES
from claimcheck.schema import table_schema
from claimcheck.tables import iter_table

from .test_main import claimcheck as command

try:
    model_folder()
except ModelError as error:
    pytest.skip(f"no model to run with: {error}", allow_module_level=True)

PAGES = {
    "reference/zinc.md": (
        "# Zinc\n\n## Uses\n\nZinc treats zinc deficiency. Some studies suggest that zinc may "
        "shorten the common cold in adults.\n\n## Side effects\n\nCommon side effects can "
        "include:\n\n- Nausea\n- Vomiting\n"
    ),
    "promotional/zinc.html": (
        "<html><head><title>Zinc &amp; you</title></head><body><h1>Zinc</h1><p>Zinc <b>cures</b> "
        "the common cold&nbsp;overnight! It boosts your immune system.</p></body></html>"
    ),
    "promotional/empty.md": "",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages, and in `out` what a run made of them."""
    root = tmp_path_factory.mktemp("cli")
    for name, text in PAGES.items():
        (root / "pages" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "pages" / name).write_text(text, "utf-8")
    return root


@pytest.fixture(scope="module")
def done(folder: Path) -> subprocess.CompletedProcess[str]:
    return command("run", "pages", "-o", "out", "--format", "parquet", cwd=folder)


def test_standard_output_is_the_report_and_a_dozen_lines(
    done: subprocess.CompletedProcess[str], folder: Path
) -> None:
    first, *rest = done.stdout.splitlines()
    assert (folder / first).is_file()
    assert 8 <= len(rest) <= 14
    assert "promotional" in rest[0]


def test_a_failed_document_is_listed_and_exits_1(
    done: subprocess.CompletedProcess[str], folder: Path
) -> None:
    assert done.returncode == 1
    ((_, row),) = iter_table(folder / "out/errors.jsonl")
    assert (row["path"], row["kind"]) == ("promotional/empty.md", "empty")
    assert "errors.jsonl" in done.stderr


def test_no_progress_bar_where_standard_error_is_no_terminal(
    done: subprocess.CompletedProcess[str],
) -> None:
    assert len(done.stderr.splitlines()) == 1
    assert "\r" not in done.stderr


def test_a_progress_bar_on_a_terminal(folder: Path) -> None:
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
    subprocess.run(
        [sys.executable, "-c", "from claimcheck.cli.main import main; main()", "run", "pages",
         "-o", "bar", "--no-report"],
        cwd=folder, stdout=subprocess.DEVNULL, stderr=follower,
    )  # fmt: skip
    os.close(follower)
    said = b""
    try:
        while chunk := os.read(leader, 65536):
            said += chunk
    except OSError:  # the terminal is closed
        pass
    os.close(leader)
    assert b"3/3" in said


@pytest.mark.parametrize("table", [table for table in TABLES if table != "evidence"])
def test_every_row_is_valid(
    table: str, done: subprocess.CompletedProcess[str], folder: Path
) -> None:
    validator = jsonschema.Draft202012Validator(table_schema(table))
    rows = [row for _, row in iter_table(folder / "out" / f"{table}.jsonl")]
    assert rows or table == "evidence"
    assert [e.message for row in rows for e in validator.iter_errors(row)] == []


def spans(value: object) -> list[tuple[int, int, str]]:
    """Every object inside a row that has a text and its place."""
    if isinstance(value, list):
        return [span for item in value for span in spans(item)]
    if not isinstance(value, dict):
        return []
    here = []
    if isinstance(value.get("start"), int) and isinstance(value.get("text"), str):
        here = [(value["start"], value["end"], value["text"])]
    return here + [span for item in value.values() for span in spans(item)]


@pytest.mark.parametrize("table", ["claims", "sentences"])
def test_every_span_cuts_the_original(
    table: str, done: subprocess.CompletedProcess[str], folder: Path
) -> None:
    documents = {row["doc_id"]: row for _, row in iter_table(folder / "out/documents.jsonl")}
    for _, row in iter_table(folder / "out" / f"{table}.jsonl"):
        original = PAGES[documents[row["doc_id"]]["path"]]
        for start, end, text in spans(row):
            assert original[start:end] == text


def test_parquet_stands_beside_the_tables(
    done: subprocess.CompletedProcess[str], folder: Path
) -> None:
    assert {path.stem for path in (folder / "out").glob("*.parquet")} == set(TABLES)


def test_the_report_is_built_again_from_the_tables(
    done: subprocess.CompletedProcess[str], folder: Path
) -> None:
    summary = (folder / "out/summary.json").read_bytes()
    (folder / "out/summary.json").unlink()
    again = command("report", "out", cwd=folder)
    assert again.returncode == 0
    assert again.stdout == done.stdout
    assert (folder / "out/summary.json").read_bytes() == summary


def test_a_second_run_with_two_processes_gives_the_same_bytes(
    done: subprocess.CompletedProcess[str], folder: Path
) -> None:
    command("run", "pages", "-o", "two", "--jobs", "2", "--set", "batch.shard_size=1", cwd=folder)
    for table in TABLES:
        name = f"{table}.jsonl"
        assert (folder / "two" / name).read_bytes() == (folder / "out" / name).read_bytes()


def test_a_folder_that_is_not_empty_is_refused(
    done: subprocess.CompletedProcess[str], folder: Path
) -> None:
    again = command("run", "pages", "-o", "out", cwd=folder)
    assert again.returncode == 2
    assert "--resume" in again.stderr
    assert "--overwrite" in again.stderr


def test_resume_of_a_finished_run_prints_the_same(
    done: subprocess.CompletedProcess[str], folder: Path
) -> None:
    again = command("run", "pages", "-o", "out", "--format", "parquet", "--resume", cwd=folder)
    assert again.stdout == done.stdout


def test_pandas_reads_what_was_written(
    done: subprocess.CompletedProcess[str], folder: Path
) -> None:
    claims = claimcheck.read_claims(folder / "out")
    assert set(claims.source) == {"promotional", "reference"}
    manifest = json.loads((folder / "out/manifest.json").read_text("utf-8"))
    assert manifest["counts"]["claims"] == len(claims)


def test_a_model_folder_that_is_none_is_named(folder: Path) -> None:
    done = command("run", "pages", "-o", "none", "--model", "nowhere", cwd=folder)
    assert done.returncode == 2
    assert "nowhere" in done.stderr
    assert not (folder / "none").exists()
