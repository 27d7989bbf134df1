"""`claimcheck annotations` from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from claimcheck.annotations.store import read_set, write_set
from claimcheck.cli.annotations import command
from claimcheck.errors import UsageError

from . import runs, samples


def run(*arguments: object) -> Result:
    return CliRunner().invoke(
        command, [str(argument) for argument in arguments], standalone_mode=False
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    page = samples.document()
    file = tmp_path / page.path
    file.parent.mkdir(parents=True)
    file.write_bytes(page.text.encode("utf-8"))
    write_set(tmp_path / "annotations" / "mine", [page])
    return tmp_path


def test_export_and_import_give_the_same_set(project: Path) -> None:
    mine, copy = project / "annotations" / "mine", project / "annotations" / "copy"
    assert run("export", "doccano", mine, "-o", project / "tasks").return_value == 0
    source = project / "tasks" / "documents.jsonl"
    assert run("import", "doccano", source, "--into", copy, "--root", project).return_value == 0
    assert read_set(copy, project) == read_set(mine, project)


def test_import_elsewhere_writes_the_text_beside(project: Path, tmp_path: Path) -> None:
    run("export", "label-studio", project / "annotations" / "mine", "-o", project / "tasks")
    other = tmp_path / "other"
    source = project / "tasks" / "tasks.json"
    run("import", "label-studio", source, "--into", other / "set", "--root", other)
    (document,) = read_set(other / "set", other)
    assert document.path == "set/zinc-page.txt"
    assert document.text == samples.TEXT


def test_import_refuses_a_broken_document_and_keeps_the_others(project: Path) -> None:
    pages = [samples.document("a-page"), samples.document("b-page")]
    write_set(project / "two", pages)
    for page in pages:
        (project / page.path).write_bytes(page.text.encode("utf-8"))
    run("export", "doccano", project / "two", "-o", project / "tasks", "--root", project)
    source = project / "tasks" / "documents.jsonl"
    first, second = source.read_text("utf-8").splitlines()
    broken = json.loads(first)
    broken["entities"][0]["end_offset"] += 30
    source.write_text(json.dumps(broken) + "\n" + second + "\n", "utf-8")
    result = run("import", "doccano", source, "--into", project / "in", "--root", project)
    assert result.return_value == 1
    assert "a-page" in result.stderr
    assert [d.name for d in read_set(project / "in", project)] == ["b-page"]


def test_import_of_nothing_is_a_usage_error(project: Path) -> None:
    (project / "empty").mkdir()
    with pytest.raises(UsageError, match="holds no annotated document"):
        CliRunner().invoke(
            command,
            ["import", "brat", str(project / "empty"), "--into", str(project / "in")],
            standalone_mode=False,
            catch_exceptions=False,
        )


def test_import_never_leaves_the_set(project: Path) -> None:
    row = {"text": "Zinc.", "entities": [], "name": "../../evil", "path": "../evil.txt"}
    source = project / "rows.jsonl"
    source.write_text(json.dumps(row), "utf-8")
    result = run("import", "doccano", source, "--into", project / "in", "--root", project)
    assert result.return_value == 1
    assert not (project / "in").exists()


def test_agree_writes_both_files_and_says_the_figures(project: Path) -> None:
    mine = project / "annotations" / "mine"
    result = run("agree", mine, mine, "-o", project / "agreement", "--root", project)
    assert "claims, same stretch: F1 1.000" in result.output
    assert (project / "agreement" / "agreement.html").is_file()
    assert (project / "agreement" / "agreement.json").is_file()


def reviewed(project: Path) -> Path:
    out = project / "out"
    runs.write_run(project, out, samples.document())
    line = runs.correction(out, "reject", "It does not cure them")
    (project / "review.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    return out


def test_merge_says_what_it_did(project: Path) -> None:
    out = reviewed(project)
    into = project / "annotations" / "review"
    result = run(
        *("merge", project / "review.jsonl", "--run", out, "--documents", project),
        *("--into", into, "--root", project),
    )
    assert result.return_value == 0
    assert result.output.startswith("1 corrections in 1 documents: 1 units of gold")
    assert [unit.claims for unit in read_set(into, project)[0].units] == [()]


def test_set_made_from_a_review_is_sound_without_all_units(project: Path) -> None:
    out = reviewed(project)
    into = project / "annotations" / "review"
    run(
        *("merge", project / "review.jsonl", "--run", out, "--documents", project),
        *("--into", into, "--root", project),
    )
    assert run("check", into, "--root", project).return_value == 0


def test_sample_prints_units_and_why(project: Path) -> None:
    result = run("sample", reviewed(project), "-n", "1")
    assert "Zinc" in result.output or "Nausea" in result.output
    assert "strength: " in result.output


def test_sample_writes_json_lines(project: Path) -> None:
    run("sample", reviewed(project), "-n", "3", "-o", project / "next.jsonl")
    lines = (project / "next.jsonl").read_text("utf-8").splitlines()
    assert len(lines) == 3
    assert set(json.loads(lines[0])) >= {"unit_id", "path", "text", "uncertainty", "reasons"}


def test_check_counts_a_sound_set(project: Path) -> None:
    result = run("check", project / "annotations" / "mine", "--root", project)
    assert result.return_value == 0
    assert result.output == "1 documents, 6 units, 4 claims, 4 cues: 0 faults\n"


def test_check_lists_what_is_broken(project: Path) -> None:
    path = project / "annotations" / "mine" / "zinc-page.jsonl"
    path.write_text(path.read_text("utf-8").replace('"modal"', '"maybe"', 1), "utf-8")
    result = run("check", project / "annotations" / "mine", "--root", project)
    assert result.return_value == 1
    assert "`maybe` is not a category of cues" in result.stderr


def test_recut_mends_outdated_units_and_keeps_all_marks(project: Path) -> None:
    mine = project / "annotations" / "mine"
    path = mine / "zinc-page.jsonl"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[1:]), "utf-8")
    assert run("check", mine, "--root", project).return_value == 1
    assert run("recut", mine, "--root", project).return_value == 0
    assert read_set(mine, project) == [samples.document()]


@pytest.mark.parametrize("name", ["check", "recut", "export", "import", "agree", "merge", "sample"])
def test_help_shows_an_example(name: str) -> None:
    result = CliRunner().invoke(command, [name, "--help"])
    assert f"claimcheck annotations {name}" in result.output
