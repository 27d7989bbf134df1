"""The outcomes of claims: whose they are, and where they begin and end (guidelines 3)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from ...concepts import KnowledgeBase
from ...spans import Span, trim
from ..cues.lexicon import cue_lexicon
from ..cues.logic import to_words
from ..grammar import grammar
from ..lexicons import Entries, Lexicon, read_lexicon
from ..verbs import verb_lexicon
from ..words import Word, phrase_pattern, words_in
from .predicates import PredicateDraft

#: Before an outcome of several words these join or point.
_ARTICLES: Final = frozenset(("the", "a", "an", "of", "and", "or"))
#: *non-addictive*: the negation is a cue, the outcome what it denies.
_PREFIX: Final = "non-"
#: What goes on in a clause of its own or only says where and when.
_ENDS: Final = frozenset(
    (
        "according",
        "because",
        "but",
        "if",
        "than",
        "that",
        "though",
        "when",
        "where",
        "which",
        "while",
        "who",
        "without",
    )
)
#: Adjectives that look like adverbs.
_ADJECTIVES: Final = frozenset(("bodily", "daily", "early", "elderly", "monthly", "weekly"))


class OutcomeFile(Lexicon):
    """outcomes.toml."""

    before: Entries
    taken_before: Entries
    after: Entries
    whole: Entries
    taken_after: Entries
    empty: Entries


@dataclass(frozen=True)
class OutcomeWords:
    """The lists of outcomes.toml as sets and patterns."""

    before: frozenset[str]
    taken_before: frozenset[str]
    after: frozenset[str]
    taken_after: frozenset[str]
    empty: frozenset[str]
    whole: re.Pattern[str]


@cache
def outcome_words() -> OutcomeWords:
    """The lists of the package. RAISES: ConfigurationError where the file is not valid."""
    file = read_lexicon("claims/outcomes.toml", OutcomeFile)
    return OutcomeWords(
        frozenset(file.before),
        frozenset(file.taken_before),
        frozenset(file.after),
        frozenset(file.taken_after),
        frozenset(file.empty),
        phrase_pattern(file.whole),
    )


def outcomes_of(
    text: str, claims: Sequence[Span], outcomes: Sequence[Span]
) -> list[tuple[Span, ...]]:
    """The outcomes of each claim: those in it; where it has none, the nearest free one.

    text (str): the unit's clean text. outcomes: as the tagger found them.
    """
    edges = list(dict.fromkeys(s for o in outcomes if (s := outcome_edges(text, o))))
    own = [tuple(o for o in edges if claim.overlaps(o)) for claim in claims]
    taken = {outcome for found in own for outcome in found}
    free = [outcome for outcome in edges if outcome not in taken]
    for i, claim in enumerate(claims):
        if own[i] or not free:
            continue
        nearest = min(free, key=lambda o: max(o.start - claim.end, claim.start - o.end))
        own[i] = (nearest,)
        free.remove(nearest)
    return own


def outcome_edges(text: str, span: Span) -> Span | None:
    """An outcome with edges at words, and without what is no part of it."""
    phrase = noun_phrase(text, span)
    if phrase is None:
        return None
    words = list(words_in(text, phrase.start, phrase.end))
    lexicon = outcome_words()
    while len(words) > 1 and words[0].lower in lexicon.before:
        words = words[1:]
    while len(words) > 1 and words[-1].lower in lexicon.after:
        if lexicon.whole.search(text, words[-2].start, words[-1].end):
            break
        words = words[:-1]
    start, end = _taken(text, words)
    if text[start:end].lower().startswith(_PREFIX) and not _fixed(text, start, end):
        start += len(_PREFIX)
    return Span(start, end)


def _fixed(text: str, start: int, end: int) -> bool:
    """Whether the prefix denies nothing: *non-stop coughing*."""
    return cue_lexicon().denies(text, Span(start, end), "negation")


def _taken(text: str, words: Sequence[Word]) -> tuple[int, int]:
    """Start and end with the words right before and behind that belong to an outcome."""
    lexicon = outcome_words()
    start, end = words[0].start, words[-1].end
    before = words_in(text, 0, start)[-1:]
    if before and before[0].lower in lexicon.taken_before and words[0].is_word:
        start = before[0].start
    behind = words_in(text, end, len(text))[:1]
    joined = behind and text[end : behind[0].start].isspace()
    if joined and behind[0].lower in lexicon.taken_after:
        end = behind[0].end
    return start, end


def noun_phrase(text: str, span: Span) -> Span | None:
    """A stretch with edges at words, without an article before it or half a bracket."""
    edges = to_words(text, span)
    if edges is None:
        return None
    words = words_in(text, edges.start, edges.end)
    while len(words) > 1 and words[0].lower in _ARTICLES:
        words = words[1:]
    start = words[0].start if words else edges.start
    piece = text[start : edges.end]
    if piece.count("(") > piece.count(")"):
        close = text.find(")", edges.end)
        end = close + 1 if 0 <= close <= edges.end + 1 else text.rfind("(", start, edges.end)
        return trim(text, Span(start, max(start, end))) if end > start else None
    return Span(start, edges.end)


def named_outcomes(
    text: str, claim: Span, agent: Span | None, kb: KnowledgeBase
) -> tuple[Span, ...]:
    """Outcomes of the lexicon inside a claim for which the tagger found none; of two that stand
    side by side (*tooth pain*) one is made."""
    found: list[Span] = []
    for mention in kb.find(claim.cut(text), "outcome"):
        span = mention.span.shift(claim.start)
        if agent is not None and span.overlaps(agent):
            continue
        if found and text[found[-1].end : span.start].isspace():
            span = Span(found.pop().start, span.end)
        found.append(span)
    lone = verb_lexicon().adjectives
    edges = (outcome_edges(text, span) for span in found if span.cut(text).lower() not in lone)
    return tuple(span for span in edges if span is not None)


def said_outcome(
    text: str, claim: Span, agent: Span | None, predicate: PredicateDraft, kind: str
) -> tuple[Span, ...]:
    """The noun phrase right behind the predicate; of a heading, item or cell that has none, all
    that it says.

    RETURNS (tuple of Span): empty where nothing is named that something could happen to.
    """
    if predicate.span is not None:
        rest = Span(predicate.span.end, claim.end)
    else:
        inside = agent is not None and claim.contains(agent) and agent.end < claim.end
        rest = Span(agent.end, claim.end) if agent is not None and inside else claim
    words = _object(text, rest)
    if not words or words[-1].lower in outcome_words().empty:
        return ()
    bare = predicate.span is None and kind == "sentence"
    if bare and words[-1].lower not in outcome_words().taken_after:
        # Without a relation only what the agent has is an outcome: *its calming properties*.
        return ()
    phrase = Span(words[0].start, words[-1].end)
    if agent is not None and agent.contains(phrase):
        return ()
    edges = outcome_edges(text, phrase)
    return () if edges is None else (edges,)


def _object(text: str, rest: Span) -> list[Word]:
    """The words of the noun phrase at the start of a stretch, without what opens it."""
    verbs, words = verb_lexicon(), list(words_in(text, rest.start, rest.end))
    opens = (*grammar().determiners, *verbs.negations, "just", "also", "all", "that")
    while words and (words[0].lower in opens or _is_adverb(words[0])):
        words = words[1:]
    found: list[Word] = []
    for word in words:
        stops = word.lower in _ENDS or word.lower in verbs.modals or word.lower in verbs.auxiliaries
        if stops or not word.is_word:
            break
        if word.lower in grammar().prepositions and word.lower != "of":
            break
        found.append(word)
    while found and found[-1].lower in ("and", "or", "of"):
        found.pop()
    return found


def _is_adverb(word: Word) -> bool:
    """*chiefly*, but not *Wobbly* at the start of an item."""
    return word.lower.endswith("ly") and word.text[0].islower() and word.lower not in _ADJECTIVES
