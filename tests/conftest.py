"""Shared by all tests; each folder has fixtures of its own."""
