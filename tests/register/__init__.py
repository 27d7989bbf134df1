"""Tests of the register of permitted health claims."""
