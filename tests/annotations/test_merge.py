"""Corrections made in the report become annotations; what does not fit is refused, not guessed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from claimcheck.annotations.building import Loose, build
from claimcheck.annotations.checks import problems
from claimcheck.annotations.merging import Merged, merge
from claimcheck.annotations.model import AnnotatedDocument, GoldClaim
from claimcheck.annotations.store import read_set
from claimcheck.errors import UsageError

from . import runs, samples

COLDS = "Zinc may shorten colds"
CURE = "It does not cure them"


class Review:
    """A project with a page, a run over it, and the means to merge corrections of it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / "corpus"
        self.out = root / "out"
        self.into = root / "annotations" / "review"
        self.page = samples.document()
        file = self.folder / self.page.path
        file.parent.mkdir(parents=True)
        file.write_bytes(self.page.text.encode("utf-8"))
        runs.write_run(self.folder, self.out, self.page)

    def line(self, action: str, quote: str, **given: Any) -> dict[str, Any]:
        if action.startswith("add"):
            start = self.page.text.index(quote)
            given = {"start": start, "end": start + len(quote), "claim_id": None, **given}
        return runs.correction(self.out, action, quote, **given)

    def merge(self, *lines: dict[str, Any], name: str = "review", **given: Any) -> Merged:
        path = self.root / f"{name}.jsonl"
        path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
        return merge(
            [path],
            self.out,
            documents=self.folder,
            into=self.into,
            root=self.root,
            limits=runs.LIMITS,
            **given,
        )

    def gold(self) -> AnnotatedDocument:
        (document,) = read_set(self.into, self.root)
        assert problems(document) == []
        return document

    def claims(self) -> dict[str, GoldClaim]:
        return {claim.mark.text: claim for _, claim in self.gold().claims()}


@pytest.fixture
def review(tmp_path: Path) -> Review:
    return Review(tmp_path)


def test_accepted_claim_becomes_gold_as_it_is(review: Review) -> None:
    assert review.merge(review.line("accept", COLDS)).problems == []
    (unit,) = review.gold().units
    assert unit == next(u for u in review.page.units if COLDS in u.mark.text)


def test_gold_refers_to_the_document_that_was_run(review: Review) -> None:
    review.merge(review.line("accept", COLDS))
    assert review.gold().path == "corpus/pages/zinc-page.txt"


def test_whole_takes_the_units_without_correction_too(review: Review) -> None:
    review.merge(review.line("accept", COLDS), whole=True)
    assert review.gold().units == review.page.units


def test_rejected_claim_is_no_claim_in_gold(review: Review) -> None:
    review.merge(review.line("reject", COLDS))
    (unit,) = review.gold().units
    assert unit.claims == ()
    assert [cue.category for cue in unit.cues] == ["modal", "condition"]


def test_relabelled_claim_takes_the_reviewers_labels(review: Review) -> None:
    outcome = {"text": "colds", "start": review.page.text.index("colds")}
    outcome["end"] = outcome["start"] + 5
    labels = runs.labelled(type="function", strength="insufficient", outcomes=[outcome])
    review.merge(review.line("relabel", COLDS, labels=labels))
    claim = review.claims()[COLDS]
    assert (claim.type, claim.strength, claim.agent) == (
        "function",
        "insufficient",
        "zinc lozenges",
    )
    assert [o.text for o in claim.outcomes] == ["colds"]


def test_missed_claim_is_added_with_outcomes_by_their_words(review: Review) -> None:
    labels = runs.labelled(type="harm", outcomes=["effects"])
    review.merge(review.line("add_claim", "Side effects", labels=labels))
    claim = review.claims()["Side effects"]
    assert [o.text for o in claim.outcomes] == ["effects"]
    assert claim.from_context is False


def test_missed_claim_of_a_heading_without_agent_is_from_context(review: Review) -> None:
    review.merge(review.line("add_claim", "Lozenges", labels=runs.labelled(agent="copper")))
    assert review.claims()["Lozenges"].from_context is True


def test_missed_cue_is_added(review: Review) -> None:
    review.merge(review.line("add_cue", "include", category="softener"))
    cues = [(cue.mark.text, cue.category) for _, cue in review.gold().cues()]
    assert cues == [("can", "modal"), ("include", "softener")]


def test_white_space_at_the_edges_of_a_selection_is_left_out(review: Review) -> None:
    review.merge(review.line("add_cue", " include", category="softener"))
    assert "include" in [cue.mark.text for _, cue in review.gold().cues()]


def test_unit_with_a_claim_that_has_no_agent_is_refused_alone(review: Review) -> None:
    nobody = [replace(c, agent="") if c.mark.text == CURE else c for _, c in review.page.claims()]
    loose = Loose(review.page.name, review.page.path, review.page.text, nobody)
    runs.write_run(review.folder, review.out, build(loose)[0])
    result = review.merge(review.line("accept", COLDS), review.line("accept", CURE))
    assert result.applied == 1
    assert "names no agent" in str(result.problems[0])
    assert list(review.claims()) == [COLDS]


def test_cue_marked_again_takes_the_new_category(review: Review) -> None:
    review.merge(review.line("add_cue", "can", category="epistemic"))
    assert [cue.category for _, cue in review.gold().cues()] == ["epistemic"]


def test_claim_may_be_marked_anew_where_one_was_rejected(review: Review) -> None:
    result = review.merge(
        review.line("add_claim", "may shorten colds", labels=runs.labelled()),
        review.line("reject", COLDS),
    )
    assert result.problems == []
    assert list(review.claims()) == ["may shorten colds"]


def test_comments_decide_nothing(review: Review) -> None:
    result = review.merge(review.line("comment", COLDS, comment="really?"))
    assert (result.comments, result.applied, result.problems) == (1, 0, [])
    assert not review.into.exists()


def test_second_merge_extends_the_first(review: Review) -> None:
    review.merge(review.line("accept", COLDS))
    review.merge(review.line("reject", CURE), name="later")
    assert [len(unit.claims) for unit in review.gold().units] == [1, 0]


def test_same_review_merged_twice_changes_nothing(review: Review) -> None:
    review.merge(review.line("reject", COLDS), review.line("accept", CURE))
    before = {path: path.read_bytes() for path in review.into.rglob("*") if path.is_file()}
    review.merge(review.line("reject", COLDS), review.line("accept", CURE))
    assert before == {path: path.read_bytes() for path in review.into.rglob("*") if path.is_file()}


def refused(review: Review, *lines: dict[str, Any]) -> str:
    result = review.merge(*lines)
    assert result.applied == 0
    assert not review.into.exists()
    (problem,) = result.problems
    return str(problem)


def test_reviewers_who_disagree_are_both_refused(review: Review) -> None:
    said = refused(
        review, review.line("accept", COLDS), review.line("reject", COLDS, reviewer="bob")
    )
    assert "reviewers disagree" in said
    assert "ada" in said
    assert "bob" in said


def test_disagreement_with_an_earlier_merge_is_refused(review: Review) -> None:
    review.merge(review.line("accept", COLDS))
    result = review.merge(review.line("reject", COLDS, reviewer="bob"), name="later")
    assert "reviewers disagree" in str(result.problems[0])
    assert COLDS in review.claims()


def test_reviewer_may_change_her_mind(review: Review) -> None:
    review.merge(
        review.line("reject", COLDS, time="2026-01-02T10:00:00Z"), review.line("accept", COLDS)
    )
    assert review.claims() == {}


def test_document_changed_since_the_run_is_refused(review: Review) -> None:
    line = review.line("accept", COLDS)
    file = review.folder / review.page.path
    file.write_bytes(file.read_bytes() + b"More.")
    assert "has changed since the run" in refused(review, line)


def test_review_of_another_version_is_refused(review: Review) -> None:
    assert "another version" in refused(review, review.line("accept", COLDS, sha256="0" * 64))


def test_document_that_is_not_in_the_run_is_refused(review: Review) -> None:
    assert "no such document" in refused(review, review.line("accept", COLDS, doc_id="other"))


def test_words_that_do_not_stand_there_are_refused(review: Review) -> None:
    line = review.line("add_cue", "include", category="softener")
    assert "do not stand at that place" in refused(review, line | {"text": "exclude"})


def test_claim_that_the_run_does_not_have_is_refused(review: Review) -> None:
    assert "has no claim" in refused(review, review.line("accept", COLDS, claim_id="x:1-2"))


def test_claim_over_another_that_was_not_rejected_is_refused(review: Review) -> None:
    line = review.line("add_claim", "may shorten colds", labels=runs.labelled())
    assert "was not rejected" in refused(review, line)


def test_missed_claim_that_was_marked_already_is_refused(review: Review) -> None:
    line = review.line("add_claim", COLDS, labels=runs.labelled())
    assert "marked there already" in refused(review, line)


def test_outcome_that_does_not_stand_in_the_claim_is_refused(review: Review) -> None:
    line = review.line("add_claim", "Side effects", labels=runs.labelled(outcomes=["fever"]))
    assert "'fever' does not stand" in refused(review, line)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"review_version": 2}, "review_version 2"),
        ({"action": "approve"}, "`approve` is not one of"),
        ({"claim_id": None}, "needs a claim_id"),
        ({"action": "relabel", "labels": runs.labelled(strength="strong")}, "`strong` is not a"),
        ({"action": "relabel", "labels": runs.labelled(agent=" ")}, "no agent"),
        ({"action": "relabel", "labels": None}, "TypeError"),
        ({"start": 5, "end": 2}, "not a span"),
    ],
)
def test_line_that_is_no_correction_is_listed(
    review: Review, change: dict[str, Any], said: str
) -> None:
    assert said in refused(review, review.line("accept", COLDS) | change)


def test_other_corrections_survive_a_refused_one(review: Review) -> None:
    result = review.merge(review.line("accept", COLDS), review.line("accept", CURE, claim_id="x"))
    assert (result.applied, len(result.problems)) == (1, 1)


def test_latin_1_document_is_copied_beside_its_gold(review: Review) -> None:
    file = review.folder / review.page.path
    text = "Zinc heals na\u00efve colds.\n"
    page = replace(review.page, text=text, units=())
    file.write_bytes(text.encode("latin-1"))
    loose = Loose(page.name, page.path, text)
    loose.claims = [samples.claim(text, "Zinc heals na\u00efve colds", "colds")]
    built, _ = build(loose)
    runs.write_run(review.folder, review.out, built)
    review.merge(runs.correction(review.out, "accept", "Zinc heals na\u00efve colds"))
    assert review.gold().text == text
    assert review.gold().path.startswith("annotations/review/")


def test_missing_review_is_a_usage_error(review: Review) -> None:
    with pytest.raises(UsageError, match="no such review"):
        merge(
            [review.root / "none.jsonl"],
            review.out,
            documents=review.folder,
            into=review.into,
            root=review.root,
            limits=runs.LIMITS,
        )


def test_folder_that_is_no_run_is_a_usage_error(review: Review) -> None:
    line = review.line("accept", COLDS)
    (review.out / "documents.jsonl").unlink()
    with pytest.raises(UsageError, match=r"documents\.jsonl"):
        review.merge(line)
