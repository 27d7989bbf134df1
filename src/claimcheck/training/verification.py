"""Training of the verification encoder, from prepared pairs to its files and its figures."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import save_file
from scipy.optimize import minimize_scalar
from sklearn.metrics import f1_score

from ..pipeline.wordpieces import PieceTokenizer
from .export import write_encoder, write_settings
from .fit_pairs import LIMITS, PairNetwork, fit_pairs, score_pairs
from .network import Encoder
from .pairs import PAIR_LABELS, Pair, shuffled
from .prepared import Prepared
from .recipe import Recipe, settings_of
from .settings import PairConfig
from .start import package_folder, start_from_package

#: Share of SciFact's claims that is held back to measure and to calibrate.
HELD_CLAIMS = 0.15


def split_pairs(prepared: Prepared, seed: int) -> tuple[list[Pair], list[Pair]]:
    """Training pairs, and SciFact pairs of claims that are held back.

    A HealthVer training claim that is also a development claim is left out.
    """
    scifact = prepared.pairs["scifact_train"]
    claims = sorted({pair.group for pair in scifact})
    held = set(random.Random(seed).sample(claims, round(len(claims) * HELD_CLAIMS)))
    dev = {pair.claim for pair in prepared.pairs["healthver_dev"]}
    training = [pair for pair in prepared.pairs["healthver_train"] if pair.claim not in dev]
    training += [pair for pair in scifact if pair.group not in held]
    return shuffled(training, seed), [pair for pair in scifact if pair.group in held]


def train_pairs(
    prepared: Prepared,
    model: Path,
    work: Path,
    recipe: Recipe,
    device: str,
    report: Callable[[str], None],
) -> dict[str, Any]:
    """Train, write `verification/` of the model folder, and measure on unseen claims."""
    tokenizer = PieceTokenizer(package_folder() / "tokenizer.json")
    config = settings_of(PairConfig(), recipe.pairs, seed=recipe.seed, device=device)
    training, held = split_pairs(prepared, recipe.seed)
    torch.manual_seed(recipe.seed)
    network = PairNetwork(Encoder(start_from_package(), layers=config.layers))
    network = fit_pairs(network, tokenizer, training, config, report)
    save_file(
        {k: v.float().cpu().contiguous() for k, v in network.state_dict().items()},
        work / "pairs.safetensors",
    )
    held_scores = score_pairs(network, tokenizer, held, device)
    temperature = fit_temperature(held_scores, held)
    folder = model / "verification"
    folder.mkdir(exist_ok=True)
    write_encoder(network.encoder, folder / "encoder.onnx")
    write_settings(folder / "encoder.json", LIMITS)
    heads = {k: v.astype(np.float32) for k, v in network.head_arrays().items()}
    np.savez(folder / "heads.npz", temperature=np.float32(temperature), **heads)
    dev = prepared.pairs["healthver_dev"]
    dev_scores = score_pairs(network, tokenizer, dev, device)
    return {
        "pairs": len(training),
        "temperature": temperature,
        "healthver_dev_macro_f1": macro_f1(dev_scores, dev),
        "scifact_held_pairs_macro_f1": macro_f1(held_scores, held),
    }


def macro_f1(scores: np.ndarray, pairs: Sequence[Pair]) -> float:
    """Macro-F1 of the three labels."""
    gold = [PAIR_LABELS.index(pair.label) for pair in pairs]
    return float(f1_score(gold, scores.argmax(1), average="macro"))


def fit_temperature(scores: np.ndarray, pairs: Sequence[Pair]) -> float:
    """The temperature that makes the held pairs most probable (Guo et al., ICML 2017)."""
    gold = np.array([PAIR_LABELS.index(pair.label) for pair in pairs])

    def loss(temperature: float) -> float:
        scaled = scores / temperature
        scaled = scaled - scaled.max(axis=1, keepdims=True)
        log = scaled - np.log(np.exp(scaled).sum(axis=1, keepdims=True))
        return float(-log[np.arange(len(gold)), gold].mean())

    return float(minimize_scalar(loss, bounds=(0.2, 5.0), method="bounded").x)
