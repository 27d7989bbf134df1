"""Fine-tuning of the verification encoder: what a passage says of a claim."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from ..pipeline import wordpieces
from ..pipeline.wordpieces import PairLimits, PieceTokenizer
from .batches import Inputs, length_buckets, masked_ids
from .contrary import contrary
from .fit import Stepper
from .network import Encoder
from .pairs import PAIR_LABELS, Pair
from .settings import PairConfig

#: How much of claim and passage is read.
LIMITS: Final = PairLimits()


class PairNetwork(nn.Module):
    """An encoder over `[CLS] claim [SEP] passage [SEP]` with a head of three labels."""

    def __init__(self, encoder: Encoder, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = encoder
        self.dropout = nn.Dropout(dropout)
        self.verdict = nn.Linear(4 * encoder.size, len(PAIR_LABELS))

    def forward(self, inputs: Inputs) -> Tensor:
        """Scores of the labels (batch, 3)."""
        with torch.autocast(inputs.ids.device.type, torch.bfloat16):
            hidden = self.encoder(self.encoder.embed(inputs.ids), inputs.attention, inputs.types)
        vector = pair_vector(hidden.float(), inputs.attention, inputs.types)
        scores: Tensor = self.verdict(self.dropout(vector))
        return scores

    def head_arrays(self) -> dict[str, np.ndarray]:
        """The head's weights as (inputs, outputs) and its bias."""
        return {
            "verdict.weight": self.verdict.weight.detach().float().cpu().numpy().T.copy(),
            "verdict.bias": self.verdict.bias.detach().float().cpu().numpy().copy(),
        }


def pair_vector(hidden: Tensor, attention: Tensor, types: Tensor) -> Tensor:
    """(batch, 4 x size): first piece, means of claim and passage, product of the two means."""
    passage = (attention * types)[:, :, None].to(hidden.dtype)
    claim = (attention * (1 - types))[:, :, None].to(hidden.dtype)
    means = [(hidden * w).sum(1) / w.sum(1).clamp(min=1) for w in (claim, passage)]
    return torch.cat([hidden[:, 0], *means, means[0] * means[1]], dim=1)


def encode_pairs(tokenizer: PieceTokenizer, pairs: Sequence[Pair]) -> list[wordpieces.Pair]:
    """Claims as the first, passages as the second text."""
    return tokenizer.pairs([p.claim for p in pairs], [p.evidence for p in pairs], LIMITS)


def fit_pairs(
    network: PairNetwork,
    tokenizer: PieceTokenizer,
    pairs: Sequence[Pair],
    config: PairConfig,
    report: Callable[[str], None],
) -> PairNetwork:
    """Train and return the averaged network."""
    torch.manual_seed(config.seed)
    rng = random.Random(config.seed)
    network.to(config.device).train()
    lengths = [len(p.ids) for p in encode_pairs(tokenizer, pairs)]
    weights = _weights(pairs, config)
    spared = (tokenizer.cls, tokenizer.sep)
    steps = config.epochs * math.ceil(len(pairs) / config.batch_size)
    stepper = Stepper(network, config.layers, config, steps)
    for epoch in range(config.epochs):
        seen = []
        for chosen in length_buckets(lengths, config.batch_size, rng):
            batch = [_shown(pairs[i], config, rng) for i in chosen]
            shown = [
                replace(p, ids=masked_ids(p, config.mask_share, tokenizer.mask, spared, rng))
                for p in encode_pairs(tokenizer, batch)
            ]
            labels = [PAIR_LABELS.index(pair.label) for pair in batch]
            target = torch.tensor(labels, device=config.device)
            weight = torch.tensor([weights[i] for i in chosen], device=config.device)
            scores = network(Inputs.of(shown, config.device))
            loss = functional.cross_entropy(
                scores, target, reduction="none", label_smoothing=config.label_smoothing
            )
            seen.append(stepper.step((loss * weight).mean()))
        report(f"pairs, epoch {epoch + 1}/{config.epochs}: {torch.stack(seen).mean().item():.3f}")
    average: PairNetwork = stepper.average  # type: ignore[assignment]
    return average.eval()


def _shown(pair: Pair, config: PairConfig, rng: random.Random) -> Pair:
    """The pair itself, or now and then with a contrary claim."""
    turned = contrary(pair, rng) if rng.random() < config.contrary else None
    return turned or pair


def _weights(pairs: Sequence[Pair], config: PairConfig) -> list[float]:
    counts = dict.fromkeys(PAIR_LABELS, 1.0)
    for pair in pairs:
        counts[pair.label] += pair.weight
    total = sum(counts.values())
    balance = {k: (n / total * len(counts)) ** -config.class_balance for k, n in counts.items()}
    return [pair.weight * balance[pair.label] for pair in pairs]


@torch.no_grad()
def score_pairs(
    network: PairNetwork, tokenizer: PieceTokenizer, pairs: Sequence[Pair], device: str
) -> np.ndarray:
    """Label scores (pairs, 3), float32."""
    pieces = encode_pairs(tokenizer, pairs)
    order = sorted(range(len(pieces)), key=lambda i: len(pieces[i].ids))
    scores = np.zeros((len(pairs), len(PAIR_LABELS)), dtype=np.float32)
    for at in range(0, len(order), 128):
        batch = order[at : at + 128]
        scores[batch] = network(Inputs.of([pieces[i] for i in batch], device)).cpu().numpy()
    return scores
