"""Evidence bases: JSON lines, SciFact's abstracts, folders of documents."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from claimcheck.config import Config
from claimcheck.errors import UsageError
from claimcheck.verification import Passage
from claimcheck.verification.evidence import passages_of_record, read_evidence, sentence_spans

from .toys import write_lines


def read(path: Path, config: Config) -> tuple[list[Passage], list[str]]:
    complaints: list[str] = []
    return list(read_evidence(path, config, complaints.append)), complaints


def texts(passage: Passage) -> list[str]:
    return [sentence.text for sentence in passage.sentences]


def test_sentences_of_a_text_have_their_places() -> None:
    text = "  Zinc helps.\n\nIt shortens\ncolds by 1.5 days. "
    (passage,) = passages_of_record({"id": "a", "text": text}, 30)
    assert texts(passage) == ["Zinc helps.", "It shortens\ncolds by 1.5 days."]
    assert [text[s.start : s.end] for s in passage.sentences] == texts(passage)


def test_the_model_reads_sentences_without_line_breaks() -> None:
    (passage,) = passages_of_record({"id": "a", "text": "It shortens\n  colds."}, 30)
    assert passage.sentences[0].clean == "It shortens colds."


def test_an_empty_line_ends_a_sentence() -> None:
    text = "Results\n\nZinc helps"
    assert [text[s.start : s.end] for s in sentence_spans(text)] == ["Results", "Zinc helps"]


@pytest.mark.parametrize("key", ["sentences", "abstract"])
def test_sentences_given_one_by_one_stand_in_one_text_with_spaces(key: str) -> None:
    parts = ["Zinc helps.", "", "A lot. Really."]
    (passage,) = passages_of_record({"doc_id": 4, "title": "Zinc", key: parts}, 30)
    joined = " ".join(parts)
    assert texts(passage) == ["Zinc helps.", "A lot. Really."]
    assert [joined[s.start : s.end] for s in passage.sentences] == texts(passage)
    assert (passage.evidence_id, passage.title) == (4, "Zinc")


def test_a_long_text_becomes_passages_of_about_one_length() -> None:
    parts = [f"Sentence {i}." for i in range(7)]
    found = passages_of_record({"id": "a", "sentences": parts}, 3)
    assert [len(p.sentences) for p in found] == [2, 2, 3]
    assert [s for p in found for s in texts(p)] == parts


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ([], "a list"),
        ({"text": "x"}, 'no "id"'),
        ({"id": 1, "body": "x"}, "its keys: id, body"),
        ({"id": 1, "text": " "}, "empty"),
        ({"id": 1, "sentences": ["x", 2]}, 'no "text"'),
    ],
)
def test_a_wrong_record_says_what_is_wrong(record: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        passages_of_record(record, 30)


def test_a_wrong_line_is_left_out_and_named(tmp_path: Path, config: Config) -> None:
    path = tmp_path / "e.jsonl"
    path.write_text('{"id": 1, "text": "Zinc helps."}\n{"id": 2\n{"id": 3}\n', "utf-8")
    passages, complaints = read(path, config)
    assert [p.evidence_id for p in passages] == [1]
    assert [c.split(":")[0] for c in complaints] == ["line 2", "line 3"]


def test_a_second_piece_of_one_id_is_left_out(tmp_path: Path, config: Config) -> None:
    rows = [{"id": 1, "text": "Zinc helps."}, {"id": "1", "text": "It does not."}]
    passages, complaints = read(write_lines(tmp_path / "e.jsonl", rows), config)
    assert [texts(p) for p in passages] == [["Zinc helps."]]
    assert "'1' stands there twice" in complaints[0]


def test_gzipped_lines_are_read(tmp_path: Path, config: Config) -> None:
    path = tmp_path / "corpus.jsonl.gz"
    row = {"doc_id": 9, "title": "Zinc", "abstract": ["It helps."], "structured": False}
    path.write_bytes(gzip.compress(json.dumps(row).encode()))
    passages, _ = read(path, config)
    assert passages[0].evidence_id == 9


@pytest.mark.parametrize("content", [b"no gzip at all", gzip.compress(b'{"id": 1}')[:-12]])
def test_a_damaged_gzip_file_is_refused(content: bytes, tmp_path: Path, config: Config) -> None:
    path = tmp_path / "corpus.jsonl.gz"
    path.write_bytes(content)
    with pytest.raises(UsageError):
        read(path, config)


@pytest.mark.parametrize("name", ["missing.jsonl", "empty.jsonl"])
def test_what_holds_no_evidence_is_refused(name: str, tmp_path: Path, config: Config) -> None:
    (tmp_path / "empty.jsonl").write_text("\n", "utf-8")
    with pytest.raises(UsageError):
        read(tmp_path / name, config)


def test_a_folder_of_documents_is_cut_by_sections(tmp_path: Path, config: Config) -> None:
    page = (
        "# Zinc\n\n## Uses\n\nZinc **shortens** the common cold. It is cheap.\n\n"
        "## Risks\n\nHigh doses of zinc cause nausea.\n"
    )
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/zinc.md").write_text(page, "utf-8")
    passages, _ = read(tmp_path / "pages", config)
    assert [len(p.sentences) for p in passages] == [2, 1]
    assert len({p.evidence_id for p in passages}) == 1
    assert "Risks" in passages[1].title
    first = passages[0].sentences[0]
    assert page[first.start : first.end] == first.text == "Zinc **shortens** the common cold."
    assert first.clean == "Zinc shortens the common cold."


def test_a_document_that_cannot_be_read_is_named(tmp_path: Path, config: Config) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/zinc.md").write_text("# Zinc\n\nZinc shortens colds in adults.\n", "utf-8")
    (tmp_path / "pages/empty.md").write_text("", "utf-8")
    passages, complaints = read(tmp_path / "pages", config)
    assert len(passages) == 1
    assert "empty.md" in complaints[0]
