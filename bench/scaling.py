"""Time and memory against the number of documents, and against the length of one."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from .measure import claimcheck, run
from .texts import source_pages, write_corpus

#: Lengths of a single page, in bytes.
LENGTHS: Final = (50_000, 500_000, 5_000_000)


def measure(work: Path, sizes: list[int], most: int | None) -> dict[str, Any]:
    """Whole runs with two processes, report included; single pages with one.

    most (int): words after which a document is cut; None takes pages whole.
    """
    return {
        "most_words": most,
        "documents": [_documents(work, size, most) for size in sizes],
        "length": [_length(work, length) for length in LENGTHS],
    }


def _documents(work: Path, size: int, most: int | None) -> dict[str, float]:
    corpus = work / f"corpus-{size}"
    words = write_corpus(corpus, size, most)
    out = work / f"out-{size}"
    tables = run(claimcheck("run", corpus, "-o", out, "--no-report", "--jobs", "2"))
    report = run(claimcheck("report", out))
    held = sum(path.stat().st_size for path in out.glob("*.jsonl"))
    return {
        "documents": size,
        "words": words,
        "seconds": tables.seconds,
        "megabytes": tables.megabytes,
        "report_seconds": report.seconds,
        "report_megabytes": report.megabytes,
        "tables_megabytes": held / 1e6,
    }


def _length(work: Path, length: int) -> dict[str, float]:
    folder = work / f"length-{length}"
    folder.mkdir()
    pages = [page.read_text("utf-8") for page in source_pages() if page.suffix == ".md"]
    text, number = "", 0
    while len(text) < length:
        text += pages[number % len(pages)] + "\n\n"
        number += 1
    (folder / "page.md").write_text(text[:length], "utf-8")
    out = work / f"out-length-{length}"
    cost = run(claimcheck("run", folder, "-o", out, "--no-report"))
    return {"bytes": length, "seconds": cost.seconds, "megabytes": cost.megabytes}
