"""Files into documents: one reader a format, blocks, units, sections, sources."""

from .discovery import Corpus, discover
from .limits import Limits
from .model import Document, Source, Unit
from .reading import read_bytes, read_document, read_text

__all__ = [
    "Corpus",
    "Document",
    "Limits",
    "Source",
    "Unit",
    "discover",
    "read_bytes",
    "read_document",
    "read_text",
]
