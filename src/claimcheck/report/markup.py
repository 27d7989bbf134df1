"""Which characters of a unit's raw text a reader sees, by walking raw and clean text together.

The tables keep both texts but not the map between them. Nothing is ever dropped: where the two
cannot be brought together, the raw text is shown whole.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from html import unescape
from typing import Final


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the original and what is shown of it.

    start, end (int): half-open code points into the raw text.
    shown (str): the text to show; equals the raw run unless `kind` is `replaced`.
    kind (str): `text`; `markup` (present in the raw text only); `replaced` (an entity or a run of
        white space, shown as something else).
    """

    start: int
    end: int
    shown: str
    kind: str


_TOKEN: Final = re.compile(
    r"""
    (?P<entity>&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)
  | (?P<comment><!--.{0,2000}?-->)
  | (?P<tag></?[A-Za-z][^<>]*>)
  | (?P<image>!\[)
  | (?P<target>\](?:
        \([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)
      | \[[^\[\]]*\]
    ))
  | (?P<footnote>\[\^[^\]\s]+\])
  | (?P<autolink><(?=[A-Za-z][A-Za-z0-9+.-]*:))
    """,
    re.VERBOSE | re.DOTALL,
)
_TOKEN_STARTS: Final = frozenset("&<![]")
_MARKUP: Final = frozenset("*_`~[]<>\\#|!=^{}$:-+")
_LINE_PREFIX: Final = re.compile(r"\s*(?:\n[ \t]*(?:>[ \t]?)+)?\s*")


def pieces(raw: str, clean: str) -> list[Piece]:
    """Cut a raw text into what is shown and what is markup.

    raw (str): a unit's `text`, with markup.
    clean (str): its `clean_text`, white space as single spaces, entities resolved.
    RETURNS (list of Piece): in order, covering `raw` without gaps. If `clean` cannot be found in
        `raw` step by step, one `text` piece of all of `raw`.
    """
    if not raw:
        return []
    if raw == clean:
        return [Piece(0, len(raw), raw, "text")]
    walked = _walk(raw, clean)
    return _join(raw, walked) if walked is not None else [Piece(0, len(raw), raw, "text")]


def _walk(raw: str, clean: str) -> list[Piece] | None:
    """One piece a step, or None where the texts part."""
    steps: list[Piece] = []
    i = j = 0
    while i < len(raw):
        step = _step(raw, i, clean, j)
        if step is None:
            return None
        piece, used = step
        steps.append(piece)
        i, j = piece.end, j + used
    return steps if not clean[j:].strip() else None


def _step(raw: str, i: int, clean: str, j: int) -> tuple[Piece, int] | None:
    """The next piece of `raw` from `i`, and how much of `clean` from `j` it uses up."""
    character = raw[i]
    wanted = clean[j] if j < len(clean) else ""
    if character.isspace():
        end = _LINE_PREFIX.match(raw, i).end()  # type: ignore[union-attr]
        run = raw[i:end]
        if not wanted.isspace():
            return Piece(i, end, run, "markup"), 0
        return Piece(i, end, wanted, "text" if run == wanted else "replaced"), 1
    token = _TOKEN.match(raw, i) if character in _TOKEN_STARTS else None
    if token and not clean.startswith(token.group(), j):
        return _token_step(token, clean, j)
    if character == wanted and not (character in "*_`~" and _closes(raw, i, clean, j)):
        return Piece(i, i + 1, character, "text"), 1
    if character in _MARKUP or unicodedata.category(character) in ("Cf", "Cc", "Zs"):
        return Piece(i, i + 1, character, "markup"), 0
    if wanted.isspace():  # the clean text has a space that the raw text lacks (a <br>)
        follow = _step(raw, i, clean, j + 1)
        return (follow[0], follow[1] + 1) if follow else None
    return None


def _closes(raw: str, i: int, clean: str, j: int) -> bool:
    """Whether an emphasis character that also stands next in `clean` is markup all the same: more
    of it are left in the raw run than the clean text has."""
    return _run_length(raw, i) > _run_length(clean, j)


def _run_length(text: str, at: int) -> int:
    end = at
    while end < len(text) and text[end] == text[at]:
        end += 1
    return end - at


def _token_step(token: re.Match[str], clean: str, j: int) -> tuple[Piece, int] | None:
    """A markup token: an entity is shown as what the clean text has for it, others are hidden."""
    start, end = token.span()
    if token.lastgroup != "entity":
        follows = token.string[end : end + 1]
        if clean[j : j + 1].isspace() and not follows.isspace():  # a <br> between two words
            return Piece(start, end, " ", "replaced"), 1
        return Piece(start, end, token.group(), "markup"), 0
    meaning = unescape(token.group())
    for shown in (meaning, " "):
        if meaning.strip() == shown.strip() and clean.startswith(shown, j):
            return Piece(start, end, shown, "replaced"), len(shown)
    hidden = not meaning.strip() or unicodedata.category(meaning[0]) == "Cf"
    return (Piece(start, end, token.group(), "markup"), 0) if hidden else None


def _join(raw: str, steps: list[Piece]) -> list[Piece]:
    """Join neighbours of one kind, so that a plain run is one piece."""
    joined: list[Piece] = []
    for piece in steps:
        last = joined[-1] if joined else None
        if last and last.kind == piece.kind and piece.kind != "replaced":
            joined[-1] = Piece(last.start, piece.end, raw[last.start : piece.end], piece.kind)
        else:
            joined.append(piece)
    return joined


def cut(all_pieces: list[Piece], start: int, end: int) -> list[Piece]:
    """The pieces under `[start, end)` of the raw text; a replaced piece is kept whole where its
    start lies inside."""
    kept: list[Piece] = []
    for piece in all_pieces:
        if piece.end <= start or piece.start >= end:
            continue
        if piece.kind == "replaced":
            if piece.start >= start:
                kept.append(piece)
            continue
        low, high = max(piece.start, start), min(piece.end, end)
        kept.append(
            Piece(low, high, piece.shown[low - piece.start : high - piece.start], piece.kind)
        )
    return kept
