"""Layers of settings, each checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimcheck.config import Config, default_config, default_text, load_config
from claimcheck.errors import ConfigurationError

DOCS = Path(__file__).resolve().parents[2] / "docs" / "configuration.md"


def test_the_default_file_holds_every_key() -> None:
    assert default_config() == Config.model_validate_json(default_config().model_dump_json())


def test_docs_hold_the_default_file_as_it_is() -> None:
    assert f"```toml\n{default_text().strip()}\n```" in DOCS.read_text("utf-8"), "run: make docs"


def test_a_file_changes_what_it_holds_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("[batch]\nshard_size = 3\n", "utf-8")
    config = load_config(tmp_path / "mine.toml")
    assert config.batch.shard_size == 3
    assert config.documents == default_config().documents


def test_a_single_value_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("[batch]\nshard_size = 3\n", "utf-8")
    config = load_config(tmp_path / "mine.toml", ["batch.shard_size=5"])
    assert config.batch.shard_size == 5


def test_text_may_be_given_without_quotes() -> None:
    assert load_config(overrides=["pipeline.base=en_core_sci_sm"]).pipeline.base == "en_core_sci_sm"


@pytest.mark.parametrize(
    ("content", "place", "remedy"),
    [
        ("[batch]\nshard_sise = 3\n", "batch.shard_sise", "Did you mean shard_size?"),
        ("[bach]\nshard_size = 3\n", "bach", "Did you mean batch?"),
        ("[batch]\nshard_size = 0\n", "batch.shard_size", "claimcheck config"),
        ("[batch]\nshard_size = 'x'\n", "batch.shard_size", "claimcheck config"),
        ("batch = 3\n", "batch", "claimcheck config"),
        ("[batch]\n[batch.shard_size]\nx = 1\n", "batch.shard_size", "claimcheck config"),
        ("[concepts]\nextra = ['none.toml']\n", "concepts.extra", "relative"),
    ],
    ids=["key", "section", "too small", "type", "no section", "no value", "no lexicon"],
)
def test_what_is_wrong_names_file_key_and_remedy(
    content: str, place: str, remedy: str, tmp_path: Path
) -> None:
    (tmp_path / "mine.toml").write_text(content, "utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load_config(tmp_path / "mine.toml")
    assert caught.value.path.endswith("mine.toml")
    assert caught.value.place == place
    assert remedy in caught.value.remedy


@pytest.mark.parametrize("content", [b"[batch", b"\xff\xfe"], ids=["syntax", "bytes"])
def test_a_file_that_is_no_toml_is_named(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_bytes(content)
    with pytest.raises(ConfigurationError, match="not valid TOML"):
        load_config(tmp_path / "mine.toml")


@pytest.mark.parametrize("text", ["batch", "batch.shard_size", "=3", "batch.=3"])
def test_a_malformed_single_value_shows_an_example(text: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load_config(overrides=[text])
    assert caught.value.place == "--set"


def test_lexicons_are_relative_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "words.toml").write_text("", "utf-8")
    (tmp_path / "mine.toml").write_text("[concepts]\nextra = ['words.toml']\n", "utf-8")
    assert load_config(tmp_path / "mine.toml").concepts.extra == (tmp_path / "words.toml",)


@pytest.mark.parametrize(
    ("value", "same"),
    [
        ("batch.shard_size=3", True),
        ("batch.timeout=1.0", True),
        ("pipeline.threads=2", True),
        ("pipeline.batch_size=8", False),
        ("documents.max_bytes=5", False),
    ],
)
def test_the_fingerprint_changes_with_what_changes_results(value: str, same: bool) -> None:
    changed = load_config(overrides=[value]).fingerprint()
    assert (changed == default_config().fingerprint()) is same


def test_the_fingerprint_changes_with_the_content_of_a_lexicon(tmp_path: Path) -> None:
    (tmp_path / "words.toml").write_text("a = 1\n", "utf-8")
    config = load_config(overrides=[f'concepts.extra=["{tmp_path}/words.toml"]'])
    before = config.fingerprint()
    (tmp_path / "words.toml").write_text("a = 2\n", "utf-8")
    assert config.fingerprint() != before
