"""The words that relate agent and outcome, and their base form.

The relation is read off the claim's own words: the verb, adjective or noun of verbs.toml that
stands nearest before the first outcome (or, in a passive or a heading, behind it), with the
auxiliaries, light verbs and prepositions that belong to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ...spans import Span
from ..grammar import grammar
from ..verbs import VerbLexicon, verb_lexicon
from ..words import Word, words_in, words_of
from .grouping import Anchor, group_of

#: Before *effects*: what the agent causes.
_BAD: Final = frozenset(("side", "adverse", "undesirable", "unwanted", "negative", "toxic"))
#: Relations that only a noun states where no verb does: *reduces the risk of* reduces.
_WEAK: Final = frozenset(("cause", "function", "risk"))
#: Verbs of holding something to be so: *is considered safe* says *be safe*.
_VIEWS: Final = frozenset(("consider", "regard", "believe", "think"))
#: Relations that a heading's noun phrase ends in: *Digestive Support*.
_OWN_EFFECTS: Final = frozenset(
    (
        "aid",
        "boost",
        "enhance",
        "help",
        "improve",
        "manage",
        "prevent",
        "promote",
        "protect",
        "reduce",
        "relieve",
        "support",
        "treat",
    )
)
#: What an agent has rather than does.
_POSSESSIONS: Final = frozenset(
    (
        "properties",
        "property",
        "benefits",
        "benefit",
        "power",
        "potential",
        "effects",
        "effect",
        "activity",
    )
)


@dataclass(frozen=True, slots=True)
class PredicateDraft:
    """`span` counts in the unit's clean text, None where the claim names no relation."""

    span: Span | None
    lemma: str


def find_predicate(
    text: str, claim: Span, agent: Span | None, outcomes: Sequence[Span]
) -> PredicateDraft:
    """The relation that a claim states in its own words.

    text (str): the unit's clean text; the spans count in it.
    RETURNS (PredicateDraft): `lemma` is "" where nothing relates (a bare list item).
    """
    words = words_in(text, claim.start, claim.end)
    taken = [*outcomes, *([agent] if agent else [])]
    free = [not any(span.overlaps(word.span) for span in taken) for word in words]
    for i in _in_brackets(words):
        free[i] = False
    first = _first_outcome(words, agent, outcomes)
    begin = next((i for i, w in enumerate(words) if agent and w.start >= agent.end), 0)
    if begin > first:
        begin = 0
    verbs = verb_lexicon()
    before = _anchors(words, free, range(begin, first), verbs)
    after = _anchors(words, free, range(first, len(words)), verbs)
    anchor = (
        _last_relation(before, words, verbs)
        or _first_relation(after, words, verbs)
        or _last_relation(_anchors(words, free, range(begin), verbs), words, verbs)
        or _inside_outcome(words, free, verbs)
        or _copula(words, free, outcomes, verbs)
    )
    if anchor is None:
        has = bool(outcomes) and words_of(text[: outcomes[-1].end])[-1].lower in _POSSESSIONS
        return PredicateDraft(None, "have" if has else "")
    start, end = group_of(words, free, anchor, verbs)
    if anchor.lemma in _VIEWS and outcomes:
        said = words_of(outcomes[0].cut(text))[0].lower
        if said in verbs.adjectives:
            anchor = Anchor(anchor.at, f"be {said}", anchor.kind)
    return PredicateDraft(Span(words[start].start, words[end].end), anchor.lemma)


def _in_brackets(words: Sequence[Word]) -> list[int]:
    """Words of an insertion: it explains, it does not relate."""
    found, depth = [], 0
    for i, word in enumerate(words):
        depth += word.text == "("
        if depth:
            found.append(i)
        depth -= word.text == ")" and depth > 0
    return found


def _first_outcome(words: Sequence[Word], agent: Span | None, outcomes: Sequence[Span]) -> int:
    """Index of the first word of the first outcome behind the agent; all words where none is."""
    floor = agent.end if agent else 0
    behind = [span for span in outcomes if span.start >= floor] or list(outcomes)
    place = min((span.start for span in behind), default=None)
    if place is None:
        return len(words)
    return next((i for i, word in enumerate(words) if word.end > place), len(words))


def _anchors(
    words: Sequence[Word], free: Sequence[bool], places: range, verbs: VerbLexicon
) -> list[Anchor]:
    found = []
    for i in places:
        if free[i] and (anchor := _anchor(words, i, verbs)):
            found.append(anchor)
    return found


def _anchor(words: Sequence[Word], i: int, verbs: VerbLexicon) -> Anchor | None:
    word = words[i]
    before = words[i - 1].lower if i else ""
    noun = verbs.file.nouns.get(word.lower)
    form = verbs.form(word)
    is_noun = noun is not None and (
        form is None or (form.ending in ("base", "s") and _takes_noun(words, i))
    )
    if is_noun and before in _BAD and word.lower in ("effect", "effects", "reactions"):
        return Anchor(i, "cause", "caused")
    if is_noun and noun is not None:
        return Anchor(i, noun, "weak" if noun in _WEAK else "noun")
    after = words[i + 1].lower if i + 1 < len(words) else ""
    lists = word.lower in ("including", "regarding", "considering", "according")
    owned = before in ("the", "a", "an", "your", "our", "my", "their", "its", "no", "some")
    if form is not None and form.ending == "s" and owned and noun is None:
        return None
    if lists or (form is not None and form.ending == "s" and _is_finite_aux(after, verbs)):
        return None
    if form is not None and form.ending == "base" and before in grammar().determiners:
        direction = verbs.file.directions.get(word.lower)
        return Anchor(i, direction, "direction") if direction else None
    auxiliary = word.lower in verbs.auxiliaries and _is_auxiliary(words, i, verbs)
    if form is not None and not auxiliary:
        return Anchor(i, form.lemma, "light" if form.lemma in verbs.light else "verb")
    if word.lower in verbs.adjectives:
        return Anchor(i, f"be {word.lower}", "adjective")
    if word.lower in verbs.file.directions and before not in verbs.auxiliaries:
        return Anchor(i, verbs.file.directions[word.lower], "direction")
    return None


def _is_finite_aux(word: str, verbs: VerbLexicon) -> bool:
    """*Injectable forms are …*: what stands before an auxiliary is a noun."""
    return word in verbs.modals or word in ("is", "are", "was", "were", "has", "have", "had")


def _takes_noun(words: Sequence[Word], i: int) -> bool:
    """Whether a word that may be noun or verb stands where a noun stands."""
    before = words[i - 1].lower if i else ""
    after = words[i + 1].lower if i + 1 < len(words) else ""
    if before == "to":
        return after in ("of", "in", "for", "from")
    if before in grammar().determiners or before in grammar().prepositions:
        return True
    if after in ("of", "in", "for", "from", "against", "on") or not after:
        return True
    return bool(before) and words[i].text[0].isupper() and words[i - 1].text[0].isupper()


def _is_auxiliary(words: Sequence[Word], i: int, verbs: VerbLexicon) -> bool:
    """Whether another verb or an adjective follows: *is used*, *has been shown*, *is essential*."""
    if words[i].lower in ("be", "is", "are", "was", "were", "been", "being", "am", "'s", "'re"):
        return True
    for word in words[i + 1 : i + 4]:
        if word.lower in verbs.negations or word.lower.endswith("ly"):
            continue
        form = verbs.form(word)
        return word.lower in verbs.auxiliaries or (form is not None and form.ending == "ed")
    return False


def _last_relation(
    anchors: Sequence[Anchor], words: Sequence[Word], verbs: VerbLexicon
) -> Anchor | None:
    """The last anchor that says something; a light verb only where nothing else does."""
    full = [a for a in anchors if a.kind in ("verb", "noun", "direction", "caused")]
    adjectives = [a for a in anchors if a.kind == "adjective" and _predicative(words, a, verbs)]
    others = ([a for a in anchors if a.kind == kind] for kind in ("weak", "light"))
    for group in ([*full, *adjectives], *others):
        if group:
            best = max(group, key=lambda a: a.at)
            return _first_of_pair(best, group, words)
    return None


def _first_relation(
    anchors: Sequence[Anchor], words: Sequence[Word], verbs: VerbLexicon
) -> Anchor | None:
    full = [
        a
        for a in anchors
        if a.kind not in ("light", "weak")
        and (a.kind != "adjective" or _predicative(words, a, verbs))
    ]
    rest = [a for kind in ("weak", "light") for a in anchors if a.kind == kind]
    return next(iter([*full, *rest]), None)


def _copula(
    words: Sequence[Word], free: Sequence[bool], outcomes: Sequence[Span], verbs: VerbLexicon
) -> Anchor | None:
    """*Thiamine is safe*, *it is an antioxidant*: nothing but the copula relates."""
    for i, word in enumerate(words):
        if free[i] and word.lower in grammar().copulas:
            said = next((w.lower for w in words[i + 1 :] if w.lower in verbs.adjectives), "")
            return Anchor(i, f"be {said}".strip(), "copula")
    return None


def _first_of_pair(best: Anchor, group: Sequence[Anchor], words: Sequence[Word]) -> Anchor:
    """Of coordinated verbs that share the outcome (*treat and prevent*) the first."""
    for anchor in group:
        gap = words[anchor.at + 1 : best.at]
        if anchor.kind == best.kind and len(gap) == 1 and gap[0].lower in grammar().joiners:
            return anchor
    return best


def _predicative(words: Sequence[Word], anchor: Anchor, verbs: VerbLexicon) -> bool:
    """Whether an adjective is said of the agent, not part of a noun phrase."""
    after = words[anchor.at + 1].lower if anchor.at + 1 < len(words) else ""
    return after in grammar().prepositions or not after or not after[0].isalnum()


def _inside_outcome(
    words: Sequence[Word], free: Sequence[bool], verbs: VerbLexicon
) -> Anchor | None:
    """A direction that the outcome itself names: *stronger bones*, *Improved Sleep*."""
    for i, word in enumerate(words):
        if free[i]:
            continue
        if word.lower in verbs.file.directions:
            return Anchor(i, verbs.file.directions[word.lower], "direction")
        form = verbs.form(word)
        if i == 0 and form is not None and form.ending in ("ed", "ing"):
            return Anchor(i, form.lemma, "own")
    last = next((i for i in reversed(range(len(words))) if words[i].is_word), None)
    noun = verbs.file.nouns.get(words[last].lower) if last else None
    if last and noun in _OWN_EFFECTS:
        return Anchor(last, noun, "own")
    return None
