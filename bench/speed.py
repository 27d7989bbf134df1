"""Speed against a bare spaCy pipeline and medspaCy, of two processes, and of starting up."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from .baseline import train_small_pipeline
from .measure import ROOT, Cost, alternate, claimcheck, run
from .texts import write_corpus

TREEBANKS: Final = ROOT.parent / "shared" / "data" / "treebanks"
INSTALLED: Final = ROOT / ".bench"
MEDSPACY: Final = "medspacy==1.3.1"

#: As for claimcheck's own single process.
ONE_THREAD: Final = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def measure(work: Path, documents: int, rounds: int, previous: Path | None) -> dict[str, Any]:
    """All ratios of one run; a comparison that cannot be made says why.

    previous (Path or None): a checkout of the release before, its models in it.
    """
    corpus = work / "corpus"
    words = write_corpus(corpus, documents)
    found: dict[str, Any] = {"documents": documents, "words": words, "rounds": rounds}
    found["spacy"] = _against_spacy(work, corpus, words, rounds)
    found["medspacy"] = _against_medspacy(work, corpus, words, rounds, "medspacy")
    found["context"] = _against_medspacy(work, corpus, words, rounds, "context")
    found["previous"] = _against_previous(work, corpus, rounds, previous)
    found["jobs"] = _two_processes(work, corpus, rounds)
    found["load"] = os.getloadavg()[1]
    found["start"] = _start_up(work, rounds)
    return found


def annotate(work: Path, corpus: Path, *options: str, checkout: Path = ROOT) -> Cost:
    """`claimcheck run` without report into a fresh folder."""
    command = claimcheck("run", corpus, "-o", work / "out", "--overwrite", "--no-report", *options)
    return run(command, {"PYTHONPATH": str(checkout / "src")})


def _against_previous(
    work: Path, corpus: Path, rounds: int, previous: Path | None
) -> dict[str, Any]:
    if previous is None:
        return {"skipped": "no checkout of an earlier release was named (--previous)"}
    found, _, _ = alternate(
        lambda: annotate(work, corpus).processor,
        lambda: annotate(work, corpus, checkout=previous).processor,
        rounds,
    )
    return {"ratio": asdict(found)}


def _against_spacy(work: Path, corpus: Path, words: int, rounds: int) -> dict[str, Any]:
    if not TREEBANKS.is_dir():
        return {"skipped": "no treebank beside the checkout to train the bare pipeline on"}
    model = INSTALLED / "small"
    if not model.is_dir():
        train_small_pipeline(TREEBANKS, model)
    batches = (8, 32)
    trial = {b: parse([sys.executable], "spacy", model, corpus, b) for b in batches}
    best = min(trial, key=lambda batch: trial[batch])
    found, ours, theirs = alternate(
        lambda: annotate(work, corpus).processor,
        lambda: parse([sys.executable], "spacy", model, corpus, best),
        rounds,
    )
    return {
        "ratio": asdict(found),
        "batch": best,
        "claimcheck_words_per_second": words / statistics.median(ours),
        "spacy_words_per_second": words / statistics.median(theirs),
    }


def _against_medspacy(
    work: Path, corpus: Path, words: int, rounds: int, kind: str
) -> dict[str, Any]:
    python = INSTALLED / "medspacy" / "bin" / "python"
    if not python.exists() and not _install(python):
        return {"skipped": f"{MEDSPACY} could not be installed in an environment of its own"}
    try:
        found, ours, theirs = alternate(
            lambda: annotate(work, corpus).processor,
            lambda: parse([str(python)], kind, corpus),
            rounds,
        )
    except RuntimeError as error:
        return {"skipped": f"{kind} failed: {str(error).splitlines()[-1]}"}
    return {
        "ratio": asdict(found),
        "claimcheck_words_per_second": words / statistics.median(ours),
        "medspacy_words_per_second": words / statistics.median(theirs),
    }


def _install(python: Path) -> bool:
    try:
        subprocess.run([sys.executable, "-m", "venv", str(python.parent.parent)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", MEDSPACY], check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def parse(python: list[str], *arguments: str | Path | int) -> float:
    """Processor seconds that the baseline takes for the texts, loading not counted."""
    script = str(ROOT / "bench" / "baseline.py")
    done = subprocess.run(
        [*python, script, *map(str, arguments)],
        capture_output=True,
        text=True,
        env={**os.environ, **ONE_THREAD},
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return float(done.stdout.split()[-1])


def _two_processes(work: Path, corpus: Path, rounds: int) -> dict[str, Any]:
    found, _, _ = alternate(
        lambda: annotate(work, corpus).seconds,
        lambda: annotate(work, corpus, "--jobs", "2").seconds,
        rounds,
    )
    return {"speedup": asdict(found)}


def _start_up(work: Path, rounds: int) -> dict[str, Any]:
    one = work / "one"
    write_corpus(one, 1)
    again = max(5, rounds)
    return {
        "help_seconds": statistics.median(run(claimcheck("--help")).seconds for _ in range(again)),
        "one_page_seconds": statistics.median(annotate(work, one).seconds for _ in range(again)),
    }
