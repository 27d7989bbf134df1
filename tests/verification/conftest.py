"""An evidence base of three passages, its index, and a scorer that goes by words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from claimcheck.config import Config, load_config
from claimcheck.verification import EvidenceIndex, Verifier, open_index

from .toys import BASE, WordScorer, write_lines


@pytest.fixture
def config() -> Config:
    return load_config()


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return write_lines(tmp_path / "base.jsonl", BASE)


@pytest.fixture
def index(base: Path, tmp_path: Path, config: Config) -> Iterator[EvidenceIndex]:
    found = open_index(base, tmp_path / "indices", config)
    yield found
    found.close()


@pytest.fixture
def scorer() -> WordScorer:
    return WordScorer()


@pytest.fixture
def verifier(index: EvidenceIndex, scorer: WordScorer, config: Config) -> Verifier:
    return Verifier(index, scorer, config)
