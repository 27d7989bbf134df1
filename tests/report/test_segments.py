"""Marks drawn into a text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from claimcheck.report.markup import pieces
from claimcheck.report.segments import Leaf, Mark, Node, Wrapper, nest


def mark(start: int, end: int, layer: int = 0, key: str = "") -> Mark:
    return Mark(start, end, layer, "claim", "direct", key or f"{layer}:{start}-{end}", "")


def leaves(nodes: list[Node], over: tuple[str, ...] = ()) -> list[tuple[Leaf, tuple[str, ...]]]:
    found: list[tuple[Leaf, tuple[str, ...]]] = []
    for node in nodes:
        if isinstance(node, Wrapper):
            found += leaves(node.children, (*over, node.mark.key))
        else:
            found.append((node, over))
    return found


def test_marks_that_overlap_are_both_over_the_shared_text() -> None:
    raw = "abcdef"
    found = leaves(nest(raw, 10, pieces(raw, raw), [mark(10, 14), mark(12, 16)]))
    assert [(leaf.shown, len(over)) for leaf, over in found] == [("ab", 1), ("cd", 2), ("ef", 1)]


def test_a_mark_that_is_cut_in_two_has_its_name_once() -> None:
    raw = "abcdef"
    marks = [mark(0, 3, 0, "left"), mark(3, 6, 0, "right"), mark(1, 5, 1, "across")]
    nodes = nest(raw, 0, pieces(raw, raw), marks)
    firsts = [
        child.first
        for node in nodes
        if isinstance(node, Wrapper)
        for child in node.children
        if isinstance(child, Wrapper)
    ]
    assert firsts == [True, False]


def test_layers_nest_outermost_first() -> None:
    raw = "abc"
    nodes = nest(raw, 0, pieces(raw, raw), [mark(1, 2, 2, "cue"), mark(0, 3, 0, "claim")])
    assert leaves(nodes)[1][1] == ("claim", "cue")


def test_the_place_of_a_leaf_counts_from_the_file() -> None:
    raw = "a &amp; b"
    found = leaves(nest(raw, 100, pieces(raw, "a & b"), []))
    assert [(leaf.start, leaf.end, leaf.shown) for leaf, _ in found][1] == (102, 107, "&")


@given(
    st.text(alphabet="ab🧠 ", min_size=1, max_size=30),
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 15), st.integers(0, 2)), max_size=8),
)
def test_every_leaf_has_just_the_marks_over_it(
    raw: str, places: list[tuple[int, int, int]]
) -> None:
    marks = [mark(s, s + n, layer, f"{i}") for i, (s, n, layer) in enumerate(places)]
    found = leaves(nest(raw, 0, pieces(raw, raw), marks))
    assert "".join(leaf.shown for leaf, _ in found) == raw
    for leaf, over in found:
        expected = {m.key for m in marks if m.start < leaf.end and m.end > leaf.start}
        assert set(over) == expected
        assert len(over) == len(set(over))
