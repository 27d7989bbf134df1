"""What a run reads: documents, each with the place that its bytes come from."""

from .gather import Inputs, gather
from .origins import FileOrigin, Item, Origin

__all__ = ["FileOrigin", "Inputs", "Item", "Origin", "gather"]
