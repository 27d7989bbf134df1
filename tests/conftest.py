"""Shared by all tests; each folder has fixtures of its own."""

from .browser import browser, open_page

__all__ = ["browser", "open_page"]
