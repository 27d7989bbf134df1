"""The package's knowledge base, and a writer of small lexicons."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from claimcheck.concepts import KnowledgeBase, load_knowledge_base


@pytest.fixture(scope="session")
def kb() -> KnowledgeBase:
    """The knowledge base of the package."""
    return load_knowledge_base()


@pytest.fixture
def lexicon(tmp_path: Path) -> Callable[..., Path]:
    """Write a lexicon file with its header; returns its path."""

    def write(body: str, kind: str = "substance", name: str = "own.toml") -> Path:
        path = tmp_path / name
        path.write_text(f'version = "1.0"\nkind = "{kind}"\n{body}\n', encoding="utf-8")
        return path

    return write
