"""Which words are verbs, and of which base form: rules of English spelling over verbs.toml.

There is no tagger below: a word that the lexicon does not know is no verb here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Final

from pydantic import AfterValidator

from .lexicons import Entries, Entry, Lexicon, read_lexicon
from .words import Word

_VOWELS: Final = "aeiou"
_SIBILANTS: Final = ("s", "x", "z", "ch", "sh")


def _has_forms(table: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    if any(not forms for forms in table.values()):
        raise ValueError("a verb without forms")
    return table


class VerbFile(Lexicon):
    """verbs.toml."""

    modals: Entries
    auxiliaries: Entries
    negations: Entries
    light: Entries
    verbs: Entries
    adjectives: Entries
    irregular: Annotated[dict[Entry, Entries], AfterValidator(_has_forms)]
    directions: dict[Entry, Entry]
    nouns: dict[Entry, Entry]


@dataclass(frozen=True, slots=True)
class Form:
    """A verb form: `ending` is `base`, `s`, `ed` (any past or participle) or `ing`."""

    lemma: str
    ending: str


@dataclass(frozen=True)
class VerbLexicon:
    """verbs.toml, with every form of every verb."""

    file: VerbFile
    forms: dict[str, Form]
    modals: frozenset[str]
    auxiliaries: frozenset[str]
    negations: frozenset[str]
    light: frozenset[str]
    adjectives: frozenset[str]

    def form(self, word: Word | str) -> Form | None:
        """The verb form that a word may be, or None."""
        return self.forms.get(word if isinstance(word, str) else word.lower)

    def is_finite(self, word: Word) -> bool:
        """Whether a word can open a predicate: an auxiliary, a modal or a verb in -s or past."""
        if word.lower in self.modals or word.lower in self.auxiliaries:
            return True
        form = self.form(word)
        return form is not None and form.ending in ("s", "ed")

    def is_verbal(self, word: Word) -> bool:
        """Whether a word can be part of a verb group at all."""
        return (
            word.lower in self.modals or word.lower in self.auxiliaries or word.lower in self.forms
        )


@cache
def verb_lexicon() -> VerbLexicon:
    """The lexicon of the package. RAISES: ConfigurationError where its file is not valid."""
    file = read_lexicon("verbs.toml", VerbFile)
    forms: dict[str, Form] = {}
    for lemma in (*file.verbs, *file.light):
        for text, ending in _forms(lemma, file.irregular.get(lemma)):
            forms.setdefault(text, Form(lemma, ending))
    return VerbLexicon(
        file,
        forms,
        frozenset(file.modals),
        frozenset(file.auxiliaries),
        frozenset(file.negations),
        frozenset(file.light),
        frozenset(file.adjectives),
    )


def _forms(lemma: str, irregular: tuple[str, ...] | None) -> Iterator[tuple[str, str]]:
    yield lemma, "base"
    if irregular is not None:
        for text in irregular:
            yield text, "ing" if text.endswith("ing") else "s" if _is_third(lemma, text) else "ed"
        return
    stem = lemma
    consonant_y = lemma.endswith("y") and lemma[-2] not in _VOWELS
    yield (lemma[:-1] + "ies" if consonant_y else lemma + _plural(lemma)), "s"
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe")):
        yield lemma + "d", "ed"
        yield lemma[:-1] + "ing", "ing"
        return
    if consonant_y:
        yield lemma[:-1] + "ied", "ed"
        yield lemma + "ing", "ing"
        return
    if _doubles(lemma):
        stem = lemma + lemma[-1]
    yield stem + "ed", "ed"
    yield stem + "ing", "ing"


def _plural(lemma: str) -> str:
    return "es" if lemma.endswith((*_SIBILANTS, "o")) else "s"


def _is_third(lemma: str, text: str) -> bool:
    return text in (lemma + "s", lemma + "es", "has", "does", "goes")


def _doubles(lemma: str) -> bool:
    """One vowel between consonants at the end: stop, curb not; long verbs stand as irregular."""
    return (
        len(lemma) >= 3
        and lemma[-1] not in _VOWELS + "wxy"
        and lemma[-2] in _VOWELS
        and lemma[-3] not in _VOWELS
        and sum(letter in _VOWELS for letter in lemma) == 1
    )
