"""A claim turned round: who reads a claim and its contrary alike has not read it.

A sentence that supports a claim cannot support its denial, and one that refutes a claim because the
effect goes the other way supports the claim with the other direction. Two pure functions make these
claims; where no rule applies they make none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Final

from ..pipeline.verbs import verb_lexicon
from .signs import sign_words

_AUXILIARY: Final = (
    r"is|are|was|were|can|could|will|would|does|do|did|has|have|had|may|might|should|must"
)
_DENIED: Final = re.compile(rf"\b({_AUXILIARY})(?:\s+not\b|n['’]t\b)|\b(can)not\b", re.IGNORECASE)
#: *Has no effect*, *no increased risk*: what is denied is a noun.
_NO: Final = re.compile(r"\b[Nn]o\b(?=\s+[a-z])")
_FAILS: Final = re.compile(r"\bfail(?:s|ed)?\s+to\s+", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
#: What does not stand before a finite verb.
_NO_SUBJECT: Final = frozenset(
    word
    for line in (
        "a an and as at by for from in into not of on or",
        "than that the to which who with without",
        "all any each her his its my our some their these this those your",
    )
    for word in line.split()
)


def affirmed(claim: str) -> str | None:
    """A claim that denies something, with its first denial taken away; None for another claim."""
    if found := _DENIED.search(claim):
        return claim[: found.start()] + (found[1] or found[2]) + claim[found.end() :]
    if found := _FAILS.search(claim):
        return claim[: found.start()] + claim[found.end() :]
    if found := _NO.search(claim):
        article = "A" if found.start() == 0 else "a"
        return claim[: found.start()] + article + claim[found.end() :]
    return None


def denied(claim: str) -> str | None:
    """A claim with `not` at its first finite verb; None where none is known, or it has a denial."""
    if affirmed(claim) is not None:
        return None
    auxiliary = re.search(rf"\b(?:{_AUXILIARY})\b", claim, re.IGNORECASE)
    verb = _finite_verb(claim)
    if auxiliary and (verb is None or auxiliary.start() <= verb[0]):
        return f"{claim[: auxiliary.end()]} not{claim[auxiliary.end() :]}"
    if verb is None:
        return None
    start, end, words = verb
    return claim[:start] + words + claim[end:]


def _finite_verb(claim: str) -> tuple[int, int, str] | None:
    """Where a full verb stands that can be denied by `do`, and how it then reads."""
    lexicon = verb_lexicon()
    words = list(_WORD.finditer(claim))
    for before, word in pairwise(words):
        form = lexicon.form(word[0].lower())
        if _WORD.search(claim, word.end()) is None:
            continue  # a last word is a noun (*bodily functions*)
        opens = claim[: word.start()].endswith(": ")
        if form is None or before[0].lower() in _NO_SUBJECT or not (opens or word[0].islower()):
            continue
        if form.ending == "s":
            return word.start(), word.end(), f"does not {form.lemma}"
        if form.ending == "base" and before[0].endswith("s"):
            return word.start(), word.end(), f"do not {form.lemma}"
        if form.ending == "ed" and not re.match(r"\s+(?:by|in|with|to)\b", claim[word.end() :]):
            return word.start(), word.end(), f"did not {form.lemma}"
    return None


def turned(claim: str, sign: str | None = None) -> str | None:
    """A claim with a word of direction turned round; None where it has none.

    sign (str or None): the word; None for the first that has an opposite.
    """
    for word in _WORD.finditer(claim):
        opposite = _opposites().get(word[0].lower())
        if opposite is not None and sign in (None, word[0]):
            opposite = opposite.capitalize() if word[0][0].isupper() else opposite
            return claim[: word.start()] + opposite + claim[word.end() :]
    return None


@cache
def _opposites() -> dict[str, str]:
    """Every form of every word of direction, and the same form of its opposite."""
    words = sign_words()
    found = dict(words.opposite_words)
    for verb, opposite in words.opposite_verbs.items():
        forms = dict(_forms_of(opposite))
        for ending, text in _forms_of(verb):
            if ending in forms:
                found.setdefault(text, forms[ending])
    return found


def _forms_of(lemma: str) -> Iterator[tuple[str, str]]:
    """(ending, text) of a verb, the first of several past forms last, so that it counts."""
    found = [(f.ending, text) for text, f in verb_lexicon().forms.items() if f.lemma == lemma]
    yield from reversed(found)
