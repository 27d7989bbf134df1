"""Which units are not English, told by function words and script first, by py3langid in doubt."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Final

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from ..errors import ConfigurationError
from .model import Unit

ENGLISH: Final = "en"
_WORD: Final = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
#: A unit of fewer words is too short to judge (names of plants, single symptoms).
_FEWEST_WORDS: Final = 5
#: Foreign function words that a unit must have: at least two, and this share of its words.
_FOREIGN_SHARE: Final = 0.15
#: Probability over which the identifier is believed.
_SURE: Final = 0.95
#: Share of judged letters over which a page is not English, and the fewest letters to judge by.
_MOST_FOREIGN: Final = 0.8
_FEWEST_LETTERS: Final = 60
#: A page with a smaller share of English function words is looked at as a whole; it is in another
#: language if it has a larger share of others.
_ENGLISH_SHARE: Final = 0.03
_SAMPLE: Final = 1_000


@dataclass(frozen=True, slots=True)
class _Lists:
    english: frozenset[str]
    other: frozenset[str]


@cache
def _lists() -> _Lists:
    path = "documents/language.toml"
    data = tomllib.loads(resources.files("claimcheck").joinpath(path).read_text("utf-8"))
    if set(data) != {"version", "english", "other"} or data["version"] != 1:
        raise ConfigurationError(
            "is not a version 1 list of function words",
            path=path,
            remedy="Reinstall claimcheck.",
        )
    return _Lists(frozenset(data["english"]), frozenset(data["other"]))


@dataclass(frozen=True, slots=True)
class Languages:
    """What a page is written in.

    units (tuple of Unit): with `language` set.
    foreign (tuple of str): codes of the other languages, most frequent first.
    page (str): the page's language; "en" unless nearly all of it is in another.
    """

    units: tuple[Unit, ...]
    foreign: tuple[str, ...]
    page: str


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_pickled_model(MODEL_FILE, norm_probs=True)


def mark_languages(units: Sequence[Unit]) -> Languages:
    """Find the units that are not English.

    units (sequence of Unit): of one page.
    RETURNS (Languages): short units count as English; where the page as a whole is not, they count
        as the page.
    """
    found = [language_of(unit.clean_text) for unit in units]
    letters: dict[str, int] = {}
    for unit, language in zip(units, found, strict=True):
        if language:
            letters[language] = letters.get(language, 0) + len(unit.clean_text)
    page = _page_language(letters, [unit.clean_text for unit in units])
    marked = tuple(
        replace(unit, language=language or page) if (language or page) != unit.language else unit
        for unit, language in zip(units, found, strict=True)
    )
    foreign = sorted((code for code in letters if code != ENGLISH), key=lambda c: (-letters[c], c))
    return Languages(marked, tuple(foreign), page)


def language_of(text: str) -> str:
    """The language of one unit, or "" where it cannot be told.

    Health pages are full of telegrams (*Common: nausea, vomiting*) that identifiers take for any
    language; so other languages in Latin script are believed only where their function words stand.

    text (str): clean text.
    RETURNS (str): an ISO 639-1 code; `und` for other scripts that are not told apart.
    """
    words = [word.lower() for word in _WORD.findall(text[:_SAMPLE])]
    lists = _lists()
    if any(word in lists.english for word in words):
        return ENGLISH
    letters = "".join(words)
    if len(letters) >= 3 and 2 * sum(1 for c in letters if c > "\u024f") > len(letters):
        code, probability = _classify(text)
        return code if probability >= _SURE and code != ENGLISH else "und"
    foreign = sum(word in lists.other for word in words)
    if len(words) < _FEWEST_WORDS or foreign < max(2, _FOREIGN_SHARE * len(words)):
        return ""
    code, probability = _classify(text)
    return code if probability >= _SURE else ""


def _classify(text: str) -> tuple[str, float]:
    code, probability = _identifier().classify(text[:_SAMPLE])
    return str(code), float(probability)


def _page_language(letters: dict[str, int], texts: Sequence[str]) -> str:
    judged = sum(letters.values())
    other = judged - letters.get(ENGLISH, 0)
    if judged >= _FEWEST_LETTERS and other > _MOST_FOREIGN * judged:
        return max((c for c in letters if c != ENGLISH), key=lambda c: (letters[c], c))
    words = [word.lower() for word in _WORD.findall(" ".join(texts)[: 10 * _SAMPLE])]
    english = sum(word in _lists().english for word in words)
    if len(words) < 20 or english > _ENGLISH_SHARE * len(words):
        return ENGLISH
    code, probability = _classify(" ".join(words))
    foreign = sum(word in _lists().other for word in words)
    sure = probability >= 0.99 and foreign > max(english, _ENGLISH_SHARE * len(words))
    return code if sure else ENGLISH
