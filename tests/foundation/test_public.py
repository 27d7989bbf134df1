"""`import claimcheck`."""

from __future__ import annotations

import pytest

import claimcheck


@pytest.mark.parametrize("name", claimcheck.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(claimcheck, name) is not None


def test_dir_lists_what_is_loaded_late() -> None:
    assert set(claimcheck.__all__) <= set(dir(claimcheck))


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'runn'"):
        _ = claimcheck.runn
