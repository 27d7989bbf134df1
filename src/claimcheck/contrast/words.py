"""The words by which contrast reads direction, warnings and advice (words.toml)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from ..errors import ConfigurationError

_PATH: Final = Path(__file__).with_name("words.toml")
_LISTS: Final = (
    "up",
    "down",
    "warning",
    "warning_phrases",
    "relief_phrases",
    "comparison_phrases",
    "cure",
    "neutral_verbs",
    "preventing_verbs",
    "treating_verbs",
    "occurrence_phrases",
    "course_phrases",
    "degrees",
    "generic_agents",
    "advice_verbs",
    "advice_persons",
)
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class ContrastWords:
    """The lists of words.toml, as patterns and sets."""

    up: re.Pattern[str]
    down: re.Pattern[str]
    warning: re.Pattern[str]
    relief: re.Pattern[str]
    comparison: re.Pattern[str]
    cure: re.Pattern[str]
    neutral_verbs: frozenset[str]
    preventing_verbs: frozenset[str]
    treating_verbs: frozenset[str]
    occurrence: re.Pattern[str]
    course: re.Pattern[str]
    degrees: frozenset[str]
    generic_agents: frozenset[str]
    advice_verbs: re.Pattern[str]
    advice_persons: re.Pattern[str]


@cache
def contrast_words() -> ContrastWords:
    """The lists of the package.

    RAISES: ConfigurationError where a list lacks or an unknown one stands in the file.
    """
    raw = tomllib.loads(_PATH.read_text(encoding="utf-8"))
    if sorted(raw) != sorted((*_LISTS, "version")):
        raise ConfigurationError(
            f"the keys must be version, {', '.join(_LISTS)}",
            path=_PATH.name,
            remedy="restore the file of the package",
        )
    beginnings = {k: [w for line in raw[k] for w in line.split()] for k in _LISTS}
    return ContrastWords(
        up=_pattern(beginnings["up"]),
        down=_pattern(beginnings["down"]),
        warning=_pattern(beginnings["warning"], raw["warning_phrases"]),
        relief=_pattern([], raw["relief_phrases"]),
        comparison=_pattern([], raw["comparison_phrases"]),
        cure=_pattern(beginnings["cure"]),
        neutral_verbs=frozenset(beginnings["neutral_verbs"]),
        preventing_verbs=frozenset(beginnings["preventing_verbs"]),
        treating_verbs=frozenset(beginnings["treating_verbs"]),
        occurrence=_pattern([], raw["occurrence_phrases"]),
        course=_pattern([], raw["course_phrases"]),
        degrees=frozenset(beginnings["degrees"]),
        generic_agents=frozenset(beginnings["generic_agents"]),
        advice_verbs=_pattern(beginnings["advice_verbs"]),
        advice_persons=_pattern(beginnings["advice_persons"]),
    )


def _pattern(beginnings: list[str], phrases: list[str] | None = None) -> re.Pattern[str]:
    """A pattern for words that begin so; `=` at the end asks for the whole word."""
    parts = [
        re.escape(b[:-1]) + r"\b" if b.endswith("=") else re.escape(b) + r"\w*" for b in beginnings
    ]
    parts += [re.escape(phrase) + r"\b" for phrase in phrases or ()]
    return re.compile(r"\b(?:" + "|".join(parts) + ")", re.IGNORECASE)


def movement(*texts: str) -> int:
    """Whether the first text with a word of direction says up (1) or down (-1); 0 for none.

    texts (str): the predicate first, then the rest of the claim.
    """
    words = contrast_words()
    for text in texts:
        up, down = words.up.search(text), words.down.search(text)
        if up and (not down or up.start() < down.start()):
            return 1
        if down:
            return -1
    return 0


def is_warning(text: str) -> bool:
    """Whether a harm claim warns (contraindication, caution, interaction) and states no effect."""
    return contrast_words().warning.search(text) is not None


def is_relief(text: str) -> bool:
    """Whether a denial says that the bad thing goes (*no more jet lag*)."""
    return contrast_words().relief.search(text) is not None


def is_comparison(text: str) -> bool:
    """Whether a denial only says that something else does more (*not as effective*), or that not
    all of a kind do it."""
    return contrast_words().comparison.search(text) is not None


def names_no_direction(lemma: str) -> bool:
    """Whether a verb says that something changes, and not how (*modulate*)."""
    return lemma in contrast_words().neutral_verbs


def are_prevention_and_treatment(a: str, b: str) -> bool:
    """Whether of two verbs one keeps something away, and the other acts on what is there."""
    words = contrast_words()
    return any(
        one in words.preventing_verbs and other in words.treating_verbs
        for one, other in ((a, b), (b, a))
    )


def are_occurrence_and_course(a: str, b: str) -> bool:
    """Whether of two claims one only says how often something comes (*the number of colds*), and
    the other only how it goes once it is there (*faster*)."""
    words = contrast_words()
    often, going = ([bool(p.search(t)) for t in (a, b)] for p in (words.occurrence, words.course))
    return (often, going) in (([True, False], [False, True]), ([False, True], [True, False]))


def names_a_cure(text: str) -> bool:
    """Whether a claim speaks of a cure."""
    return contrast_words().cure.search(text) is not None


def degrees(text: str) -> frozenset[str]:
    """The words of a phrase that say which degree or part of an outcome it means."""
    return frozenset(_WORD.findall(text.casefold())) & contrast_words().degrees


def is_generic_agent(text: str) -> bool:
    """Whether an agent names no substance (*long-term use*, *this supplement*, *it*)."""
    generic = contrast_words().generic_agents
    return all(word in generic for word in _WORD.findall(text.casefold()))


def is_advice(text: str) -> bool:
    """Whether a unit advises to consult someone."""
    words = contrast_words()
    return bool(words.advice_verbs.search(text)) and bool(words.advice_persons.search(text))
