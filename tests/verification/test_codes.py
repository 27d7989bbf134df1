"""Codes of abstention and where they are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimcheck.verification.model import ABSTENTIONS

DOCS = Path(__file__).parents[2] / "docs/verification.md"


@pytest.mark.parametrize("code", ABSTENTIONS)
def test_every_code_is_documented(code: str) -> None:
    assert f"| `{code}` | {ABSTENTIONS[code]} |" in DOCS.read_text("utf-8")
