"""The results as docs/benchmarks.md, with the scaling picture beside it."""

from __future__ import annotations

import math
import platform
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from .measure import ROOT

PAGE: Final = ROOT / "docs" / "benchmarks.md"
PICTURE: Final = ROOT / "docs" / "scaling.svg"

_PACKAGES: Final = ("claimcheck", "spacy", "onnxruntime", "numpy")


def write(results: dict[str, Any]) -> None:
    """Write the page, and the picture where there are figures for it."""
    parts = [_HEAD.format(machine=_machine())]
    if "speed" in results:
        parts.append(_speed(results["speed"]))
    if "scaling" in results:
        PICTURE.write_text(picture(results["scaling"]["documents"]), "utf-8")
        parts.append(_scaling(results["scaling"]))
    PAGE.write_text("\n".join(parts), "utf-8")


_HEAD: Final = """# Benchmarks

Written by `make bench`; the figures are in `bench/results.json`. Compared runs alternate on one
machine, and what counts is their ratio: median of the pairs, lowest and highest in brackets.

Measured on {machine}.
"""


def _machine() -> str:
    import os

    model = platform.processor() or platform.machine()
    cpu = Path("/proc/cpuinfo")
    if cpu.exists():
        for line in cpu.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in _PACKAGES)
    python = platform.python_version()
    return f"{os.cpu_count()} cores ({model}), {platform.system()}, Python {python}, {versions}"


def _speed(found: dict[str, Any]) -> str:
    rows = ["| what | figure | target |", "|---|---|---|"]
    spacy, medspacy = found["spacy"], found["medspacy"]
    if "ratio" in spacy:
        rows += [
            f"| processor time of `claimcheck run --no-report` over bare spaCy's "
            f"(batch {spacy['batch']}) | {_ratio(spacy['ratio'])} | ≤ 1.0 |",
            "| words a processor second: claimcheck, bare spaCy "
            f"| {spacy['claimcheck_words_per_second']:,.0f}, "
            f"{spacy['spacy_words_per_second']:,.0f} | |",
        ]
    else:
        rows.append(f"| against bare spaCy | not measured: {spacy['skipped']} | ≤ 1.0 |")
    if "ratio" in medspacy:
        rows += [
            "| processor time over that of `medspacy.load()` as it comes "
            f"| {_ratio(medspacy['ratio'])} | ≤ 0.5 |",
            "| words a processor second: claimcheck, medspaCy "
            f"| {medspacy['claimcheck_words_per_second']:,.0f}, "
            f"{medspacy['medspacy_words_per_second']:,.0f} | |",
        ]
    else:
        rows.append(f"| against medspaCy | not measured: {medspacy['skipped']} | ≤ 0.5 |")
    context, previous = found["context"], found["previous"]
    if "ratio" in context:
        rows.append(
            "| processor time over that of medspaCy's ConText on the same base (blank pipeline, "
            f"sentences by final marks) | {_ratio(context['ratio'])} | |"
        )
    else:
        rows.append(f"| against ConText | not measured: {context['skipped']} | |")
    if "ratio" in previous:
        rows.append(
            f"| processor time over that of the release before | {_ratio(previous['ratio'])} | |"
        )
    else:
        rows.append(f"| against the release before | not measured: {previous['skipped']} | |")
    start = found["start"]
    rows += [
        f"| `--jobs 2`: times as fast as `--jobs 1` | {_ratio(found['jobs']['speedup'])} | ≥ 1.8 |",
        f"| `claimcheck --help`, seconds | {start['help_seconds']:.2f} | < 0.3 |",
        f"| a run of one page, seconds | {start['one_page_seconds']:.2f} | < 3 |",
    ]
    return (
        f"## Speed\n\n{found['documents']} documents, {found['words']:,} words, "
        f"{found['rounds']} round(s); every copy of a page has texts of its own. One process, one "
        "thread each, processor seconds: of the whole command with start-up for claimcheck, of "
        "`nlp.pipe` alone for the others. The machine's load average was "
        f"{found['load']:.1f}: over its number of cores, other work slowed the figures in seconds "
        "and of two processes.\n\n" + "\n".join(rows) + "\n"
    )


def _ratio(found: dict[str, float]) -> str:
    return f"{found['median']:.2f} ({found['low']:.2f}-{found['high']:.2f})"


def _scaling(found: dict[str, Any]) -> str:
    rows = [
        "| documents | words | seconds | words/s | peak MB of a process | report: seconds | MB "
        "| tables, MB |",
        "|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for row in found["documents"]:
        rows.append(
            f"| {row['documents']:,} | {row['words']:,} | {row['seconds']:.0f} "
            f"| {row['words'] / row['seconds']:,.0f} | {row['megabytes']:.0f} "
            f"| {row['report_seconds']:.0f} | {row['report_megabytes']:.0f} "
            f"| {row['tables_megabytes']:.0f} |"
        )
    lengths = ["| bytes of one page | seconds | peak MB |", "|--:|--:|--:|"]
    for row in found["length"]:
        lengths.append(f"| {row['bytes']:,} | {row['seconds']:.1f} | {row['megabytes']:.0f} |")
    most = found.get("most_words")
    cut = f" Pages end with the line that brings {most} words." if most else ""
    return (
        f"## Scaling\n\n`claimcheck run --jobs 2`, then `claimcheck report`.{cut}\n\n"
        + "\n".join(rows)
        + "\n\n![time and memory against documents](scaling.svg)\n\nOne page, one process:\n\n"
        + "\n".join(lengths)
        + "\n"
    )


_WIDTH: Final = 340
_HEIGHT: Final = 240
_MARGIN: Final = 50


def picture(rows: list[dict[str, float]]) -> str:
    """Two panels on logarithmic axes: seconds, and peak megabytes, against documents."""
    width = 2 * _WIDTH + 20
    panels = [
        _panel(rows, ("seconds", "report_seconds"), "seconds", 0),
        _panel(rows, ("megabytes", "report_megabytes"), "peak MB of a process", _WIDTH + 20),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {_HEIGHT}" role="img" '
        'font-family="sans-serif" font-size="11">\n<title>Time and memory against documents'
        f'</title>\n<rect width="{width}" height="{_HEIGHT}" fill="#fff"/>\n'
        + "\n".join(panels)
        + "\n</svg>\n"
    )


def _panel(rows: list[dict[str, float]], names: tuple[str, str], title: str, left: int) -> str:
    xs = [row["documents"] for row in rows]
    ys = [max(row[name], 0.1) for row in rows for name in names]
    low, high = 10 ** math.floor(math.log10(min(ys))), 10 ** math.ceil(math.log10(max(ys)))

    def x(value: float) -> float:
        span = math.log10(max(xs) / min(xs)) or 1
        return left + _MARGIN + math.log10(value / min(xs)) / span * (_WIDTH - 2 * _MARGIN)

    def y(value: float) -> float:
        span = math.log10(high / low) or 1
        return _HEIGHT - 40 - math.log10(value / low) / span * (_HEIGHT - 80)

    parts = [f'<text x="{left + _MARGIN}" y="18" font-weight="bold">{title}</text>']
    tick = low
    while tick <= high:
        parts.append(
            f'<path d="M{left + _MARGIN} {y(tick):.1f}H{left + _WIDTH - _MARGIN}" stroke="#ddd"/>'
            f'<text x="{left + _MARGIN - 6}" y="{y(tick) + 4:.1f}" text-anchor="end">'
            f"{tick:g}</text>"
        )
        tick *= 10
    for value in xs:
        parts.append(
            f'<text x="{x(value):.1f}" y="{_HEIGHT - 20}" text-anchor="middle">{value:,}</text>'
        )
    last = rows[-1]
    heights = [y(max(last[name], 0.1)) for name in names]
    # names of lines that end side by side stand apart
    apart = max(0.0, 13 - abs(heights[0] - heights[1])) / 2
    shifts = (-apart, apart) if heights[0] <= heights[1] else (apart, -apart)
    lines = zip(names, ("#0b5cad", "#b45309"), ("run", "report"), heights, shifts, strict=True)
    for name, colour, label, height, shift in lines:
        points = " ".join(f"{x(r['documents']):.1f},{y(max(r[name], 0.1)):.1f}" for r in rows)
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'
            f'<text x="{x(last["documents"]) + 6:.1f}" y="{height + shift + 4:.1f}" '
            f'fill="{colour}">{label}</text>'
        )
    middle = left + _WIDTH / 2
    parts.append(f'<text x="{middle}" y="{_HEIGHT - 5}" text-anchor="middle">documents</text>')
    return "\n".join(parts)
