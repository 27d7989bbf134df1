"""Measure `claimcheck exaggeration` on labelled pairs; choose the prior (development only).

    python scripts/exaggeration_gold.py PAIRS.jsonl [--model FOLDER]

PAIRS holds `press_release`, `abstract` and `label`. Printed are the macro-F1 of comparing two hard
labels, of the configured prior, and of a prior chosen on four fifths and measured on the last (mean
over repetitions), with the one that all pairs together would choose.
"""

from __future__ import annotations

import argparse
import json
import statistics
from collections import Counter
from pathlib import Path

from sklearn.metrics import classification_report, f1_score
from sklearn.model_selection import RepeatedStratifiedKFold

from claimcheck.config import ExaggerationSection, load_config
from claimcheck.contrast.exaggeration import exaggeration
from claimcheck.labels import EXAGGERATION_VERDICTS
from claimcheck.pipeline.scoring import SentenceScorer

GRID = [round(1.0 + 0.2 * step, 1) for step in range(16)]
Scored = tuple[list[float], list[float]]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--model", type=Path)
    arguments = parser.parse_args()
    if not arguments.pairs.is_file():
        raise SystemExit(f"skipped: there is no file {arguments.pairs}")
    rows = [json.loads(line) for line in arguments.pairs.read_text("utf-8").splitlines()]
    scorer = SentenceScorer.load(arguments.model)
    texts = [row[key] for row in rows for key in ("press_release", "abstract")]
    found = [row["claim_strength_probs"] for row in scorer.score(texts)]
    pairs = list(zip(found[::2], found[1::2], strict=True))
    gold = [row["label"] for row in rows]
    report(rows, pairs, gold)


def report(rows: list[dict[str, object]], pairs: list[Scored], gold: list[str]) -> None:
    """All figures of one model."""
    for side, key in ((0, "press_release_strength"), (1, "abstract_strength")):
        own = [max(range(4), key=pair[side].__getitem__) for pair in pairs]
        true = [row[key] for row in rows]
        print(f"{key}: macro-F1 {f1_score(true, own, average='macro'):.3f}")
    hard = [order(pair) for pair in pairs]
    print(f"two hard labels: macro-F1 {macro(gold, hard):.3f}")
    configured = load_config().exaggeration
    print(f"configured {configured}: macro-F1 {macro(gold, verdicts(pairs, configured)):.3f}")
    print(f"chosen on the other folds: {cross_validated(pairs, gold)}")
    best = chosen(pairs, gold)
    print(f"chosen on all: {best}, macro-F1 {macro(gold, verdicts(pairs, best)):.3f}")
    print(classification_report(gold, verdicts(pairs, configured), digits=3, zero_division=0))


def order(pair: Scored) -> str:
    """The verdict of two hard labels."""
    ours, theirs = (max(range(4), key=side.__getitem__) for side in pair)
    return "same" if ours == theirs else "exaggerates" if ours > theirs else "downplays"


def verdicts(pairs: list[Scored], config: ExaggerationSection) -> list[str]:
    """The verdicts under some prior."""
    return [exaggeration(ours, theirs, config).verdict for ours, theirs in pairs]


def macro(gold: list[str], found: list[str]) -> float:
    """Macro-F1 over the three verdicts."""
    labels = list(EXAGGERATION_VERDICTS)
    return float(f1_score(gold, found, labels=labels, average="macro", zero_division=0))


def chosen(pairs: list[Scored], gold: list[str]) -> ExaggerationSection:
    """The weight of the best macro-F1; of nearly equal ones the middle, for a steadier choice."""
    scored = {
        weight: macro(gold, verdicts(pairs, ExaggerationSection(same_weight=weight)))
        for weight in GRID
    }
    best = [weight for weight, value in scored.items() if value >= max(scored.values()) - 0.01]
    return ExaggerationSection(same_weight=statistics.median(best))


def cross_validated(pairs: list[Scored], gold: list[str], repeats: int = 5) -> str:
    """Mean macro-F1 over repetitions, each over the joined test folds; prior from the rest."""
    folds = RepeatedStratifiedKFold(n_splits=5, n_repeats=repeats, random_state=0)
    values: list[float] = []
    picked: Counter[float] = Counter()
    found: dict[int, str] = {}
    for train, test in folds.split(pairs, gold):
        config = chosen([pairs[i] for i in train], [gold[i] for i in train])
        picked[config.same_weight] += 1
        for i, verdict in zip(test, verdicts([pairs[i] for i in test], config), strict=True):
            found[int(i)] = verdict
        if len(found) == len(pairs):
            values.append(macro(gold, [found[i] for i in range(len(pairs))]))
            found = {}
    mean, spread = statistics.mean(values), statistics.pstdev(values)
    return f"macro-F1 {mean:.3f} (sd {spread:.3f} over {repeats}); picked {picked.most_common(4)}"


if __name__ == "__main__":
    main()
