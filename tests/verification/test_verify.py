"""Claims against a small evidence base, with a scorer that goes by words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from claimcheck.config import Config, load_config
from claimcheck.verification import Claim, EvidenceIndex, Verifier, open_index, verify_claims

from .toys import BASE, WordScorer, write_lines

SHORTENS = Claim("s", "Zinc shortens the common cold in adults.")
PREVENTS = Claim("p", "Vitamin C does prevent colds.")


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (SHORTENS, "supports"),
        (PREVENTS, "refutes"),
        (Claim("n", "Kelp thickens hair."), "not_enough_info"),
    ],
    ids=["supports", "refutes", "nothing"],
)
def test_a_verdict_follows_the_evidence(claim: Claim, verdict: str, verifier: Verifier) -> None:
    assert verifier.verify(claim).verdict == verdict


def test_the_rationale_cuts_the_evidence(verifier: Verifier) -> None:
    best = verifier.verify(SHORTENS).rationale[0]
    assert best.evidence_id == "zinc"
    assert BASE[0]["text"][best.start : best.end] == best.sentence
    assert best.sentence == "Zinc shortens the common cold in adults."


@pytest.mark.parametrize(
    ("subject", "verdict"),
    [("", "supports"), ("S:zinc", "supports"), ("S:zinc-gluconate", "supports"),
     ("S:magnesium", "not_enough_info")],
    ids=["unknown", "named", "a form of it", "another"],
)  # fmt: skip
def test_what_is_searched_for_must_name_the_substance(
    subject: str, verdict: str, verifier: Verifier
) -> None:
    found = verifier.verify(Claim("s", SHORTENS.text, subject=subject))
    assert found.verdict == verdict
    if verdict == "not_enough_info":
        assert found.reasons[0].startswith("not_named: ")


@pytest.mark.parametrize(
    ("outcomes", "verdict"),
    [(("O:common-cold",), "supports"), (("O:insomnia", "O:common-cold"), "supports"),
     (("O:insomnia",), "not_enough_info")],
    ids=["named", "one of two", "another"],
)  # fmt: skip
def test_what_is_searched_for_must_name_an_outcome(
    outcomes: tuple[str, ...], verdict: str, verifier: Verifier
) -> None:
    assert verifier.verify(Claim("s", SHORTENS.text, outcomes=outcomes)).verdict == verdict


@pytest.mark.parametrize(
    ("claim", "code"),
    [
        (Claim("x", "None"), "too_short"),
        (Claim("x", "Yes, zinc."), "too_short"),
        (Claim("x", "This helps many people sleep.", analysed=True), "no_substance"),
        (Claim("x", "Zinc: it helps most people.", subject="S:zinc", analysed=True), "no_outcome"),
        (Claim("x", "Zinc must not be used for the common cold."), "no_effect"),
        (Claim("x", "Kelp thickens hair."), "no_evidence"),
        (Claim("x", "Magnesium shortens the common cold."), "not_named"),
    ],
)
def test_a_claim_that_cannot_be_verified_says_why(
    claim: Claim, code: str, verifier: Verifier
) -> None:
    found = verifier.verify(claim)
    assert found.verdict == "not_enough_info"
    assert found.reasons[0].startswith(f"{code}: ")


def test_what_cannot_be_searched_for_is_not_read(verifier: Verifier, scorer: WordScorer) -> None:
    verifier.verify(Claim("x", "None"))
    assert scorer.calls == 0


def test_a_verdict_of_a_search_tells_the_words_that_bear_it_out(verifier: Verifier) -> None:
    reasons = verifier.verify(PREVENTS).reasons
    assert any("the sentence denies it (*not*)" in reason for reason in reasons)


def test_sentences_that_contradict_each_other_leave_it_undecided(
    tmp_path: Path, config: Config, scorer: WordScorer
) -> None:
    rows = [
        {"id": 1, "text": "Zinc shortens the common cold in adults."},
        {"id": 2, "text": "Zinc shortens the common cold in adults well."},
        {"id": 3, "text": "Zinc does not shorten the common cold in adults."},
    ]
    config = load_config(None, ["verification.decided=0.3"])
    index = open_index(write_lines(tmp_path / "e.jsonl", rows), tmp_path / "i", config)
    found = Verifier(index, scorer, config).verify(SHORTENS)
    assert found.reasons[0].startswith("split: ")


def test_evidence_that_a_claim_names_need_not_name_the_substance(verifier: Verifier) -> None:
    found = verifier.verify(Claim("s", SHORTENS.text, ("zinc",), subject="S:magnesium"))
    assert found.verdict == "supports"


def test_only_the_named_evidence_is_looked_at(verifier: Verifier) -> None:
    found = verifier.verify(Claim("s", SHORTENS.text, ("c",)))
    assert found.candidates == ("c",)
    assert found.verdict == "not_enough_info"


def test_ids_may_be_numbers_or_their_digits(verifier: Verifier) -> None:
    found = verifier.verify(Claim("g", "Ginger eases nausea in pregnancy.", ("7",)))
    assert found.verdict == "supports"


def test_evidence_that_is_not_there_is_told(verifier: Verifier) -> None:
    found = verifier.verify(Claim("s", SHORTENS.text, ("zinc", "lost")))
    assert found.verdict == "supports"
    assert "no evidence has the id 'lost'" in found.reasons


def test_an_empty_list_of_evidence_is_not_enough(verifier: Verifier) -> None:
    assert verifier.verify(Claim("s", SHORTENS.text, ())).verdict == "not_enough_info"


def test_claims_of_equal_words_are_worked_out_once(verifier: Verifier, scorer: WordScorer) -> None:
    first = verifier.verify(SHORTENS)
    calls = scorer.calls
    second = verifier.verify(Claim("other", SHORTENS.text))
    assert scorer.calls == calls
    assert second.claim.id == "other"
    assert second.rationale == first.rationale


def test_what_was_asked_before_changes_nothing(
    index: EvidenceIndex, scorer: WordScorer, config: Config
) -> None:
    alone = Verifier(index, scorer, config).verify(PREVENTS)
    *_, after = verify_claims([SHORTENS, PREVENTS], index, scorer, config)
    assert after == alone


def test_findings_come_as_claims_come(
    index: EvidenceIndex, scorer: WordScorer, config: Config
) -> None:
    read: list[str] = []

    def claims() -> Iterator[Claim]:
        for claim in (SHORTENS, PREVENTS):
            read.append(claim.id)
            yield claim

    next(verify_claims(claims(), index, scorer, config))
    assert read == ["s"]


def test_no_more_passages_are_examined_than_set(tmp_path: Path) -> None:
    rows = [{"id": i, "text": f"Zinc shortens cold number {i}."} for i in range(20)]
    config = load_config(None, ["verification.examined=4", "verification.retrieved=8"])
    index = open_index(write_lines(tmp_path / "e.jsonl", rows), tmp_path / "i", config)
    scorer = WordScorer()
    found = Verifier(index, scorer, config).verify(SHORTENS)
    assert len(found.candidates) == 8
    assert scorer.pairs == 8 + 4 + 4


def test_passages_that_skimming_finds_idle_are_not_read(
    index: EvidenceIndex, scorer: WordScorer
) -> None:
    config = load_config(None, ["verification.skimmed=0.5"])
    found = Verifier(index, scorer, config).verify(Claim("x", "Adults and runners taste gin."))
    assert scorer.calls == 1
    assert found.verdict == "not_enough_info"
    assert set(found.candidates) == {"zinc", "c"}


def test_the_best_sentences_of_a_passage_are_read_together(
    tmp_path: Path,
) -> None:
    parts = ["Zinc was given.", "We slept.", "The common cold was shorter in adults.", "Well."]
    config = load_config(None, ["verification.joined_sentences=2"])
    base = write_lines(tmp_path / "e.jsonl", [{"id": 1, "sentences": [*parts, "x" * 900]}])
    index = open_index(base, tmp_path / "i", config)
    scorer = WordScorer()
    Verifier(index, scorer, config).verify(Claim("s", SHORTENS.text, (1,)))
    assert scorer.seen[-1] == ["Zinc was given. The common cold was shorter in adults."]


def test_a_short_passage_is_read_whole(verifier: Verifier, scorer: WordScorer) -> None:
    verifier.verify(Claim("p", PREVENTS.text, ("c",)))
    assert scorer.seen[-1][-1] == " ".join(BASE[1]["sentences"])
