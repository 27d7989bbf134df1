"""Component `claimcheck_abbreviations`: sets `doc._.abbreviations`."""

from __future__ import annotations

from spacy.tokens import Doc

from ..extensions import register
from .logic import find_abbreviations


class AbbreviationsComponent:
    """Lists the abbreviations that the units of a Doc define."""

    def __init__(self) -> None:
        register()

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc._.abbreviations`."""
        doc._.abbreviations = find_abbreviations(unit["text"] for unit in doc._.units)
        return doc
