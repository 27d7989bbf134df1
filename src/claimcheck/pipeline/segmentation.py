"""Component `claimcheck_units`: the units of a Doc, unless a document gave them already."""

from __future__ import annotations

from spacy.tokens import Doc

from .extensions import register
from .units import unit_data


class UnitsComponent:
    """Reads a raw text as a plain text page; a Doc made from a document passes through."""

    def __init__(self) -> None:
        register()

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc._.units` where it is empty."""
        if not doc._.units and doc.text.strip():
            from ..documents import read_text

            doc._.units = unit_data(read_text(doc.text, format="text"), joined=False)
        return doc
