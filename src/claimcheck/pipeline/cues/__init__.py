"""Cues with category, explanation and scope (guidelines 5 and 7)."""
