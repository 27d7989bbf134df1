"""Markdown into blocks: markdown-it-py for the structure, `inline` for the places."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin

from ..spans import Span
from . import html
from .blocks import Block, TextBuilder, template_code
from .inline import pieces, record_places
from .limits import Limits

_NEWLINE: Final = re.compile(r"\r\n?|\n")
#: The parser drops what is nested deeper; `Limits.max_nesting` is below, so it never does.
_MAX_NESTING: Final = 100


@cache
def _parser() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable(["table", "strikethrough"])
    # Indented text on health pages is text that was pasted with its indent, not code.
    md.disable("code")
    return record_places(md.use(front_matter_plugin))


@dataclass(frozen=True, slots=True)
class MarkdownPage:
    """What a Markdown file holds: its blocks, and the source of its front matter ("" for none)."""

    blocks: list[Block]
    front_matter: str


@dataclass(slots=True)
class _Lines:
    """Line numbers of the parser to offsets of the file."""

    text: str
    starts: list[int] = field(default_factory=lambda: [0])
    ends: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        for match in _NEWLINE.finditer(self.text):
            self.ends.append(match.start())
            self.starts.append(match.end())
        self.ends.append(len(self.text))

    def line(self, number: int) -> str:
        return self.text[self.starts[number] : self.ends[number]]


@dataclass(frozen=True, slots=True)
class _Places:
    """From offsets in a block's content to offsets in the file, line by line."""

    content_starts: list[int]
    file_starts: list[int]

    def at(self, offset: int) -> int:
        line = bisect_right(self.content_starts, offset) - 1
        return self.file_starts[line] + offset - self.content_starts[line]


def read(text: str, limits: Limits) -> MarkdownPage:
    """Read Markdown.

    text (str): the file as decoded.
    limits (Limits): what it may cost.
    RETURNS (MarkdownPage): blocks in order; front matter, code, images, link targets, HTML tags and
        template code are in none of them.
    RAISES: LimitReached where lists are nested too deep or tables are too large.
    """
    limits.check("max_cells", text.count("|") // 2, "table cells")
    html.check_open_tags(text, limits)
    reader = _Reader(_Lines(text), template_code(text))
    tokens = _parser().parse(text.replace("\0", "\ufffd"))
    depth = max((token.level for token in tokens), default=0)
    limits.check("max_nesting", depth, "levels of nesting")
    blocks = list(reader.blocks(tokens))
    front = next((t.content for t in tokens if t.type == "front_matter"), "")
    return MarkdownPage(blocks, front)


@dataclass(slots=True)
class _Reader:
    lines: _Lines
    masks: tuple[Span, ...]
    lists: list[int] = field(default_factory=list)
    items: list[int] = field(default_factory=list)
    quotes: int = 0
    counter: int = 0
    table: int = 0
    row: int = -1
    column: int = -1
    header: bool = False
    cell_cursor: int = 0

    def blocks(self, tokens: list[Token]) -> Iterator[Block]:
        above = ""
        for token in tokens:
            match token.type:
                case "bullet_list_open" | "ordered_list_open":
                    self.counter += 1
                    self.lists.append(self.counter)
                case "bullet_list_close" | "ordered_list_close":
                    self.lists.pop()
                case "list_item_open":
                    self.counter += 1
                    self.items.append(self.counter)
                case "list_item_close":
                    self.items.pop()
                case "blockquote_open":
                    self.quotes += 1
                case "blockquote_close":
                    self.quotes -= 1
                case "table_open":
                    self.counter += 1
                    self.table, self.row = self.counter, -1
                case "tr_open":
                    self.row, self.column, self.cell_cursor = self.row + 1, -1, 0
                case "th_open" | "td_open":
                    self.column += 1
                    self.header = token.type == "th_open"
                case "inline":
                    block = self._inline(token, above)
                    if block:
                        yield block
                case "html_block":
                    yield from self._html(token)
            above = token.tag if token.type == "heading_open" else token.type

    def _inline(self, token: Token, above: str) -> Block | None:
        if not token.map or not token.content:
            return None
        if above in ("th_open", "td_open"):
            places = self._cell_places(token)
        else:
            places = self._places(token, is_heading=re.fullmatch(r"h\d", above) is not None)
        builder = TextBuilder(self._masks_near(token))
        self._fill(builder, token, places)
        return builder.build(**self._layout(above))

    def _layout(self, above: str) -> dict[str, Any]:
        if re.fullmatch(r"h\d", above):
            return {"kind": "heading", "level": int(above[1])}
        if above in ("th_open", "td_open"):
            return {
                "kind": "table_cell",
                "table_id": self.table,
                "row": self.row,
                "column": self.column,
                "is_header": self.header,
            }
        if self.lists:
            return {
                "kind": "list_item",
                "level": len(self.lists),
                "list_id": self.lists[-1],
                "item_id": self.items[-1] if self.items else 0,
            }
        return {"kind": "quote" if self.quotes else "paragraph"}

    def _fill(self, builder: TextBuilder, token: Token, places: _Places) -> None:
        hrefs: list[bool] = []
        for piece in pieces(token):
            start, end = places.at(piece.start), places.at(piece.end)
            match piece.kind:
                case "text" | "text_special":
                    if piece.text:
                        builder.add(piece.text, start, end)
                case "softbreak":
                    builder.space(start, end, "soft")
                case "hardbreak":
                    builder.space(start, end, "hard")
                case "strong_open":
                    builder.open_strong()
                case "strong_close":
                    builder.close_strong()
                case "em_open":
                    builder.open_emphasis()
                case "em_close":
                    builder.close_emphasis()
                case "link_open":
                    builder.open_link()
                    hrefs.append(self.lines.text[start : start + 1] == "[")
                case "link_close":
                    builder.close_link(has_target=bool(hrefs) and hrefs.pop())
                case "html_inline":
                    if html.is_line_break(piece.text):
                        builder.space(start, end, "hard")
                    elif html.is_strong_tag(piece.text):
                        if piece.text.startswith("</"):
                            builder.close_strong()
                        else:
                            builder.open_strong()

    def _places(self, token: Token, is_heading: bool) -> _Places:
        assert token.map
        number = token.map[0]
        content_starts: list[int] = []
        file_starts: list[int] = []
        position = 0
        for piece in token.content.split("\n"):
            line = self.lines.line(number)
            core = piece.strip()
            if is_heading and not content_starts:
                column = line.find(core, len(line) - len(line.lstrip(" \t>#")) if core else 0)
                column = column if column >= 0 else line.find(core)
            else:
                column = len(line.rstrip()) - len(core)
            lead = len(piece) - len(piece.lstrip())
            content_starts.append(position)
            file_starts.append(self.lines.starts[number] + column - lead)
            position += len(piece) + 1
            number += 1
        return _Places(content_starts, file_starts)

    def _cell_places(self, token: Token) -> _Places:
        """A cell's content has its `\\|` resolved: one stretch of places for each of them."""
        assert token.map
        line = self.lines.line(token.map[0])
        source = token.content.replace("|", "\\|")
        column = line.find(source, self.cell_cursor)
        if column < 0:
            source, column = token.content, line.find(token.content, self.cell_cursor)
        column = max(column, 0)
        self.cell_cursor = column + len(source)
        content_starts, file_starts = [0], [self.lines.starts[token.map[0]] + column]
        if source != token.content:
            for count, match in enumerate(re.finditer(r"\|", token.content), 1):
                content_starts.append(match.start())
                file_starts.append(file_starts[0] + match.start() + count)
        return _Places(content_starts, file_starts)

    def _masks_near(self, token: Token) -> tuple[Span, ...]:
        if not self.masks or not token.map:
            return ()
        start = self.lines.starts[token.map[0]]
        end = self.lines.ends[min(token.map[1], len(self.lines.ends)) - 1]
        first = bisect_right(self.masks, start, key=lambda mask: mask.end)
        last = bisect_right(self.masks, end, key=lambda mask: mask.start)
        return self.masks[first:last]

    def _html(self, token: Token) -> Iterator[Block]:
        assert token.map
        start = self.lines.starts[token.map[0]]
        end = self.lines.ends[min(token.map[1], len(self.lines.ends)) - 1]
        base = self.counter + 1
        blocks = html.read_fragment(self.lines.text, Span(start, end), base)
        if all(block.linked >= len(block.clean) for block in blocks):
            # Nothing but link text: a widget or navigation that was pasted in.
            return
        for block in blocks:
            self.counter = max(self.counter, block.list_id, block.item_id, block.table_id)
            yield block
