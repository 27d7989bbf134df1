"""Abbreviations that a page defines, by scispaCy's rules."""
