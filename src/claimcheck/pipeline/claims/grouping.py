"""The words that belong to the word that relates: auxiliaries, light verbs, prepositions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ..grammar import grammar
from ..verbs import VerbLexicon
from ..words import Word

#: What an agent makes more or less of: *is associated with a lower risk of*.
_CHANCES: Final = frozenset(
    ("chance", "chances", "incidence", "likelihood", "odds", "risk", "risks", "severity")
)
#: Verbs of saying so: an attribution, not the relation.
REPORTS: Final = frozenset(
    (
        "believe",
        "demonstrate",
        "find",
        "indicate",
        "know",
        "observe",
        "report",
        "see",
        "show",
        "suggest",
        "think",
    )
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """The word that relates: index in the claim's words, base form, kind of word."""

    at: int
    lemma: str
    kind: str


def group_of(
    words: Sequence[Word], free: Sequence[bool], anchor: Anchor, verbs: VerbLexicon
) -> tuple[int, int]:
    """First and last word of the predicate around an anchor; `free`: no agent or outcome."""
    start = end = anchor.at
    if anchor.kind in ("copula", "own"):
        return start, end
    end = _over_chances(words, free, end)
    if anchor.kind == "direction" and not (
        start and free[start - 1] and _links(words, start, verbs)
    ):
        return start, end
    if anchor.kind == "caused":
        following = verbs.form(words[end + 1]) if end + 1 < len(words) else None
        return start - 1, end + (following is not None and following.lemma == "include")
    while start and free[start - 1] and _joins_left(words, start - 1, anchor, verbs):
        start -= 1
    while start < anchor.at and (
        _is_edge(words[start], verbs) or _is_possessive(words, start, verbs)
    ):
        start += 1
    while end + 1 < len(words) and free[end + 1] and _joins_right(words, end, verbs):
        end += 1
    while end > anchor.at and words[end].lower in (
        *grammar().joiners,
        "to",
        *grammar().determiners,
    ):
        if words[end].lower == "to" and not _verb_at(words, end + 1, verbs):
            break
        end -= 1
    return start, end


def _is_possessive(words: Sequence[Word], i: int, verbs: VerbLexicon) -> bool:
    """*Chromium's role in*: the clitic belongs to the name, not to a verb."""
    return words[i].lower == "'s" and not (
        verbs.is_verbal(words[i + 1])
        or words[i + 1].lower.endswith("ly")
        or words[i + 1].lower in (*verbs.adjectives, *grammar().determiners)
    )


def _over_chances(words: Sequence[Word], free: Sequence[bool], end: int) -> int:
    """The end of *reduces (the risk of)*, *is associated with (a lower risk of)*."""
    i = end + 1
    while i < len(words) and i <= end + 4 and free[i]:
        if words[i].lower in _CHANCES:
            of = i + 1 < len(words) and free[i + 1] and words[i + 1].lower in ("of", "for")
            return i + 1 if of else i
        i += 1
    return end


def _links(words: Sequence[Word], start: int, verbs: VerbLexicon) -> bool:
    """Whether a verb or its preposition stands before: *contribute to stronger bones*."""
    at = start - 1
    while at and words[at].lower in grammar().determiners:
        at -= 1
    return verbs.is_verbal(words[at]) or (
        words[at].lower in grammar().prepositions and at > 0 and verbs.is_verbal(words[at - 1])
    )


def _verb_at(words: Sequence[Word], i: int, verbs: VerbLexicon) -> bool:
    return i >= len(words) or verbs.is_verbal(words[i])


def _joins_left(words: Sequence[Word], i: int, anchor: Anchor, verbs: VerbLexicon) -> bool:
    word = words[i]
    if word.lower in verbs.modals or word.lower == "not" or word.lower == "n't":
        return True
    if word.lower in verbs.auxiliaries or word.lower == "to" or word.lower.endswith("ly"):
        return True
    if word.lower in grammar().joiners or word.lower in grammar().determiners:
        return i > 0 and (
            verbs.is_verbal(words[i - 1]) or words[i - 1].lower in grammar().prepositions
        )
    if verbs.is_verbal(word):
        form = verbs.form(word)
        return form is None or form.lemma not in REPORTS
    if word.lower in verbs.file.nouns:
        return words[i + 1].lower in grammar().prepositions
    if word.lower in grammar().prepositions:
        return i > 0 and (
            verbs.is_verbal(words[i - 1])
            or words[i - 1].lower in verbs.file.nouns
            or words[i - 1].lower in verbs.adjectives
        )
    # An adjective inside a light phrase: "plays a vital role in maintaining".
    after = words[i + 1].lower
    return word.is_word and after in verbs.file.nouns and i > 0 and _reaches_verb(words, i, verbs)


def _reaches_verb(words: Sequence[Word], i: int, verbs: VerbLexicon) -> bool:
    earlier = [w.lower for w in words[max(0, i - 3) : i]]
    return any(w in grammar().determiners for w in earlier) and any(
        w in verbs.forms or w in verbs.auxiliaries for w in earlier
    )


def _is_edge(word: Word, verbs: VerbLexicon) -> bool:
    """Words that do not begin a predicate: the modal is a cue, *to* and *and* join."""
    return (
        word.lower in verbs.modals
        or word.lower in ("to", "and", "or", "not", "n't", "/", "&")
        or word.lower in grammar().prepositions
        or word.lower in grammar().determiners
        or (word.lower.endswith("ly") and word.lower not in verbs.forms)
    )


def _joins_right(words: Sequence[Word], end: int, verbs: VerbLexicon) -> bool:
    word, last = words[end + 1], words[end]
    if word.lower in grammar().prepositions:
        return last.lower not in grammar().prepositions or word.lower == "to"
    if word.lower in grammar().joiners:
        return end + 2 < len(words) and verbs.is_verbal(words[end + 2])
    return last.lower in grammar().joiners and verbs.is_verbal(word)
