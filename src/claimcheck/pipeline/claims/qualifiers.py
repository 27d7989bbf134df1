"""What limits a claim: population, dose, duration, condition, comparison (patterns over words).

A limit stands in the claim's own clause or at its edges; what the claim is about (its outcomes and
its predicate) never limits it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from ...spans import Span, trim
from ..clauses import clause_at, clauses_of
from ..lexicons import Entries, Lexicon, read_lexicon
from ..verbs import verb_lexicon
from ..words import phrase_pattern, words_of

_AUXILIARIES: Final = frozenset(("is", "are", "was", "were", "has", "have", "had", "does", "do"))
#: How many words a population or condition may go on for.
_LENGTH: Final = 14
_NUMBER: Final = r"\d[\d,.]*(?:\s*(?:-|–|to|and)\s*\d[\d,.]*)?"


@dataclass(frozen=True, slots=True)
class QualifierDraft:
    """`span` counts in the unit's clean text."""

    kind: str
    span: Span


class QualifierFile(Lexicon):
    """qualifiers.toml."""

    groups: Entries
    people: Entries
    people_before: tuple[str, ...]
    people_after: Entries
    units: Entries
    rates: Entries
    amounts: Entries
    amount_nouns: Entries
    times: Entries
    numbers: Entries
    lengths: Entries
    conditions: Entries
    states: Entries
    comparisons: Entries


@dataclass(frozen=True)
class _Patterns:
    groups: re.Pattern[str]
    people: re.Pattern[str]
    dose: re.Pattern[str]
    duration: re.Pattern[str]
    lengths: re.Pattern[str]
    conditions: re.Pattern[str]
    states: re.Pattern[str]
    comparisons: re.Pattern[str]


def _any(words: Sequence[str]) -> str:
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in ordered) + ")"


@cache
def _patterns() -> _Patterns:
    file = read_lexicon("claims/qualifiers.toml", QualifierFile)
    rate = rf"(?:\s*(?:/\s*day|,?\s*{_any(file.rates)}))?"
    amount = rf"(?:{_any(file.amounts)}\s+)+(?:\w+\s+)?{_any(file.amount_nouns)}\b"
    number = rf"(?:{_NUMBER}|{_any(file.numbers)})"
    span = rf"{number}(?:\s*-\s*|\s+){_any(file.times)}\b"
    return _Patterns(
        groups=re.compile(
            rf"(?<![\w-])(?:{_any(file.people_before)}\s+)*{_any(file.groups)}(?![\w-])",
            re.IGNORECASE,
        ),
        people=re.compile(
            rf"\b(?:{_any(file.people_before)}\s+)*{_any(file.people)}\s+{_any(file.people_after)}\b",
            re.IGNORECASE,
        ),
        dose=re.compile(
            rf"(?<![\w-])(?:(?:up\s+to|about|over|at\s+least|less\s+than|more\s+than)\s+)?"
            rf"(?:{_NUMBER}\s*-?{_any(file.units)}\b{rate}|(?:(?:at|in|with)\s+)?{amount})",
            re.IGNORECASE,
        ),
        duration=re.compile(
            rf"\b(?:(?:for|over|within|after|in|during|of)\s+(?:the\s+)?(?:at\s+least\s+|up\s+to\s+|"
            rf"about\s+|around\s+|as\s+little\s+as\s+|just\s+|only\s+|first\s+)*{span}"
            rf"|{_NUMBER}-{_any(file.times)}\b)",
            re.IGNORECASE,
        ),
        lengths=phrase_pattern(file.lengths),
        conditions=phrase_pattern(file.conditions),
        states=re.compile(
            rf"\bin\s+(?:(?!the\b)[\w-]+\s+){{0,3}}{_any(file.states)}\b", re.IGNORECASE
        ),
        comparisons=phrase_pattern(file.comparisons),
    )


def find_qualifiers(
    text: str, claim: Span, outcomes: Sequence[Span], others: Sequence[Span] = ()
) -> list[QualifierDraft]:
    """The limits of one claim, in order, none overlapping another.

    text (str): the unit's clean text. outcomes: of this claim. others: the unit's other claims,
    whose limits are their own.
    """
    zone = _zone(text, claim, others)
    kept: list[QualifierDraft] = []
    for found in all_qualifiers(text):
        if not zone.contains(found.span) or any(o.overlaps(found.span) for o in outcomes):
            continue
        kept.append(found)
    return kept


@lru_cache(1024)
def all_qualifiers(text: str) -> tuple[QualifierDraft, ...]:
    """Every limiting phrase of a unit, in order; of two that overlap the first kind's."""
    kept: list[QualifierDraft] = []
    for found in _candidates(text):
        if len(found.span) and not any(found.span.overlaps(k.span) for k in kept):
            kept.append(found)
    return tuple(sorted(kept, key=lambda q: q.span))


def _zone(text: str, claim: Span, others: Sequence[Span]) -> Span:
    """The claim with what stands around it in its clauses, up to the next claim.

    An opening condition or population counts for the clause behind it.
    """
    clauses = [c for c in clauses_of(text) if c.overlaps(claim)]
    first = clause_at(text, claim.start)
    start = min([claim.start, first.start, *(c.start for c in clauses)])
    end = max([claim.end, *(c.end for c in clauses)])
    before = [c for c in clauses_of(text) if c.end <= start]
    if before and not any(before[-1].overlaps(other) for other in others):
        start = before[-1].start
    after = [c for c in clauses_of(text) if c.start >= end]
    if after and _CONDITION_START.match(text, after[0].start):
        end = after[0].end
    for other in others:
        if other.start >= claim.end:
            end = min(end, other.start)
        elif other.end <= claim.start:
            start = max(start, other.end)
    return Span(min(start, claim.start), max(end, claim.end))


_CONDITION_START: Final = re.compile(r"(?:if|when|unless|especially|particularly)\b", re.IGNORECASE)


def _candidates(text: str) -> Iterator[QualifierDraft]:
    patterns = _patterns()
    for match in patterns.people.finditer(text):
        yield QualifierDraft("population", _until(text, match.start(), match.end()))
    for match in patterns.groups.finditer(text):
        yield QualifierDraft("population", Span(*match.span()))
    for match in patterns.dose.finditer(text):
        yield QualifierDraft("dose", Span(*match.span()))
    for match in patterns.duration.finditer(text):
        yield QualifierDraft("duration", Span(*match.span()))
    for match in patterns.comparisons.finditer(text):
        yield QualifierDraft("comparison", _until(text, match.start(), match.end()))
    for match in patterns.conditions.finditer(text):
        yield QualifierDraft("condition", _until(text, match.start(), match.end()))
    for match in patterns.states.finditer(text):
        yield QualifierDraft("condition", Span(*match.span()))
    for match in patterns.lengths.finditer(text):
        yield QualifierDraft("duration", Span(*match.span()))


def _until(text: str, start: int, end: int) -> Span:
    """From `start` on to a sign, a clause's end or the main verb, at most `_LENGTH` words."""
    verbs = verb_lexicon()
    clause = clause_at(text, start)
    stop = end
    count = 0
    relative = text[start:end].lower().endswith(("who", "that"))
    subordinate = text[start:end].lower() in ("if", "when", "unless", "once", "as long as")
    for word in words_of(text):
        if word.start < end:
            continue
        if word.start >= clause.end or count >= _LENGTH or word.text in ",;:.)!?—–":
            break
        free = not (relative or subordinate)
        finite = free and _is_main_verb(word.lower) and not _verb_follows(text, word.end, clause)
        if word.lower in verbs.modals or finite or (free and word.lower in _AUXILIARIES):
            break
        if word.text == "(":
            break
        stop = word.end
        count += 1
    return trim(text, Span(start, stop))


def _verb_follows(text: str, start: int, clause: Span) -> bool:
    """Whether the main verb is yet to come: then a word like *flushes* is a noun."""
    verbs = verb_lexicon()
    for word in words_of(text):
        if word.start >= start:
            if word.start >= clause.end or word.text in ",;:":
                return False
            if word.lower in verbs.modals or word.lower in _AUXILIARIES:
                return True
    return False


def _is_main_verb(word: str) -> bool:
    verbs = verb_lexicon()
    form = verbs.forms.get(word)
    return form is not None and form.ending == "s" and word not in verbs.file.nouns
