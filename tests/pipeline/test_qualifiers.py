from __future__ import annotations

from itertools import pairwise

import pytest

from claimcheck.pipeline.claims.qualifiers import find_qualifiers
from claimcheck.spans import Span

from .drafting import find


def qualifiers(text, claim=None, outcomes=(), others=()):
    span = find(text, claim) if claim else Span(0, len(text))
    found = find_qualifiers(
        text, span, [find(text, o) for o in outcomes], [find(text, o) for o in others]
    )
    return [(q.kind, q.span.cut(text)) for q in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zinc may shorten colds in older adults.", [("population", "older adults")]),
        (
            "It lowers glucose in people with type 2 diabetes.",
            [("population", "people with type 2 diabetes")],
        ),
        (
            "Women experiencing hot flushes may find relief.",
            [("population", "Women experiencing hot flushes")],
        ),
        ("Taking 500 mg daily eases cramps.", [("dose", "500 mg daily")]),
        ("High doses can harm the liver.", [("dose", "High doses")]),
        ("It improved sleep after 8 weeks.", [("duration", "after 8 weeks")]),
        ("A 12-week course eased pain.", [("duration", "12-week")]),
        ("Long-term use may weaken bones.", [("duration", "Long-term use")]),
        ("It works when combined with vitamin C.", [("condition", "when combined with vitamin C")]),
        ("It is unsafe during pregnancy.", [("condition", "during pregnancy")]),
        (
            "In severe renal impairment, it is contraindicated.",
            [("condition", "In severe renal impairment")],
        ),
        ("It eased pain better than placebo.", [("comparison", "better than placebo")]),
        ("Sage may help people fall asleep.", []),
        ("It cut weight by 44 % overall.", []),
    ],
)
def test_limits_of_a_claim(text, expected):
    assert qualifiers(text) == expected


def test_what_the_claim_is_about_does_not_limit_it():
    text = "It is unsafe in pregnant women."
    assert qualifiers(text, outcomes=["pregnant women"]) == []


def test_each_claim_of_a_unit_has_its_own_limits():
    text = "Zinc helps children, and iron helps older adults."
    claims = ["Zinc helps children", "iron helps older adults"]
    assert qualifiers(text, claims[0], others=[claims[1]]) == [("population", "children")]
    assert qualifiers(text, claims[1], others=[claims[0]]) == [("population", "older adults")]


def test_an_opening_condition_limits_the_claim_behind_it():
    text = "When taken with food, zinc is well tolerated."
    assert ("condition", "When taken with food") in qualifiers(text, "zinc is well tolerated")


def test_limits_do_not_overlap():
    text = "At high doses over 12 weeks it may harm older men with gout if they drink."
    spans = find_qualifiers(text, Span(0, len(text)), [])
    assert len(spans) >= 3
    assert all(a.span.end <= b.span.start for a, b in pairwise(spans))
