"""Lexicon files are read strictly, and a user's own are read like the package's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from claimcheck.concepts import KnowledgeBase, load_knowledge_base
from claimcheck.config import load_config
from claimcheck.errors import ConfigurationError

Writer = Callable[..., Path]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("[vitamins]\na = { name = 'a' }", "unknown group 'vitamins'"),
        ("[herb]\na = { nam = 'a' }", "unknown key 'nam'"),
        ("[herb]\na = { synonyms = ['b'] }", "needs its name"),
        ("[herb]\na = { name = ' ' }", "needs its name"),
        ("[herb]\na = { name = 'a', broad = 'yes' }", "true or false"),
        ("[herb]\na = { name = 'a', synonyms = [1] }", "a text or a list of texts"),
        ("[herb]\nA_b = { name = 'a' }", "cannot be part of an id"),
        ("[herb]\na = 'a'", "a table is expected"),
        ("[herb]\na = { name = 'a', form_of = 'nothing' }", "no concept 'S:nothing'"),
        ("[herb]\na = { name = 'a', valence = 'desirable' }", "no valence"),
        ("[synonyms]\n'S:nothing' = ['b']", "no concept 'S:nothing'"),
        ("[herb]\na = { name = 'a', is_a = 'b' }\nb = { name = 'b', is_a = 'a' }", "in a circle"),
        ("[herb]\na = { name = 'x y' }\nb = { name = 'b', synonyms = ['x-y'] }", "two concepts"),
        ("[herb]\na = { name = 'a' }\na = { name = 'b' }", "not valid TOML"),
    ],
)
def test_a_wrong_lexicon_is_refused(lexicon: Writer, body: str, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        KnowledgeBase([lexicon(body)])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('kind = "substance"', "needs its version"),
        ('version = "1.0"', "unknown kind"),
        ('version = "1.0"\nkind = "plant"', "unknown kind 'plant'"),
    ],
)
def test_a_wrong_header_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=message):
        KnowledgeBase([path])


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"absent\.toml"):
        KnowledgeBase([tmp_path / "absent.toml"])


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigurationError, match="cannot be read"):
        KnowledgeBase([path])


def test_an_error_names_file_place_and_remedy(lexicon: Writer) -> None:
    with pytest.raises(ConfigurationError) as caught:
        KnowledgeBase([lexicon("[herb]\na = { nam = 'a' }")])
    error = caught.value
    assert (Path(error.path).name, error.place) == ("own.toml", "herb.a")
    assert "name" in error.remedy


def test_a_link_between_kinds_must_be_concerns(lexicon: Writer) -> None:
    substances = lexicon("[mineral]\nzinc = { name = 'zinc' }")
    outcomes = lexicon("[harm]\nlack = { name = 'lack', is_a = 'S:zinc' }", "outcome", "o.toml")
    with pytest.raises(ConfigurationError, match="concepts of one kind"):
        KnowledgeBase([substances, outcomes])


def test_a_valence_must_be_known(lexicon: Writer) -> None:
    with pytest.raises(ConfigurationError, match="no valence"):
        KnowledgeBase([lexicon("[general]\na = { name = 'a', valence = 'good' }", "outcome")])


def test_a_concept_defined_twice_is_refused(lexicon: Writer) -> None:
    first = lexicon("[herb]\na = { name = 'a' }")
    second = lexicon("[herb]\na = { name = 'b' }", name="more.toml")
    with pytest.raises(ConfigurationError, match="already defined"):
        KnowledgeBase([first, second])


OWN = "[herb]\nmoonwort = { name = 'moonwort', synonyms = ['Botrychium lunaria'] }"


def test_the_users_own_concept_is_linked(lexicon: Writer) -> None:
    link = load_knowledge_base([lexicon(OWN)]).link("extract of Botrychium lunaria", "substance")
    assert link is not None
    assert link.concept_id == "S:moonwort"


def test_the_users_names_are_added_to_known_concepts(lexicon: Writer) -> None:
    path = lexicon("[synonyms]\n'S:zinc' = ['zincum metallicum']")
    link = load_knowledge_base([path]).link("zincum metallicum", "substance")
    assert link is not None
    assert link.concept_id == "S:zinc"


def test_the_users_own_may_be_a_form_of_a_known_substance(lexicon: Writer) -> None:
    own = load_knowledge_base(
        [lexicon("[mineral]\nzinc-malate = { name = 'zinc malate', form_of = 'zinc' }")]
    )
    assert own.same_agent("S:zinc-malate", "S:zinc")


def test_a_configuration_names_the_users_lexicons(lexicon: Writer, tmp_path: Path) -> None:
    lexicon(OWN)
    path = tmp_path / "claimcheck.toml"
    path.write_text('[concepts]\nextra = ["own.toml"]\n', encoding="utf-8")
    own = load_knowledge_base(load_config(path).concepts.extra)
    assert "S:moonwort" in own.concepts


def test_another_lexicon_has_another_fingerprint(lexicon: Writer, kb: KnowledgeBase) -> None:
    assert load_knowledge_base([lexicon(OWN)]).fingerprint != kb.fingerprint


def test_the_package_is_read_once() -> None:
    assert load_knowledge_base() is load_knowledge_base()
