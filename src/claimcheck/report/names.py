"""File names of document pages: safe on every file system, whatever the document is called."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Final

_SAFE: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,150}")
_RESERVED: Final = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


class PageNames:
    """Gives each page of a report its own file name."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def give(self, doc_id: str, part: int = 0) -> str:
        """Name of the page of a document (`<doc_id>.html`) or of its later parts, from 0.

        An id that could leave the folder, or that differs from another only in case, gets a name
        of its safe characters and a hash.
        """
        suffix = f".part{part + 1}.html" if part else ".html"
        stem = doc_id
        if not _SAFE.fullmatch(doc_id) or ".." in doc_id or _RESERVED.fullmatch(doc_id):
            stem = self._hashed(doc_id, doc_id)
        salt = 0
        while (stem + suffix).casefold() in self._taken:
            salt += 1
            stem = self._hashed(doc_id, f"{doc_id}\0{salt}")
        self._taken.add((stem + suffix).casefold())
        return stem + suffix

    @staticmethod
    def _hashed(doc_id: str, salted: str) -> str:
        readable = re.sub(r"[^A-Za-z0-9_-]+", "-", doc_id)[:60].strip("-")
        digest = blake2b(salted.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
        return f"{readable}-{digest}" if readable else f"document-{digest}"
