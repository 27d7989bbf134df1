"""The register's files are read strictly; each entry stands with its regulation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from claimcheck.concepts import load_knowledge_base
from claimcheck.errors import ConfigurationError
from claimcheck.register import load_register
from claimcheck.register.loading import read_register
from claimcheck.register.model import ARTICLES, RELATIONS

ACTS = """
version = "1.0"
[regulations]
"1/2000" = { title = "Regulation 1/2000" }
[conditions]
source = "At least a source."
"""
GOOD = (
    'e = { substances = ["zinc"], relation = "maintains", outcomes = ["hair-health"],'
    ' conditions = "source", regulation = "1/2000" }'
)


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Write a register of one or more files of entries; returns its folder."""

    def write(*bodies: str, acts: str = ACTS) -> Path:
        (tmp_path / "regulations.toml").write_text(acts, encoding="utf-8")
        for number, body in enumerate(bodies):
            text = body if body.startswith("#") else f'version = "1.0"\n[entries]\n{body}\n'
            (tmp_path / f"entries-{number}.toml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_holds_the_claims_on_vitamins_minerals_and_others() -> None:
    entries = load_register().entries.values()
    assert len(entries) >= 200
    assert {e.article for e in entries} == set(ARTICLES)
    assert {e.relation for e in entries} == set(RELATIONS)


def test_every_entry_has_regulation_and_conditions() -> None:
    assert all(e.regulation.title and e.conditions for e in load_register().entries.values())


def test_every_regulation_and_condition_is_used() -> None:
    entries = load_register().entries.values()
    acts = (
        Path(read_register.__code__.co_filename).parent / "data" / "regulations.toml"
    ).read_text(encoding="utf-8")
    for entry in entries:
        acts = acts.replace(f'"{entry.regulation.number}" =', "").replace(entry.conditions, "")
    left = [line for line in acts.splitlines() if line.startswith('"') or line.endswith('."')]
    assert left == []


def test_a_good_folder_is_read(folder: Callable[..., Path]) -> None:
    entry = read_register(folder(GOOD), load_knowledge_base()).entries["e"]
    assert (entry.substances, entry.outcomes) == (("S:zinc",), ("O:hair-health",))
    assert (entry.regulation.title, entry.article) == ("Regulation 1/2000", "13(1)")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("relation", "relatoin", "unknown key 'relatoin'"),
        ('"maintains"', '"heals"', "'heals' is not known"),
        ('"zinc"', '"unobtainium"', "no concept 'S:unobtainium'"),
        ('"hair-health"', '"tail-health"', "no concept 'O:tail-health'"),
        ('["zinc"]', "[]", "a list of concepts"),
        ('"source"', '"freely"', "'freely' is not known"),
        ('"1/2000"', '"2/2000"', "'2/2000' is not known"),
        ("conditions =", 'article = "15", conditions =', "'15' is not known"),
        ("conditions =", 'diseases = ["cancer"], conditions =', r"belong to Article 14\(1\)\(a\)"),
        ("conditions =", 'article = "14(1)(a)", conditions =', r"belong to Article 14\(1\)\(a\)"),
    ],
)
def test_a_wrong_entry_is_refused(
    folder: Callable[..., Path], old: str, new: str, message: str
) -> None:
    with pytest.raises(ConfigurationError, match=message):
        read_register(folder(GOOD.replace(old, new)), load_knowledge_base())


def test_an_id_given_in_two_files_is_refused(folder: Callable[..., Path]) -> None:
    with pytest.raises(ConfigurationError, match="given twice"):
        read_register(folder(GOOD, GOOD), load_knowledge_base())


def test_a_file_without_version_is_refused(folder: Callable[..., Path]) -> None:
    with pytest.raises(ConfigurationError, match="a version is needed"):
        read_register(folder(f"# none\n[entries]\n{GOOD}"), load_knowledge_base())


def test_a_regulation_without_title_is_refused(folder: Callable[..., Path]) -> None:
    acts = ACTS.replace('title = "Regulation 1/2000"', 'title = ""')
    with pytest.raises(ConfigurationError, match="a text is expected"):
        read_register(folder(GOOD, acts=acts), load_knowledge_base())


def test_a_file_that_is_no_toml_is_refused(folder: Callable[..., Path]) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read"):
        read_register(folder("# none\nversion ="), load_knowledge_base())


def test_the_register_is_read_once() -> None:
    assert load_register() is load_register()
