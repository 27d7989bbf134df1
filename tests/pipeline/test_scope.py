from __future__ import annotations

import pytest

from claimcheck.pipeline.cues.logic import UnitCue, find_cues, to_words
from claimcheck.pipeline.cues.scope import scope_of
from claimcheck.spans import Span

from .drafting import find


@pytest.mark.parametrize(
    ("text", "cue", "category", "scope"),
    [
        # forward over a participle, not back over the phrase before it
        (
            "Hawthorn may steady the pulse, reducing palpitations.",
            "may",
            "modal",
            "may steady the pulse, reducing palpitations",
        ),
        ("By widening vessels, it may lower pressure.", "may", "modal", "may lower pressure"),
        # not into a clause with a subject of its own
        ("Kelp may help, and iodine prevents goitre.", "may", "modal", "may help"),
        # not into a coordinated finite verb
        ("It helps keep bones firm, supports teeth.", "helps", "softener", "helps keep bones firm"),
        # in a passive the subject too
        (
            "Cramps may be relieved by stretching.",
            "may",
            "modal",
            "Cramps may be relieved by stretching",
        ),
        # what is reported, to its end
        (
            "Some trials suggest that sage, taken daily, can cool hot flushes.",
            "Some trials suggest",
            "attribution",
            "Some trials suggest that sage, taken daily, can cool hot flushes",
        ),
        (
            "Sage is said to cool hot flushes.",
            "is said to",
            "attribution",
            "Sage is said to cool hot flushes",
        ),
        # back over what it closes
        (
            "It lowers fever, according to the label.",
            "according to",
            "attribution",
            "It lowers fever, according to the label",
        ),
        # a gap in the evidence concerns the whole sentence, up to a semicolon
        (
            "Sage may help, but more research is needed; ask first.",
            "more research is needed",
            "evidence_gap",
            "Sage may help, but more research is needed",
        ),
        # an opening condition limits the main clause
        (
            "If taken late, coffee can disturb sleep.",
            "If",
            "condition",
            "If taken late, coffee can disturb sleep",
        ),
        ("It does not affect sleep.", "not", "negation", "not affect sleep"),
    ],
)
def test_scope_is_what_the_cue_bears_on(text, cue, category, scope):
    assert scope_of(text, find(text, cue), category).cut(text) == scope


def test_the_scope_holds_the_cue():
    text = "Likely, perhaps, it may or might not possibly help, or so some say; who can tell?"
    for word in ("Likely", "perhaps", "may", "might", "possibly", "some say", "can"):
        for category in ("modal", "epistemic", "attribution", "condition", "evidence_gap"):
            cue = find(text, word)
            assert scope_of(text, cue, category).contains(cue)


def test_cues_have_edges_at_words_and_do_not_nest():
    text = "It may possibly help."
    may = find(text, "may")
    cues = find_cues(
        text,
        [
            (Span(may.start, may.end + 1), "modal", 0.9),
            (find(text, "possib"), "epistemic", 0.8),
            (find(text, "possibly"), "epistemic", 0.7),
        ],
    )
    assert [(c.span.cut(text), c.category) for c in cues] == [
        ("may", "modal"),
        ("possibly", "epistemic"),
    ]


def test_a_cue_of_signs_only_is_dropped():
    assert to_words("Yes - no", Span(3, 6)) is None


def test_a_cue_survives_as_plain_data():
    cue = UnitCue(Span(1, 4), "modal", Span(1, 9), 0.5)
    assert UnitCue.from_plain(cue.to_plain(3)) == cue
