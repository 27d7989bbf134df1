"""Errors that a user sees."""

from __future__ import annotations

import copy
import multiprocessing

import pytest

from claimcheck.errors import ClaimcheckError, ConfigurationError, DocumentError, UsageError

ERRORS = [
    UsageError("is not empty", path="out", remedy="Use --resume."),
    ConfigurationError("unknown key", path="a.toml", place="batch.x", remedy="Known: y."),
    DocumentError("is empty", kind="empty", path="a.md"),
]


def test_an_error_is_place_message_and_remedy_in_two_lines() -> None:
    assert str(ERRORS[1]) == "a.toml: batch.x: unknown key\n  Known: y."


def test_an_error_without_place_and_remedy_is_its_message() -> None:
    assert str(ClaimcheckError("it broke")) == "it broke"


@pytest.mark.parametrize("error", ERRORS, ids=["usage", "configuration", "document"])
def test_an_error_is_whole_after_a_way_through_another_process(error: ClaimcheckError) -> None:
    # What multiprocessing does to an exception of a worker.
    reducer = multiprocessing.reduction.ForkingPickler
    again = multiprocessing.reduction.ForkingPickler.loads(bytes(reducer.dumps(error)))
    assert type(again) is type(error)
    assert vars(again) == vars(error)
    assert str(copy.copy(error)) == str(error)
