"""Choose `verification.covered` on one half of SciFact's held claims, report it on the other.

    python scripts/verification_threshold.py DATA [--model FOLDER] [--work FOLDER] [--claims N]

DATA is the folder of claim-verification data, as for verification_figures.py. Every second held
claim chooses (the smallest value at which nine of ten verdicts that are given are right), the rest
report. Nothing is read twice.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
from verification_figures import VERDICTS, gold_verdict, held_claims, rows_of

from claimcheck.config import load_config
from claimcheck.verification import Claim, PairEncoder, Verifier, open_index
from claimcheck.verification.measure import Judged, macro_f1

VALUES = (0.0, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)
#: Share of the verdicts that must be right on the choosing half.
RIGHT = 0.9


class Remembering:
    """A scorer that reads nothing twice."""

    def __init__(self, inner: PairEncoder) -> None:
        self._inner = inner
        self._known: dict[tuple[str, tuple[str, ...]], np.ndarray] = {}

    def score(self, claim: str, passages: list[str]) -> np.ndarray:
        """Probabilities (passages, 3)."""
        key = (claim, tuple(passages))
        if key not in self._known:
            self._known[key] = self._inner.score(claim, passages)
        return self._known[key]


def main() -> None:
    """Print what each value gives on the choosing half, then the chosen one on the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--work", type=Path, help="where the index is kept")
    parser.add_argument("--claims", type=int, help="only so many held claims")
    arguments = parser.parse_args()
    if not arguments.data.is_dir():
        raise SystemExit(f"skipped: there is no folder {arguments.data}")
    held = held_claims(arguments.data)
    rows = [r for r in rows_of(arguments.data / "scifact_claims_train.jsonl") if r["id"] in held]
    rows = rows[: arguments.claims]
    scorer = Remembering(PairEncoder.load(arguments.model))
    with tempfile.TemporaryDirectory() as scratch:
        corpus, work = arguments.data / "scifact_corpus.jsonl.gz", arguments.work or Path(scratch)
        judged: dict[float, list[Judged]] = {}
        for value in VALUES:
            config = load_config(None, [f"verification.covered={value}"])
            verifier = Verifier(open_index(corpus, work, config), scorer, config)
            judged[value] = [judge(row, verifier) for row in rows]
            print(value, "choosing half:", told(judged[value][::2]), flush=True)
    good = [value for value in VALUES if share_right(judged[value][::2]) >= RIGHT]
    best = min(good, default=max(VALUES))
    for value in (0.0, best):
        print(value, "other half:", told(judged[value][1::2]), "all:", told(judged[value]))


def judge(row: dict, verifier: Verifier) -> Judged:
    """A claim's verdict against the whole corpus."""
    found = verifier.verify(Claim(row["id"], row["claim"]))
    sureness = found.probs.of(found.verdict)
    return Judged(row["claim"], "", gold_verdict(row), found.verdict, sureness, row["id"])


def share_right(judged: list[Judged]) -> float:
    """Of the verdicts that were given, the share that is right."""
    given = [j for j in judged if j.found != VERDICTS[2]]
    return sum(j.found == j.gold for j in given) / len(given) if given else 0.0


def told(judged: list[Judged]) -> str:
    """Right of the verdicts given, by verdict; macro-F1 with those that are not given."""
    counts = []
    for verdict in VERDICTS[:2]:
        given = [j for j in judged if j.found == verdict]
        counts.append(f"{verdict} {sum(j.gold == verdict for j in given)}/{len(given)}")
    return f"right {', '.join(counts)}; macro-F1 {macro_f1(judged):.3f}"


if __name__ == "__main__":
    main()
