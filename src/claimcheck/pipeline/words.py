"""Words and punctuation of a short text with their places: what the rules of the pipeline read."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ..spans import Span

_TOKEN: Final = re.compile(r"\w+(?:[-’'.]\w+)*|[^\w\s]")
_CLITIC: Final = re.compile(r"(?<=\w)(?:n[’']t|[’'](?:s|re|ve|ll|d|m))$", re.IGNORECASE)
#: Longer units are no sentences; rules over words would cost more than they tell.
LONGEST: Final = 8000


@dataclass(frozen=True, slots=True)
class Word:
    """A word, a number or one sign; `lower` is its lower-cased form."""

    start: int
    end: int
    text: str
    lower: str

    @property
    def span(self) -> Span:
        """Its place."""
        return Span(self.start, self.end)

    @property
    def is_word(self) -> bool:
        """Whether it has a letter or digit."""
        return self.text[0].isalnum()


@lru_cache(4096)
def words_of(text: str) -> tuple[Word, ...]:
    """Words of a text in order; `it's` and `don't` are cut before the clitic.

    Only the first `LONGEST` characters are read: the encoder sees no more of a unit either.
    """
    found: list[Word] = []
    for match in _TOKEN.finditer(text, 0, LONGEST):
        clitic = _CLITIC.search(match.group())
        cut = match.start() + clitic.start() if clitic else match.end()
        found.append(_word(text, match.start(), cut))
        if clitic:
            found.append(_word(text, cut, match.end()))
    return tuple(found)


def _word(text: str, start: int, end: int) -> Word:
    piece = text[start:end]
    return Word(start, end, piece, piece.lower().replace("’", "'"))


@lru_cache(4096)
def _starts(text: str) -> tuple[int, ...]:
    return tuple(word.start for word in words_of(text))


def words_in(text: str, start: int, end: int) -> tuple[Word, ...]:
    """The words that lie wholly in `text[start:end]`, in order."""
    words = words_of(text)
    starts = _starts(text)
    first, last = bisect_left(starts, start), bisect_left(starts, end)
    if last > first and words[last - 1].end > end:
        last -= 1
    return words[first:last]


def words_at(text: str, start: int, end: int) -> tuple[Word, ...]:
    """The words that share a character with `text[start:end]`, in order."""
    words = words_of(text)
    starts = _starts(text)
    first, last = bisect_left(starts, start), bisect_left(starts, end)
    if first and words[first - 1].end > start:
        first -= 1
    return words[first:last]


@lru_cache(4096)
def word_set(text: str) -> frozenset[str]:
    """The distinct words of a text in lower case."""
    return frozenset(word.lower for word in words_of(text))


def phrase_pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of the phrases, word-bounded, the longest first, in any case.

    A space stands for any run of spaces, an apostrophe for both of its shapes.
    """
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    parts = [re.escape(phrase).replace(r"\ ", r"\s+").replace("'", "[’']") for phrase in ordered]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])", re.IGNORECASE)


class Phrases:
    """Phrases to look for in many texts: a text without the first word of any is not searched."""

    def __init__(self, phrases: Iterable[str]) -> None:
        listed = tuple(phrases)
        self.pattern = phrase_pattern(listed)
        self.firsts = frozenset(words_of(phrase)[0].lower for phrase in listed)

    def search(self, text: str) -> bool:
        """Whether one of them stands in the text."""
        return not self.firsts.isdisjoint(word_set(text)) and bool(self.pattern.search(text))


def shorten(text: str, length: int = 60) -> str:
    """A text for a quote in a sentence: at most `length` characters, cut at a word."""
    text = " ".join(text.split()).rstrip(" :")
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"
