"""Reading short texts in tests."""

from __future__ import annotations

from claimcheck.documents import Document, Limits, Source, read_text

SOURCE = Source("shop", "promotional")
LIMITS = Limits()


def markdown(text: str) -> Document:
    return read_text(text, format="markdown", source=SOURCE)


def plain(text: str) -> Document:
    return read_text(text, format="text", source=SOURCE)


def html(text: str) -> Document:
    return read_text(text, format="html", source=SOURCE)


def units(document: Document) -> list[tuple[str, str]]:
    """Kind and original text of each unit."""
    return [(unit.kind, unit.text) for unit in document.units]


def texts(document: Document) -> list[str]:
    return [unit.text for unit in document.units]


def clean(document: Document) -> list[str]:
    return [unit.clean_text for unit in document.units]


def assert_true_to_original(document: Document) -> None:
    """The invariants of every document, whatever its format."""
    original = document.text
    last_end = 0
    for index, unit in enumerate(document.units):
        assert unit.index == index
        assert original[unit.span.start : unit.span.end] == unit.text
        assert unit.clean_text
        assert unit.clean_text == unit.clean_text.strip()
        assert unit.text == unit.text.strip()
        assert unit.offset_map.clean_length == len(unit.clean_text)
        assert unit.span.start >= last_end, "units are in order and do not overlap"
        last_end = unit.span.end
        _assert_map(document, index)


def _assert_map(document: Document, index: int) -> None:
    unit = document.units[index]
    pieces = unit.offset_map.pieces
    assert pieces[0].original.start == unit.span.start
    assert pieces[-1].original.end == unit.span.end
    for piece in pieces:
        cleaned = piece.clean.cut(unit.clean_text)
        source = piece.original.cut(document.text)
        if piece.is_identity:
            shown = [" " if c.isspace() else c for c in source.replace("\0", "\ufffd")]
            assert shown == list(cleaned)
