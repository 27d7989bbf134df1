"""What to annotate next: unsure units first, and not the same words again."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimcheck.annotations.sampling import Candidate, candidates, choose, uncertainty
from claimcheck.errors import UsageError

from . import runs, samples


def candidate(text: str, value: float) -> Candidate:
    return Candidate(f"d:{text}", "d", "d.md", (), text, value, ())


def probabilities(**strength: float) -> dict[str, dict[str, float]]:
    return {
        "type_probs": {"harm": 1.0, "safety": 0.0},
        "strength_probs": strength,
        "basis_probs": {"none": 1.0, "study": 0.0},
    }


def test_sure_unit_has_no_uncertainty() -> None:
    assert uncertainty(1.0, [probabilities(direct=1.0, conditional=0.0)]) == (0.0, ())


def test_coin_throws_make_the_most_uncertainty() -> None:
    unsure, reasons = uncertainty(0.5, [probabilities(direct=0.5, conditional=0.5)])
    assert unsure == pytest.approx(0.65)
    assert reasons == ("claim: claim 0.50", "strength: direct 0.50 or conditional 0.50")


def test_most_uncertain_come_first_without_diversity() -> None:
    pool = [candidate("a b", 0.1), candidate("c d", 0.9), candidate("e f", 0.5)]
    assert [c.text for c in choose(pool, 2, diversity=0.0)] == ["c d", "e f"]


def test_diversity_passes_over_what_is_like_those_taken() -> None:
    pool = [
        candidate("zinc may prevent colds", 0.9),
        candidate("zinc may prevent coughs", 0.89),
        candidate("turmeric stains teeth", 0.6),
    ]
    assert [c.text for c in choose(pool, 2)][1] == "turmeric stains teeth"


def test_same_words_are_offered_once() -> None:
    pool = [candidate("Nausea", 0.5), candidate("nausea.", 0.7), candidate("Rash", 0.4)]
    assert len(choose(pool, 5)) == 2


def test_nothing_to_choose_from_is_no_error() -> None:
    assert choose([], 3) == []


def test_candidates_are_the_statements_of_a_run(tmp_path: Path) -> None:
    page = samples.document()
    file = tmp_path / "corpus" / page.path
    file.parent.mkdir(parents=True)
    file.write_bytes(page.text.encode("utf-8"))
    runs.write_run(tmp_path / "corpus", tmp_path / "out", page)
    found = list(candidates(tmp_path / "out"))
    assert [c.text for c in found][:2] == [
        "Zinc Lozenges",
        "Zinc may shorten colds, if taken early.",
    ]
    assert found[1].uncertainty > found[0].uncertainty


def test_folder_without_tables_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"documents\.jsonl"):
        list(candidates(tmp_path))
