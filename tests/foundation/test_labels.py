"""The vocabularies."""

from __future__ import annotations

import pytest

from claimcheck import labels


@pytest.mark.parametrize(("label", "rank"), [(s, i) for i, s in enumerate(labels.STRENGTHS)])
def test_strengths_rank_from_weakest_to_strongest(label: str, rank: int) -> None:
    assert labels.strength_rank(label) == rank


def test_an_unknown_strength_is_an_error() -> None:
    with pytest.raises(ValueError, match="not in"):
        labels.strength_rank("certain")


@pytest.mark.parametrize("name", [name for name in dir(labels) if name.isupper()])
def test_no_label_stands_twice(name: str) -> None:
    values = getattr(labels, name)
    assert len(values) == len(set(values))


def test_hedges_are_cue_categories() -> None:
    assert set(labels.HEDGES) <= set(labels.CUE_CATEGORIES)
