"""What health texts claim, how strongly, on what evidence, and where one source goes further.

The public face. `import claimcheck` is cheap: models and pandas are loaded by the first call that
needs them.

    nlp = claimcheck.load()                        # a spaCy Language
    result = claimcheck.run(["pages/"], out="out") # the tables and the report
    claims = claimcheck.read_claims("out")         # a pandas DataFrame
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from .batch.run import RunResult as RunResult
    from .batch.run import run as run
    from .config import load_config as load_config
    from .frames import read_claims as read_claims
    from .frames import read_comparisons as read_comparisons
    from .frames import read_documents as read_documents
    from .frames import read_errors as read_errors
    from .frames import read_evidence as read_evidence
    from .frames import read_sentences as read_sentences
    from .pipeline import load_pipeline as load

__version__ = "0.1.0"

#: Public name → module and name there.
_PUBLIC: Final = {
    "RunResult": ("batch.run", "RunResult"),
    "load": ("pipeline", "load_pipeline"),
    "load_config": ("config", "load_config"),
    "read_claims": ("frames", "read_claims"),
    "read_comparisons": ("frames", "read_comparisons"),
    "read_documents": ("frames", "read_documents"),
    "read_errors": ("frames", "read_errors"),
    "read_evidence": ("frames", "read_evidence"),
    "read_sentences": ("frames", "read_sentences"),
    "run": ("batch.run", "run"),
}

__all__ = [
    "RunResult",
    "__version__",
    "load",
    "load_config",
    "read_claims",
    "read_comparisons",
    "read_documents",
    "read_errors",
    "read_evidence",
    "read_sentences",
    "run",
]


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module 'claimcheck' has no attribute {name!r}")
    module, attribute = _PUBLIC[name]
    return getattr(import_module(f".{module}", __name__), attribute)


def __dir__() -> list[str]:
    return sorted({*globals(), *_PUBLIC})
