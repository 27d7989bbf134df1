"""Plain text into blocks: layout guessed from blank lines, short lines, bullets and colons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from ..spans import Span
from .blocks import Block, TextBuilder, template_code

_NEWLINE: Final = re.compile(r"\r\n?|\n|\u2028|\u2029|\f|\v")
_GLYPHS: Final = (
    "\u2022\u25cf\u25aa\u25ab\u2713\u2714\u2705\u25e6\u2023\u25ba\u27a4\u25cb\u25a0\u2756"
)
#: A bullet or number at the start of a line, with the white space after it.
BULLET: Final = re.compile(
    rf"^(?P<indent>[ \t\u00a0]*)(?:[{_GLYPHS}]"
    r"|(?:[-*+\u2013\u00b7]|\(?(?:\d{1,3}|[a-z])[.)])(?=[ \t\u00a0]))[ \t\u00a0]*(?=\S)"
)
_TITLE: Final = re.compile(r"^\s*(?:Title|Headline)\s*:\s*(?=\S)", re.IGNORECASE)
_META: Final = re.compile(r"^[A-Z][\w -]{0,24}:\s+\S.{0,120}$")
_RULE: Final = re.compile(r"^\s*([=\-_*~#])\s*(?:\1\s*){2,}$")
_QUESTION: Final = re.compile(r"^\s*(?:Q|A|Question|Answer)\s?\d{0,3}\s?[:.)]\s", re.IGNORECASE)

#: Longest line that can be a heading: characters, words.
_LONGEST_HEADING: Final = (90, 14)
#: A line over this length that the next one continues is wrapped text, not a line of its own.
_WRAPPED: Final = 55


@dataclass(frozen=True, slots=True)
class _Line:
    span: Span
    text: str

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


@dataclass(slots=True)
class _Chunk:
    """Lines between blank lines that belong together, and what they are."""

    kind: str
    lines: list[_Line]
    skip: int = 0
    level: int = 0
    list_id: int = 0
    label: bool = False


def read(text: str) -> list[Block]:
    """Read plain text.

    text (str): the file as decoded.
    RETURNS (list of Block): headings (`Title:` lines, underlined, short and label lines), list
        items, table cells (tab-separated lines) and paragraphs, in order.
    """
    chunks = list(_Chunker(_lines(text)).chunks())
    _lists_of_short_lines(chunks)
    _levels(chunks)
    masks = template_code(text)
    blocks: list[Block] = []
    for chunk in chunks:
        blocks.extend(_blocks(chunk, masks, len(blocks)))
    return blocks


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    start = 0
    for match in _NEWLINE.finditer(text):
        lines.append(_Line(Span(start, match.start()), text[start : match.start()]))
        start = match.end()
    lines.append(_Line(Span(start, len(text)), text[start:]))
    return lines


def is_heading_line(text: str) -> bool:
    """Whether a line that stands alone reads like a heading: short, no full stop at its end."""
    line = text.strip()
    words = line.split()
    if not words or len(line) > _LONGEST_HEADING[0] or len(words) > _LONGEST_HEADING[1]:
        return False
    first = next((c for c in line if c.isalnum()), "")
    if not first or first.islower() or line[0] in "\"'\u201c\u2018(":
        return False
    return line[-1] not in '.!;,\u2026"\u201d'


@dataclass(slots=True)
class _Chunker:
    lines: list[_Line]
    at: int = 0
    counter: int = 0
    list_id: int = 0

    def chunks(self) -> Iterator[_Chunk]:
        at_start = True
        while self.at < len(self.lines):
            if self.lines[self.at].is_blank or _RULE.match(self.lines[self.at].text):
                self.at += 1
                continue
            paragraph = self._take_paragraph()
            if at_start:
                at_start = False
                meta = self._metadata(paragraph)
                if meta:
                    yield from meta
                    continue
            yield from self._paragraph(paragraph)

    def _take_paragraph(self) -> list[_Line]:
        taken: list[_Line] = []
        while self.at < len(self.lines) and not self.lines[self.at].is_blank:
            taken.append(self.lines[self.at])
            self.at += 1
        return taken

    def _next_is_list(self) -> bool:
        at = self.at
        while at < len(self.lines) and self.lines[at].is_blank:
            at += 1
        return at < len(self.lines) and BULLET.match(self.lines[at].text) is not None

    def _has_more(self) -> bool:
        return any(not line.is_blank for line in self.lines[self.at : self.at + 50])

    def _metadata(self, lines: list[_Line]) -> list[_Chunk]:
        """The head of a file: `Title: ...` and other `Name: value` lines."""
        title = _TITLE.match(lines[0].text)
        if not title or not all(_META.match(line.text.strip()) for line in lines[1:]):
            return []
        head = _Chunk("heading", [lines[0]], skip=title.end(), level=1)
        return [head, *(_Chunk("paragraph", [line]) for line in lines[1:])]

    def _paragraph(self, lines: list[_Line]) -> Iterator[_Chunk]:
        if len(lines) == 2 and _RULE.match(lines[1].text) and is_heading_line(lines[0].text):
            yield _Chunk("heading", lines[:1], level=1 if "=" in lines[1].text else 2)
            return
        if _is_table(lines):
            yield _Chunk("table", lines)
            return
        current: _Chunk | None = None
        for index, line in enumerate(lines):
            if _RULE.match(line.text):
                continue
            bullet = BULLET.match(line.text)
            rest = lines[index + 1 :]
            if bullet and not _is_enumerated_heading(line, bullet, rest, self._next_is_list()):
                if current:
                    yield current
                current = self._item(line, bullet)
            elif current and current.kind == "list_item" and _continues(current, line):
                current.lines.append(line)
            elif self._is_heading(line, current, rest):
                if current:
                    yield current
                    current = None
                skip = bullet.end() if bullet else 0
                yield _Chunk("heading", [line], skip, label=line.text.rstrip().endswith(":"))
                self.list_id = 0
            elif current and current.kind == "paragraph" and not _starts_anew(current, line):
                current.lines.append(line)
            else:
                if current:
                    yield current
                current = _Chunk("paragraph", [line])
                self.list_id = 0
        if current:
            yield current

    def _item(self, line: _Line, bullet: re.Match[str]) -> _Chunk:
        if not self.list_id:
            self.counter += 1
            self.list_id = self.counter
        indent = len(bullet.group("indent").expandtabs(4))
        return _Chunk("list_item", [line], bullet.end(), 1 + min(indent // 2, 5), self.list_id)

    def _is_heading(self, line: _Line, current: _Chunk | None, rest: list[_Line]) -> bool:
        text = line.text.strip()
        if _QUESTION.match(line.text) or not is_heading_line(text):
            return False
        alone = current is None and not rest
        if text.endswith(":"):
            follows_list = BULLET.match(rest[0].text) if rest else self._next_is_list()
            return not follows_list and (alone or (current is None and len(text) <= 60))
        if alone:
            return self._has_more()
        return (
            current is None
            and len(text) <= 60
            and not text.endswith("?")
            and (BULLET.match(rest[0].text) is not None or len(rest[0].text) > 1.5 * _WRAPPED)
        )


def _is_enumerated_heading(
    line: _Line, bullet: re.Match[str], rest: list[_Line], list_follows: bool
) -> bool:
    """`1. Better sleep` alone between paragraphs is a heading with a number."""
    numbered = line.text[bullet.start() : bullet.end()].strip(" \t(")[:1].isdigit()
    return (
        numbered
        and not rest
        and not list_follows
        and len(line.text) <= 60
        and is_heading_line(line.text[bullet.end() :])
    )


def _continues(item: _Chunk, line: _Line) -> bool:
    """Whether a line without bullet goes on with the item above it."""
    previous = item.lines[-1].text.rstrip()
    if line.text[:1] in " \t\u00a0":
        return True
    return len(previous) > _WRAPPED and line.text.lstrip()[:1].islower()


def _starts_anew(paragraph: _Chunk, line: _Line) -> bool:
    """Whether a line of a paragraph is a paragraph of its own (a question, a short line above)."""
    previous = paragraph.lines[-1].text.rstrip()
    if _QUESTION.match(line.text):
        return True
    return len(previous) < _WRAPPED and previous.endswith((".", "!", "?", ":", '"', "\u201d"))


def _is_table(lines: list[_Line]) -> bool:
    counts = {line.text.strip().count("\t") for line in lines}
    return len(lines) > 1 and len(counts) == 1 and 0 not in counts


def _lists_of_short_lines(chunks: list[_Chunk]) -> None:
    """Three and more bare short lines in a row are a list without bullets, not headings."""
    start = 0
    list_id = 1 + max((chunk.list_id for chunk in chunks), default=0)
    for end in range(len(chunks) + 1):
        chunk = chunks[end] if end < len(chunks) else None
        if chunk and chunk.kind == "heading" and not chunk.label and not chunk.level:
            continue
        run = chunks[start:end]
        before = chunks[start - 1] if start else None
        first = 0 if before and before.kind in ("heading", "paragraph") else 1
        if len(run) >= 4:
            # The last one may well be the heading of the text that follows.
            last = len(run) - 1 if chunk and chunk.kind == "paragraph" else len(run)
            for item in run[first:last]:
                item.kind, item.list_id, item.level = "list_item", list_id, 1
            list_id += 1
        start = end + 1


def _levels(chunks: list[_Chunk]) -> None:
    """Heading levels: the title 1 (again where repeated), capitals and lines 2, labels 3."""
    has_capitals = any(c.kind == "heading" and c.lines[0].text.isupper() for c in chunks)
    title, had = "", False
    for index, chunk in enumerate(chunks):
        if chunk.kind != "heading" or chunk.level:
            if chunk.level == 1 and chunk.kind == "heading":
                title, had = title or chunk.lines[0].text[chunk.skip :].strip(), True
            continue
        seen, had = had, True
        above_label = index + 1 < len(chunks) and chunks[index + 1].kind == "heading"
        text = chunk.lines[0].text
        if text.strip() == title or (not title and not chunk.label and not seen):
            chunk.level = 1
            title = text.strip()
        elif text.isupper() or (chunk.label and above_label):
            chunk.level = 2
        elif chunk.label:
            chunk.level = 3
        else:
            chunk.level = 3 if has_capitals else 2


def _blocks(chunk: _Chunk, masks: tuple[Span, ...], offset: int) -> Iterator[Block]:
    if chunk.kind == "table":
        for row, line in enumerate(chunk.lines):
            yield from _cells(line, row, masks, offset + 1)
        return
    builder = TextBuilder(masks)
    skip = chunk.skip
    previous: _Line | None = None
    for line in chunk.lines:
        if previous:
            builder.space(previous.span.end, line.span.start, "soft")
        builder.add(line.text[skip:], line.span.start + skip, line.span.end)
        previous, skip = line, 0
    layout: dict[str, Any] = {"level": chunk.level}
    if chunk.kind == "list_item":
        layout |= {"list_id": chunk.list_id, "item_id": offset + 1}
    block = builder.build(chunk.kind, **layout)
    if block:
        yield replace(block, inferred=chunk.kind == "heading")


def _cells(line: _Line, row: int, masks: tuple[Span, ...], table: int) -> Iterator[Block]:
    for column, match in enumerate(re.finditer(r"[^\t]+", line.text)):
        builder = TextBuilder(masks)
        start = line.span.start + match.start()
        builder.add(match.group(), start, start + len(match.group()))
        cell = builder.build(
            "table_cell", table_id=table, row=row, column=column, is_header=row == 0
        )
        if cell:
            yield cell
