"""`make bench`: all measurements, as JSON (`bench/results.json`) and as docs/benchmarks.md.

`python -m bench --documents 60 --rounds 1 --scaling 50,100,200` is a quick look.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from . import page, scaling, speed
from .measure import ROOT


def main() -> None:
    """Measure, then write."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--documents", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--scaling", default="100,1000,10000", help="numbers of documents")
    parser.add_argument("--words", type=int, help="cut the pages of the scaling after so many")
    parser.add_argument("--previous", type=Path, help="a checkout of an earlier release")
    parser.add_argument("--only", choices=("speed", "scaling", "page"))
    options = parser.parse_args()
    place = ROOT / "bench" / "results.json"
    results: dict[str, Any] = json.loads(place.read_text("utf-8")) if place.exists() else {}
    work = Path(tempfile.mkdtemp(prefix="claimcheck-bench-"))
    try:
        if options.only in (None, "speed"):
            results["speed"] = speed.measure(
                work, options.documents, options.rounds, options.previous
            )
        if options.only in (None, "scaling"):
            sizes = [int(size) for size in options.scaling.split(",")]
            results["scaling"] = scaling.measure(work, sizes, options.words)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    place.write_text(json.dumps(results, indent=2) + "\n", "utf-8")
    page.write(results)
    print(f"{place}\n{page.PAGE}", file=sys.stderr)


if __name__ == "__main__":
    main()
