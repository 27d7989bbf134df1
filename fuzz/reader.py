"""Fuzzing target for one reader: any bytes give a document that is true to its text, or an error
of that document.

    python fuzz/reader.py markdown|text|html|pdf|docx|sources [libFuzzer options] [CORPUS]
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parents[1]))

with atheris.instrument_imports(include=["claimcheck", "markdown_it", "pdfminer"]):
    from tests.documents.helpers import assert_true_to_original

    from claimcheck.documents import Limits, Source, discover, read_bytes
    from claimcheck.errors import ClaimcheckError, DocumentError, UsageError

SOURCE = Source("fuzz", "other")
LIMITS = Limits(max_bytes=200_000, max_expanded_bytes=2_000_000)
ENDINGS = {"markdown": "md", "text": "txt", "html": "html", "pdf": "pdf", "docx": "docx"}


def _is_helpful(error: ClaimcheckError) -> None:
    assert error.kind != "internal"
    assert error.remedy


def _file(ending: str) -> Callable[[bytes], None]:
    def target(data: bytes) -> None:
        try:
            document = read_bytes(data, path=f"page.{ending}", source=SOURCE, limits=LIMITS)
        except DocumentError as error:
            _is_helpful(error)
            return
        assert_true_to_original(document)
        document.text.encode()

    return target


def _sources(data: bytes) -> None:
    root = Path(tempfile.gettempdir()) / "claimcheck-fuzz"
    (root / "a").mkdir(parents=True, exist_ok=True)
    (root / "a" / "x.md").write_text("It helps.", "utf-8")
    (root / "sources.toml").write_bytes(data)
    try:
        corpus = discover([root])
    except UsageError as error:
        _is_helpful(error)
        return
    assert all(file.is_relative_to(root) for file, _ in corpus.files)


def main() -> None:
    """Run the target that the first argument names."""
    name = sys.argv.pop(1) if len(sys.argv) > 1 else ""
    targets = {key: _file(ending) for key, ending in ENDINGS.items()}
    targets["sources"] = _sources
    if name not in targets:
        sys.exit(__doc__)
    atheris.Setup(sys.argv, targets[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
