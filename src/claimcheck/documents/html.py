"""HTML into blocks: tree-sitter for the structure and the places.

Nothing is executed or fetched; scripts, styles, navigation, forms and hidden parts are left out.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from typing import Final

import numpy as np
import tree_sitter_html
from tree_sitter import Language, Node, Parser

from ..spans import Span
from .blocks import Block, TextBuilder, template_code
from .limits import Limits


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


_BLOCK_TAGS: Final = _tags(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu ol "
    "p section summary table tbody td tfoot th thead tr ul"
)
_SKIPPED_TAGS: Final = _tags(
    "applet area audio base button canvas code datalist embed head iframe img input kbd link map "
    "math meta nav noembed noframes noscript object optgroup option param picture pre progress "
    "samp script select source style svg template textarea track video"
)
_VOID_TAGS: Final = _tags("area base br col embed hr img input link meta param source track wbr")
_LIST_TAGS: Final = frozenset({"ul", "ol", "menu", "dl"})
_HEADING_LEVELS: Final = {f"h{level}": level for level in range(1, 7)}
_STRONG_TAGS: Final = frozenset({"strong", "b"})
_EMPHASIS_TAGS: Final = frozenset({"em", "i"})
_TAG: Final = re.compile(r"<\s*/?\s*([a-zA-Z][\w-]*)")
_ANY_TAG: Final = re.compile(r"<(/?)([a-zA-Z][\w-]{0,30})")
_CELL: Final = re.compile(r"<t[dh]\b", re.IGNORECASE)
#: Elements that have no content or that the next of their kind closes.
_NEVER_DEEP: Final = _VOID_TAGS | _tags("p dd dt li option td th tr")
_TITLE: Final = re.compile(r"<title\b[^>]{0,300}>", re.IGNORECASE)
_HIDDEN: Final = re.compile(
    r"\s(?:hidden(?=[\s>/=])|aria-hidden\s*=\s*[\"']?true|style\s*=\s*[\"'][^\"'>]*display\s*:\s*none)",
    re.IGNORECASE,
)


def is_line_break(tag: str) -> bool:
    """Whether a tag's source is `<br>` in one of its spellings."""
    return _name(tag) == "br"


def is_strong_tag(tag: str) -> bool:
    """Whether a tag's source opens or closes bold."""
    return _name(tag) in _STRONG_TAGS


def _name(tag: str) -> str:
    match = _TAG.match(tag)
    return match.group(1).lower() if match else ""


@cache
def _parser() -> Parser:
    return Parser(Language(tree_sitter_html.language()))


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """What an HTML file holds: its blocks, and its `<title>` ("" for none)."""

    blocks: list[Block]
    title: str


def read(text: str, limits: Limits) -> HtmlPage:
    """Read an HTML page.

    text (str): the file as decoded.
    limits (Limits): what it may cost.
    RETURNS (HtmlPage): blocks in order, places true to the source.
    RAISES: LimitReached where elements are nested too deep or tables are too large.
    """
    limits.check("max_cells", len(_CELL.findall(text)), "table cells")
    check_open_tags(text, limits)
    blocks = list(_Reader(text, 0, template_code(text)).blocks())
    return HtmlPage(blocks, _title(text))


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


@dataclass(slots=True)
class _Reader:
    text: str
    base: int
    masks: tuple[Span, ...]
    counter: int = 0
    builder: TextBuilder = field(init=False)
    stack: list[_Layout] = field(default_factory=lambda: [_Layout()])
    row: int = -1
    column: int = -1
    last_end: int = 0

    def __post_init__(self) -> None:
        self.builder = TextBuilder(self.masks)

    def blocks(self) -> Iterator[Block]:
        data = self.text.encode("utf-8", "replace")
        tree = _parser().parse(data)
        places = None if len(data) == len(self.text) else _character_places(data)

        def at(offset: int) -> int:
            return offset if places is None else int(places[offset])

        for action, node in _events(tree.root_node):
            start, end = at(node.start_byte), at(node.end_byte)
            if action == "enter":
                yield from self._enter(node, start, end)
            elif action == "leave":
                yield from self._leave(_tag_of(node), end)
            else:
                self._leaf(node, start, end)
        yield from self._finish()

    def _enter(self, node: Node, start: int, end: int) -> Iterator[Block]:
        tag = _tag_of(node)
        if tag == "br":
            self._gap(start)
            self.builder.space(self.base + start, self.base + end, "hard")
            self.last_end = end
        elif tag in _STRONG_TAGS:
            self._gap(start)
            self.builder.open_strong()
        elif tag == "a":
            self._gap(start)
            self.builder.open_link()
        elif tag in _EMPHASIS_TAGS:
            self._gap(start)
            self.builder.open_emphasis()
        if tag not in _BLOCK_TAGS:
            return
        yield from self._finish()
        self.last_end = start
        self.stack.append(self._inside(tag, self.stack[-1]))

    def _inside(self, tag: str, around: _Layout) -> _Layout:
        if tag in _LIST_TAGS:
            self.counter += 1
            return replace(around, depth=around.depth + 1, list_id=self.counter)
        if tag == "table":
            self.counter += 1
            self.row = -1
            return replace(around, table_id=self.counter)
        if tag == "tr":
            self.row, self.column = self.row + 1, -1
            return around
        if tag in ("td", "th"):
            self.column += 1
            place = (max(self.row, 0), self.column)
            return _Layout(
                "table_cell",
                table_id=around.table_id,
                row=place[0],
                column=place[1],
                is_header=tag == "th",
            )
        if around.kind in ("heading", "table_cell"):
            return around
        if tag in _HEADING_LEVELS:
            return _Layout("heading", level=_HEADING_LEVELS[tag])
        if tag in ("dt", "summary"):
            return _Layout("heading", level=6, inferred=True)
        if tag == "li":
            self.counter += 1
            depth = max(around.depth, 1)
            return replace(around, kind="list_item", level=depth, item_id=self.counter)
        if tag == "blockquote" and around.kind == "paragraph":
            return replace(around, kind="quote")
        return around

    def _leave(self, tag: str, end: int) -> Iterator[Block]:
        if tag in _STRONG_TAGS:
            self.builder.close_strong()
        elif tag in _EMPHASIS_TAGS:
            self.builder.close_emphasis()
        elif tag == "a":
            self.builder.close_link(has_target=False)
        if tag not in _BLOCK_TAGS:
            return
        yield from self._finish()
        self.last_end = end
        if len(self.stack) > 1:
            self.stack.pop()

    def _leaf(self, node: Node, start: int, end: int) -> None:
        source = self.text[start:end]
        if node.type == "text":
            self._gap(start)
            self.builder.add(source, self.base + start, self.base + end)
        elif node.type == "entity":
            self._gap(start)
            self.builder.add(entities.unescape(source), self.base + start, self.base + end)
        self.last_end = end

    def _gap(self, start: int) -> None:
        """White space between two nodes belongs to neither of them in the tree."""
        between = self.text[self.last_end : start]
        if between and (between[0].isspace() or between[-1].isspace()):
            self.builder.space(self.base + self.last_end, self.base + start)
        self.last_end = start

    def _finish(self) -> Iterator[Block]:
        builder, self.builder = self.builder, TextBuilder(self.masks)
        if not builder.is_empty:
            layout = asdict(self.stack[-1])
            del layout["depth"]
            if layout["kind"] != "list_item":
                layout |= {"list_id": 0, "item_id": 0}
            block = builder.build(**layout)
            if block:
                yield block


def _character_places(data: bytes) -> np.ndarray:
    """For each byte offset the number of code points before it."""
    starts = (np.frombuffer(data, dtype=np.uint8) & 0xC0) != 0x80
    places = np.zeros(len(data) + 1, dtype=np.uint32)
    np.cumsum(starts, out=places[1:])
    return places


def _tag_of(node: Node) -> str:
    first = node.child(0)
    if first is None or first.type not in ("start_tag", "self_closing_tag"):
        return ""
    name = first.child(1)
    return name.text.decode("utf-8", "replace").lower() if name and name.text else ""


def _events(root: Node) -> Iterator[tuple[str, Node]]:
    """Walk the tree without recursion: `enter` and `leave` of elements, `leaf` of text."""
    stack: list[tuple[str, Node]] = [("visit", root)]
    while stack:
        action, node = stack.pop()
        if action == "leave":
            yield "leave", node
            continue
        if node.type in ("script_element", "style_element", "comment", "doctype"):
            continue
        if node.type in ("text", "entity"):
            yield "leaf", node
            continue
        if node.type in ("start_tag", "self_closing_tag", "end_tag", "erroneous_end_tag"):
            continue
        if node.type == "element":
            tag = _tag_of(node)
            if tag in _SKIPPED_TAGS or _is_hidden(node):
                continue
            yield "enter", node
            stack.append(("leave", node))
        stack.extend(("visit", child) for child in reversed(node.children))


def _is_hidden(node: Node) -> bool:
    first = node.child(0)
    if first is None or not first.text or first.child_count < 4:
        return False
    return _HIDDEN.search(first.text.decode("utf-8", "replace")) is not None


def _title(text: str) -> str:
    opening = _TITLE.search(text)
    if not opening:
        return ""
    closing = text.find("<", opening.end())
    return " ".join(entities.unescape(text[opening.end() : max(closing, opening.end())]).split())
