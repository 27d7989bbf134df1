"""A claim quoted inside its sentence, with the deciding words marked, as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from . import marks
from .markup import pieces
from .segments import Leaf, Node, Wrapper, nest

Row = dict[str, Any]

#: A run of text, and the marks over it as `kind:label`, separated by spaces; a plain string where
#: there is none.
Segment = str | list[str]

#: Code points of the sentence shown before and after the claim.
CONTEXT: Final = 180
#: A longer claim is cut short.
LONGEST: Final = 900


def quote(claim: Row, unit: Row | None) -> list[Segment]:
    """The claim's sentence as runs.

    claim (dict): a claims.jsonl row.
    unit (dict or None): its sentences.jsonl row; without it the claim stands alone.
    RETURNS (list): runs in order. What is left out at the ends is an ellipsis.
    """
    whole = unit or claim
    all_marks = marks.of_claim(claim) + marks.of_cues(claim["cues"], whole)
    nodes = nest(
        whole["text"],
        whole["start"],
        pieces(whole["text"], whole["clean_text"]),
        all_marks,
    )
    low = max(whole["start"], claim["start"] - CONTEXT)
    high = min(whole["end"], min(claim["end"], claim["start"] + LONGEST) + CONTEXT)
    runs = list(_runs(nodes, (), low, high))
    if low > whole["start"]:
        runs.insert(0, ("… ", ""))
    if high < whole["end"]:
        runs.append((" …", ""))
    return _joined(runs)


def _runs(
    nodes: list[Node], over: tuple[str, ...], low: int, high: int
) -> Iterator[tuple[str, str]]:
    for node in nodes:
        if isinstance(node, Wrapper):
            inside = (*over, f"{node.mark.kind}:{node.mark.label}")
            yield from _runs(node.children, inside, low, high)
        elif node.kind != "markup" and node.start < high and node.end > low:
            yield _clipped(node, low, high), " ".join(over)


def _clipped(leaf: Leaf, low: int, high: int) -> str:
    if leaf.kind == "replaced":
        return leaf.shown
    return leaf.shown[max(0, low - leaf.start) : high - leaf.start]


def _joined(runs: list[tuple[str, str]]) -> list[Segment]:
    joined: list[tuple[str, str]] = []
    for text, over in runs:
        if joined and joined[-1][1] == over:
            joined[-1] = (joined[-1][0] + text, over)
        elif text:
            joined.append((text, over))
    return [[text, over] if over else text for text, over in joined]
