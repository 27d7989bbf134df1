"""Adaptation of the encoder to health and science prose by masked language modelling.

Devlin et al. (NAACL 2019): 15 % of the pieces are to be guessed, of these 80 % hidden, 10 % replaced
by a random piece, 10 % kept. The decoder is tied to the frozen word vectors.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from ..pipeline.wordpieces import PieceTokenizer
from .network import Encoder


@dataclass(frozen=True)
class AdaptConfig:
    """Hyper-parameters: `length` pieces a block, `share` of them to guess."""

    steps: int = 3000
    batch_size: int = 256
    length: int = 96
    lr: float = 5e-4
    share: float = 0.15
    seed: int = 13
    device: str = "cpu"


def blocks_of(tokenizer: PieceTokenizer, texts: Sequence[str], length: int) -> np.ndarray:
    """Texts as rows of `[CLS] pieces [SEP]`, (blocks, length) int64; what is left over is dropped.

    Whole sentences follow one another; a block is cut where it is full.
    """
    stream: list[int] = []
    for ids in tokenizer.plain_ids(texts):
        stream.extend(ids)
    body = length - 2
    count = len(stream) // body
    rows = np.array(stream[: count * body], dtype=np.int64).reshape(count, body)
    cls = np.full((count, 1), tokenizer.cls)
    sep = np.full((count, 1), tokenizer.sep)
    return np.concatenate([cls, rows, sep], axis=1)


class _Guess(nn.Module):
    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        words: Tensor = encoder.words  # type: ignore[assignment]
        self.transform = nn.Sequential(
            nn.Linear(encoder.size, encoder.size), nn.GELU(), nn.LayerNorm(encoder.size)
        )
        self.bias = nn.Parameter(torch.zeros(len(words)))

    def forward(self, hidden: Tensor, words: Tensor) -> Tensor:
        return self.transform(hidden) @ words.T + self.bias


def adapt(
    encoder: Encoder,
    tokenizer: PieceTokenizer,
    blocks: np.ndarray,
    config: AdaptConfig,
    report: Callable[[str], None],
) -> Encoder:
    """Train the encoder in place on blocks of pieces and return it."""
    torch.manual_seed(config.seed)
    rng = np.random.default_rng(config.seed)
    encoder.to(config.device).train()
    guess = _Guess(encoder).to(config.device)
    parameters = [p for p in [*encoder.parameters(), *guess.parameters()] if p.requires_grad]
    optimiser = torch.optim.AdamW(parameters, lr=config.lr, weight_decay=0.01, fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, config.lr, total_steps=config.steps, pct_start=0.06
    )
    losses: list[Tensor] = []
    for step in range(config.steps):
        ids = blocks[rng.integers(0, len(blocks), config.batch_size)]
        shown, chosen = hide(ids, tokenizer, config.share, rng)
        inputs = torch.from_numpy(shown).to(config.device)
        targets = torch.from_numpy(ids[chosen]).to(config.device)
        where = torch.from_numpy(chosen).to(config.device)
        with torch.autocast(inputs.device.type, torch.bfloat16):
            ones = torch.ones_like(inputs)
            hidden = encoder(encoder.embed(inputs), ones, torch.zeros_like(inputs))
            logits = guess(hidden[where], encoder.words)
        loss = functional.cross_entropy(logits.float(), targets)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        schedule.step()
        optimiser.zero_grad(set_to_none=True)
        losses.append(loss.detach())
        if (step + 1) % 200 == 0:
            mean = torch.stack(losses[-200:]).mean().item()
            report(f"adaptation step {step + 1}/{config.steps}: loss {mean:.3f}")
    return encoder.eval()


def hide(
    ids: np.ndarray, tokenizer: PieceTokenizer, share: float, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Inputs with pieces hidden or replaced, and the bool mask of the pieces to guess."""
    chosen = rng.random(ids.shape) < share
    chosen[:, 0] = chosen[:, -1] = False
    how = rng.random(ids.shape)
    shown = ids.copy()
    shown[chosen & (how < 0.8)] = tokenizer.mask
    swapped = chosen & (how >= 0.8) & (how < 0.9)
    shown[swapped] = rng.choice(ids.reshape(-1), int(swapped.sum()))
    return shown, chosen


def shuffled_texts(texts: Sequence[str], seed: int) -> list[str]:
    """The texts in an order that depends on the seed alone."""
    order = list(texts)
    random.Random(seed).shuffle(order)
    return order
