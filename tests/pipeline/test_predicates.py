from __future__ import annotations

import pytest

from claimcheck.pipeline.claims.predicates import find_predicate
from claimcheck.spans import Span

from .drafting import find

CASES = [
    # (claim, agent, outcomes, predicate, lemma)
    ("Sage can help reduce hot flushes", "Sage", ["hot flushes"], "help reduce", "reduce"),
    ("Fennel eases bloating", "Fennel", ["bloating"], "eases", "ease"),
    (
        "Iodine is used to treat and prevent goitre",
        "Iodine",
        ["goitre"],
        "is used to treat and prevent",
        "treat",
    ),
    (
        "Iodine plays a vital role in maintaining thyroid function",
        "Iodine",
        ["thyroid function"],
        "plays a vital role in maintaining",
        "maintain",
    ),
    (
        "Liquorice is contraindicated in hypertension",
        "Liquorice",
        ["hypertension"],
        "is contraindicated in",
        "contraindicate",
    ),
    (
        "Cocoa contributes to normal circulation",
        "Cocoa",
        ["circulation"],
        "contributes to",
        "contribute",
    ),
    ("Iron is essential for growth", "Iron", ["growth"], "is essential for", "be essential"),
    # light verb and noun
    ("Arnica offers relief from bruises", "Arnica", ["bruises"], "offers relief from", "relieve"),
    # headings
    ("Relief from Bruises", None, ["Bruises"], "Relief from", "relieve"),
    ("Immune System Support", None, ["Immune System"], "Support", "support"),
    ("Blood Sugar Management", None, ["Blood Sugar"], "Management", "manage"),
    ("Improved Digestion", None, ["Digestion"], "Improved", "improve"),
    ("Better Sleep", None, ["Better Sleep"], "Better", "improve"),
    # passive, the outcome first
    ("Rashes may be caused by arnica", "arnica", ["Rashes"], "be caused by", "cause"),
    ("Drowsiness may occur", None, ["Drowsiness"], "occur", "occur"),
    # what is said with a copula
    ("Arnica is safe", "Arnica", ["safe"], "is", "be safe"),
    ("Sage is generally considered safe", "Sage", ["safe"], "is generally considered", "be safe"),
    (
        "Zinc contributes to stronger nails",
        "Zinc",
        ["nails"],
        "contributes to stronger",
        "strengthen",
    ),
    (
        "Salt is associated with a higher risk of stroke",
        "Salt",
        ["stroke"],
        "is associated with a higher risk of",
        "increase",
    ),
    ("Deficiency can lead to anaemia", "Deficiency", ["anaemia"], "lead to", "lead"),
    # what is caused
    ("Side effects include rashes", None, ["rashes"], "Side effects include", "cause"),
    # a participle of a second claim
    ("reducing the risk of gout", None, ["gout"], "reducing the risk of", "reduce"),
]


@pytest.mark.parametrize(("text", "agent", "outcomes", "predicate", "lemma"), CASES)
def test_the_relation_is_read_off_the_claim(text, agent, outcomes, predicate, lemma):
    found = find_predicate(
        text,
        Span(0, len(text)),
        find(text, agent) if agent else None,
        [find(text, outcome) for outcome in outcomes],
    )
    assert found.span is not None
    assert (found.span.cut(text), found.lemma) == (predicate, lemma)


@pytest.mark.parametrize("text", ["Nausea", "Hair loss", "Dry skin (mostly in winter)"])
def test_a_bare_item_states_no_relation(text):
    outcome = Span(0, len(text.split(" (")[0]))
    assert find_predicate(text, Span(0, len(text)), None, [outcome]).span is None


def test_the_predicate_stands_in_its_claim():
    text = "It eases cramps and supports sleep."
    second = find(text, "supports sleep")
    found = find_predicate(text, second, None, [find(text, "sleep")])
    assert found.span == find(text, "supports")
