"""Small corpora, and the steps after the shards left out where a test is not about them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from claimcheck.batch import finish
from claimcheck.batch import run as run_module
from claimcheck.batch.run import RunResult
from claimcheck.tables import write_table

from .fake import make_annotator

TABLES = ("claims", "sentences", "documents", "comparisons", "evidence", "errors")


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Two sources of ten pages each."""
    return write_pages(tmp_path / "pages", 10)


def write_pages(root: Path, count: int) -> Path:
    """`count` pages in each of two sources."""
    for source in ("reference", "promotional"):
        (root / source).mkdir(parents=True, exist_ok=True)
        for number in range(count):
            (root / source / f"page-{number:03d}.md").write_text(
                f"# Herb {number}\n\nHerb {number} helps against colds. It grows in {source} "
                f"gardens.\n\n- Tea {number} helps sleep\n- Nothing else\n",
                "utf-8",
            )
    return root


@pytest.fixture
def run_pages(monkeypatch: pytest.MonkeyPatch) -> Callable[..., RunResult]:
    """`run` with the fake annotator and without knowledge base and report."""
    monkeypatch.setattr(
        finish, "_compare", lambda out, sides, config: write_table(out / "comparisons.jsonl", ())
    )

    def run(*arguments: object, **options: object) -> RunResult:
        options.setdefault("factory", make_annotator)
        options.setdefault("report", False)
        return run_module.run(*arguments, **options)  # type: ignore[arg-type]

    return run


def table_bytes(out: Path) -> dict[str, bytes]:
    """The content of every table."""
    return {name: (out / f"{name}.jsonl").read_bytes() for name in TABLES}
