"""The summary as a short table of plain text, for standard output."""

from __future__ import annotations

from collections.abc import Callable

from . import words
from .finding import number, percent, rate
from .summary import SourceSummary, Summary

_ROWS: tuple[tuple[str, Callable[[SourceSummary], str]], ...] = (
    ("documents", lambda s: number(s.documents)),
    ("health claims", lambda s: number(s.claims)),
    ("stated as fact", lambda s: percent(s.stated_as_fact.share)),
    ("hedged", lambda s: percent(s.hedged.share)),
    ("with a basis named", lambda s: percent(s.with_basis.share)),
    ("hedges / 100 claims", lambda s: rate(s.hedges)),
    ("boosters / 100 claims", lambda s: rate(s.boosters)),
    ("left unsure", lambda s: percent(s.uncertain.share)),
)
_COLUMN = 24


def table(summary: Summary) -> str:
    """The dozen lines that `claimcheck run` prints: one column a source, then the verdicts.

    summary (Summary): as built by `build_report`.
    RETURNS (str): lines without a final newline; no line holds control characters.
    """
    sources = summary.sources[:4]
    lines = [_line("", [_clip(_heading(s)) for s in sources])]
    lines += [_line(label, [read(source) for source in sources]) for label, read in _ROWS]
    contrast = summary.contrast
    if contrast:
        verdicts = ", ".join(
            f"{number(share.count)} {words.name('verdict', label)}"
            for label, share in contrast.verdicts.items()
        )
        lines.append(f"compared {number(contrast.compared)}: {verdicts}")
        lines.append(f"omitted by {_clip(contrast.reviewed)}: {number(contrast.omitted.count)}")
    if summary.failed:
        lines.append(f"failed documents: {number(summary.failed)} (see errors.jsonl)")
    return "\n".join(lines)


def _heading(source: SourceSummary) -> str:
    return source.name if source.name == source.role else f"{source.name} ({source.role})"


def _line(label: str, cells: list[str]) -> str:
    return (f"{label:<22}" + "".join(f"  {cell:>{_COLUMN}}" for cell in cells)).rstrip()


def _clip(name: str) -> str:
    printable = "".join(c if c.isprintable() else " " for c in name)
    return printable if len(printable) <= _COLUMN else printable[: _COLUMN - 1] + "…"
