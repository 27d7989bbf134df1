"""The concept that a noun phrase is about, by its head.

*Severe chronic joint pain*, *pain in the joints* and *symptoms of joint pain* are about joint
pain; *copper absorption* is not about digestion. A phrase is tried whole, then in another word
order, then in parts: modifiers that change nothing (severe, daily) and heads that only point
(levels, symptoms, capsules) are passed over, and what is left unexplained lowers the score.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from ..errors import ConfigurationError
from .index import Entry, PhraseIndex, joined, word_key
from .loading import DATA
from .model import Concept, Link
from .normalise import Token, normalise_word, tokens

#: Lowest score of a link. Brand and place names stand before substances, so those may be longer
#: than the name itself; an unknown word before an outcome mostly makes it another outcome.
THRESHOLDS: Final = {"substance": 0.3, "outcome": 0.6}
_PUNCTUATION: Final = frozenset(",;:()[]/&+|")
_LISTS: Final = ("light", "breaks", "through", "substance_heads", "outcome_heads")


@dataclass(frozen=True, slots=True)
class PhraseWords:
    """Normalised words that the linker treats specially (data/phrases.toml)."""

    light: frozenset[str]
    breaks: frozenset[str]
    through: frozenset[str]
    heads: Mapping[str, frozenset[str]]


@cache
def phrase_words() -> PhraseWords:
    """The word lists of the package."""
    path = DATA.parent / "phrases.toml"
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    if sorted(raw) != sorted((*_LISTS, "version")):
        raise ConfigurationError(
            f"the keys must be version, {', '.join(_LISTS)}",
            path=path.name,
            remedy="restore the file of the package",
        )
    sets = {k: frozenset(normalise_word(w) for line in raw[k] for w in line.split()) for k in _LISTS}
    return PhraseWords(
        sets["light"],
        sets["breaks"],
        sets["through"],
        {"substance": sets["substance_heads"], "outcome": sets["outcome_heads"]},
    )


def link_phrase(
    text: str, kind: str, index: PhraseIndex, concepts: Mapping[str, Concept]
) -> Link | None:
    """The concept of one kind that a noun phrase names.

    text (str): a noun phrase as it stands in a text.
    kind (str): `substance` or `outcome`.
    RETURNS (Link or None): None where nothing explains enough of the phrase.
    """
    found = tokens(text)
    if not found:
        return None
    whole = _whole(found, index)
    if whole is not None:
        entry, score, how = whole
        return Link(entry.concept_id, concepts[entry.concept_id].name, score, how)
    return _by_parts(_chunks(text, found), kind, index, concepts)


def _whole(found: list[Token], index: PhraseIndex) -> tuple[Entry, float, str] | None:
    key = tuple(t.form for t in found)
    entry = index.entries.get(key)
    if entry:
        return entry, 1.0, entry.label
    entry = index.entries.get(joined(found))
    if entry:
        return entry, 0.99, f"{entry.label}, written with a hyphen"
    light = phrase_words().light
    for words in (word_key(key), word_key(tuple(f for f in key if f not in light))):
        entry = index.by_words.get(words) if len(words) > 1 else None
        if entry and not entry.exact:
            return entry, 0.95, f"{entry.label}, in another word order"
    return None


def _chunks(text: str, found: list[Token]) -> list[tuple[str, list[Token]]]:
    """The phrase cut at prepositions, conjunctions and punctuation: (what cuts, tokens)."""
    breaks = phrase_words().breaks
    chunks: list[tuple[str, list[Token]]] = [("", [])]
    for number, token in enumerate(found):
        gap = text[found[number - 1].end : token.start] if number else ""
        if token.form in breaks:
            chunks.append((token.form, []))
            continue
        if any(c in _PUNCTUATION for c in gap) and chunks[-1][1]:
            chunks.append((",", []))
        chunks[-1][1].append(token)
    return [(cut, chunk) for cut, chunk in chunks if chunk]


def _by_parts(
    chunks: list[tuple[str, list[Token]]],
    kind: str,
    index: PhraseIndex,
    concepts: Mapping[str, Concept],
) -> Link | None:
    words = phrase_words()
    for number, (cut, chunk) in enumerate(chunks):
        if number and cut != "," and cut not in words.through:
            return None
        fitted = _fit(chunk, kind, index, concepts)
        if fitted is not None:
            return _with_rest(fitted, chunks[number + 1 :], kind, index, concepts)
        empty = all(t.form in words.light or t.form in words.heads[kind] for t in chunk)
        if not empty:
            return None
    return None


def _fit(
    chunk: list[Token], kind: str, index: PhraseIndex, concepts: Mapping[str, Concept]
) -> Link | None:
    """The concept at the end of a chunk, heads that only point passed over."""
    words = phrase_words()
    end = len(chunk)
    while end:
        for start in range(end):
            entry = index.entries.get(tuple(t.form for t in chunk[start:end]))
            if entry is None or (entry.upper and not chunk[start].upper):
                continue
            unknown = [t.form for t in chunk[:start] if t.form not in words.light]
            concept = concepts[entry.concept_id]
            if entry.exact and (unknown or end < len(chunk)):
                continue
            if unknown and (concept.broad or _names_another(chunk[:start], index, concept)):
                return None
            score = 0.98 * (end - start) / (end - start + len(unknown))
            if score < THRESHOLDS[kind]:
                return None
            return Link(concept.id, concept.name, score, _reason(entry, concept, unknown))
        if chunk[end - 1].form not in words.heads[kind]:
            return None
        end -= 1
    return None


def _names_another(rest: list[Token], index: PhraseIndex, concept: Concept) -> bool:
    """Whether what stands before the match ends in an unrelated outcome (*sleep apnea risk*)."""
    if concept.kind == "substance":
        return False
    return any(
        (entry := index.entries.get(tuple(t.form for t in rest[start:]))) is not None
        and not entry.exact
        and entry.concept_id not in (*concept.is_a, *concept.form_of, *concept.concerns)
        for start in range(len(rest))
    )


def _reason(entry: Entry, concept: Concept, unknown: list[str]) -> str:
    reason = f"the head of the phrase is the {entry.label} of {concept.name}"
    return f"{reason}; not explained: {' '.join(unknown)}" if unknown else reason


def _with_rest(
    link: Link,
    rest: list[tuple[str, list[Token]]],
    kind: str,
    index: PhraseIndex,
    concepts: Mapping[str, Concept],
) -> Link | None:
    """Lower the score for what follows the head and is not part of a list."""
    words = phrase_words()
    unexplained = 0
    for cut, chunk in rest:
        if cut in (",", "and", "or") or _fit(chunk, kind, index, concepts) is not None:
            continue
        unexplained += sum(t.form not in words.light for t in chunk)
    if not unexplained:
        return link
    if concepts[link.concept_id].broad and kind == "outcome":
        return None
    score = link.score * 2 / (2 + min(unexplained, 2) / 2)
    if score < THRESHOLDS[kind]:
        return None
    return Link(link.concept_id, link.name, score, f"{link.reason}; what follows is left out")
