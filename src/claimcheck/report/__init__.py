"""The report: `build_report` writes it, `terminal.table` is its short form."""

from .build import build_report
from .summary import Summary

__all__ = ["Summary", "build_report"]
