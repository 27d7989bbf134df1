"""Names of concepts by their normalised tokens, and all their mentions in a running text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ..errors import ConfigurationError
from ..spans import Span
from .model import Concept, Mention
from .normalise import Token, tokens

#: Words that word order turns on: *pain in the joints*, *joint pain*.
STOPWORDS: Final = frozenset(
    ["of", "in", "the", "for", "to", "from", "with", "by", "at", "on", "and", "or", "s"]
)
#: What no name runs across in a text: *vitamins (a mixture)* is not vitamin A.
_ACROSS: Final = re.compile(r"\s[(\[]|[;:!?|]|\w{3}\.\s|\n\s*\n")
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A name of a concept.

    label (str): `name` or `synonym`.
    upper (bool): an acronym, which running text must write in capitals (*MS*, not *ms*).
    exact (bool): stands for the concept only as the whole phrase.
    """

    concept_id: str
    label: str
    upper: bool = False
    exact: bool = False


class PhraseIndex:
    """The names of the concepts of one kind."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        """RAISES: ConfigurationError where two concepts own one name."""
        self.entries: dict[Key, Entry] = {}
        self.by_words: dict[Key, Entry | None] = {}
        self._longest: dict[str, int] = {}
        clashes: list[str] = []
        for concept in concepts:
            for text, entry in _names(concept):
                for key in _keys(text):
                    clashes.extend(self._add(key, entry, text))
        if clashes:
            raise ConfigurationError(
                "names that stand for two concepts: " + "; ".join(clashes),
                place="synonyms",
                remedy="keep each name with one concept only",
            )

    def _add(self, key: Key, entry: Entry, text: str) -> list[str]:
        old = self.entries.get(key)
        if old is not None:
            same = old.concept_id == entry.concept_id
            return [] if same else [f"{text!r} ({old.concept_id}, {entry.concept_id})"]
        self.entries[key] = entry
        self._longest[key[0]] = max(len(key), self._longest.get(key[0], 0))
        words = word_key(key)
        if words not in self.by_words:
            self.by_words[words] = entry
        else:
            other = self.by_words[words]
            if other is not None and other.concept_id != entry.concept_id:
                self.by_words[words] = None
        return []

    def longest_from(self, found: list[Token], at: int) -> tuple[int, Entry] | None:
        """The end (exclusive) and entry of the longest name that begins at token `at`."""
        longest = self._longest.get(found[at].form)
        if longest is None:
            return None
        for end in range(min(len(found), at + longest), at, -1):
            entry = self.entries.get(tuple(t.form for t in found[at:end]))
            if entry and not entry.exact and (not entry.upper or found[at].upper):
                return end, entry
        return None


def _names(concept: Concept) -> list[tuple[str, Entry]]:
    """All names of a concept; names of the same letters are kept once."""
    labelled = [(concept.name, "name", False)]
    labelled += [(s, "synonym", False) for s in concept.synonyms]
    labelled += [(s, "synonym", True) for s in concept.exact]
    return [
        (text, Entry(concept.id, label, is_acronym(text), exact)) for text, label, exact in labelled
    ]


def is_acronym(name: str) -> bool:
    """Whether a name is one word of two to five letters that begins with two capitals (*SAMe*).

    Digits may follow.
    """
    letters = name.rstrip("0123456789- ")
    return 2 <= len(letters) <= 5 and letters.isalpha() and letters[:2].isupper()


def word_key(key: Key) -> Key:
    """The words of a key without stopwords, in alphabetical order."""
    return tuple(sorted(form for form in key if form not in STOPWORDS))


def _keys(name: str) -> list[Key]:
    """The key of a name, and the one with hyphenated words written together."""
    found = tokens(name)
    keys = [tuple(t.form for t in found), joined(found)]
    return [key for key in dict.fromkeys(keys) if key]


def joined(found: list[Token]) -> Key:
    """The forms with those that a hyphen joins written as one (*anti-oxidant*: *antioxidant*)."""
    parts: list[str] = []
    for token in found:
        if token.glued and parts and token.form.isalpha() and parts[-1].isalpha():
            parts[-1] += token.form
        else:
            parts.append(token.form)
    return tuple(parts)


def find_mentions(text: str, indexes: Mapping[str, PhraseIndex]) -> list[Mention]:
    """Longest mentions of all indexes' concepts, leftmost first; within a kind none overlap."""
    found = tokens(text)
    mentions: list[Mention] = []
    for index in indexes.values():
        at = 0
        while at < len(found):
            match = index.longest_from(found, at)
            if match is None:
                at += 1
                continue
            end, entry = match
            span = Span(found[at].start, found[end - 1].end)
            if _word_bounded(text, span) and not _ACROSS.search(text[span.start : span.end]):
                mentions.append(Mention(span, entry.concept_id))
                at = end
            else:
                at += 1
    return sorted(mentions, key=lambda m: (m.span, m.concept_id))


def _word_bounded(text: str, span: Span) -> bool:
    before = text[span.start - 1 : span.start]
    after = text[span.end : span.end + 1]
    return not before.isalnum() and not after.isalnum()
