"""HTML into blocks, places true to the source.

Nothing is executed or fetched; scripts, styles, navigation, forms and hidden parts are left out.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from ..spans import Span
from .blocks import Block, TextBuilder, template_code
from .content import is_furniture, select
from .html_tree import VOID_TAGS, Event, events, tag_name
from .limits import Limits

_BLOCK_TAGS: Final = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details"}
    | {"dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1"}
    | {"h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main"}
    | {"menu", "ol", "p", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead"}
    | {"tr", "ul"}
)
_LIST_TAGS: Final = frozenset({"ul", "ol", "menu", "dl"})
_HEADING_LEVELS: Final = {f"h{level}": level for level in range(1, 7)}
_STRONG_TAGS: Final = frozenset({"strong", "b"})
_EMPHASIS_TAGS: Final = frozenset({"em", "i"})
_ANY_TAG: Final = re.compile(r"<(/?)([a-zA-Z][\w-]{0,30})")
_WHOLE_TAG: Final = re.compile(r"<[^<>]{0,2000}>")
_CELL: Final = re.compile(r"<t[dh]\b", re.IGNORECASE)
#: Elements that have no content or that the next of their kind closes.
_NEVER_DEEP: Final = VOID_TAGS | {"p", "dd", "dt", "li", "option", "td", "th", "tr"}
_TITLE: Final = re.compile(r"<title\b[^>]{0,300}>", re.IGNORECASE)


def is_line_break(tag: str) -> bool:
    """Whether a tag's source is `<br>` in one of its spellings."""
    return _name(tag) == "br"


def is_strong_tag(tag: str) -> bool:
    """Whether a tag's source opens or closes bold."""
    return _name(tag) in _STRONG_TAGS


def _name(tag: str) -> str:
    return tag_name(tag[:60].encode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """What an HTML file holds.

    blocks (list of Block): its own text, in order.
    title (str): its `<title>`, "" for none.
    left_out (int): how many blocks are page furniture (menus, banners, reviews).
    """

    blocks: list[Block]
    title: str
    left_out: int = 0


def read(text: str, limits: Limits) -> HtmlPage:
    """Read an HTML page.

    text (str): the file as decoded.
    limits (Limits): what it may cost.
    RETURNS (HtmlPage): blocks in order, places true to the source.
    RAISES: LimitReached where elements are nested too deep or tables are too large.
    """
    limits.check("max_cells", len(_CELL.findall(text)), "table cells")
    check_open_tags(text, limits)
    content = select(all_blocks(text), text)
    return HtmlPage(content.blocks, _title(text), content.left_out)


def all_blocks(text: str) -> list[Block]:
    """All blocks of a page, its furniture among them."""
    return list(_Reader(text, 0, template_code(text)).blocks())


def check_open_tags(text: str, limits: Limits) -> None:
    """Refuse a page with more elements open at once than the parser can take in linear time.

    text (str): HTML, or Markdown with HTML in it.
    limits (Limits): `max_open_tags`.
    RAISES: LimitReached.
    """
    depth = 0
    for match in _ANY_TAG.finditer(text):
        if match.group(2).lower() in _NEVER_DEEP:
            continue
        depth = depth + 1 if not match.group(1) else max(0, depth - 1)
        if depth > limits.max_open_tags:
            limits.check("max_open_tags", depth, "elements open at once")


def read_fragment(text: str, span: Span, first_id: int) -> list[Block]:
    """Read the HTML that stands at `span` of a Markdown file; ids count from `first_id`."""
    return list(_Reader(span.cut(text), span.start, (), first_id).blocks())


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where a block stands, as its open elements say; made from the one around it."""

    kind: str = "paragraph"
    level: int = 0
    depth: int = 0
    list_id: int = 0
    item_id: int = 0
    table_id: int = 0
    row: int = -1
    column: int = -1
    is_header: bool = False
    inferred: bool = False
    furniture: int = 0
    skipped: bool = False


@dataclass(slots=True)
class _Reader:
    """Makes blocks of a page's events; `stack` holds the open elements that lay out text."""

    text: str
    base: int
    masks: tuple[Span, ...]
    counter: int = 0
    builder: TextBuilder = field(init=False)
    stack: list[tuple[str, bool, _Layout]] = field(default_factory=lambda: [("", False, _Layout())])
    cells: list[list[int]] = field(default_factory=lambda: [[-1, -1]])
    last_end: int = 0

    def __post_init__(self) -> None:
        self.builder = TextBuilder(self.masks)

    def blocks(self) -> Iterator[Block]:
        for event in events(self.text):
            if event.kind == "open":
                yield from self._open(event)
            elif event.kind == "close":
                yield from self._close(event)
            elif not self.layout.skipped:
                self._gap(event.start)
                source = self.text[event.start : event.end]
                shown = source if event.kind == "text" else entities.unescape(source)
                self.builder.add(shown, self.base + event.start, self.base + event.end)
                self.last_end = event.end
        yield from self._finish()

    @property
    def layout(self) -> _Layout:
        return self.stack[-1][2]

    def _open(self, event: Event) -> Iterator[Block]:
        tag = event.tag
        if tag in _BLOCK_TAGS or event.skipped:
            if tag == "p" and self.stack[-1][:2] == ("p", True):
                self.stack.pop()
            yield from self._finish()
            self.last_end = event.start
            layout = self._inside(tag, self.layout)
            if not layout.furniture and is_furniture(tag, self.text[event.start : event.end]):
                self.counter += 1
                layout = replace(layout, furniture=self.counter)
            if event.skipped:
                layout = replace(layout, skipped=True)
            self.stack.append((tag, event.stray, layout))
            return
        self._gap(event.start)
        if tag == "br":
            self.builder.space(self.base + event.start, self.base + event.end, "hard")
            self.last_end = event.end
        elif tag in _STRONG_TAGS:
            self.builder.open_strong()
        elif tag == "a":
            self.builder.open_link()
        elif tag in _EMPHASIS_TAGS:
            self.builder.open_emphasis()

    def _close(self, event: Event) -> Iterator[Block]:
        tag = event.tag
        if tag in _STRONG_TAGS:
            self.builder.close_strong()
        elif tag in _EMPHASIS_TAGS:
            self.builder.close_emphasis()
        elif tag == "a":
            self.builder.close_link(has_target=False)
        if tag in _BLOCK_TAGS:
            yield from self._finish()
            self.last_end = event.end
        self._pop(tag, event.stray)
        if tag == "table" and not event.stray and len(self.cells) > 1:
            self.cells.pop()

    def _pop(self, tag: str, stray: bool) -> None:
        """Close the element; a stray end tag closes a stray start tag above the last real one."""
        if not stray and tag not in _BLOCK_TAGS:
            return
        for index in range(len(self.stack) - 1, 0, -1):
            name, is_stray, _ = self.stack[index]
            if (name, is_stray) == (tag, stray):
                del self.stack[index:]
                return
            if stray and not is_stray:
                return

    def _inside(self, tag: str, around: _Layout) -> _Layout:
        if tag in _LIST_TAGS:
            self.counter += 1
            return replace(around, depth=around.depth + 1, list_id=self.counter)
        if tag == "table":
            self.counter += 1
            self.cells.append([-1, -1])
            return replace(around, table_id=self.counter)
        if tag == "tr":
            self.cells[-1] = [self.cells[-1][0] + 1, -1]
            return around
        if tag in ("td", "th"):
            self.cells[-1][1] += 1
            return replace(
                _Layout("table_cell", table_id=around.table_id, is_header=tag == "th"),
                row=max(self.cells[-1][0], 0),
                column=self.cells[-1][1],
                furniture=around.furniture,
                skipped=around.skipped,
            )
        if around.kind in ("heading", "table_cell") or around.skipped:
            return around
        if tag in _HEADING_LEVELS:
            return _Layout("heading", level=_HEADING_LEVELS[tag], furniture=around.furniture)
        if tag in ("dt", "summary"):
            return _Layout("heading", level=6, inferred=True, furniture=around.furniture)
        if tag == "li":
            self.counter += 1
            depth = max(around.depth, 1)
            return replace(around, kind="list_item", level=depth, item_id=self.counter)
        if tag == "blockquote" and around.kind == "paragraph":
            return replace(around, kind="quote")
        return around

    def _gap(self, start: int) -> None:
        """White space between two nodes belongs to neither of them in the tree."""
        between = self.text[self.last_end : start]
        if between and any(c.isspace() for c in _WHOLE_TAG.sub("", between)):
            self.builder.space(self.base + self.last_end, self.base + start)
        self.last_end = start

    def _finish(self) -> Iterator[Block]:
        builder, self.builder = self.builder, TextBuilder(self.masks)
        if not builder.is_empty:
            around = self.layout
            in_list = around.kind == "list_item"
            layout: dict[str, Any] = {
                "kind": around.kind,
                "level": around.level,
                "list_id": around.list_id if in_list else 0,
                "item_id": around.item_id if in_list else 0,
                "table_id": around.table_id,
                "row": around.row,
                "column": around.column,
                "is_header": around.is_header,
                "inferred": around.inferred,
                "furniture": around.furniture,
            }
            block = builder.build(**layout)
            if block:
                yield block


def _title(text: str) -> str:
    opening = _TITLE.search(text)
    if not opening:
        return ""
    closing = text.find("<", opening.end())
    return " ".join(entities.unescape(text[opening.end() : max(closing, opening.end())]).split())
