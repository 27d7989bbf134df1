"""How alike two wordings are: the fallback where a concept is missing."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from ..concepts.linking import phrase_words
from ..concepts.normalise import forms

CACHE_SIZE = 65536


@lru_cache(CACHE_SIZE)
def content_words(text: str) -> tuple[str, ...]:
    """Normalised words of a phrase without those that do not change what it is about.

    A phrase of such words alone keeps them all.
    """
    words = phrase_words()
    found = forms(text)
    kept = tuple(w for w in found if w not in words.light and w not in words.breaks)
    return kept or found


def similarity(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """0.0 (nothing shared) to 1.0 (the same words in any order).

    The mean of two Dice coefficients, over words and over the letter trigrams of the words: the
    first asks for the same words, the second forgives their endings.
    """
    if not a or not b:
        return 0.0
    if a == b:
        return 1.0
    return (_dice(Counter(a), Counter(b)) + _dice(_trigrams(a), _trigrams(b))) / 2


def _dice(a: Counter[str], b: Counter[str]) -> float:
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 0.0


@lru_cache(CACHE_SIZE)
def _trigrams(words: tuple[str, ...]) -> Counter[str]:
    grams: Counter[str] = Counter()
    for word in words:
        padded = f" {word} "
        grams.update(padded[i : i + 3] for i in range(len(padded) - 2))
    return grams
