"""Units against annotated pages: exact spans and kinds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from claimcheck.documents import Limits, Source, read_document

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "data" / "claims"
SOURCE = Source("gold", "other")


def own_pages() -> Iterator[tuple[Path, Path]]:
    for index in sorted((ROOT / "annotations").glob("*/documents.json")):
        for name, path in json.loads(index.read_text("utf-8")).items():
            yield ROOT / path, index.parent / f"{name}.jsonl"


def shared_pages(split: str) -> Iterator[tuple[Path, Path]]:
    for gold in sorted((SHARED / split).glob("*.jsonl")):
        yield SHARED / "documents" / f"{gold.stem}.md", gold


def exact_f1(pages: Iterator[tuple[Path, Path]]) -> float:
    """F1 of (start, end, kind) over all pages."""
    right = found = expected = 0
    for page, gold_file in pages:
        document = read_document(page, root=page.parent, source=SOURCE, limits=Limits())
        units = {(unit.span.start, unit.span.end, unit.kind) for unit in document.units}
        rows = map(json.loads, gold_file.read_text("utf-8").splitlines())
        gold = {(row["start"], row["end"], row["kind"]) for row in rows}
        right += len(units & gold)
        found += len(units)
        expected += len(gold)
    assert expected
    return 2 * right / (found + expected)


def test_units_of_our_own_annotated_pages_are_found() -> None:
    assert exact_f1(own_pages()) >= 0.97


@pytest.mark.parametrize("split", ["train", "dev"])
def test_units_of_the_development_pages_are_found(split: str) -> None:
    if not SHARED.is_dir():
        pytest.skip("the development pages are not beside this checkout")
    assert exact_f1(shared_pages(split)) >= 0.98
