"""Annotated documents: the project's own format, other tools' formats, agreement, review."""

from .model import AnnotatedDocument, GoldClaim, GoldCue, GoldUnit, Mark
from .store import read_set, write_set

__all__ = [
    "AnnotatedDocument",
    "GoldClaim",
    "GoldCue",
    "GoldUnit",
    "Mark",
    "read_set",
    "write_set",
]
