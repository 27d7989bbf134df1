"""Clauses of a unit by punctuation, conjunctions and the verbs around them (no parser).

A coordinated verb phrase, a participle or a purpose clause belongs to the clause before it
(guidelines 5: hedges reach over them); a conjunction with a subject of its own begins a new one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from ..spans import Span, trim
from .grammar import grammar
from .verbs import VerbLexicon, verb_lexicon
from .words import Word, words_in, words_of

_BREAKS: Final = frozenset(";:—–")
#: How many words a new subject may be before its verb.
_SUBJECT: Final = 6


@lru_cache(4096)
def clauses_of(text: str) -> tuple[Span, ...]:
    """The clauses of a text in order; they cover it but for white space and joining signs."""
    words = words_of(text)
    verbs = verb_lexicon()
    starts = [0]
    for i, word in enumerate(words):
        if i and _begins_clause(words, i, verbs):
            starts.append(word.start)
    ends = [*starts[1:], len(text)]
    spans = (
        trim(text, Span(start, end), " \t\n,;:—–-") for start, end in zip(starts, ends, strict=True)
    )
    return tuple(span for span in spans if len(span))


def clause_at(text: str, offset: int) -> Span:
    """The clause that holds an offset (or the last one that begins before it)."""
    found = Span(0, len(text))
    for clause in clauses_of(text):
        if clause.start > offset:
            break
        found = clause
    return found


def phrase_end(text: str, start: int, end: int) -> int:
    """Where a coordinated finite verb (*…, supports …*) ends what a modal at `start` governs.

    RETURNS (int): an offset between `start` and `end`; `end` where nothing ends it.
    """
    words = words_in(text, start, end)
    verbs = verb_lexicon()
    for i in range(2, len(words) - 1):
        before, word = words[i - 1], words[i]
        joined = before.text == "," or (before.lower in ("and", "or") and word.lower != "are")
        form = verbs.form(word)
        finite = word.lower in ("is", "has", "was", "are") or (
            form is not None and form.ending == "s" and word.lower not in verbs.file.nouns
        )
        if joined and finite:
            return words[i - 2].end if before.lower in ("and", "or") else before.start
    return end


def _begins_clause(words: Sequence[Word], i: int, verbs: VerbLexicon) -> bool:
    word, before = words[i], words[i - 1]
    if before.text in _BREAKS:
        return before.text == ";" or _has_predicate(words, i, verbs)
    if word.lower in grammar().subordinators:
        return _has_predicate(words, i + 1, verbs)
    if word.lower == "as" and before.text == ",":
        return _has_subject(words, i + 1, verbs)
    if before.text == ",":
        if word.lower in grammar().connectives:
            return _has_subject(words, i + 1, verbs)
        return _ends_introduction(words, i, verbs)
    if word.lower in ("and", "or", "so"):
        return i + 1 < len(words) and (
            words[i + 1].lower in grammar().pronouns and _has_subject(words, i + 1, verbs)
        )
    return False


def _ends_introduction(words: Sequence[Word], i: int, verbs: VerbLexicon) -> bool:
    """Whether a main clause begins here, after *By relaxing vessels,* or *If you are ill,*."""
    begin = max((k + 1 for k in range(i) if words[k].text in _BREAKS), default=0)
    first = words[begin].lower
    form = verbs.form(words[begin])
    opened = first in grammar().openers or (form is not None and form.ending == "ing")
    earlier = any(
        words[k].text == "," and _has_subject(words, k + 1, verbs) for k in range(begin, i - 1)
    )
    return opened and not earlier and _has_subject(words, i, verbs)


def _has_subject(words: Sequence[Word], i: int, verbs: VerbLexicon) -> bool:
    """Whether a few words that are no verbs, then a finite verb, follow."""
    if i >= len(words):
        return False
    if words[i].lower in grammar().subjects and i + 1 < len(words):
        return words[i + 1].is_word or words[i + 1].text[0] in "'’"
    if words[i].lower in grammar().pronouns:
        following = words[i + 1 : i + 2 + _SUBJECT]
        return any(verbs.is_finite(word) or _plain_verb(word, verbs) for word in following)
    if verbs.is_verbal(words[i]) or not words[i].is_word or words[i].lower.endswith("ly"):
        return False
    for word in words[i + 1 : i + 1 + _SUBJECT]:
        if word.text in ",;:.()" or word.lower in ("which", "that", "who"):
            return False
        if word.lower in verbs.modals or word.lower in verbs.auxiliaries:
            return True
        form = verbs.form(word)
        if form is not None and form.ending == "s" and word.lower not in verbs.file.nouns:
            return True
    return False


def _plain_verb(word: Word, verbs: VerbLexicon) -> bool:
    form = verbs.form(word)
    return form is not None and form.ending != "ing"


def _has_predicate(words: Sequence[Word], i: int, verbs: VerbLexicon) -> bool:
    for word in words[i:]:
        if word.text in ";":
            return False
        if verbs.is_verbal(word):
            return True
    return False
