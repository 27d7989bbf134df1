"""Sets of annotations are read and written whole, and broken ones say where they are broken."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from claimcheck.annotations.checks import problems, unit_differences
from claimcheck.annotations.model import AnnotatedDocument, GoldUnit, Mark
from claimcheck.annotations.store import read_set, read_units, write_set
from claimcheck.documents import read_text
from claimcheck.errors import UsageError

from . import samples


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    page = samples.document()
    file = tmp_path / page.path
    file.parent.mkdir(parents=True)
    file.write_bytes(page.text.encode("utf-8"))
    write_set(tmp_path / "set", [page])
    return tmp_path / "set"


def test_set_is_read_as_it_was_written(folder: Path) -> None:
    assert read_set(folder, folder.parent) == [samples.document()]


def test_root_is_found_above_the_set(folder: Path) -> None:
    assert read_set(folder) == [samples.document()]


def test_documents_may_be_named_instead_of_indexed(folder: Path) -> None:
    file = folder.parent / samples.document().path
    (folder / "documents.json").unlink()
    (found,) = read_set(folder, documents={"zinc-page": file})
    assert found.units == samples.document().units


def test_byte_order_mark_does_not_shift_offsets(folder: Path) -> None:
    file = folder.parent / samples.document().path
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    (found,) = read_set(folder)
    assert problems(found) == []


def test_writing_again_keeps_the_other_documents(folder: Path) -> None:
    file = folder.parent / "pages" / "other.txt"
    file.write_bytes(samples.TEXT.encode("utf-8"))
    write_set(folder, [samples.document("other")])
    assert [found.name for found in read_set(folder)] == ["other", "zinc-page"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda row: row.pop("claims"), "KeyError: 'claims'"),
        (lambda row: row.update(start="x"), "ValueError"),
        (lambda row: row.update(cues=None), "TypeError"),
        (lambda row: row["claims"][0].update(from_context="no"), "from_context"),
    ],
)
def test_broken_line_is_named(folder: Path, change: Any, said: str) -> None:
    path = folder / "zinc-page.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    change(rows[1])
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    with pytest.raises(UsageError, match="line 2") as caught:
        read_units(path)
    assert said in str(caught.value)


def test_missing_document_is_named(folder: Path) -> None:
    (folder.parent / samples.document().path).unlink()
    with pytest.raises(UsageError, match=r"zinc-page\.txt: the annotated document is missing"):
        read_set(folder, folder.parent)


def test_annotations_without_a_document_are_named(folder: Path) -> None:
    (folder / "stray.jsonl").write_text("", "utf-8")
    with pytest.raises(UsageError, match=r"stray\.jsonl: the annotated document is not named"):
        read_set(folder)


def test_folder_without_index_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no documents\.json here"):
        read_set(tmp_path)


def with_unit(change: Any) -> AnnotatedDocument:
    """The sample page with the unit of its first claim changed."""
    page = samples.document()
    units = [change(u) if "shorten" in u.mark.text else u for u in page.units]
    return replace(page, units=tuple(units))


def claim_with(**given: Any) -> Any:
    def change(unit: GoldUnit) -> GoldUnit:
        return replace(unit, claims=(replace(unit.claims[0], **given),))

    return change


def moved(unit: GoldUnit) -> GoldUnit:
    claim = unit.claims[0]
    mark = Mark(claim.mark.text, claim.mark.start + 1, claim.mark.end + 1)
    return replace(unit, claims=(replace(claim, mark=mark),))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (moved, "does not stand at"),
        (claim_with(type="cure"), "`cure` is not one of"),
        (claim_with(polarity="no"), "`no` is not one of"),
        (claim_with(strength="strong"), "`strong` is not one of"),
        (claim_with(basis="some"), "`some` is not one of"),
        (claim_with(agent=" "), "names no agent"),
        (claim_with(agent="zinc\nor not"), "not one line"),
        (claim_with(outcomes=(samples.mark(samples.TEXT, "Nausea"),)), "not inside its unit"),
        (lambda u: replace(u, claims=u.claims * 2), "overlaps the one before"),
        (lambda u: replace(u, cues=u.cues[::-1]), "stands before it"),
        (lambda u: replace(u, cues=(replace(u.cues[0], category="doubt"),)), "category of cues"),
        (lambda u: replace(u, kind="line"), "kind of unit"),
    ],
)
def test_broken_rule_is_found(change: Any, said: str) -> None:
    (problem,) = problems(with_unit(change))
    assert said in problem.message


def test_units_that_the_reader_cuts_otherwise_are_found() -> None:
    page = samples.document()
    joined = replace(page, units=page.units[1:])
    (difference,) = unit_differences(joined, read_text(page.text))
    assert "only cut by the reader" in difference.message
