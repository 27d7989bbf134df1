"""The gold of `annotations/` keeps the rules of its own format."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimcheck.annotations.checks import problems, unit_differences
from claimcheck.annotations.model import AnnotatedDocument
from claimcheck.annotations.store import format_of, is_partial, read_set
from claimcheck.documents import read_text

ROOT = Path(__file__).parents[2]
SETS = sorted(path.parent for path in (ROOT / "annotations").glob("*/documents.json"))
DOCUMENTS = [
    pytest.param(folder, document, id=f"{folder.name}/{document.name}")
    for folder in SETS
    for document in read_set(folder, ROOT)
]
CORPUS = read_set(ROOT / "annotations" / "corpus", ROOT)


@pytest.mark.parametrize(("folder", "document"), DOCUMENTS)
def test_offsets_labels_and_order_are_right(folder: Path, document: AnnotatedDocument) -> None:
    assert [str(problem) for problem in problems(document)] == []


@pytest.mark.parametrize(("folder", "document"), DOCUMENTS)
def test_units_are_those_of_the_readers(folder: Path, document: AnnotatedDocument) -> None:
    read = read_text(document.text, format=format_of(document.path), doc_id=document.name)
    differences = unit_differences(document, read, partial=is_partial(folder))
    assert [str(problem) for problem in differences] == []


def test_every_document_of_the_corpus_is_annotated() -> None:
    annotated = {document.path for document in CORPUS}
    shipped = {
        path.relative_to(ROOT).as_posix()
        for folder in ("reference", "promotional")
        for path in (ROOT / "corpus" / folder).iterdir()
    }
    assert annotated == shipped


@pytest.mark.parametrize("source", ["reference", "promotional"])
def test_every_document_has_claims_and_cues(source: str) -> None:
    documents = [d for d in CORPUS if d.path.startswith(f"corpus/{source}/")]
    assert len(documents) >= 4
    assert all(any(d.claims()) and any(d.cues()) for d in documents)
