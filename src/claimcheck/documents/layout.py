"""Layout that formats do not mark: bold lines as headings, bullets typed as characters, Q and A."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from ..spans import Span
from .blocks import Block

_GLYPH: Final = re.compile(
    r"[\u2022\u25cf\u25aa\u25ab\u2713\u2714\u2705\u2611\u00b7\u25e6\u2023\u25ba\u27a4\u25b6\u25cb\u25a0\u2756]\ufe0f?\s*"
)
_NUMBER: Final = re.compile(r"(?:\d{1,3}[.)]|\(\d{1,3}\)|#\d{1,3}[.:]?)\s+(?=\S)")
_QUESTION: Final = re.compile(r"(?:Q|Question)\s?\d{0,3}\s?[:.)]\s*(?=\S)")
_ANSWER: Final = re.compile(r"(?:A|Answer|Ans)\s?\d{0,3}\s?:\s*(?=\S)")
_ANSWER_INSIDE: Final = re.compile(r"(?<=[?.!\"\u201d])\s+(?:A|Answer|Ans)\s?:\s*(?=\S)")
_QUESTION_INSIDE: Final = re.compile(r"(?<=[?.!\"\u201d])\s+(?:Q|Question)\s?:\s*(?=\S)")

#: Longest bold line without a full stop that is read as a heading, in characters.
_LONGEST_HEADING: Final = 110
#: Longest label line (`Conclusion:`) that is read as a heading, in characters.
_LONGEST_LABEL: Final = 60


def refine(blocks: Iterable[Block]) -> list[Block]:
    """Find what the author laid out by hand.

    blocks (iterable of Block): as the format's parser gives them.
    RETURNS (list of Block): in order; lists typed with bullet characters as list items, questions
        and answers as blocks of their own without their markers, bold lines and label lines as
        headings, numbers before headings left out.
    """
    split = [part for block in blocks for part in _parts(block)]
    return _with_levels([_as_heading(split, index) for index in range(len(split))])


def _parts(block: Block) -> Iterator[Block]:
    if block.kind in ("heading", "table_cell"):
        yield _without_number(block) if block.kind == "heading" else block
        return
    for line in _typed_list(block):
        yield from _questions(line)


def _without_number(block: Block) -> Block:
    number = _NUMBER.match(block.clean)
    return block.cut(Span(number.end(), len(block.clean))) if number else block


def _typed_list(block: Block) -> Iterator[Block]:
    """Cut a block whose lines begin with bullet characters into its items."""
    starts = [0, *sorted({*block.breaks, *block.soft_breaks})]
    lines = [Span(a, b) for a, b in zip(starts, [*starts[1:], len(block.clean)], strict=True)]
    glyphs = [_GLYPH.match(line.cut(block.clean).lstrip()) for line in lines]
    if not any(glyphs) or (len(lines) > 1 and sum(map(bool, glyphs)) == 1 and not glyphs[-1]):
        yield block
        return
    start = 0
    bullet: re.Match[str] | None = None
    for line, glyph in zip(lines, glyphs, strict=True):
        if glyph and line.start > start:
            yield _item(block, Span(start, line.start), bullet)
        if glyph:
            start, bullet = line.start, glyph
    yield _item(block, Span(start, len(block.clean)), bullet)


def _item(block: Block, span: Span, bullet: re.Match[str] | None) -> Block:
    part = block.cut(span)
    if bullet is None:
        return part
    width = len(bullet.group().rstrip())
    item = part.cut(Span(min(width, len(part.clean)), len(part.clean)))
    if not item.clean:
        return part
    return replace(item, kind="list_item", level=max(1, block.level), list_id=block.list_id or -1)


def _questions(block: Block) -> Iterator[Block]:
    """Cut `Q: ... A: ...` into question and answer, without their markers."""
    text = block.clean
    marker = _QUESTION.match(text)
    role = "question" if marker else "answer"
    marker = marker or _ANSWER.match(text)
    if not marker:
        yield block
        return
    start = marker.end()
    while True:
        inside = (_ANSWER_INSIDE if role == "question" else _QUESTION_INSIDE).search(text, start)
        part = block.cut(Span(start, inside.start() if inside else len(text)))
        if part.clean:
            yield replace(part, role=role)
        if not inside:
            return
        start = inside.end()
        role = "answer" if role == "question" else "question"


def _as_heading(blocks: list[Block], index: int) -> Block:
    block = blocks[index]
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    if (
        block.kind not in ("paragraph", "list_item")
        or following is None
        or block.role != "statement"
    ):
        return block
    nested = following.kind == "list_item" and following.level > block.level
    if block.kind == "list_item":
        is_heading = block.is_strong and nested and not block.clean.endswith(".")
    elif block.is_strong:
        is_heading = _is_bold_heading(block.clean)
    else:
        is_heading = _is_label_line(block.clean) and following.kind == "paragraph"
    if not is_heading:
        return block
    heading = replace(block, kind="heading", inferred=True, level=0)
    return _without_number(heading)


def _is_bold_heading(text: str) -> bool:
    if text.endswith(":"):
        return True
    return len(text) <= _LONGEST_HEADING and text[-1] not in ".!" and " | " not in text


def _is_label_line(text: str) -> bool:
    return (
        text.endswith(":")
        and len(text) <= _LONGEST_LABEL
        and text[0].isupper()
        and not any(mark in text for mark in (". ", "? ", "! "))
    )


def _with_levels(blocks: list[Block]) -> list[Block]:
    """Give inferred headings without a level the one below the format's own heading above."""
    level = 0
    found: list[Block] = []
    for block in blocks:
        if block.kind == "heading" and block.level:
            level = block.level
        elif block.kind == "heading":
            block = replace(block, level=min(6, level + 1))
        found.append(block)
    return found
