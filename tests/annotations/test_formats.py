"""Documents leave for other tools and come back the same, to the code point."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings

from claimcheck.annotations.building import build
from claimcheck.annotations.formats import FORMATS, format_named
from claimcheck.annotations.formats.label_studio import label_config
from claimcheck.annotations.model import AnnotatedDocument
from claimcheck.errors import UsageError

from . import samples

FILES = {
    "label-studio": "tasks.json",
    "doccano": "documents.jsonl",
    "brat": ".",
    "docbin": "documents.spacy",
}


def load(name: str, source: Path) -> list[AnnotatedDocument]:
    found = []
    for loose in format_named(name).load(source):
        document, problems = build(loose)
        assert [str(problem) for problem in problems] == []
        found.append(document)
    return found


@pytest.mark.parametrize("name", FORMATS)
def test_round_trip_of_a_page(name: str, tmp_path: Path) -> None:
    pages = [samples.document("a-page"), samples.document("b-page")]
    format_named(name).export(pages, tmp_path)
    assert load(name, tmp_path / FILES[name]) == pages


@pytest.mark.parametrize("name", FORMATS)
@given(page=samples.documents())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_round_trip_of_any_page(name: str, page: AnnotatedDocument) -> None:
    with TemporaryDirectory() as folder:
        format_named(name).export([page], Path(folder))
        assert load(name, Path(folder) / FILES[name]) == [page]


def edited(tmp_path: Path, name: str, change: object) -> Path:
    """Export the sample page, let `change` edit the rows of the file, return the file."""
    format_named(name).export([samples.document()], tmp_path)
    path = tmp_path / FILES[name]
    if name == "label-studio":
        rows = json.loads(path.read_text("utf-8"))
        change(rows)  # type: ignore[operator]
        path.write_text(json.dumps(rows), "utf-8")
    else:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        change(rows)  # type: ignore[operator]
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_label_studio_offsets_in_utf16_units_are_understood(tmp_path: Path) -> None:
    def as_utf16(tasks: list[dict]) -> None:
        text = tasks[0]["data"]["text"]
        for item in tasks[0]["annotations"][0]["result"]:
            for key in ("start", "end"):
                if "value" in item:
                    before = text[: item["value"][key]].encode("utf-16-le")
                    item["value"][key] = len(before) // 2

    path = edited(tmp_path, "label-studio", as_utf16)
    assert load("label-studio", path) == [samples.document()]


def test_label_studio_region_that_does_not_quote_its_text_is_refused(tmp_path: Path) -> None:
    def shift(tasks: list[dict]) -> None:
        tasks[0]["annotations"][0]["result"][0]["value"]["start"] += 1

    path = edited(tmp_path, "label-studio", shift)
    (loose,) = format_named("label-studio").load(path)
    _, problems = build(loose)
    assert any("does not stand there" in problem.message for problem in problems)


def test_label_studio_task_annotated_twice_is_refused(tmp_path: Path) -> None:
    def twice(tasks: list[dict]) -> None:
        tasks[0]["annotations"] *= 2

    (loose,) = format_named("label-studio").load(edited(tmp_path, "label-studio", twice))
    assert "found 2" in loose.problems[0].message


def test_label_studio_configuration_names_every_label() -> None:
    config = label_config()
    for value in ("claim", "outcome", "softener", "deficiency", "synthesis", "from_context"):
        assert f'value="{value}"' in config


def test_doccano_metadata_column_is_understood(tmp_path: Path) -> None:
    def nest(rows: list[dict]) -> None:
        rows[0]["meta"] = {key: rows[0].pop(key) for key in ("name", "path", "agents")}

    assert load("doccano", edited(tmp_path, "doccano", nest)) == [samples.document()]


def test_doccano_label_of_another_project_is_refused(tmp_path: Path) -> None:
    def rename(rows: list[dict]) -> None:
        rows[0]["entities"][0]["label"] = "PERSON"

    (loose,) = format_named("doccano").load(edited(tmp_path, "doccano", rename))
    assert "PERSON" in loose.problems[0].message


def test_doccano_claim_without_agent_is_reported(tmp_path: Path) -> None:
    def forget(rows: list[dict]) -> None:
        rows[0]["agents"] = {}

    (loose,) = format_named("doccano").load(edited(tmp_path, "doccano", forget))
    assert any("names no agent" in problem.message for problem in build(loose)[1])


def test_brat_span_over_a_line_break_is_written_in_fragments(tmp_path: Path) -> None:
    text = "Zinc shortens\r\ncolds and coughs."
    loose = samples.Loose("page", "pages/page.txt", text)
    loose.claims = [samples.claim(text, "Zinc shortens\r\ncolds", "colds")]
    page, _ = build(loose)
    format_named("brat").export([page], tmp_path)
    assert "Claim 0 13;15 20\tZinc shortens colds\n" in (tmp_path / "page.ann").read_text("utf-8")
    assert load("brat", tmp_path) == [page]


def test_brat_text_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    format_named("brat").export([samples.document()], tmp_path)
    path = tmp_path / "zinc-page.txt"
    path.write_bytes(b"An " + path.read_bytes())
    (loose,) = format_named("brat").load(tmp_path)
    assert any("does not stand at" in problem.message for problem in loose.problems)


def test_mark_over_two_units_is_refused() -> None:
    text = "Zinc helps. Iron helps."
    loose = samples.Loose("page", "page.txt", text)
    loose.cues = [samples.GoldCue(samples.mark(text, "helps. Iron"), "softener")]
    (problem,) = build(loose)[1]
    assert "not inside one unit" in problem.message


@pytest.mark.parametrize("name", FORMATS)
def test_file_of_another_kind_is_a_usage_error(name: str, tmp_path: Path) -> None:
    source = tmp_path / "file"
    source.write_text('{"text": 1}', "utf-8")
    if name == "brat":
        (tmp_path / "file.ann").write_text("T1 no tabs", "utf-8")
        (tmp_path / "file.txt").write_text("text", "utf-8")
        source = tmp_path
    with pytest.raises(UsageError, match="not"):
        list(format_named(name).load(source))
