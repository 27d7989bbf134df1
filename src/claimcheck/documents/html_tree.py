"""Walking an HTML syntax tree: which tags open and close where, and the text between them.

tree-sitter keeps places and never fails; where a page is broken it gives stray tags, which are
passed on as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import tree_sitter_html
from tree_sitter import Language, Node, Parser

#: Elements whose content is no text of the page.
SKIPPED_TAGS: Final = frozenset(
    {"applet", "area", "audio", "base", "button", "canvas", "code", "datalist", "embed", "head"}
    | {"iframe", "img", "input", "kbd", "link", "map", "math", "meta", "nav", "noembed"}
    | {"noframes", "noscript", "object", "optgroup", "option", "param", "picture", "pre"}
    | {"progress", "samp", "script", "select", "source", "style", "svg", "template", "textarea"}
    | {"title", "track", "video"}
)
#: Elements that have no content and no end tag.
VOID_TAGS: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source"}
    | {"track", "wbr"}
)
_NOT_ENTERED: Final = frozenset({"script_element", "style_element", "comment", "doctype"})
_NAME: Final = re.compile(rb"</?\s*([a-zA-Z][\w:-]{0,40})")
_HIDDEN: Final = re.compile(
    rb"\s(?:hidden(?=[\s>/=])|aria-hidden\s*=\s*[\"']?true"
    rb"|style\s*=\s*[\"'][^\"'>]{0,500}display\s*:\s*none)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Event:
    """What happens at `[start, end)` of the source.

    kind (str): `open` and `close` of a tag, `text`, or `entity`.
    tag (str): its name in lower case, "" for text.
    stray (bool): a tag without its counterpart.
    skipped (bool): a stray tag whose content is no text.
    """

    kind: str
    start: int
    end: int
    tag: str = ""
    stray: bool = False
    skipped: bool = False


@cache
def _parser() -> Parser:
    return Parser(Language(tree_sitter_html.language()))


def events(text: str) -> Iterator[Event]:
    """The tags and texts of a page in order, without what is no text (scripts, hidden parts).

    text (str): HTML; places are its code points.
    """
    data = text.encode("utf-8", "replace")
    tree = _parser().parse(data)
    places = None if len(data) == len(text) else _character_places(data)
    for event in _walk(tree.root_node, data):
        if places is None:
            yield event
        else:
            start, end = int(places[event.start]), int(places[event.end])
            yield Event(event.kind, start, end, event.tag, event.stray, event.skipped)


def _character_places(data: bytes) -> np.ndarray:
    """For each byte offset the number of code points before it."""
    starts = (np.frombuffer(data, dtype=np.uint8) & 0xC0) != 0x80
    places = np.zeros(len(data) + 1, dtype=np.uint32)
    np.cumsum(starts, out=places[1:])
    return places


def _walk(root: Node, data: bytes) -> Iterator[Event]:
    """Depth first without recursion; what waits on the stack is a node or an event."""
    stack: list[Node | Event] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, Event):
            yield node
        elif node.type in ("text", "entity"):
            yield Event(node.type, node.start_byte, node.end_byte)
        elif node.type == "element":
            children = node.children
            first = children[0]
            tag = tag_name(data[first.start_byte : first.end_byte])
            if tag in SKIPPED_TAGS or _is_hidden(data[first.start_byte : first.end_byte]):
                continue
            yield Event("open", first.start_byte, first.end_byte, tag)
            closed = children[-1] if children[-1].type == "end_tag" else None
            end = (closed or node).end_byte
            stack.append(Event("close", closed.start_byte if closed else end, end, tag))
            stack.extend(reversed(children[1 : -1 if closed else None]))
        elif node.type in ("start_tag", "self_closing_tag", "end_tag", "erroneous_end_tag"):
            yield from _stray(node, data)
        elif node.type not in _NOT_ENTERED:
            stack.extend(reversed(node.children))


def _stray(node: Node, data: bytes) -> Iterator[Event]:
    start, end = node.start_byte, node.end_byte
    source = data[start:end]
    tag = tag_name(source)
    if node.type in ("end_tag", "erroneous_end_tag"):
        yield Event("close", start, end, tag, stray=True)
    elif tag in VOID_TAGS or node.type == "self_closing_tag":
        if tag not in SKIPPED_TAGS:
            yield Event("open", start, end, tag)
            yield Event("close", end, end, tag)
    else:
        skipped = tag in SKIPPED_TAGS or _is_hidden(source)
        yield Event("open", start, end, tag, stray=True, skipped=skipped)


def tag_name(source: bytes) -> str:
    """The lower-case name in a tag's source, "" for none."""
    match = _NAME.match(source)
    return match.group(1).decode("ascii", "replace").lower() if match else ""


def _is_hidden(tag: bytes) -> bool:
    return b" " in tag and _HIDDEN.search(tag) is not None
