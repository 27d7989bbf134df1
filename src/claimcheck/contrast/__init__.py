"""Contrast of sources: which claims of one source the other bears out, and what it leaves out."""

from .compare import Tables, compare, write_comparisons

__all__ = ["Tables", "compare", "write_comparisons"]
