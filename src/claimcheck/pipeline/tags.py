"""Tag schemes of the token layers.

Each layer is decoded as a linear chain (Lafferty et al. 2001) with the scheme's hard constraints:
a claim is `B I* E` or `S` (BIOES tells where it ends, so that a weak token in the middle does not
cut it in two), the other layers are `B I*`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from ..labels import CUE_CATEGORIES

IMPOSSIBLE: Final = -1e4


@dataclass(frozen=True)
class TokenSpan:
    """Tokens `first` to `last` (half-open), with the layer's label."""

    first: int
    last: int
    label: str


@dataclass(frozen=True)
class Layer:
    """One token layer: `name`, its span labels, and whether ends are tagged (BIOES)."""

    name: str
    labels: tuple[str, ...]
    tag_ends: bool = False

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """Tag names, `O` first, e.g. `B-modal`."""
        prefixes = "BIES" if self.tag_ends else "BI"
        return ("O", *(f"{prefix}-{label}" for label in self.labels for prefix in prefixes))

    @cached_property
    def index(self) -> dict[str, int]:
        """Tag name → column of the layer's scores."""
        return {tag: i for i, tag in enumerate(self.tags)}

    @cached_property
    def allowed(self) -> np.ndarray:
        """(tags, tags) bool: whether the column's tag may follow the row's."""
        return np.array([[self._may_follow(a, b) for b in self.tags] for a in self.tags])

    @cached_property
    def may_start(self) -> np.ndarray:
        """(tags,) bool: whether a sequence may begin with the tag."""
        return np.array([self._may_follow("O", tag) for tag in self.tags])

    @cached_property
    def may_end(self) -> np.ndarray:
        """(tags,) bool: whether a sequence may end with the tag."""
        return np.array([self._may_follow(tag, "O") for tag in self.tags])

    def _may_follow(self, before: str, after: str) -> bool:
        continues = after[0] in "IE" if self.tag_ends else after[0] == "I"
        if continues:
            return before[0] in "BI" and before[2:] == after[2:]
        return not (self.tag_ends and before[0] in "BI")

    def encode(self, spans: Iterable[TokenSpan], length: int) -> list[int]:
        """Tag indices of `length` tokens; spans must not overlap."""
        tags = ["O"] * length
        for span in spans:
            for i in range(span.first, span.last):
                tags[i] = f"I-{span.label}"
            tags[span.first] = f"B-{span.label}"
            if self.tag_ends:
                tags[span.last - 1] = f"E-{span.label}"
                if span.last - span.first == 1:
                    tags[span.first] = f"S-{span.label}"
        return [self.index[tag] for tag in tags]

    def decode(self, tags: Sequence[int]) -> list[TokenSpan]:
        """Spans of a sequence of tag indices that obeys the constraints."""
        spans: list[list[int]] = []
        starts = self._starts
        for i, tag in enumerate(tags):
            if starts[tag]:
                spans.append([i, i + 1, tag])
            elif tag and spans:
                spans[-1][1] = i + 1
        return [TokenSpan(first, last, self.tags[tag][2:]) for first, last, tag in spans]

    @cached_property
    def _starts(self) -> tuple[bool, ...]:
        return tuple(tag[0] in "BS" for tag in self.tags)


LAYERS: Final = (
    Layer("claim", ("claim",), tag_ends=True),
    Layer("outcome", ("outcome",)),
    Layer("agent", ("agent",)),
    Layer("cue", CUE_CATEGORIES),
)


def layer_columns() -> dict[str, slice]:
    """Which columns of the concatenated score matrix belong to which layer."""
    columns: dict[str, slice] = {}
    position = 0
    for layer in LAYERS:
        columns[layer.name] = slice(position, position + len(layer.tags))
        position += len(layer.tags)
    return columns


@dataclass(frozen=True)
class Transitions:
    """Learned scores of a layer: start (tags,), end (tags,), between (tags, tags)."""

    start: np.ndarray
    end: np.ndarray
    between: np.ndarray

    def constrained(self, layer: Layer) -> Transitions:
        """With impossible moves at `IMPOSSIBLE`."""
        return Transitions(
            np.where(layer.may_start, self.start, IMPOSSIBLE),
            np.where(layer.may_end, self.end, IMPOSSIBLE),
            np.where(layer.allowed, self.between, IMPOSSIBLE),
        )
