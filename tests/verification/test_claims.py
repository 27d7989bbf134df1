"""Files of claims."""

from __future__ import annotations

import json

import pytest

from claimcheck.verification import Claim, read_claims


def one(row: object, *, cited: bool = False) -> Claim | str | None:
    line = row if isinstance(row, str) else json.dumps(row)
    (found,) = read_claims([line], cited=cited)
    return found.claim or found.problem


def test_a_claim_keeps_its_id_as_it_is() -> None:
    assert one({"id": 3, "claim": "Zinc helps."}) == Claim(3, "Zinc helps.")


def test_evidence_ids_limit_what_is_looked_at() -> None:
    assert one({"id": "a", "claim": "Zinc helps.", "evidence_ids": [1, "b"]}) == Claim(
        "a", "Zinc helps.", (1, "b")
    )


@pytest.mark.parametrize(("cited", "ids"), [(False, None), (True, (31, 4))])
def test_cited_abstracts_are_taken_only_when_asked_for(
    cited: bool, ids: tuple[int, ...] | None
) -> None:
    row = {"id": 1, "claim": "Zinc helps.", "evidence": {}, "cited_doc_ids": [31, 4]}
    assert one(row, cited=cited) == Claim(1, "Zinc helps.", ids)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "is no JSON"),
        ("[1]", "holds no JSON object but a list"),
        ('{"claim": "x"}', 'has no "id"'),
        ('{"id": true, "claim": "x"}', 'has no "id"'),
        ('{"id": 1, "text": "x"}', "its keys: id, text"),
        ('{"id": 1, "claim": "  "}', "no text"),
        ('{"id": 1, "claim": "x", "evidence_ids": "y"}', "no list of ids"),
    ],
)
def test_a_wrong_line_is_named_with_what_is_wrong(line: str, said: str) -> None:
    problem = one(line)
    assert isinstance(problem, str)
    assert problem.startswith("line 1: ")
    assert said in problem


def test_a_wrong_line_keeps_its_id() -> None:
    (found,) = read_claims(['{"id": "q9"}'])
    assert found.id == "q9"


def test_lines_are_counted_with_the_empty_ones() -> None:
    found = list(read_claims(['{"id": 1, "claim": "a"}\n', "\n", "x\n"]))
    assert [line.number for line in found] == [1, 3]
