"""Tests of the knowledge base: lexicons, linking of phrases, relations between concepts."""
