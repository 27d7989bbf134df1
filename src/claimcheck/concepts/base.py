"""The knowledge base: concepts, linking of phrases, and what may be compared with what."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from .index import PhraseIndex, find_mentions
from .linking import link_phrase
from .loading import DATA, read_lexicons
from .model import PREFIXES, Concept, Link, Mention
from .relations import agents_near, ancestors, outcomes_near, related

#: Phrases whose link is remembered, and concepts whose neighbours are.
CACHE_SIZE: Final = 65536


class KnowledgeBase:
    """Substances and outcomes of the package and of the user's own lexicons. Immutable."""

    def __init__(self, paths: Sequence[Path]) -> None:
        """Read lexicon files.

        paths (sequence of Path): files of the format of docs/concepts.md.
        RAISES: ConfigurationError for a file that is not valid, or a name of two concepts.
        """
        concepts = read_lexicons(paths)
        self.concepts: Mapping[str, Concept] = MappingProxyType(concepts)
        self._indexes = {
            kind: PhraseIndex(c for c in concepts.values() if c.kind == kind) for kind in PREFIXES
        }
        digest = hashlib.sha256()
        for path in (*paths, DATA.parent / "phrases.toml"):
            digest.update(hashlib.sha256(path.read_bytes()).digest())
        #: Hash of the data: another fingerprint means that ids or links may differ.
        self.fingerprint: str = digest.hexdigest()
        self._link = lru_cache(CACHE_SIZE)(self._link_uncached)
        self._near = lru_cache(CACHE_SIZE)(self._near_uncached)

    def link(self, text: str, kind: str) -> Link | None:
        """The best concept for a noun phrase, by its head, or None when nothing fits well.

        text (str): a noun phrase as it stands in a text.
        kind (str): `substance` or `outcome`. An outcome that is no outcome of the lexicon but a
            substance in so many words (the medicine that a harm claim names) links to that.
        RAISES: ValueError for another kind.
        """
        if kind not in PREFIXES:
            raise ValueError(f"unknown kind of concept: {kind!r}")
        return self._link(text, kind)

    def _link_uncached(self, text: str, kind: str) -> Link | None:
        link = link_phrase(text, kind, self._indexes[kind], self.concepts)
        if link is not None or kind == "substance":
            return link
        named = link_phrase(text, "substance", self._indexes["substance"], self.concepts)
        if named is None or "not explained" in named.reason:
            return None
        return Link(named.concept_id, named.name, named.score, f"a substance: {named.reason}")

    def find(self, text: str, kind: str | None = None) -> list[Mention]:
        """All longest names of concepts in a running text, word-bounded, sorted by place.

        kind (str or None): only of this kind; mentions of different kinds may overlap.
        """
        wanted = {k: i for k, i in self._indexes.items() if kind in (None, k)}
        return find_mentions(text, wanted)

    def ancestors(self, concept_id: str) -> frozenset[str]:
        """The concept and everything that it is a kind of.

        RAISES: KeyError for an unknown id.
        """
        return ancestors(concept_id, self.concepts)

    def same_agent(self, a: str, b: str) -> str | None:
        """Why two substances may be compared (same, or one a form or constituent of the other).

        RETURNS (str or None): a reason for a reader, or None.
        """
        return related(a, b, self._near(a), self._near(b))

    def same_outcome(self, a: str, b: str) -> str | None:
        """Why two outcomes stand at the same level of detail (guidelines 8), or None."""
        return related(a, b, self._near(a), self._near(b))

    def block_keys(self, concept_id: str) -> frozenset[str]:
        """Keys of which two comparable concepts share at least one."""
        return frozenset(self._near(concept_id))

    def _near_uncached(self, concept_id: str) -> dict[str, str]:
        if self.concepts[concept_id].kind == "substance":
            return agents_near(concept_id, self.concepts)
        return outcomes_near(concept_id, self.concepts)


@lru_cache(1)
def _default() -> KnowledgeBase:
    return KnowledgeBase(default_paths())


def default_paths() -> tuple[Path, ...]:
    """The lexicon files of the package, sorted by name."""
    return tuple(sorted(DATA.glob("*.toml")))


def load_knowledge_base(extra: Sequence[Path] = ()) -> KnowledgeBase:
    """The package's knowledge base, with the user's own lexicons added.

    extra (sequence of Path): lexicon files of the same format. Without any, the same object is
        given at each call.
    RAISES: ConfigurationError for a lexicon that is not valid.
    """
    return KnowledgeBase((*default_paths(), *extra)) if extra else _default()
