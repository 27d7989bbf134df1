"""The command line as a user meets it, in processes of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from claimcheck.cli.main import COMMANDS
from claimcheck.rows import TABLES


def claimcheck(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from claimcheck.cli.main import main; main()", *arguments],
        capture_output=True,
        text=True,
        timeout=600,
        **options,  # type: ignore[call-overload]
    )


def test_help_lists_every_command_with_examples_and_exit_status() -> None:
    done = claimcheck("--help")
    assert done.returncode == 0
    assert all(f"  {name} " in done.stdout for name in COMMANDS)
    assert "Examples:" in done.stdout
    assert "Exit status:" in done.stdout


def test_help_starts_within_three_tenths_of_a_second() -> None:
    def once() -> float:
        started = time.perf_counter()
        claimcheck("--help")
        return time.perf_counter() - started

    assert min(once() for _ in range(5)) < 0.3


@pytest.mark.parametrize("module", ["numpy", "pandas", "spacy", "onnxruntime", "jinja2"])
def test_importing_the_package_loads_nothing_heavy(module: str) -> None:
    code = f"import sys, claimcheck, claimcheck.cli.main; sys.exit({module!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_teaches(command: str) -> None:
    done = claimcheck(command, "--help")
    assert done.returncode == 0, done.stderr
    assert "Example" in done.stdout


def test_a_mistyped_command_gets_a_suggestion() -> None:
    done = claimcheck("reprot", "out")
    assert done.returncode == 2
    assert "Did you mean 'report'?" in done.stderr


def test_without_a_command_it_shows_help_and_exits_2() -> None:
    done = claimcheck()
    assert done.returncode == 2
    assert done.stdout.startswith("Usage:")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "nowhere", "-o", "out"], ["nowhere", "there is no such file or folder"]),
        (["run", "empty", "-o", "out"], ["empty", "holds no document"]),
        (["run", "pages", "--config", "none.toml"], ["none.toml", "--config"]),
        (["run", "pages", "--set", "batch.shard=1"], ["batch.shard", "Did you mean shard_size?"]),
        (["run", "pages", "--set", "batch"], ["section.key=value"]),
        (["report", "nowhere"], ["nowhere"]),
        (["schema", "claim"], ["there is no table 'claim'", "claims"]),
    ],
    ids=["no path", "empty folder", "no config", "unknown key", "no value", "no tables", "table"],
)
def test_a_wrong_use_says_what_and_what_to_do_in_two_lines(
    arguments: list[str], words: list[str], tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.md").write_text("Tea helps.\n", "utf-8")
    done = claimcheck(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) <= 2
    assert all(word in done.stderr for word in words), done.stderr


def test_debug_shows_the_traceback(tmp_path: Path) -> None:
    done = claimcheck("run", "nowhere", "--debug", cwd=tmp_path)
    assert done.returncode != 0
    assert "Traceback" in done.stderr


@pytest.mark.parametrize("table", TABLES)
def test_schema_prints_json(table: str) -> None:
    done = claimcheck("schema", table)
    assert json.loads(done.stdout)["title"] == f"{table}.jsonl"


def test_config_prints_a_file_that_config_takes(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(claimcheck("config").stdout, "utf-8")
    done = claimcheck("config", "--config", "mine.toml", cwd=tmp_path)
    assert tomllib.loads(done.stdout)["batch"]["shard_size"] == 8


def test_config_shows_what_holds_with_a_value_changed() -> None:
    done = claimcheck("config", "--set", "batch.shard_size=64")
    assert tomllib.loads(done.stdout)["batch"]["shard_size"] == 64


def test_a_reader_that_goes_away_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-c", "from claimcheck.cli.main import main; main()", "schema"],
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.close(writing)
    assert done.stderr == ""


def test_version() -> None:
    assert claimcheck("--version").stdout.startswith("claimcheck, version ")
