"""The numbers of the report, counted again from the rows."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from claimcheck.errors import UsageError
from claimcheck.labels import STRENGTHS
from claimcheck.report import build_report
from claimcheck.report.charts import charts
from claimcheck.report.data import Tables, scan
from claimcheck.report.finding import finding, percent
from claimcheck.report.summary import Summary, build_summary
from claimcheck.report.terminal import table

from . import corpora
from .conftest import Built


def summarised(out: Path) -> Summary:
    tables = Tables.open(out)
    try:
        return build_summary(scan(tables))
    finally:
        tables.close()


def test_strengths_are_counted_from_the_claims(built: Built) -> None:
    claims = [c for page in built.pages.values() for c in page.rows.claims]
    for source in built.summary.sources:
        counted = Counter(c.strength for c in claims if c.source == source.name)
        assert {label: source.strength[label].count for label in STRENGTHS} == {
            label: counted[label] for label in STRENGTHS
        }


def test_a_cue_of_two_claims_counts_once(tmp_path: Path) -> None:
    page = corpora.promotional()
    rows = page.finish()
    first, second = rows.claims[1], rows.claims[2]
    second.cues = [*second.cues, first.cues[0]]
    corpora.write(tmp_path, [rows])
    (source,) = summarised(tmp_path).sources
    assert source.cues["modal"].count == 1


def test_verdicts_are_shares_of_the_compared_claims(built: Built) -> None:
    contrast = built.summary.contrast
    assert contrast is not None
    assert sum(share.count for share in contrast.verdicts.values()) == contrast.compared
    assert contrast.omitted.count == 1
    assert contrast.omitted.total == 2


def test_summary_json_holds_the_summary(built: Built) -> None:
    found = json.loads((built.out / "summary.json").read_text(encoding="utf-8"))
    assert found["claims"] == built.summary.claims
    assert found["finding"] == built.summary.finding
    assert [s["name"] for s in found["sources"]] == ["promotional", "reference"]


def test_the_finding_names_both_sources_with_their_numbers(built: Built) -> None:
    first = built.summary.finding[0]
    ours, theirs = built.summary.sources
    assert f"{ours.name} states {percent(ours.stated_as_fact.share)}" in first
    assert str(theirs.claims) in first


def test_without_claims_the_finding_says_so() -> None:
    assert finding([], None) == ["No health claims were found in these documents."]


def test_substances_with_most_disagreement_come_first(built_large: Built) -> None:
    found = [row.disagreements for row in built_large.summary.substances]
    assert found == sorted(found, reverse=True)
    assert len(found) > 3


def test_the_terminal_table_fits_a_dozen_lines_and_holds_no_control_characters(
    built: Built,
) -> None:
    lines = table(built.summary).split("\n")
    assert len(lines) <= 13
    assert all(line.isprintable() for line in lines)
    assert "failed documents: 1" in lines[-1]


def test_an_odd_source_name_cannot_break_the_terminal_table(tmp_path: Path) -> None:
    rows = corpora.promotional().finish()
    rows.document.source = "a\x1b[31m\nb" * 9
    for row in [*rows.sentences, *rows.claims]:
        row.source = rows.document.source
    corpora.write(tmp_path, [rows])
    assert all(line.isprintable() for line in table(summarised(tmp_path)).split("\n"))


def test_every_dot_of_a_chart_stands_in_its_table(built: Built) -> None:
    for chart in charts(built.summary):
        assert all(len(line.points) == len(chart.series) for line in chart.lines)
        drawn = sum(p.value is not None for line in chart.lines for p in line.points)
        assert chart.svg.count('<path transform="translate(') >= drawn


def test_a_chart_needs_no_style_script_or_network(built: Built) -> None:
    for chart in charts(built.summary):
        svg = str(chart.svg)
        for forbidden in ("style=", "<style", "<script", "href=", "url(", "onload"):
            assert forbidden not in svg


@pytest.mark.parametrize("name", ["claims", "sentences", "documents"])
def test_a_missing_table_is_named(tmp_path: Path, name: str) -> None:
    corpora.small(tmp_path)
    (tmp_path / f"{name}.jsonl").unlink()
    with pytest.raises(UsageError, match=f"{name}.jsonl"):
        build_report(tmp_path)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{broken", "not JSON"),
        ("[1]", "not a JSON object"),
        ('{"schema_version":"9.0"}', "schema version"),
    ],
)
def test_a_damaged_table_is_named_with_its_place(tmp_path: Path, line: str, message: str) -> None:
    corpora.small(tmp_path)
    (tmp_path / "claims.jsonl").write_text(line + "\n", encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        build_report(tmp_path)


def test_a_claim_of_an_unknown_document_is_refused(tmp_path: Path) -> None:
    corpora.small(tmp_path)
    (tmp_path / "documents.jsonl").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="no row of documents"):
        build_report(tmp_path)


def test_an_empty_run_gives_a_report(tmp_path: Path) -> None:
    corpora.write(tmp_path, [])
    assert build_report(tmp_path).claims == 0
    assert (tmp_path / "report" / "index.html").is_file()


def test_a_run_without_contrast_gives_a_report(tmp_path: Path) -> None:
    corpora.write(tmp_path, [corpora.promotional().finish()])
    summary = build_report(tmp_path)
    assert summary.contrast is None
    assert not (tmp_path / "report" / "contrast.html").exists()


def test_claims_on_substances_of_which_the_reference_is_silent_are_told_apart(
    built: Built,
) -> None:
    contrast = built.summary.contrast
    assert contrast is not None
    hostile = len(built.pages["hostile"].rows.claims)
    assert contrast.uncovered.count == hostile
    assert contrast.uncovered.total == contrast.compared
    assert (
        f"{hostile} of them about substances of which it says nothing" in built.summary.finding[1]
    )
    silent = {row.name for row in built.summary.substances if not row.covered}
    assert "magnesium" not in silent
    assert len(silent) == hostile
