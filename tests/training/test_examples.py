"""Training data: variants keep their gold, the recipe is strict, prepared data come back whole."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.errors import ConfigurationError
from claimcheck.pipeline.windows import UnitInput
from claimcheck.spans import Span
from claimcheck.training.augment import main_agent, varied, with_other_agent, without_final_mark
from claimcheck.training.examples import Example, GoldClaim, GoldCue, Sentence
from claimcheck.training.pairs import Pair, nearest_sentences
from claimcheck.training.prepared import Prepared, load_prepared, save_prepared
from claimcheck.training.recipe import load_recipe

TEXT = "Zinc may shorten colds, and zinc soothes a sore throat."


def span(text: str, piece: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = text.index(piece, start + 1)
    return Span(start, start + len(piece))


def example() -> Example:
    first = GoldClaim(
        span(TEXT, "Zinc may shorten colds"),
        (span(TEXT, "colds"),),
        span(TEXT, "Zinc"),
        "zinc",
        "treatment",
        "affirmed",
        "conditional",
        "none",
        False,
    )
    second = GoldClaim(
        span(TEXT, "zinc soothes a sore throat"),
        (span(TEXT, "sore throat"),),
        span(TEXT, "zinc"),
        "zinc",
        "treatment",
        "affirmed",
        "direct",
        "none",
        False,
    )
    cue = GoldCue(span(TEXT, "may"), "modal")
    unit = UnitInput(TEXT, index=3, heading="Zinc", leads=((1, "What zinc does:"),))
    return Example(unit, "d", "s", "own", (first, second), (cue,))


def test_another_agent_stands_in_unit_context_and_spans() -> None:
    changed = with_other_agent(example(), "zinc", "ashwagandha")
    assert changed.text == "Ashwagandha may shorten colds, and ashwagandha soothes a sore throat."
    assert changed.unit.heading == "Ashwagandha"
    assert changed.unit.leads == ((1, "What ashwagandha does:"),)
    assert [c.span.cut(changed.text) for c in changed.claims] == [
        "Ashwagandha may shorten colds",
        "ashwagandha soothes a sore throat",
    ]
    assert changed.claims[1].outcomes[0].cut(changed.text) == "sore throat"
    assert changed.cues[0].span.cut(changed.text) == "may"


@given(st.integers(0, 10_000), st.sampled_from(["iron", "st. John's wort", "x"]))
def test_variants_keep_the_words_under_every_cue(seed: int, name: str) -> None:
    (changed,) = varied([example()], [name], random.Random(seed), 1.0)
    assert changed.cues[0].span.cut(changed.text) == "may"
    assert changed.claims[0].outcomes[0].cut(changed.text) == "colds"


def test_a_span_that_a_mention_would_cut_keeps_its_unit_as_it_is() -> None:
    cut = replace(example(), cues=(GoldCue(span(TEXT, "nc may"), "modal"),))
    assert with_other_agent(cut, "zinc", "iron") == cut


def test_the_main_agent_is_that_of_most_claims() -> None:
    assert main_agent([example()]) == "zinc"
    assert main_agent([replace(example(), claims=())]) == ""


def test_a_final_mark_is_dropped_only_outside_of_spans() -> None:
    assert without_final_mark(example()).text == TEXT[:-1]


def test_prepared_data_come_back_as_they_were(tmp_path: Path) -> None:
    prepared = Prepared(
        (example(),),
        (Sentence("It may help.", yu=2, fold=1, group="g", source="pubmed"),),
        {"set": (Pair("a", "b", "supports", "g"),)},
    )
    save_prepared(prepared, tmp_path / "prepared.json.gz")
    assert load_prepared(tmp_path / "prepared.json.gz") == prepared


def test_the_recipe_of_the_package_is_valid_and_names_held_documents() -> None:
    recipe = load_recipe()
    assert recipe.held.documents
    assert all(fit["epochs"] > 0 for fit in recipe.fits)


@pytest.mark.parametrize(
    ("line", "place"), [("speed = 3", "encoder"), ("epochs = 3\n[extra]\nx = 1", "extra")]
)
def test_a_recipe_with_an_unknown_key_is_refused(tmp_path: Path, line: str, place: str) -> None:
    path = tmp_path / "recipe.toml"
    path.write_text(
        "version = 1\nseed = 1\n[held]\ndocuments = []\nfold = 0\n"
        "[[fits]]\nepochs = 1\n[pairs]\n[gate]\nrecall = 0.9\n"
        f"[encoder]\n{line}\n",
        "utf-8",
    )
    with pytest.raises(ConfigurationError) as error:
        load_recipe(path)
    assert place in str(error.value)


def test_the_nearest_sentences_share_words_with_the_claim_and_keep_their_order() -> None:
    sentences = ["Zinc was given.", "Nothing else.", "Colds were shorter with zinc lozenges."]
    assert nearest_sentences("Zinc shortens colds", sentences, 2) == [sentences[0], sentences[2]]
