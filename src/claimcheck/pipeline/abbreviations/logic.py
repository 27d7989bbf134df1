"""Abbreviations of a page: short form and long form, found by scispaCy's rules.

The algorithm is that of Schwartz and Hearst (2003) as scispaCy's `AbbreviationDetector` has it,
whose own functions do the work here. Its matcher tries every pair of brackets of a text, which is
quadratic; here a definition is looked for in one unit at a time, and brackets pair as they nest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final

from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

#: A definition is a matter of one sentence: longer texts between brackets are none.
_INSIDE: Final = 80
_BRACKETS: Final = re.compile(rf"\(([^()]{{2,{_INSIDE}}})\)")
_WORDS: Final = re.compile(r"\w+|[^\w\s]")
#: What scispaCy looks back at most: 5 + the short form's length, doubled for short ones.
_BEFORE: Final = 24


def find_abbreviations(texts: Iterable[str]) -> list[dict[str, str]]:
    """The abbreviations of a page, each once, the first definition of a short form counting.

    texts (iterable of str): clean texts of the units, in order.
    RETURNS (list of dict): `short` and `long`, in order of definition.
    """
    found: dict[str, str] = {}
    for text in texts:
        if "(" not in text:
            continue
        for short, long in _definitions(text):
            found.setdefault(short, long)
    return [{"short": short, "long": long} for short, long in found.items()]


def _definitions(text: str) -> Iterator[tuple[str, str]]:
    from scispacy.abbreviation import filter_matches, find_abbreviation

    for bracket in _BRACKETS.finditer(text):
        before = _WORDS.findall(text[: bracket.start()])[-_BEFORE:]
        inner = _WORDS.findall(bracket.group(1))
        if not before or not inner:
            continue
        doc = _doc([*before, "(", *inner, ")"])
        start = len(before) + 1
        for long_candidate, short_candidate in filter_matches(
            [(0, start, start + len(inner))], doc
        ):
            short, long = find_abbreviation(long_candidate, short_candidate)
            if long is not None and _is_abbreviation(short.text, long.text):
                yield short.text.strip(), _written(text, long)


def _is_abbreviation(short: str, long: str) -> bool:
    """Capitals, and shorter than what it stands for: not *gas* for *flatulence*."""
    return len(short) < len(long) and sum(letter.isupper() for letter in short) >= 2


def _written(text: str, long: Span) -> str:
    """The long form as the text writes it (its hyphens and spaces)."""
    pattern = r"\s*".join(re.escape(token.text) for token in long)
    match = re.search(pattern, text)
    return match.group() if match else str(long.text)


def _doc(words: list[str]) -> Doc:
    return Doc(_vocab(), words=words)


@cache
def _vocab() -> Vocab:
    return Vocab()


def expansions(abbreviations: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Short form → long form."""
    return {row["short"]: row["long"] for row in abbreviations}
