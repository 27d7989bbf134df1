"""Who acts in a claim: the words that name the agent, and the name that they stand for.

In this order: a name inside the claim or before it in its clause; a pronoun or *this herb*, taken
back to the agent named last; for a claim that names none, the agent of the claim before it in the
unit, of its lead-in, bold label, question or table header, of its heading, or the page's topic.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from ...concepts import KnowledgeBase, Mention
from ...spans import Span, trim
from ..clauses import clause_at, clauses_of
from ..grammar import grammar
from ..verbs import verb_lexicon
from ..words import Word, words_in, words_of
from .subjects import own_subject
from .topic import Topic, agent_words, specific_mentions

#: How many words of a claim may stand before its subject.
_EARLY: Final = 6
#: How many units back a pronoun may point.
_NEAR: Final = 3
#: Share of a bold label that a substance's name must make up for the label to be the name.
_SURE: Final = 0.8
_RELATIVE: Final = ("which", "that")
_ARTICLE: Final = re.compile(r"^(?:the|a|an|your|our|my|this|these)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AgentDraft:
    """`span` counts in the unit's clean text, None where the agent is implied.

    resolved (str): its name. source (str): `named`, `pronoun`, `shared`, `lead_in`, `label`,
    `question`, `header`, `heading`, `topic` or `none`: what supplied the name.
    """

    span: Span | None
    resolved: str
    source: str


@dataclass
class AgentContext:
    """What one unit offers to the claims in it and after it.

    names: the agents tagged in a unit, by the unit's index. leads: the resolved agent of the last
    claim (or the first name) of a unit, by index. mentions: `specific_mentions` of each unit, where
    they are known already.
    """

    units: Sequence[Mapping[str, Any]]
    names: Mapping[int, Sequence[Span]]
    topic: Topic
    kb: KnowledgeBase
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    mentions: Sequence[Sequence[Mention]] | None = None
    leads: dict[int, str] = field(default_factory=dict)


def resolve_agents(
    unit: Mapping[str, Any],
    claims: Sequence[Span],
    context: AgentContext,
    outcomes: Sequence[Span] = (),
) -> list[AgentDraft]:
    """The agents of a unit's claims, in order; notes the unit's main agent in `context.leads`.

    Units must come in the order of the page. outcomes: those tagged in the unit: none is an agent.
    """
    found: list[AgentDraft] = []
    names = names_in(unit["index"], context)
    for claim in claims:
        found.append(_resolve(unit, claim, names, found, context, outcomes))
    lead = next((a.resolved for a in found if a.source in ("named", "pronoun") and a.resolved), "")
    if not lead and not claims and names:
        lead = clean_name(names[0].cut(unit["text"]), context.abbreviations)
    if lead:
        context.leads[unit["index"]] = lead
    return found


def names_in(index: int, context: AgentContext) -> list[Span]:
    """The names of agents in a unit: the tagger's, or else the lexicon's substances."""
    text = context.units[index]["text"]
    tagged = [span for span in context.names.get(index, ()) if not is_generic(span.cut(text))]
    if tagged:
        return sorted(tagged)
    known = context.mentions
    found = specific_mentions(text, context.kb) if known is None else known[index]
    return [mention.span for mention in found]


def _resolve(
    unit: Mapping[str, Any],
    claim: Span,
    names: Sequence[Span],
    earlier: Sequence[AgentDraft],
    context: AgentContext,
    outcomes: Sequence[Span],
) -> AgentDraft:
    text = unit["text"]
    tagged = [s for s in context.names.get(unit["index"], ()) if not is_generic(s.cut(text))]
    clause = clause_at(text, claim.start)
    inner = [_clipped(span, clause) for span in tagged if span.overlaps(claim)]
    pronoun = _pronoun(text, claim)
    if inner and (pronoun is None or inner[0].start <= pronoun.end):
        return _named(text, inner[0], context)
    if pronoun is not None:
        name = _antecedent(unit, pronoun, names, earlier, context)
        return AgentDraft(pronoun, name, "pronoun")
    if inner:
        return _named(text, inner[0], context)
    state = _state(text, claim)
    if state is not None:
        name = _antecedent(unit, state[0], names, earlier, context)
        said = state[1].format(name=name) if name else state[0].cut(text)
        return AgentDraft(state[0], said, "pronoun")
    subject = own_subject(text, claim, outcomes, context.kb)
    if subject is not None:
        return _named(text, subject, context)
    own = _own_substance(text, claim, context) if not tagged else None
    if own is not None:
        return _named(text, own, context)
    before = [s for s in tagged if s.end <= claim.start]
    near = [s for s in before if s.start >= clause.start]
    if near:
        return _named(text, near[-1], context)
    pronoun = _pronoun(text, Span(min(clause.start, claim.start), claim.start))
    if pronoun is not None:
        name = _antecedent(unit, pronoun, names, earlier, context)
        return AgentDraft(pronoun, name, "pronoun")
    if earlier and earlier[-1].resolved:
        return AgentDraft(None, earlier[-1].resolved, "shared")
    if before:
        return _named(text, before[-1], context)
    after = [s for s in tagged if s.start >= claim.end and _reaches(text, claim, s)]
    if after and unit["kind"] == "sentence":
        return _named(text, after[0], context)
    return _implied(unit, context)


def _reaches(text: str, claim: Span, name: Span) -> bool:
    """Whether a name behind a claim is its agent: in its clause, or in the main clause after an
    opening phrase (*By relaxing vessels, magnesium …*)."""
    if ":" in text[claim.end : name.start]:
        return False
    clauses = clauses_of(text)
    first = next((i for i, c in enumerate(clauses) if c.overlaps(claim)), 0)
    here = next((i for i, c in enumerate(clauses) if c.overlaps(name)), first)
    if here == first:
        return True
    opening = words_of(text[claim.start : claim.end])[0].lower
    opens = not text[: claim.start].strip() and (
        opening in grammar().openers or opening.endswith("ing")
    )
    return opens and here == first + 1


def _own_substance(text: str, claim: Span, context: AgentContext) -> Span | None:
    """The page's own substance, or a form of it, named inside a claim whose agent is not tagged."""
    topic, kb = context.topic.concept_id, context.kb
    if topic is None:
        return None
    for found in specific_mentions(claim.cut(text), kb):
        if kb.same_agent(found.concept_id, topic) is not None:
            return found.span.shift(claim.start)
    return None


def _named(text: str, span: Span, context: AgentContext) -> AgentDraft:
    return AgentDraft(span, clean_name(span.cut(text), context.abbreviations), "named")


def _implied(unit: Mapping[str, Any], context: AgentContext) -> AgentDraft:
    """What the unit's surroundings name, the nearest first."""
    sources: list[tuple[str, int]] = []
    if unit["lead_in_index"] is not None:
        sources.append(("lead_in", unit["lead_in_index"]))
    if unit["question_index"] is not None:
        sources.append(("question", unit["question_index"]))
    sources += [("header", i) for i in unit["header_indices"]]
    for source, index in sources:
        name = context.leads.get(index, "") or _first_name(index, context)
        if name:
            return AgentDraft(None, name, source)
    if unit["label"] and unit["label"] != unit["text"]:
        label = unit["label"].rstrip(": ")
        named = specific_mentions(label, context.kb)
        if named and len(named[0].span) >= _SURE * len(label):
            return AgentDraft(None, label, "label")
    heading = unit["heading_index"]
    if heading is not None and unit["kind"] != "heading":
        name = _first_name(heading, context)
        if name:
            return AgentDraft(None, name, "heading")
    if context.topic.name:
        return AgentDraft(None, context.topic.name, "topic")
    return AgentDraft(None, "", "none")


def _first_name(index: int, context: AgentContext) -> str:
    names = names_in(index, context)
    text = context.units[index]["text"]
    return clean_name(names[0].cut(text), context.abbreviations) if names else ""


def _pronoun(text: str, claim: Span) -> Span | None:
    """A pronoun or *this herb* that is the subject of the claim, near its beginning."""
    lexicon = agent_words().file
    found = words_in(text, claim.start, claim.end)
    words = [word for word in found if word.is_word][:_EARLY]
    for i, word in enumerate(words):
        following = words[i + 1].lower if i + 1 < len(words) else ""
        if word.lower in lexicon.determiners:
            generic = _generic_at(text, word, claim)
            if generic is not None:
                return generic
        if word.lower in lexicon.possessives and i < 2:
            return word.span
        if word.lower in lexicon.pronouns and not (word.lower == "that" and i):
            if word.lower in ("this", "these", "that") and not _is_verb(following):
                continue
            return word.span
    return None


def _state(text: str, claim: Span) -> tuple[Span, str] | None:
    """A subject that leaves the substance out, at the claim's start: its place, and how the name
    is put in (*high doses of {name}*)."""
    lexicon = agent_words()
    words = words_in(text, claim.start, claim.end)
    skipped = 0
    while skipped < len(words) - 1 and (
        words[skipped].lower in ("a", "an", "the", "such", "severe", "taking", "chronic", "mild")
        or words[skipped].lower.endswith("ly")
    ):
        skipped += 1
    if not words:
        return None
    begin = words[skipped].start
    for pattern, form in (
        (lexicon.excesses, "{said} of {{name}}"),
        (lexicon.lacks, "{{name}} {said}"),
    ):
        match = pattern.match(text, begin, claim.end)
        if match and not re.match(r"\s+(?:of|in)\b", text[match.end() :]):
            said = match.group().lower()
            return Span(*match.span()), form.format(said=said)
    return None


def _clipped(span: Span, clause: Span) -> Span:
    """A name without what stands before the claim's clause (*with calcium, magnesium helps*)."""
    start = max(span.start, clause.start)
    return Span(start, span.end) if start < span.end else span


def _is_verb(word: str) -> bool:
    verbs = verb_lexicon()
    return word in verbs.modals or word in verbs.auxiliaries or word in verbs.forms


def _generic_at(text: str, determiner: Word, claim: Span) -> Span | None:
    """*this (ancient) herb*: a generic noun within two words of its determiner."""
    for match in agent_words().generic.finditer(text, determiner.end, claim.end):
        between = text[determiner.end : match.start()].split()
        if len(between) <= 2 and not any(c in ",;.:" for c in text[determiner.end : match.start()]):
            return Span(determiner.start, match.end())
        break
    return None


def _antecedent(
    unit: Mapping[str, Any],
    pronoun: Span,
    names: Sequence[Span],
    earlier: Sequence[AgentDraft],
    context: AgentContext,
) -> str:
    text = unit["text"]
    word = pronoun.cut(text).lower()
    before = [span for span in names if span.end <= pronoun.start]
    if word in _RELATIVE:
        known = [m.span for m in context.kb.find(text[: pronoun.start], "substance")]
        close = [s for s in (*before, *known) if not text[s.end : pronoun.start].strip(" ,")]
        nearest = close or before[-1:] or known[-1:]
        if nearest:
            return clean_name(nearest[0].cut(text), context.abbreviations)
    # A relative clause speaks of what stands before it, the pronoun after it of the main subject.
    main = [a for a in earlier if not (a.span and a.span.cut(text).lower() in _RELATIVE)]
    if main and main[-1].resolved:
        return main[-1].resolved
    if before and " " not in word and not _has_pronoun(text, before[0].start):
        return clean_name(before[0].cut(text), context.abbreviations)
    return _said_before(unit, context) or _implied(unit, context).resolved


def _has_pronoun(text: str, end: int) -> bool:
    """Whether *it* or *they* stands before an offset: then the next one means the same."""
    return any(w.lower in ("it", "they", "its") for w in words_in(text, 0, end))


def _said_before(unit: Mapping[str, Any], context: AgentContext) -> str:
    """The agent of the sentences just before, in the same section."""
    for previous in range(unit["index"] - 1, max(-1, unit["index"] - 1 - _NEAR), -1):
        if context.units[previous]["section"] != unit["section"]:
            break
        if previous in context.leads:
            return context.leads[previous]
    return ""


@lru_cache(4096)
def is_generic(name: str) -> bool:
    """Whether a phrase is a pronoun or only says what kind of thing the agent is."""
    lexicon = agent_words()
    bare = _ARTICLE.sub("", name.strip()).lower()
    return (
        name.strip().lower() in (*lexicon.file.pronouns, *lexicon.file.possessives)
        or bare in lexicon.file.generic
    )


def clean_name(name: str, abbreviations: Mapping[str, str]) -> str:
    """A name without article, possessive and signs at its edges, an abbreviation written out."""
    span = trim(name, Span(0, len(name)), " \t\n*_,;:.\"“”'‘’")
    bare = _ARTICLE.sub("", span.cut(name))
    bare = re.sub(r"[’']s$", "", bare)
    return abbreviations.get(bare, bare)
