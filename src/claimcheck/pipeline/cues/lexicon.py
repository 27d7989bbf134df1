"""The lexicon of cues (cues.toml)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from ...labels import CUE_CATEGORIES
from ...spans import Span
from ..lexicons import Entries, Lexicon, read_lexicon
from ..words import phrase_pattern, word_set


class Category(BaseModel):
    """One category: its name in a sentence, what such a cue does, and its phrases.

    certain: phrases that are cues in every statement, whether the tagger marks them or not.
    certain_phrases: the same, together with what they govern.
    never: phrases in which no word is a cue of the category.
    bare: words before which an auxiliary is no part of the cue.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(min_length=1)]
    explanation: Annotated[str, Field(min_length=1)]
    phrases: Entries
    certain: Entries = ()
    certain_phrases: Entries = ()
    never: Entries = ()
    bare: Entries = ()


class Unstated(BaseModel):
    """How instructions, advice and disclaimers are worded."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    orders: Entries
    nouns: Entries
    advice: Entries
    disclaimers: Entries


class Reported(BaseModel):
    """Words of attributions that have a subject and a verb."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sources: Entries
    verbs: Entries
    adverbs: Entries


class CueFile(Lexicon):
    """The file: one table a category of `labels.CUE_CATEGORIES`."""

    unstated: Unstated
    reported: Reported
    modal: Category
    epistemic: Category
    attribution: Category
    approximator: Category
    condition: Category
    softener: Category
    evidence_gap: Category
    booster: Category
    negation: Category


@dataclass(frozen=True)
class CueLexicon:
    """Categories by name, and patterns for the phrases of each."""

    categories: dict[str, Category]
    patterns: dict[str, re.Pattern[str]]
    certain: dict[str, re.Pattern[str]]
    never: dict[str, re.Pattern[str]]
    unstated: Unstated
    reports: re.Pattern[str]
    sources: frozenset[str]

    def matches(self, text: str, category: str) -> list[Span]:
        """Places of the category's phrases, longest first at each place."""
        return [Span(*match.span()) for match in self.patterns[category].finditer(text)]

    def certain_matches(self, text: str) -> list[tuple[Span, str]]:
        """Places of phrases that are cues in every statement, with their category."""
        found = [
            (Span(*match.span()), category)
            for category, pattern in self.certain.items()
            for match in pattern.finditer(text)
        ]
        return found + [(span, "attribution") for span in self.reports_in(text)]

    def reports_in(self, text: str) -> list[Span]:
        """Places of *Recent studies further substantiate*, at the start of a clause."""
        if self.sources.isdisjoint(word_set(text)):
            return []
        return [Span(*match.span(1)) for match in self.reports.finditer(text)]

    def denies(self, text: str, span: Span, category: str) -> bool:
        """Whether a stretch stands in a phrase in which it is no cue of the category."""
        pattern = self.never.get(category)
        if pattern is None:
            return False
        return any(Span(*match.span()).overlaps(span) for match in pattern.finditer(text))

    def name(self, category: str) -> str:
        """How a sentence calls a cue of the category."""
        return self.categories[category].name

    def explanation(self, category: str) -> str:
        """What a cue of the category does to a claim."""
        return self.categories[category].explanation


@cache
def cue_lexicon() -> CueLexicon:
    """The lexicon of the package. RAISES: ConfigurationError where its file is not valid."""
    file = read_lexicon("cues/cues.toml", CueFile)
    categories: dict[str, Category] = {name: getattr(file, name) for name in CUE_CATEGORIES}
    patterns = {name: phrase_pattern(category.phrases) for name, category in categories.items()}
    certain = {n: _certain(c) for n, c in categories.items() if c.certain or c.certain_phrases}
    never = {n: phrase_pattern(c.never) for n, c in categories.items() if c.never}
    return CueLexicon(
        categories,
        patterns,
        certain,
        never,
        file.unstated,
        _reports(file.reported),
        frozenset(file.reported.sources),
    )


def _certain(category: Category) -> re.Pattern[str]:
    alone = [phrase_pattern(category.certain).pattern] if category.certain else []
    if category.certain_phrases:
        # What such a phrase governs ends at a sign; a dash between two words is none.
        alone.append(phrase_pattern(category.certain_phrases).pattern + r"[^,;:.()!?—–]*(?<=\S)")
    return re.compile("|".join(alone), re.IGNORECASE)


def _reports(words: Reported) -> re.Pattern[str]:
    """A few words with a source, what it is about, auxiliaries, and a verb of reporting."""
    joins = "and|as|because|but|for|if|in|of|or|that|though|to|when|while|with"
    about = r"(?:by|conducted|from|in|into|involving|of|on|published|using|with)\s[^,;.]{0,60}?"
    start = r"(?:^|(?<=[,;:—]\s)|(?<=\band\s)|(?<=\bbut\s)|(?<=\bwhile\s)|(?<=\bthat\s))"
    source = rf"(?:(?!(?:{joins})\s)[\w’'-]+\s){{0,4}}(?:{'|'.join(words.sources)})\s"
    auxiliaries = r"(?:(?:has|have|had|is|are)\s)?"
    adverb = rf"(?:(?:{'|'.join(words.adverbs)})\s)?"
    verb = rf"(?:{'|'.join(sorted(words.verbs, key=len, reverse=True))})(?=\s)"
    return re.compile(rf"{start}({source}(?:{about}\s)?{auxiliaries}{adverb}{verb})", re.IGNORECASE)
