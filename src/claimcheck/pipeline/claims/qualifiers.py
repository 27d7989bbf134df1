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
from ..words import phrase_pattern, word_set, words_in

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


def _any(words: Sequence[str]) -> str:
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in ordered) + ")"


#: Kind, pattern, words of which a text must have one, and whether the phrase goes on behind it.
_Pattern = tuple[str, re.Pattern[str], frozenset[str], bool]


@cache
def _patterns() -> tuple[_Pattern, ...]:
    """The patterns in the order in which they claim a stretch."""
    file = read_lexicon("claims/qualifiers.toml", QualifierFile)
    before = rf"(?:{_any(file.people_before)}\s+)*"
    people = rf"\b{before}{_any(file.people)}\s+{_any(file.people_after)}\b"
    groups = rf"(?<![\w-]){before}{_any(file.groups)}(?![\w-])"
    states = rf"\bin\s+(?:(?!the\b)[\w-]+\s+){{0,3}}{_any(file.states)}\b"
    doses = frozenset(("0", *_last_words(file.amount_nouns)))
    return (
        ("population", _compiled(people), _last_words(file.people), True),
        ("population", _compiled(groups), _last_words(file.groups), False),
        ("dose", _compiled(_dose(file)), doses, False),
        ("duration", _compiled(_duration(file)), _last_words(file.times), False),
        ("comparison", *_phrases(file.comparisons), True),
        ("condition", *_phrases(file.conditions), True),
        ("condition", _compiled(states), _last_words(file.states), False),
        ("duration", *_phrases(file.lengths), False),
    )


def _dose(file: QualifierFile) -> str:
    rate = rf"(?:\s*(?:/\s*day|,?\s*{_any(file.rates)}))?"
    amount = rf"(?:{_any(file.amounts)}\s+)+(?:\w+\s+)?{_any(file.amount_nouns)}\b"
    return (
        rf"(?<![\w-])(?:(?:up\s+to|about|over|at\s+least|less\s+than|more\s+than)\s+)?"
        rf"(?:{_NUMBER}\s*-?{_any(file.units)}\b{rate}|(?:(?:at|in|with)\s+)?{amount})"
    )


def _duration(file: QualifierFile) -> str:
    number = rf"(?:{_NUMBER}|{_any(file.numbers)})"
    span = rf"{number}(?:\s*-\s*|\s+){_any(file.times)}\b"
    return (
        rf"\b(?:(?:for|over|within|after|in|during|of)\s+(?:the\s+)?(?:at\s+least\s+|up\s+to\s+|"
        rf"about\s+|around\s+|as\s+little\s+as\s+|just\s+|only\s+|first\s+)*{span}"
        rf"|{_NUMBER}-{_any(file.times)}\b)"
    )


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _phrases(entries: Sequence[str]) -> tuple[re.Pattern[str], frozenset[str]]:
    firsts = frozenset(entry.split()[0].split("-")[0] for entry in entries)
    return phrase_pattern(entries), firsts


def _last_words(entries: Sequence[str]) -> frozenset[str]:
    return frozenset(entry.split()[-1].split("-")[-1] for entry in entries)


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
    parts = _parts(text)
    for kind, pattern, triggers, goes_on in _patterns():
        if triggers.isdisjoint(parts):
            continue
        for match in pattern.finditer(text):
            found = Span(*match.span())
            yield QualifierDraft(kind, _until(text, *match.span()) if goes_on else found)


def _parts(text: str) -> frozenset[str]:
    """The words of a text, the parts of hyphenated ones, and `0` where there is a number."""
    parts = {part for word in word_set(text) for part in word.split("-")}
    return frozenset({*parts, *(["0"] if any(map(str.isdigit, text)) else [])})


def _until(text: str, start: int, end: int) -> Span:
    """From `start` on to a sign, a clause's end or the main verb, at most `_LENGTH` words."""
    verbs = verb_lexicon()
    clause = clause_at(text, start)
    stop = end
    relative = text[start:end].lower().endswith(("who", "that"))
    subordinate = text[start:end].lower() in ("if", "when", "unless", "once", "as long as")
    for count, word in enumerate(words_in(text, end, clause.end)):
        if count >= _LENGTH or word.text in ",;:.)!?—–":
            break
        free = not (relative or subordinate)
        finite = free and _is_main_verb(word.lower) and not _verb_follows(text, word.end, clause)
        if word.lower in verbs.modals or finite or (free and word.lower in _AUXILIARIES):
            break
        if word.text == "(":
            break
        stop = word.end
    return trim(text, Span(start, stop))


def _verb_follows(text: str, start: int, clause: Span) -> bool:
    """Whether the main verb is yet to come: then a word like *flushes* is a noun."""
    verbs = verb_lexicon()
    for word in words_in(text, start, clause.end):
        if word.text in ",;:":
            return False
        if word.lower in verbs.modals or word.lower in _AUXILIARIES:
            return True
    return False


def _is_main_verb(word: str) -> bool:
    verbs = verb_lexicon()
    form = verbs.forms.get(word)
    return form is not None and form.ending == "s" and word not in verbs.file.nouns
