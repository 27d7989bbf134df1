"""Health claims that are permitted in the European Union, as facts with their regulation."""

from .loading import load_register
from .model import Entry, Regulation, Status
from .register import Register

__all__ = ["Entry", "Register", "Regulation", "Status", "load_register"]
