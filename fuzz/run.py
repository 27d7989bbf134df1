"""Fuzz every reader for a bounded time; the seeds are written by this script.

    python fuzz/run.py [--seconds 60] [READER...]

Prints a line a reader: seconds, executions, and the input that failed, if any. Exit status 1 when
something failed. Findings become tests in tests/documents/.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.documents.makers import Text, docx, paragraph, pdf, table  # noqa: E402

READERS = ("markdown", "text", "html", "pdf", "docx", "sources")
PAGE = "It *may* **help:** with [colds](/x), e.g. flu [3]. It is safe."


def seeds(reader: str) -> list[bytes]:
    """A few inputs to start from."""
    if reader == "markdown":
        lists = "\n".join(["---", "title: Z", "---", "# Zinc", "", "* a", "  1. b", "", "> c"])
        rows = "| a | b |\n|---|---|\n| c \\| d | e |\n\n<p>x</p>\n\n```\ncode\n```\n{{ x }}"
        return [PAGE.encode(), f"{lists}\n\n{PAGE}".encode(), rows.encode(), b"**Q: a?** A: b."]
    if reader == "text":
        return [b"Title: Z\n\nZinc\n\n- a\n- b\n\nUses:\n\nIt helps. Q: a?\nA: b.", b"a\tb\nc\td"]
    if reader == "html":
        rows = "<table><tr><th>a<td>b</table><ul><li>c<ul><li>d</ul></ul><br>&bull; e<footer>f"
        return [f"<h1>Z</h1><p>{PAGE}&nbsp;&amp;".encode(), rows.encode(), b"<div class='cookie'>"]
    if reader == "pdf":
        return [pdf([[Text(72, 700, "Zinc", 20), Text(72, 600, "It may help and is safe.")]])]
    if reader == "docx":
        return [docx(paragraph("Zinc", "H1") + paragraph(PAGE) + table([["a", "b"], ["c", "d"]]))]
    return [b'version = 1\n[[source]]\nname = "a"\nrole = "other"\ninclude = ["a/*.md", "**/*"]\n']


def fuzz(reader: str, seconds: int, folder: Path) -> bool:
    """Fuzz one reader and print what came of it; whether nothing failed."""
    corpus = folder / reader
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(reader)):
        (corpus / f"seed-{number}").write_bytes(seed)
    command = [
        sys.executable,
        str(ROOT / "fuzz" / "reader.py"),
        reader,
        f"-max_total_time={seconds}",
        "-timeout=60",
        "-max_len=4000",
        "-print_final_stats=1",
        f"-artifact_prefix={folder}/{reader}-",
        str(corpus),
    ]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    log = done.stdout + done.stderr
    (folder / f"{reader}.log").write_text(log, "utf-8")
    count = re.search(r"number_of_executed_units:\s*(\d+)", log)
    found = re.search(r"Test unit written to (\S+)", log)
    failed = done.returncode != 0
    note = f"FAILED: {found.group(1) if found else folder / (reader + '.log')}" if failed else "ok"
    print(
        f"{reader:9} {seconds:5} s {int(count.group(1)) if count else 0:9,} runs  {note}",
        flush=True,
    )
    return not failed


def main() -> None:
    """Fuzz the readers that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=60, help="for each reader")
    parser.add_argument("--folder", type=Path, default=ROOT / "fuzz" / "work")
    parser.add_argument("readers", nargs="*", metavar="READER", help=", ".join(READERS))
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    readers = options.readers or READERS
    results = [fuzz(reader, options.seconds, options.folder) for reader in readers]
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
