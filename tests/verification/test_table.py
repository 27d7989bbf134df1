"""The claims of a run held against evidence: evidence.jsonl."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from claimcheck.config import Config
from claimcheck.rows import Agent, ClaimRow, Predicate
from claimcheck.schema import table_schema
from claimcheck.tables import iter_table, write_table
from claimcheck.verification import add_evidence, building, table
from claimcheck.verification.table import evidence_key, statement

from .toys import BASE, WordScorer, write_lines


def row(text: str, agent: str = "Zinc", id: str = "d:0:9") -> ClaimRow:
    return ClaimRow(
        claim_id=id, doc_id="d", source="shop", role="promotional", path="d.md", title="D",
        section=[], unit_id="d:0", unit_kind="sentence", text=text, clean_text=text, start=0,
        end=len(text), agent=Agent(None, None, None, agent, None),
        predicate=Predicate(None, None, None, "help"), outcomes=[], qualifiers=[],
        type="treatment", type_probs={}, polarity="affirmed", strength="direct", strength_rank=3,
        strength_probs={}, certainty=5.0, basis="none", basis_probs={}, cues=[],
        from_context=False, flags=[], reasons=[],
    )  # fmt: skip


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """An output folder with three claims."""
    folder = tmp_path / "out"
    folder.mkdir()
    claims = [
        row("Zinc shortens the common cold in adults.", id="a"),
        row("Kelp thickens hair.", "Kelp", "b"),
        row("Eases nausea in pregnancy.", "Ginger", "c"),
    ]
    write_table(folder / "claims.jsonl", claims)
    return folder


def test_each_claim_gets_a_valid_row_in_order(out: Path, base: Path, config: Config) -> None:
    assert add_evidence(out, base, WordScorer(), config) == 3
    rows = [r for _, r in iter_table(out / "evidence.jsonl")]
    assert [(r["claim_id"], r["verdict"]) for r in rows] == [
        ("a", "supports"),
        ("b", "not_enough_info"),
        ("c", "supports"),
    ]
    for found in rows:
        jsonschema.validate(found, table_schema("evidence"))


def test_the_rationale_cuts_the_evidence(out: Path, base: Path, config: Config) -> None:
    add_evidence(out, base, WordScorer(), config)
    first = json.loads((out / "evidence.jsonl").read_text("utf-8").splitlines()[0])
    best = first["rationale"][0]
    assert best["evidence_id"] == "zinc"
    assert BASE[0]["text"][best["start"] : best["end"]] == best["sentence"]


def test_a_second_time_builds_no_index_and_gives_the_same_bytes(
    out: Path, base: Path, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_evidence(out, base, WordScorer(), config)
    before = (out / "evidence.jsonl").read_bytes()
    monkeypatch.setattr(building, "build", None)
    add_evidence(out, base, WordScorer(), config)
    assert (out / "evidence.jsonl").read_bytes() == before


@pytest.mark.parametrize(
    ("text", "agent", "said"),
    [
        ("Zinc helps colds.", "zinc", "Zinc helps colds."),
        ("Helps colds.", "Zinc", "Zinc: Helps colds."),
        ("Helps colds.", "", "Helps colds."),
    ],
    ids=["named", "left out", "unknown"],
)
def test_a_claim_names_its_agent(text: str, agent: str, said: str) -> None:
    assert statement(row(text, agent)) == said


def test_the_key_changes_with_the_evidence_and_the_settings(
    base: Path, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "require_files", lambda folder: None)
    model = base.parent
    section = config.verification.model_copy(update={"decided": 0.9})
    other = config.model_copy(update={"verification": section})
    keys = [evidence_key(base, model, config), evidence_key(base, model, other)]
    write_lines(base, BASE[:1])
    assert len({*keys, evidence_key(base, model, config)}) == 3


def test_markup_in_a_claim_is_not_searched(out: Path, base: Path, config: Config) -> None:
    marked = replace(row("Zinc shortens the common cold in adults."), text="**Zinc** shortens")
    write_table(out / "claims.jsonl", [marked])
    add_evidence(out, base, WordScorer(), config)
    (found,) = (r for _, r in iter_table(out / "evidence.jsonl"))
    assert found["verdict"] == "supports"
