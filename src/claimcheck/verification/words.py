"""Words of claims and passages as the index counts them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from ..batch.fingerprints import version_of


def search_words(texts: Sequence[str]) -> list[list[str]]:
    """Lower-case word stems (Porter 2) of each text, without function words."""
    import bm25s

    found: list[list[str]] = bm25s.tokenize(
        list(texts), stopwords="en", stemmer=_stemmer(), return_ids=False, show_progress=False
    )
    return found


@cache
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english")


def versions() -> list[str]:
    """What the words and their weights depend on beside the evidence."""
    return [version_of(name) for name in ("bm25s", "PyStemmer")]
