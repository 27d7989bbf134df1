"""What a single document may cost; a limit that is hit is an error of that document alone."""

from __future__ import annotations

from dataclasses import dataclass


class LimitReached(Exception):
    """A limit that a document hits; `reading` makes a DocumentError of it.

    name (str): the field of `Limits`.
    message (str): what there is too much of.
    """

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name
        self.message = message


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of the readers; the defaults are those of `data/config.toml` ([documents]).

    max_bytes (int): a file over this size is not read.
    max_expanded_bytes (int): what a compressed file (DOCX) may hold once it is unpacked.
    max_nesting (int): how deep lists and quotations of Markdown may be nested.
    max_open_tags (int): how many HTML elements may be open at once.
    max_cells (int): table cells of one document.
    max_units (int): units of one document.
    max_pages (int): pages of a PDF.
    """

    max_bytes: int = 20_000_000
    max_expanded_bytes: int = 200_000_000
    max_nesting: int = 90
    max_open_tags: int = 5_000
    max_cells: int = 100_000
    max_units: int = 200_000
    max_pages: int = 2_000

    def check(self, name: str, count: int, things: str) -> None:
        """Refuse a count over a limit.

        name (str): the field that limits it.
        count (int): how many there are, at least.
        things (str): of what.
        RAISES: LimitReached.
        """
        limit = getattr(self, name)
        if count > limit:
            raise LimitReached(name, f"has {count:,} {things}, more than the limit of {limit:,}")
