"""Places of Markdown's inline markup.

markdown-it-py gives inline tokens no offsets. Here each of its inline rules is wrapped, so that a
token keeps the stretch of the block's content that its rule read; text lies between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

_Rule = Callable[[StateInline, bool], bool]
_PLACE = "claimcheck"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of inline content: `kind` is a token type; `content[start:end]` is its source."""

    kind: str
    text: str
    start: int
    end: int


def record_places(md: MarkdownIt) -> MarkdownIt:
    """Make a parser's inline tokens keep their places; see `pieces`."""
    for rule in md.inline.ruler.__rules__:
        md.inline.ruler.at(rule.name, _recorded(rule.name, rule.fn), {"alt": rule.alt})
    # These two join text tokens, which would blur the places.
    md.inline.ruler2.disable("fragments_join")
    md.core.ruler.disable("text_join")
    return md


def _recorded(name: str, rule: _Rule) -> _Rule:
    def recorded(state: StateInline, silent: bool) -> bool:
        start, before, pending = state.pos, len(state.tokens), state.pending
        matched = rule(state, silent)
        if matched and not silent and len(state.tokens) > before:
            # Text waiting in `pending` is pushed before the rule's own tokens.
            flushed = bool(pending) and state.tokens[before].type == "text"
            _note(name, state.tokens[before + flushed :], start, state.pos)
        return matched

    return recorded


def _note(name: str, tokens: Sequence[Token], start: int, end: int) -> None:
    if name in ("emphasis", "strikethrough"):
        for token in tokens:
            width = len(token.content)
            token.meta[_PLACE] = (start, start + width)
            start += width
    elif name == "link":
        tokens[0].meta[_PLACE] = (start, start + 1)
        tokens[-1].meta[_PLACE] = (None, end)
    elif name == "autolink":
        places = ((start, start + 1), (start + 1, end - 1), (end - 1, end))
        for token, place in zip(tokens, places, strict=True):
            token.meta[_PLACE] = place
    elif tokens:
        tokens[0].meta[_PLACE] = (start, end)


def pieces(token: Token) -> Iterator[Piece]:
    """The inline pieces of a block's `inline` token with their places in its content, in order."""
    cursor = 0
    for child in token.children or ():
        place = child.meta.get(_PLACE)
        if place is None:
            start, end = cursor, cursor + len(child.content)
        else:
            start, end = cursor if place[0] is None else place[0], place[1]
        cursor = end
        yield Piece(child.type, child.content, start, end)
