"""Running text into sentences: rules over full stops, measured on the development data.

The text is a block's clean text; brackets, quotations, citation markers, abbreviations, initials
and decimals are minded. Time is linear in the length of the text.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from ..errors import ConfigurationError
from ..spans import Span, trim

#: A citation marker: `[1]`, `[2, 4]`, `[^note]`, superscript figures; `[1]:` begins a note.
_CITATION: Final = (
    r"(?:\s?\[(?:\^[\w-]{1,20}|\d{1,3}(?:\s?[,\u2013-]\s?\d{1,3}){0,20})\](?!:)"
    r"|[\u00b9\u00b2\u00b3\u2070\u2074-\u2079][\u00b9\u00b2\u00b3\u2070\u2074-\u2079,\u2013\u207b-]{0,20}+)"
)
#: Full stop(s), then closing quotes and brackets, then citation markers, then white space.
_STOP: Final = re.compile(
    r"(?<![.!?\u2026\u203d])(?P<mark>[.!?\u2026\u203d]++)(?P<close>[\"'\u201d\u2019)\]\u00bb*_]*+)"
    rf"(?P<cite>{_CITATION}*+)(?P<gap>\s++)(?=(?P<next>\S))"
)
_WORD_BEFORE: Final = re.compile(r"[^\s(\[\"'\u201c\u2018/]*$")
_WORD_AFTER: Final = re.compile(r"[\"'\u201c\u2018(\[]*([^\W\d_][\w'\u2019-]*)(?!\.\S?)")
_ACRONYM: Final = re.compile(r"(?:\w\.-?)+\w")
#: What can only go on with the sentence: `"I sleep well." - Tom, 34`.
_CONTINUING: Final = ",;:\u2013\u2014-"
_LIST_FIELDS: Final = ("never_final", "sometimes_final", "letter_names", "starters")
#: A bracket that stays open longer than this is a slip of the author's.
_LONGEST_BRACKET: Final = 400
#: Longest word looked at before a full stop.
_WINDOW: Final = 40


@dataclass(frozen=True, slots=True)
class _Words:
    never_final: frozenset[str]
    sometimes_final: frozenset[str]
    letter_names: frozenset[str]
    starters: frozenset[str]


@cache
def _words() -> _Words:
    path = "documents/sentences.toml"
    data = tomllib.loads(resources.files("claimcheck").joinpath(path).read_text("utf-8"))
    if data.get("version") != 1 or set(data) != {"version", *_LIST_FIELDS}:
        raise ConfigurationError(
            "is not a version 1 word list of the sentence splitter",
            path=path,
            remedy="Reinstall claimcheck.",
        )
    return _Words(**{name: frozenset(data[name]) for name in _LIST_FIELDS})


def split(text: str, breaks: tuple[int, ...] = ()) -> list[Span]:
    """Cut a clean text into sentences.

    text (str): white space collapsed, as in `Block.clean`.
    breaks (tuple of int): places where a sentence ends in any case (line breaks of the author).
    RETURNS (list of Span): in order, none empty, no white space at the edges.
    """
    ends = sorted({*_boundaries(text), *breaks})
    spans: list[Span] = []
    start = 0
    for end in [*ends, len(text)]:
        if end > start:
            span = trim(text, Span(start, end))
            if len(span):
                spans.append(span)
        start = max(start, end)
    return spans


def is_complete(text: str) -> bool:
    """Whether a text ends as sentences do (full stop, question or exclamation mark)."""
    return bool(re.search(rf"[.!?\u2026][\"'\u201d\u2019)\]\u00bb]*{_CITATION}*+$", text[-40:]))


def _boundaries(text: str) -> Iterator[int]:
    brackets = _bracketed(text)
    inside = 0
    for match in _STOP.finditer(text):
        at = match.start()
        while inside < len(brackets) and brackets[inside].end <= at:
            inside += 1
        if inside < len(brackets) and brackets[inside].start < at:
            continue
        if _ends_sentence(text, match):
            yield match.end("cite")


def _bracketed(text: str) -> list[Span]:
    """The outermost brackets, each with the full stop inside it (not the one after)."""
    found: list[Span] = []
    stack: list[int] = []
    for match in re.finditer(r"[()\[\]]", text):
        if match.group() in "([":
            stack.append(match.start())
        elif stack:
            start = stack.pop()
            while found and found[-1].start > start:
                found.pop()
            if match.start() - start <= _LONGEST_BRACKET:
                found.append(Span(start, match.start()))
    return found


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    following = match.group("next")
    if following.islower() or following in _CONTINUING:
        return False
    if match.group("mark") != "." or match.group("close") or match.group("cite"):
        return True
    words = _words()
    before = _WORD_BEFORE.search(text, max(0, match.start() - _WINDOW), match.start())
    word = before.group().lower() if before else ""
    after = _WORD_AFTER.match(text, match.end("gap"))
    starts = after is not None and after.group(1).lower() in words.starters
    shouted = len(word) > 1 and before is not None and before.group().isupper()
    if word in words.never_final and not shouted:
        return False
    if word == "no":
        return not following.isdigit()
    if (word in words.sometimes_final and not shouted) or _ACRONYM.fullmatch(word):
        return starts
    if len(word) == 1 and word.isalpha():
        return starts or _is_letter_name(text, match.start() - 1)
    return True


def _is_letter_name(text: str, at: int) -> bool:
    before = re.search(r"(\w+)[\s-]$", text[max(0, at - _WINDOW) : at])
    return before is not None and before.group(1).lower() in _words().letter_names
