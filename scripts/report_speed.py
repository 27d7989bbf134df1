"""Opening time and page sizes of a report on made-up claims; the figures of docs/report.md.

    .venv/bin/python scripts/report_speed.py [CLAIMS]

Writes the tables of CLAIMS (50,000) claims with every column of today, comparisons and verdicts of
an evidence base among them, builds the report, opens it in Chromium. Needs the development
dependencies. Times are the best of `TRIES`, each in a new browser profile, for whatever else the
machine does is not the report's.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import sync_playwright

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.report import corpora  # noqa: E402

from claimcheck.labels import EVIDENCE_VERDICTS, REGISTER_STATUSES  # noqa: E402
from claimcheck.rows import EvidenceRow, Rationale  # noqa: E402
from claimcheck.tables import iter_table, write_table  # noqa: E402

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "chrome")
TRIES: Final = 3
MEGABYTE: Final = 1_000_000


def main() -> int:
    """Measure and print a Markdown table. RETURNS: 0, or 2 without a Chromium."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        print("report_speed: no Chromium is installed", file=sys.stderr)
        return 2
    claims = int(sys.argv[1]) if sys.argv[1:] else 50_000
    with tempfile.TemporaryDirectory() as scratch:
        out = _tables(Path(scratch), claims)
        command = [str(Path(sys.executable).with_name("claimcheck")), "report", str(out)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        took, memory = used.ru_utime + used.ru_stime, used.ru_maxrss * 1024
        print("| what | figure |\n|---|---|")
        for what, figure in [*_sizes(out / "report", took, memory), *_times(path, out / "report")]:
            print(f"| {what} | {figure} |", flush=True)
    return 0


def _tables(folder: Path, claims: int) -> Path:
    """The tables of a run: of every third claim the evidence base has a verdict."""
    out = corpora.large(folder, claims)
    write_table(out / "evidence.jsonl", _evidence(out))
    claims_table = out / "claims.jsonl"
    lines = [json.dumps(claim) + "\n" for claim in _listed(claims_table)]
    claims_table.write_text("".join(lines), encoding="utf-8")
    return out


def _evidence(out: Path) -> Iterator[EvidenceRow]:
    for number, (_, claim) in enumerate(iter_table(out / "claims.jsonl")):
        if number % 3 == 0:
            sentence = f"In sentence {number} of the evidence, nothing of the kind was found."
            yield EvidenceRow(
                claim["claim_id"],
                claim["doc_id"],
                EVIDENCE_VERDICTS[number // 3 % len(EVIDENCE_VERDICTS)],
                {},
                [Rationale(f"e{number}", sentence, 0, len(sentence), 0.9)],
                ["made up for a measurement"],
                [f"e{number}"],
            )


def _listed(table: Path) -> Iterator[dict[str, Any]]:
    for number, (_, claim) in enumerate(iter_table(table)):
        claim["register"] = REGISTER_STATUSES[number % len(REGISTER_STATUSES)]
        yield claim


def _sizes(report: Path, took: float, memory: float) -> Iterator[tuple[str, str]]:
    def largest(pattern: str) -> int:
        return max(path.stat().st_size for path in report.glob(pattern))

    files = [path for path in report.rglob("*") if path.is_file()]
    total = sum(path.stat().st_size for path in files)
    yield (
        f"building ({total / MEGABYTE:.0f} MB in {len(files):,} files)",
        f"{took:.0f} s of processor time, {memory / 1e9:.2f} GB at most",
    )
    opened = [
        *report.glob("data/index-*.js"),
        report / "data/meta-0.js",
        report / "data/detail-0.js",
    ]
    yield "loaded at opening", f"{sum(p.stat().st_size for p in opened) / MEGABYTE:.1f} MB"
    yield (
        "largest page; largest data file",
        f"{largest('**/*.html') / MEGABYTE:.1f} MB; {largest('data/*.js') / MEGABYTE:.1f} MB",
    )


def _times(path: str, report: Path) -> Iterator[tuple[str, str]]:
    with sync_playwright() as driver:
        browsers: list[Any] = []

        def fresh() -> Any:
            while browsers:
                browsers.pop().close()
            browsers.append(driver.chromium.launch(executable_path=path, args=["--no-sandbox"]))
            return browsers[0].new_page()

        for name, what in (("contrast", "pairs"), ("claims", "claims")):
            opening = _best(fresh, lambda page, name=name: _open(page, report, name))
            number = opening[1].inner_text("[data-count]").split(" ")[0]
            yield f"opening `{name}.html` ({number} {what}), cold browser", f"{opening[0]:.2f} s"

        def opened() -> Any:
            page = fresh()
            _open(page, report, "claims")
            return page

        for what, act in ACTS:
            yield what, f"{_best(opened, lambda page, act=act: _settle(page, act))[0]:.2f} s"
        browsers.pop().close()


def _open(page: Any, report: Path, name: str) -> None:
    page.goto((report / f"{name}.html").as_uri())
    page.wait_for_selector("[data-ready]")


def _settle(page: Any, act: Callable[[Any], None]) -> None:
    """Act, and wait until the page has shown its outcome."""
    before = page.get_attribute("[data-browse]", "data-ready")
    act(page)
    page.wait_for_function(
        "before => document.querySelector('[data-browse]').dataset.ready !== before", arg=before
    )


def _best(prepare: Callable[[], Any], act: Callable[[Any], None]) -> tuple[float, Any]:
    """The shortest of `TRIES`, and the page of the last."""
    took = []
    for _ in range(TRIES):
        page = prepare()
        began = time.perf_counter()
        act(page)
        took.append(time.perf_counter() - began)
    return min(took), page


def _go(fragment: str) -> Callable[[Any], None]:
    return lambda page: page.evaluate("to => { location.hash = to }", fragment)


ACTS: Final = (
    ("a filter", _go("#type=harm")),
    ("a new order", _go("#sort=unsure")),
    ("the first search (loads the texts)", _go("#q=migraine")),
)


if __name__ == "__main__":
    sys.exit(main())
