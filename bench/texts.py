"""Corpora for measurement: the pages at hand, repeated, each copy with texts of its own."""

from __future__ import annotations

import re
import shutil
from itertools import accumulate
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent

#: Real pages, where they lie beside the checkout; else the corpus that comes along.
PLACES: Final = (ROOT.parent / "shared" / "corpora", ROOT / "corpus")

_ENDINGS: Final = (".md", ".txt", ".html")
_STRETCH: Final = re.compile(r"[^.!?\n|]+")
_NUMBER: Final = re.compile(r"\b\d+\b")
_WORD: Final = re.compile(r"\b[A-Za-z]{4,}\b")
_CONSONANTS: Final = "bdfgklmnprstvz"
_VOWELS: Final = "aeiou"


def source_pages() -> list[Path]:
    """The pages that copies are made of."""
    place = next(place for place in PLACES if place.is_dir())
    found = [path for path in sorted(place.rglob("*")) if path.suffix in _ENDINGS]
    return [path for path in found if path.stem.lower() != "readme"]


def write_corpus(folder: Path, documents: int, most: int | None = None) -> int:
    """Fill a folder with so many documents, every one with texts of its own (see `distinct`).

    most (int): words after which a page ends with its line; None takes pages whole.
    RETURNS (int): whitespace words in all.
    """
    shutil.rmtree(folder, ignore_errors=True)
    pages = source_pages()
    words = 0
    for number in range(documents):
        page = pages[number % len(pages)]
        whole = page.read_text("utf-8")
        text = distinct(whole if most is None else beginning(whole, most), number // len(pages))
        target = folder / page.parent.name / f"{number:06d}-{page.name}"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
        words += len(text.split())
    return words


def beginning(text: str, words: int) -> str:
    """The first lines of a text, up to the one that brings so many words."""
    lines = text.splitlines(keepends=True)
    counts = accumulate(len(line.split()) for line in lines)
    return "".join(lines[: next((i for i, n in enumerate(counts, 1) if n >= words), len(lines))])


def distinct(text: str, copy: int) -> str:
    """The text with one word in each sentence, and all numbers, changed; copy 0 stays as it is.

    The work stays what it was; only a cache of repeated texts finds nothing.
    """
    if not copy:
        return text
    made = _syllables(copy)

    def change(match: re.Match[str]) -> str:
        stretch = _NUMBER.sub(lambda m: str(int(m[0]) + copy), match[0])
        words = list(_WORD.finditer(stretch))
        if not words:
            return stretch
        longest = max(words, key=lambda word: len(word[0]))
        middle = (longest.start() + longest.end()) // 2
        return f"{stretch[:middle]}{made}{stretch[middle:]}"

    return _STRETCH.sub(change, text)


def _syllables(number: int) -> str:
    """A number as made-up syllables: no two numbers alike."""
    found = ""
    while number:
        number, consonant = divmod(number, len(_CONSONANTS))
        number, vowel = divmod(number, len(_VOWELS))
        found += _CONSONANTS[consonant] + _VOWELS[vowel]
    return found
