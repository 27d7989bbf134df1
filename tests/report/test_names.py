"""File names of document pages."""

from __future__ import annotations

import pytest

from claimcheck.report.names import PageNames


@pytest.mark.parametrize("doc_id", ["../x", "a/b", "con", "", ".hidden", "é", "a" * 300, "a\0b"])
def test_a_name_never_leaves_the_folder(doc_id: str) -> None:
    name = PageNames().give(doc_id)
    assert name.isascii()
    assert name.endswith(".html")
    assert not {"/", "\\", "\0"} & set(name)
    assert not name.startswith(".")


def test_names_that_differ_in_case_alone_stay_apart() -> None:
    names = PageNames()
    assert len({names.give(doc_id).casefold() for doc_id in ("Zinc", "zinc", "ZINC")}) == 3


def test_a_part_has_a_name_of_its_own() -> None:
    names = PageNames()
    assert [names.give("zinc", part) for part in range(2)] == ["zinc.html", "zinc.part2.html"]
