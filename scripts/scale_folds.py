"""The 0-3 scale of claim strength over all five folds: `python scripts/scale_folds.py`.

The shipped encoder has seen folds 1-4, so that only fold 0 can measure it. Here an encoder of the
same make is fine-tuned afresh for each fold, on the sentences of the other four alone (no pages, no
certainty), and measured on the fold. Needs the extra `train` and the prepared data
(`claimcheck train prepare`); about 20 minutes on one core.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from sklearn.metrics import f1_score

from claimcheck.pipeline.windows import WindowLimits, WindowMaker
from claimcheck.pipeline.wordpieces import PieceTokenizer
from claimcheck.training.examples import Sentence
from claimcheck.training.fit import Losses, Stepper
from claimcheck.training.network import Encoder, Network
from claimcheck.training.predict import sentence_scores
from claimcheck.training.prepared import load_prepared
from claimcheck.training.settings import FitConfig
from claimcheck.training.showing import sentence_batches
from claimcheck.training.start import package_folder, start_from_package


def fit_fold(maker: WindowMaker, sentences: Sequence[Sentence], config: FitConfig) -> Network:
    """An encoder fine-tuned on sentences of the 0-3 scale."""
    torch.manual_seed(config.seed)
    network = Network(Encoder(start_from_package(), layers=config.layers)).train()
    losses = Losses([], config)
    steps = config.epochs * len(sentences) // config.aux_batch_size
    stepper = Stepper(network, config.layers, config, steps)
    batches = sentence_batches(maker, sentences, config, random.Random(config.seed))
    assert batches is not None
    for _ in range(steps):
        stepper.step(losses.of_sentences(network, *next(batches)))
    average: Network = stepper.average  # type: ignore[assignment]
    return average.eval()


def main() -> None:
    """Measure all folds and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prepared", type=Path, default=Path(".train/prepared.json.gz"))
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--lr", type=float, default=1.5e-4)
    options = parser.parse_args()
    torch.set_num_threads(1)
    sentences = [s for s in load_prepared(options.prepared).sentences if s.yu is not None]
    maker = WindowMaker(PieceTokenizer(package_folder() / "tokenizer.json"), WindowLimits())
    config = FitConfig(epochs=options.epochs, encoder_lr=options.lr)
    found: list[tuple[str, int, int]] = []
    for fold in sorted({s.fold for s in sentences}):
        network = fit_fold(maker, [s for s in sentences if s.fold != fold], config)
        held = [s for s in sentences if s.fold == fold]
        scores, _ = sentence_scores(network, maker, held, "cpu")
        found += [
            (s.source, int(s.yu or 0), int(score))
            for s, score in zip(held, scores.argmax(1), strict=True)
        ]
        print(json.dumps({"fold": fold, **figures(found[-len(held) :])}), flush=True)
    print(json.dumps({"all folds": figures(found)}))


def figures(rows: Sequence[tuple[str, int, int]]) -> dict[str, float]:
    """Macro-F1 of each source from rows of (source, gold, found)."""
    table = {}
    for source in sorted({row[0] for row in rows}):
        gold, told = np.array([row[1:] for row in rows if row[0] == source]).T
        table[source] = round(float(f1_score(gold, told, average="macro")), 3)
    return table


if __name__ == "__main__":
    main()
