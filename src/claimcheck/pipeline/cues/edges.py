"""Where a cue begins and ends (guidelines 7: the shortest exact stretch)."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from ...spans import Span
from .lexicon import cue_lexicon

#: *with research indicating*: the word joins the clause to the one before.
_JOINS: Final = re.compile(r"(?:with|and|but|while)\s+(?=\S+\s+\S)", re.IGNORECASE)
#: *used for centuries by healers*: who used it is no part of the cue.
_USERS: Final = re.compile(r"\b(?:centuries|generations|millennia|years)(?P<rest>\s+by\b.*)$", re.I)
#: *more research is needed to confirm it*: what is to be shown is no part of the cue.
_PURPOSE: Final = re.compile(
    r"\b(?:evidence|investigation|necessary|needed|required|research|studies|trials)"
    r"(?P<rest>\s+to\b.*)$",
    re.IGNORECASE,
)
#: *Several studies* before *support*: the verb belongs to the attribution.
_SOURCES: Final = re.compile(r"\b(?:evidence|research|science|studies|trials)$", re.IGNORECASE)

#: *non-habit-forming*: the prefix alone denies.
_PREFIX: Final = "non-"
#: *only under supervision*: the word limits with the condition.
_ONLY: Final = re.compile(r"\bonly\s+$", re.IGNORECASE)


def cue_edges(text: str, span: Span, category: str) -> Span:
    """A cue without what does not belong to it, and with the bracket that closes in it.

    text (str): the unit's clean text. span (Span): the tagger's, with edges at words.
    """
    if category == "attribution":
        start = span.start
        for pattern in (_JOINS, _auxiliary()):
            if match := pattern.match(text, start, span.end):
                start = match.end()
        span = _without(text, Span(start, span.end), _USERS)
    elif category == "evidence_gap":
        span = _without(text, span, _PURPOSE)
    elif category == "negation" and len(span) > len(_PREFIX):
        if span.cut(text).lower().startswith(_PREFIX):
            return Span(span.start, span.start + len(_PREFIX))
    elif category == "condition":
        before = _ONLY.search(text, 0, span.start)
        span = Span(before.start() if before else span.start, span.end)
    piece = span.cut(text)
    if piece.count("(") > piece.count(")") and text[span.end : span.end + 1] == ")":
        return Span(span.start, span.end + 1)
    return span


def is_of_source(text: str, source: Span, verb: Span) -> bool:
    """Whether a softener is the verb of an attribution before it: *several studies support*."""
    said = verb.cut(text).lower()
    return (
        said.startswith("support")
        and text[source.end : verb.start].isspace()
        and bool(_SOURCES.search(source.cut(text)))
    )


def _without(text: str, span: Span, pattern: re.Pattern[str]) -> Span:
    match = pattern.search(span.cut(text))
    return Span(span.start, span.start + match.start("rest")) if match else span


@cache
def _auxiliary() -> re.Pattern[str]:
    """*has been*, *is* before a word of use or study."""
    bare = "|".join(sorted(cue_lexicon().categories["attribution"].bare))
    return re.compile(
        rf"(?:(?:has|have|had)\s+(?:long\s+)?been|is|are|was|were)\s+(?=(?:{bare})\b)",
        re.IGNORECASE,
    )
