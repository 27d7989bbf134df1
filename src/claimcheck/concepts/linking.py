"""The concept that a noun phrase is about, by its head.

*Severe chronic joint pain*, *pain in the joints* and *symptoms of joint pain* are about joint
pain; *copper absorption* is not about digestion. A phrase is tried whole, then in another word
order, then in parts: modifiers that change nothing (severe, daily) and heads that only point
(levels, symptoms, capsules) are passed over, and what is left unexplained lowers the score.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from .chunks import LIST_CUTS, Chunk, cut_phrase, phrase_words
from .index import Entry, PhraseIndex, joined, word_key
from .model import Concept, Link
from .normalise import Token, tokens

#: Lowest score of a link. Brand and place names stand before substances, so those may be longer
#: than the name itself; an unknown word before an outcome mostly makes it another outcome.
THRESHOLDS: Final = {"substance": 0.3, "outcome": 0.6}
#: Scores of the two guesses about substances below.
_SPECIFIC_SCORE: Final = 0.9
_ONLY_NAMED_SCORE: Final = 0.5
#: More substances than this in a phrase, and no head: the phrase is not about one of them.
_MOST_NAMED: Final = 2
#: What leads from a class of compounds to the substance they are in.
_CONTAINED_IN: Final = frozenset(("of", "in", "from"))
#: Heads after which the name of an organ alone stands for its health.
_WELL: Final = frozenset(
    ("function", "functioning", "health", "wellness", "performance", "support")
)
#: What follows the cause of an outcome.
_CAUSED: Final = frozenset(("induced", "related", "associated"))
#: Heads that make a function a complaint.
_ILL: Final = frozenset(
    (
        "problem",
        "issue",
        "condition",
        "concern",
        "disorder",
        "disturbance",
        "complaint",
        "difficulty",
        "trouble",
        "discomfort",
    )
)


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """What a phrase is matched with: the names of one kind, and the concepts behind them."""

    kind: str
    index: PhraseIndex
    concepts: Mapping[str, Concept]

    @property
    def heads(self) -> frozenset[str]:
        return phrase_words().heads[self.kind]

    def link(self, concept: Concept, score: float, reason: str) -> Link | None:
        """A link, where its score is high enough."""
        if score < THRESHOLDS[self.kind]:
            return None
        return Link(concept.id, concept.name, score, reason)


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
    lexicon = _Lexicon(kind, index, concepts)
    chunks = cut_phrase(text, found, index)
    if kind == "outcome":
        return _by_parts(chunks, lexicon)
    link = _by_parts(chunks, lexicon)
    if link is None:
        return _only_named(found, lexicon)
    if concepts[link.concept_id].group == "class":
        return _more_specific(link, chunks, lexicon) or link
    return link


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


def _by_parts(chunks: list[Chunk], lexicon: _Lexicon, exact: bool = True) -> Link | None:
    """The concept of the first part that is not empty; lists are about their first member.

    exact (bool): whether a name that must be the whole phrase may stand in the first part.
    """
    words = phrase_words()
    for number, (cut, chunk) in enumerate(chunks):
        if number and cut not in LIST_CUTS and cut not in words.through:
            return None
        rest = chunks[number + 1 :]
        pointing = all(t.form in words.light or t.form in lexicon.heads for t in chunk)
        if pointing and rest and rest[0][0] == "of" and lexicon.kind == "outcome":
            return _by_parts(rest, lexicon, exact=_only_well(chunk))
        fitted = _fit(chunk, lexicon, exact)
        if fitted is not None:
            return _general_of(fitted, rest, lexicon) or _with_rest(fitted, rest, lexicon)
        if not pointing:
            return None
    return None


def _general_of(link: Link, rest: list[Chunk], lexicon: _Lexicon) -> Link | None:
    """*Balance of the gut flora* is about the gut flora: what a general outcome is said of."""
    concept = lexicon.concepts[link.concept_id]
    if concept.group != "general" or not rest or rest[0][0] in LIST_CUTS:
        return None
    return _by_parts(rest, lexicon)


def _fit(chunk: list[Token], lexicon: _Lexicon, exact: bool = True) -> Link | None:
    """The concept at the end of a chunk, heads that only point and light words passed over."""
    words = phrase_words()
    for end in range(len(chunk), 0, -1):
        for start in range(end):
            entry = lexicon.index.entries.get(tuple(t.form for t in chunk[start:end]))
            if entry is None or (entry.upper and not chunk[start].upper):
                continue
            concept = lexicon.concepts[entry.concept_id]
            general = concept.broad and concept.group != "harm"
            before = chunk[:start] if general else _after_cause(chunk[:start])
            unknown = [t.form for t in before if t.form not in words.light]
            if entry.exact and (not exact or unknown or not _only_well(chunk[end:])):
                continue
            if unknown and lexicon.kind == "substance" and chunk[start].form in lexicon.heads:
                break  # *ginger tea*, *garlic supplements*: the head only points at what precedes
            if concept.group == "function" and any(t.form in _ILL for t in chunk[end:]):
                return None  # *bone-related issues* are not bone health
            if unknown and concept.broad:
                break  # *wound-healing properties* are no healing properties in general
            if unknown and _names_another(chunk[:start], concept, lexicon):
                return None
            score = 0.98 * (end - start) / (end - start + len(unknown))
            return lexicon.link(concept, score, _reason(entry, concept, unknown))
        if chunk[end - 1].form not in lexicon.heads and chunk[end - 1].form not in words.light:
            return None
    return None


def _after_cause(before: list[Token]) -> list[Token]:
    """The modifiers without what the outcome is said to come from (*chemotherapy-induced*)."""
    for at in range(len(before) - 1, 0, -1):
        if before[at].form in _CAUSED:
            return before[at:]
    return before


def _only_well(tail: list[Token]) -> bool:
    """Whether what follows the name of an organ speaks of its working (*blood vessel function*)."""
    light = phrase_words().light
    return all(t.form in _WELL or t.form in light for t in tail)


def _names_another(rest: list[Token], concept: Concept, lexicon: _Lexicon) -> bool:
    """Whether what stands before the match ends in an unrelated outcome (*sleep apnea risk*)."""
    if concept.kind == "substance":
        return False
    return any(
        (entry := lexicon.index.entries.get(tuple(t.form for t in rest[start:]))) is not None
        and not entry.exact
        and entry.concept_id not in (*concept.is_a, *concept.form_of, *concept.concerns)
        for start in range(len(rest))
    )


def _reason(entry: Entry, concept: Concept, unknown: list[str]) -> str:
    reason = f"the head of the phrase is the {entry.label} of {concept.name}"
    return f"{reason}; not explained: {' '.join(unknown)}" if unknown else reason


def _with_rest(link: Link, rest: list[Chunk], lexicon: _Lexicon) -> Link | None:
    """Lower the score for what follows the head and is not part of a list."""
    words = phrase_words()
    unexplained = 0
    for cut, chunk in rest:
        if cut in LIST_CUTS or _fit(chunk, lexicon) is not None:
            continue
        unexplained += sum(t.form not in words.light for t in chunk)
    if not unexplained:
        return link
    concept = lexicon.concepts[link.concept_id]
    if concept.broad and lexicon.kind == "outcome" and concept.group != "harm":
        return None
    score = link.score * 2 / (2 + min(unexplained, 2) / 2)
    return lexicon.link(concept, score, f"{link.reason}; what follows is left out")


def _named(found: list[Token], lexicon: _Lexicon) -> list[Concept]:
    """The substances named anywhere in a phrase, in order, each once.

    Classes are left out, and words that only point when they stand in a phrase (*tea*, *oil*).
    """
    named: dict[str, Concept] = {}
    at = 0
    while at < len(found):
        match = lexicon.index.longest_from(found, at)
        if match is None:
            at += 1
            continue
        begin, (at, entry) = at, match
        concept = lexicon.concepts[entry.concept_id]
        pointing = at - begin == 1 and found[begin].form in lexicon.heads
        if concept.group != "class" and not pointing:
            named.setdefault(concept.id, concept)
    return list(named.values())


def _more_specific(link: Link, chunks: list[Chunk], lexicon: _Lexicon) -> Link | None:
    """The substance that a class of compounds is said to be in.

    *Spirulina's protein content* and *antioxidants in spirulina* are about spirulina;
    *antioxidants such as vitamin C* stays with the class.
    """
    before = _named(chunks[0][1], lexicon)
    within = [_named(chunk, lexicon) for cut, chunk in chunks[1:] if cut in _CONTAINED_IN]
    for named in (before, *within):
        if named:
            reason = f"a phrase about {link.name} of or in {named[0].name}"
            return lexicon.link(named[0], _SPECIFIC_SCORE, reason)
    return None


def _only_named(found: list[Token], lexicon: _Lexicon) -> Link | None:
    """The substance of a phrase whose head is none (*interaction of vitamin E with others*)."""
    named = _named(found, lexicon)
    if not named or len(named) > _MOST_NAMED:
        return None
    reason = f"not explained as a whole; the first substance that it names is {named[0].name}"
    return lexicon.link(named[0], _ONLY_NAMED_SCORE, reason)
