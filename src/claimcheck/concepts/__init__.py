"""Substances and outcomes with ids: a lexicon of our own, and matching of phrases to it."""

from .base import KnowledgeBase, load_knowledge_base
from .model import Concept, Link, Mention

__all__ = ["Concept", "KnowledgeBase", "Link", "Mention", "load_knowledge_base"]
