"""What a page is about: the agent of every claim that names none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from ...concepts import KnowledgeBase, Mention
from ..lexicons import Entries, Lexicon, read_lexicon
from ..words import phrase_pattern

#: A page without a telling title is about the substance that it mentions at least so often, and
#: with at least this share of all mentions.
MENTIONS: Final = 3
SHARE: Final = 0.25
#: A mention in a title or heading counts for so many in the text.
TITLE_WEIGHT: Final = 8
HEADING_WEIGHT: Final = 2
_UNSPECIFIC: Final = frozenset(("behaviour", "class", "hormone", "medicine-class", "toxin"))
_CUTS: Final = re.compile(r"\s*[:|]\s+|\s+[–—-]\s+|\s*[(!?]")


class AgentFile(Lexicon):
    """agents.toml."""

    pronouns: Entries
    possessives: Entries
    determiners: Entries
    generic: Entries
    lacks: Entries
    excesses: Entries
    title_before: Entries
    title_after: Entries
    bystanders: Entries
    effects: Entries


@dataclass(frozen=True)
class AgentWords:
    """agents.toml, as patterns."""

    file: AgentFile
    generic: re.Pattern[str]
    lacks: re.Pattern[str]
    excesses: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]


@cache
def agent_words() -> AgentWords:
    """The lexicon of the package. RAISES: ConfigurationError where its file is not valid."""
    file = read_lexicon("claims/agents.toml", AgentFile)
    return AgentWords(
        file,
        phrase_pattern(file.generic),
        phrase_pattern(file.lacks),
        phrase_pattern(file.excesses),
        phrase_pattern(file.title_before),
        phrase_pattern(file.title_after),
    )


@dataclass(frozen=True, slots=True)
class Topic:
    """`name` is "" where the page is about nothing in particular; `concept_id` may be None."""

    name: str
    concept_id: str | None
    reason: str

    def to_plain(self) -> dict[str, Any]:
        """Plain data for `doc._.topic`."""
        return {"name": self.name, "concept_id": self.concept_id, "reason": self.reason}


def find_topic(
    title: str,
    units: Sequence[Mapping[str, Any]],
    kb: KnowledgeBase,
    tagged: Iterable[str] = (),
    mentions: Sequence[Sequence[Mention]] | None = None,
) -> Topic:
    """The substance that a page is about.

    title (str): of the page. units: rows of `unit_data`. kb: for names of substances.
    tagged (iterable of str): agents as the tagger found them, for names the lexicon lacks.
    mentions: `specific_mentions` of each unit, where they are known already.
    """
    if mentions is None:
        mentions = [specific_mentions(unit["text"], kb) for unit in units]
    counts, surface = _counted(units, mentions)
    in_title = [(m.concept_id, m.span.cut(title)) for m in specific_mentions(title, kb)]
    if in_title:
        best = max(in_title, key=lambda found: (counts[found[0]], -in_title.index(found)))
        short = _short_title(title)
        link = kb.link(short, "substance") if short else None
        if link is not None and link.concept_id == best[0]:
            return Topic(short, link.concept_id, "named by the title")
        return Topic(best[1], best[0], "named in the title")
    if counts:
        total = sum(counts.values())
        concept, count = counts.most_common(1)[0]
        if count >= MENTIONS and count >= SHARE * total:
            return Topic(surface[concept].most_common(1)[0][0], concept, "mentioned most")
    names = Counter(name.strip() for name in tagged if name.strip())
    name, count = names.most_common(1)[0] if names else ("", 0)
    if name and (count >= MENTIONS or (title and name.lower() in title.lower())):
        return Topic(name, None, "the agent named most")
    short = _short_title(title)
    if short and (kb.link(short, "substance") is not None or _is_said(short, units)):
        return Topic(short, None, "the title")
    return Topic("", None, "")


def specific_mentions(text: str, kb: KnowledgeBase) -> list[Mention]:
    """Substances that a page may be about: not behaviours, classes or poisons."""
    found = kb.find(text, "substance")
    return [m for m in found if kb.concepts[m.concept_id].group not in _UNSPECIFIC]


def _counted(
    units: Sequence[Mapping[str, Any]], mentions: Sequence[Sequence[Mention]]
) -> tuple[Counter[str], dict[str, Counter[str]]]:
    counts: Counter[str] = Counter()
    surface: dict[str, Counter[str]] = {}
    for unit, own in zip(units, mentions, strict=True):
        weight = HEADING_WEIGHT if unit["kind"] == "heading" else 1
        for mention in own:
            counts[mention.concept_id] += weight
            name = mention.span.cut(unit["text"])
            surface.setdefault(mention.concept_id, Counter())[name] += 1
    return counts, surface


def _is_said(name: str, units: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the text says a name that its title may be (*Health briefs* is none)."""
    wanted = name.casefold()
    return any(wanted in u["text"].casefold() for u in units if u["kind"] != "heading")


def _short_title(title: str) -> str:
    """The name in a title: *The Benefits of Barley Grass and How to …* is *Barley Grass*."""
    words = agent_words()
    pieces = [piece for piece in _CUTS.split(title) if piece.strip()]
    if not pieces:
        return ""
    name = pieces[0].strip()
    lead = list(words.before.finditer(name))
    if lead:
        name = name[lead[-1].end() :].strip()
    tail = words.after.search(name)
    if tail and tail.start():
        name = name[: tail.start()].strip()
    name = re.sub(r"^(?:the|a|an)\s+", "", name, flags=re.IGNORECASE).strip(" ,.;")
    return name if len(name.split()) <= 5 else ""
