"""The subject that a claim names for itself, where the tagger found no agent in it.

*Regular exercise improves mood* on a page about magnesium is about exercise. A subject counts as
agent when it is a substance or behaviour of the lexicon, or else when an effect is said of it; not
when it is a person, a study, a side effect, a symptom, or only points back (*this process*).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final

from ...concepts import KnowledgeBase
from ...concepts.linking import phrase_words
from ...spans import Span, trim
from ..grammar import grammar
from ..verbs import VerbLexicon, verb_lexicon
from ..words import Word, words_in
from .grouping import REPORTS
from .topic import agent_words

#: Words that a subject may have at most, and words of an attribution before it.
_LONGEST: Final = 8
_REPORT: Final = 7
_COPULAS: Final = frozenset(("is", "are", "was", "were", "be"))
_BEFORE_OUTCOMES: Final = frozenset(("for", "in", "to", "against", "at"))
#: Score of a link to a substance that a phrase merely names somewhere.
_ONLY_NAMED: Final = 0.5
_RELATIVE: Final = frozenset(("that", "which", "who", "whose"))
#: Between what interacts no direction can be read.
_MUTUAL: Final = frozenset(("interact", "interfere", "combine"))


def own_subject(text: str, claim: Span, outcomes: Sequence[Span], kb: KnowledgeBase) -> Span | None:
    """The noun phrase before a claim's verb, where it is an agent of its own.

    text (str): the unit's clean text; the spans count in it. outcomes: as the tagger found them.
    """
    words = _after_attribution(words_in(text, claim.start, claim.end))
    verbs = verb_lexicon()
    at = next((i for i in range(1, min(len(words), _LONGEST + 1)) if _is_verb(words, i, verbs)), 0)
    if not at:
        return None
    phrase = _phrase(text, words[:at])
    if phrase is None or any(o.overlaps(phrase) for o in outcomes):
        return None
    head = _head(words_in(text, phrase.start, phrase.end))
    lists = agent_words().file
    if head in lists.bystanders or head in lists.generic:
        return None
    relation = _relation(words, at, verbs)
    if relation in _MUTUAL:
        return None
    link = kb.link(phrase.cut(text), "substance")
    if link is not None and link.score > _ONLY_NAMED:
        return phrase
    if head in phrase_words().heads["substance"] or _is_outcome(phrase.cut(text), kb):
        return None
    return phrase if _is_effect(words, at, relation, verbs) else None


def _after_attribution(words: Sequence[Word]) -> Sequence[Word]:
    """The words behind *studies show that*, and behind joining words and adverbs."""
    verbs = verb_lexicon()
    for i, word in enumerate(words[:_REPORT]):
        form = verbs.form(words[i - 1]) if i else None
        if word.lower == "that" and form is not None and form.lemma in REPORTS:
            words = words[i + 1 :]
            break
    start = 0
    while start < len(words) - 1 and (
        words[start].lower in (*grammar().connectives, *grammar().subordinators, "even")
        or words[start].lower.endswith("ly")
        or not words[start].is_word
    ):
        start += 1
    return words[start:]


def _is_verb(words: Sequence[Word], i: int, verbs: VerbLexicon) -> bool:
    """Whether the predicate begins here: a modal, an auxiliary, or a verb that agrees with the noun
    before it (*salt raises*, *statins lower*)."""
    word, before = words[i], words[i - 1].lower
    if word.lower in verbs.modals or (word.lower in verbs.auxiliaries and word.lower != "being"):
        return True
    form = verbs.form(word)
    if form is None or form.ending not in ("s", "base"):
        return False
    after = words[i + 1].lower if i + 1 < len(words) else ""
    if not after or after in _COPULAS or after in verbs.modals:
        return False
    if word.lower in verbs.file.nouns and after in grammar().prepositions:
        return False
    joined = any(w.lower == "and" for w in words[:i])
    plural = joined or (before.endswith("s") and not before.endswith(("ss", "us", "is")))
    return form.ending == ("base" if plural else "s")


def _phrase(text: str, words: Sequence[Word]) -> Span | None:
    """The subject without adverbs at its end; None where it only points or is not plain."""
    kept = list(words)
    while kept and (kept[-1].lower.endswith("ly") or kept[-1].lower in ("also", "not", "never")):
        kept.pop()
    lexicon = agent_words().file
    pointing = (*lexicon.pronouns, *lexicon.possessives, "those", "such", "there", *_PERSONS)
    if not kept or kept[0].lower in (*pointing, *grammar().prepositions, *grammar().openers):
        return None
    if any(
        w.lower in (*_RELATIVE, *_PERSONS, *grammar().subordinators, "if", "when") for w in kept
    ):
        return None
    if any(not (w.is_word or w.text in "-/&’'") for w in kept):
        return None
    if _begins_predicate(kept[0]) or all(w.lower in grammar().determiners for w in kept):
        return None
    return trim(text, Span(kept[0].start, kept[-1].end))


def _begins_predicate(word: Word) -> bool:
    """*Helps maintain …*, *can be …*: the subject stands elsewhere."""
    verbs = verb_lexicon()
    form = verbs.form(word)
    if word.lower in verbs.modals or word.lower in verbs.auxiliaries:
        return True
    return form is not None and (form.ending == "s" or form.lemma in verbs.light)


#: Subjects that are persons, whatever follows.
_PERSONS: Final = ("we", "you", "i", "he", "she", "one", "who", "your", "our")


def _head(words: Sequence[Word]) -> str:
    """The last noun before the first preposition."""
    at = next((i for i, w in enumerate(words) if i and w.lower in grammar().prepositions), None)
    return words[(at if at is not None else len(words)) - 1].lower


def _relation(words: Sequence[Word], at: int, verbs: VerbLexicon) -> str:
    """Base form of the full verb from `at` on; "" where there is none in the next few words."""
    for word in words[at : at + 5]:
        if word.lower in verbs.modals or word.lower in verbs.auxiliaries:
            continue
        form = verbs.form(word)
        if form is not None:
            return form.lemma
    return ""


def _is_effect(words: Sequence[Word], at: int, relation: str, verbs: VerbLexicon) -> bool:
    """Whether the verb says what the subject does (*reduce*), or the adjective what it is for."""
    if words[at].lower in _COPULAS:
        rest = [w.lower for w in words[at + 1 : at + 5] if not w.lower.endswith("ly")]
        return any(
            a in verbs.adjectives and b in _BEFORE_OUTCOMES for a, b in itertools.pairwise(rest)
        )
    return relation in agent_words().file.effects


def _is_outcome(phrase: str, kb: KnowledgeBase) -> bool:
    """Diseases, symptoms and the like are no agents (guidelines 2)."""
    return kb.link(phrase, "outcome") is not None
