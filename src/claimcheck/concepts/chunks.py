"""The words that tell where the head of a noun phrase is, and the phrase cut at them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from ..errors import ConfigurationError
from .index import PhraseIndex
from .loading import DATA
from .normalise import Token, normalise_word

_PUNCTUATION: Final = frozenset(",;:()[]/&+|")
_LISTS: Final = ("light", "breaks", "through", "substance_heads", "outcome_heads")
#: What cuts a phrase into the members of a list.
LIST_CUTS: Final = frozenset((",", "and", "or"))

#: A part of a phrase: what cuts it off from the part before (a word, or a comma), and its tokens.
Chunk = tuple[str, list[Token]]


@dataclass(frozen=True, slots=True)
class PhraseWords:
    """Normalised words that the linker treats specially (phrases.toml)."""

    light: frozenset[str]
    breaks: frozenset[str]
    through: frozenset[str]
    heads: Mapping[str, frozenset[str]]


@cache
def phrase_words() -> PhraseWords:
    """The word lists of the package.

    RAISES: ConfigurationError where the file lacks a list or holds another.
    """
    path = DATA.parent / "phrases.toml"
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    if sorted(raw) != sorted((*_LISTS, "version")):
        raise ConfigurationError(
            f"the keys must be version, {', '.join(_LISTS)}",
            path=path.name,
            remedy="restore the file of the package",
        )
    sets = {
        k: frozenset(normalise_word(w) for line in raw[k] for w in line.split()) for k in _LISTS
    }
    return PhraseWords(
        sets["light"],
        sets["breaks"],
        sets["through"],
        {"substance": sets["substance_heads"], "outcome": sets["outcome_heads"]},
    )


def cut_phrase(text: str, found: list[Token], index: PhraseIndex) -> list[Chunk]:
    """The phrase cut at prepositions, conjunctions and punctuation.

    A name that holds such a word is not cut (*loss of appetite* in children); one that ends in
    it (*allergy to*) ends its part.
    """
    breaks = phrase_words().breaks
    chunks: list[Chunk] = [("", [])]
    at = 0
    while at < len(found):
        token = found[at]
        gap = text[found[at - 1].end : token.start] if at else ""
        if any(c in _PUNCTUATION for c in gap) and chunks[-1][1]:
            chunks.append((",", []))
        end = _end_of_name(found, at, index)
        if end is not None:
            chunks[-1][1].extend(found[at:end])
            if found[end - 1].form in breaks:
                chunks.append((found[end - 1].form, []))
            at = end
            continue
        if token.form in breaks:
            chunks.append((token.form, []))
        else:
            chunks[-1][1].append(token)
        at += 1
    return [(cut, chunk) for cut, chunk in chunks if chunk]


def _end_of_name(found: list[Token], at: int, index: PhraseIndex) -> int | None:
    """The end of a name that begins at `at` and holds a word at which phrases are cut."""
    match = index.longest_from(found, at)
    if match is None:
        return None
    end = match[0]
    breaks = phrase_words().breaks
    return end if any(t.form in breaks for t in found[at + 1 : end]) else None
