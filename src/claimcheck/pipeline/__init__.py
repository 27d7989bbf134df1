"""The spaCy pipeline: from a document's units to claims, cues and rows.

nlp = load_pipeline()
for rows in annotate(nlp, documents): ...
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from .assembly import annotate as annotate
    from .loading import load_pipeline as load_pipeline

_PUBLIC: Final = {"annotate": "assembly", "load_pipeline": "loading"}

__all__ = ["annotate", "load_pipeline"]


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_PUBLIC[name]}", __name__), name)
