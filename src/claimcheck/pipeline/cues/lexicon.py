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
from ..words import phrase_pattern


class Category(BaseModel):
    """One category: its name in a sentence, what such a cue does, and its phrases.

    certain: phrases that are cues in every statement, whether the tagger marks them or not.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(min_length=1)]
    explanation: Annotated[str, Field(min_length=1)]
    phrases: Entries
    certain: Entries = ()


class CueFile(Lexicon):
    """The file: one table a category of `labels.CUE_CATEGORIES`."""

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

    def matches(self, text: str, category: str) -> list[Span]:
        """Places of the category's phrases, longest first at each place."""
        return [Span(*match.span()) for match in self.patterns[category].finditer(text)]

    def certain_matches(self, text: str) -> list[tuple[Span, str]]:
        """Places of phrases that are cues in every statement, with their category."""
        return [
            (Span(*match.span()), category)
            for category, pattern in self.certain.items()
            for match in pattern.finditer(text)
        ]

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
    certain = {
        name: phrase_pattern(category.certain)
        for name, category in categories.items()
        if category.certain
    }
    return CueLexicon(categories, patterns, certain)
