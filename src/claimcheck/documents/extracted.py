"""What readers of formats that are not text make: a plain text, and blocks with places in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from .blocks import Block, TextBuilder


@dataclass(frozen=True, slots=True)
class Extracted:
    """A file's text.

    text (str): what the offsets point into; paragraphs stand apart by empty lines.
    blocks (list of Block): in reading order.
    title (str): as the file's properties say, "" for none.
    warnings (tuple of str): guesses made and limits hit.
    """

    text: str
    blocks: list[Block]
    title: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a paragraph.

    text (str): as it is to stand in the extracted text.
    bold, italic (bool): how it is set.
    hidden (str): `text` ends with these characters, but they are not read (a hyphen that only
        breaks a line, and the line end after it).
    break_ (str): `hard` or `soft` where the text is white space that ends a line.
    """

    text: str
    bold: bool = False
    italic: bool = False
    hidden: str = ""
    break_: str = ""


@dataclass(slots=True)
class Extraction:
    """Collects paragraphs; offsets count into the text as it grows."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    blocks: list[Block] = field(default_factory=list)

    def paragraph(
        self, kind: str, runs: Iterable[Run], separator: str = "\n\n", **layout: object
    ) -> None:
        """Add a paragraph (heading, item, cell) after `separator`; nothing where it is empty."""
        builder = TextBuilder()
        pending = list(runs)
        if not any(run.text.strip() for run in pending):
            return
        if self.length:
            self._write(separator)
        for run in pending:
            start = self.length
            self._write(run.text)
            if run.break_:
                builder.space(start, self.length, run.break_)
                continue
            if run.bold:
                builder.open_strong()
            elif run.italic:
                builder.open_emphasis()
            read = run.text[: len(run.text) - len(run.hidden)]
            builder.add(read, start, start + len(read))
            if run.bold:
                builder.close_strong()
            elif run.italic:
                builder.close_emphasis()
        block = builder.build(kind, **layout)
        if block:
            self.blocks.append(block)

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def result(self, title: str = "", warnings: Iterable[str] = ()) -> Extracted:
        """What was collected."""
        return Extracted("".join(self.parts), self.blocks, " ".join(title.split()), tuple(warnings))
