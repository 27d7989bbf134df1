"""The index on disk: found again, mapped into memory, made anew when it is no longer right."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from claimcheck.config import Config, load_config
from claimcheck.errors import UsageError
from claimcheck.verification import EvidenceIndex, building, open_index

from .toys import BASE, write_lines


def stamps(indices: Path) -> dict[str, int]:
    return {str(f): os.stat(f).st_mtime_ns for f in indices.rglob("*") if f.is_file()}


def ids(index: EvidenceIndex, text: str, count: int = 3) -> list[str | int]:
    return [index.passage(hit.number).evidence_id for hit in index.search(text, count)]


def test_the_nearest_passage_comes_first(index: EvidenceIndex) -> None:
    assert ids(index, "vitamin C prevents colds")[0] == "c"


def test_words_are_found_in_any_form(index: EvidenceIndex) -> None:
    assert ids(index, "gingers easing") == [7]


def test_the_title_is_searched_too(index: EvidenceIndex) -> None:
    assert ids(index, "a lozenge") == ["zinc"]


@pytest.mark.parametrize("text", ["", "the of and", "quantum chromodynamics"])
def test_nothing_is_found_without_a_common_word(text: str, index: EvidenceIndex) -> None:
    assert index.search(text, 3) == []


def test_equal_scores_come_in_the_order_of_the_base(tmp_path: Path, config: Config) -> None:
    rows = [{"id": i, "text": "Zinc helps."} for i in range(9)]
    index = open_index(write_lines(tmp_path / "e.jsonl", rows), tmp_path / "i", config)
    assert ids(index, "zinc", 4) == [0, 1, 2, 3]


def test_a_passage_comes_back_as_it_was(index: EvidenceIndex) -> None:
    (number,) = index.numbers_of("zinc")
    passage = index.passage(number)
    text = BASE[0]["text"]
    assert [text[s.start : s.end] for s in passage.sentences] == [s.text for s in passage.sentences]
    assert len(passage.sentences) == 3


@pytest.mark.parametrize(("id", "count"), [(7, 1), ("7", 1), ("nobody", 0)])
def test_evidence_is_found_by_id(id: str | int, count: int, index: EvidenceIndex) -> None:
    assert len(index.numbers_of(id)) == count


def test_a_second_opening_builds_nothing(
    base: Path, tmp_path: Path, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_index(base, tmp_path / "i", config).close()
    before = stamps(tmp_path / "i")
    monkeypatch.setattr(building, "build", None)
    open_index(base, tmp_path / "i", config).close()
    assert stamps(tmp_path / "i") == before


def test_the_weights_are_mapped_not_loaded(index: EvidenceIndex) -> None:
    assert isinstance(index._bm25.scores["data"], np.memmap)
    assert isinstance(index._places, np.memmap)


def test_other_evidence_replaces_the_index(base: Path, tmp_path: Path, config: Config) -> None:
    open_index(base, tmp_path / "i", config).close()
    write_lines(base, [*BASE, {"id": "new", "text": "Kelp holds iodine."}])
    assert ids(open_index(base, tmp_path / "i", config), "kelp") == ["new"]
    assert len(list((tmp_path / "i").iterdir())) == 1


def test_a_folder_is_indexed_by_any_way_to_it(
    tmp_path: Path, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/zinc.md").write_text("# Zinc\n\nZinc shortens colds in adults.\n", "utf-8")
    first = open_index(tmp_path / "pages", tmp_path / "i", config)
    monkeypatch.chdir(tmp_path / "i")
    assert open_index(Path("../pages"), tmp_path / "i", config).fingerprint == first.fingerprint


def test_other_settings_replace_the_index(base: Path, tmp_path: Path, config: Config) -> None:
    first = open_index(base, tmp_path / "i", config)
    second = open_index(base, tmp_path / "i", load_config(None, ["verification.b=0.3"]))
    assert second.fingerprint != first.fingerprint


def test_another_evidence_base_has_an_index_of_its_own(
    base: Path, tmp_path: Path, config: Config
) -> None:
    open_index(base, tmp_path / "i", config).close()
    other = write_lines(tmp_path / "other.jsonl", BASE[:1])
    open_index(other, tmp_path / "i", config).close()
    assert len(list((tmp_path / "i").iterdir())) == 2


@pytest.mark.parametrize("name", ["index.json", "passages.jsonl", "places.npy"])
def test_a_damaged_index_is_made_anew(
    name: str, base: Path, tmp_path: Path, config: Config
) -> None:
    first = open_index(base, tmp_path / "i", config)
    first.close()
    (first.folder / name).write_bytes(b"{")
    assert ids(open_index(base, tmp_path / "i", config), "ginger") == [7]


def test_what_was_left_out_is_told_again(tmp_path: Path, config: Config) -> None:
    base = tmp_path / "e.jsonl"
    base.write_text('{"id": 1, "text": "Zinc helps."}\nnonsense\n', "utf-8")
    told: list[str] = []
    for _ in range(2):
        open_index(base, tmp_path / "i", config, told.append).close()
    assert len(told) == 2
    assert all("line 2" in complaint for complaint in told)


def test_evidence_that_is_not_there_is_refused(tmp_path: Path, config: Config) -> None:
    with pytest.raises(UsageError) as caught:
        open_index(tmp_path / "none.jsonl", tmp_path / "i", config)
    assert "none.jsonl" in str(caught.value)


def test_a_place_that_cannot_be_written_is_named(
    base: Path, tmp_path: Path, config: Config
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(UsageError) as caught:
        open_index(base, tmp_path / "file" / "i", config)
    assert "--index" in caught.value.remedy


def test_memory_of_a_failed_building_is_removed(tmp_path: Path, config: Config) -> None:
    base = write_lines(tmp_path / "e.jsonl", [])
    with pytest.raises(UsageError):
        open_index(base, tmp_path / "i", config)
    assert list((tmp_path / "i").iterdir()) == []
