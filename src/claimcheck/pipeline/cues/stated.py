"""What a unit without a claim leaves unstated: instructions, advice and disclaimers hold no cue.

Guidelines 7: cues are marked in what *states* something; none in questions, pure instructions or
advice, and disclaimers.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from ...spans import Span
from ..clauses import clause_at
from ..verbs import verb_lexicon
from ..words import Phrases, phrase_pattern, words_in, words_of
from .lexicon import cue_lexicon

#: A bold label before the first word: *Storage: Keep …*.
_LABEL: Final = re.compile(r"[^.:;!?]{1,40}:\s+")


def unstated(text: str) -> tuple[Span, ...]:
    """The stretches of a unit without a claim that state nothing.

    text (str): the unit's clean text.
    """
    if text.rstrip().endswith("?") or _is_order(text) or _disclaimers().search(text):
        return (Span(0, len(text)),)
    return tuple(_advised(text, match.start()) for match in _advice().finditer(text))


def _advised(text: str, at: int) -> Span:
    """The clause of an advice; only its end where another verb stands before: *may lose it and
    should consult …*."""
    clause = clause_at(text, at)
    verbs = verb_lexicon()
    before = words_in(text, clause.start, at)
    if any(word.lower in verbs.modals or word.lower in verbs.auxiliaries for word in before):
        return Span(at, clause.end)
    return clause


def _is_order(text: str) -> bool:
    label = _LABEL.match(text)
    for start in (0, label.end() if label else 0):
        match = _orders().match(text, start)
        if match is None:
            continue
        after = words_of(text[match.end() :])[:1]
        if not after or after[0].lower not in cue_lexicon().unstated.nouns:
            return True
    return False


@cache
def _orders() -> re.Pattern[str]:
    return phrase_pattern(cue_lexicon().unstated.orders)


@cache
def _advice() -> re.Pattern[str]:
    return phrase_pattern(cue_lexicon().unstated.advice)


@cache
def _disclaimers() -> Phrases:
    return Phrases(cue_lexicon().unstated.disclaimers)
