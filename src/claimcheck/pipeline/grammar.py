"""Function words (grammar.toml)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache

from .lexicons import Entries, Lexicon, read_lexicon


class GrammarFile(Lexicon):
    """grammar.toml."""

    prepositions: Entries
    determiners: Entries
    joiners: Entries
    copulas: Entries
    subordinators: Entries
    connectives: Entries
    pronouns: Entries
    subjects: Entries
    openers: Entries


@dataclass(frozen=True)
class Grammar:
    """The lists of grammar.toml as sets."""

    prepositions: frozenset[str]
    determiners: frozenset[str]
    joiners: frozenset[str]
    copulas: frozenset[str]
    subordinators: frozenset[str]
    connectives: frozenset[str]
    pronouns: frozenset[str]
    subjects: frozenset[str]
    openers: frozenset[str]


@cache
def grammar() -> Grammar:
    """The lists of the package. RAISES: ConfigurationError where the file is not valid."""
    file = read_lexicon("grammar.toml", GrammarFile)
    return Grammar(
        **{field.name: frozenset(getattr(file, field.name)) for field in fields(Grammar)}
    )
