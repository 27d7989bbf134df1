"""Time and peak memory of a process, and comparisons of two that alternate."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one process: wall and processor seconds; peak memory (MB) of the largest of it and its
    children."""

    seconds: float
    processor: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Ratio:
    """Of two costs, over several pairs: median, smallest and largest."""

    median: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.median:.2f} ({self.low:.2f}-{self.high:.2f})"


def run(command: Sequence[str], environment: dict[str, str] | None = None) -> Cost:
    """Run a command to its end. RAISES: RuntimeError with its last words where it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - started
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{said.decode(errors='replace')[-2000:]}")
    return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def claimcheck(*arguments: str | Path) -> list[str]:
    """The command line of claimcheck in this environment; PYTHONPATH may name another checkout."""
    start = "from claimcheck.cli.main import main; main()"
    return [sys.executable, "-c", start, *map(str, arguments)]


def alternate(
    first: Callable[[], float], second: Callable[[], float], rounds: int
) -> tuple[Ratio, list[float], list[float]]:
    """Cost of the first over the second, measured in pairs whose order changes each round."""
    a, b = [], []
    for number in range(rounds):
        pair = [(first, a), (second, b)]
        for measure, costs in pair if number % 2 == 0 else reversed(pair):
            costs.append(measure())
    return ratio(a, b), a, b


def ratio(a: Sequence[float], b: Sequence[float]) -> Ratio:
    """Pair by pair."""
    found = [x / y for x, y in zip(a, b, strict=True)]
    return Ratio(statistics.median(found), min(found), max(found))
