"""Fuzzing target for one reader: any bytes give a document that is true to its text, or an error
of that document.

    python fuzz/reader.py markdown|text|html|pdf|docx|records|sources [libFuzzer options] [CORPUS]
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parents[1]))

with atheris.instrument_imports(include=["claimcheck", "markdown_it", "pdfminer"]):
    from claimcheck.documents import Limits, Source, discover, read_bytes
    from claimcheck.documents.records import iter_records, read_record
    from claimcheck.errors import DocumentError, UsageError
    from tests.documents.helpers import assert_true_to_original

SOURCE = Source("fuzz", "other")
LIMITS = Limits(max_bytes=200_000, max_expanded_bytes=2_000_000)
ENDINGS = {"markdown": "md", "text": "txt", "html": "html", "pdf": "pdf", "docx": "docx"}


def _file(ending: str) -> Callable[[bytes], None]:
    def target(data: bytes) -> None:
        try:
            document = read_bytes(data, path=f"page.{ending}", source=SOURCE, limits=LIMITS)
        except DocumentError as error:
            assert error.kind != "internal"
            assert error.remedy
            return
        assert_true_to_original(document)
        document.text.encode()

    return target


def _records(data: bytes) -> None:
    for path in ("posts.jsonl", "posts.csv"):
        try:
            for record in iter_records(data, path, "text"):
                try:
                    document = read_record(record, path=path, source=SOURCE, limits=LIMITS)
                except DocumentError:
                    continue
                assert_true_to_original(document)
        except DocumentError as error:
            assert error.remedy


def _sources(data: bytes) -> None:
    root = Path(tempfile.gettempdir()) / "claimcheck-fuzz"
    (root / "a").mkdir(parents=True, exist_ok=True)
    (root / "a" / "x.md").write_text("It helps.", "utf-8")
    (root / "sources.toml").write_bytes(data)
    try:
        corpus = discover([root])
    except UsageError as error:
        assert error.remedy
        return
    assert all(file.is_relative_to(root) for file, _ in corpus.files)


def main() -> None:
    """Run the target that the first argument names."""
    name = sys.argv.pop(1) if len(sys.argv) > 1 else ""
    targets = {key: _file(ending) for key, ending in ENDINGS.items()}
    targets |= {"records": _records, "sources": _sources}
    if name not in targets:
        sys.exit(__doc__)
    atheris.Setup(sys.argv, targets[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
