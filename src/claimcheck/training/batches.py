"""Tensors of training batches."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from ..pipeline.encoder import SPAN_HEADS
from ..pipeline.tags import LAYERS, TokenSpan
from ..pipeline.wordpieces import Pieces, pad
from .examples import Example


@dataclass
class Inputs:
    """What the encoder reads: ids, attention mask and token types, each (batch, pieces)."""

    ids: Tensor
    attention: Tensor
    types: Tensor
    unit: Tensor

    @classmethod
    def of(cls, pieces: Sequence[Pieces], device: str) -> Inputs:
        """Padded tensors; `unit` (batch, pieces) is true on the unit's own pieces."""
        ids, attention, types = pad(pieces)
        unit = np.zeros(ids.shape, dtype=bool)
        for row, p in enumerate(pieces):
            unit[row, 1 : len(p.offsets) + 1] = True
        return cls(*(torch.from_numpy(a).to(device) for a in (ids, attention, types, unit)))


@dataclass
class UnitBatch:
    """Units with their gold; span tensors are flat over the batch's claims.

    mask (batch, tokens): the unit's pieces, counted from its first. tags (batch, layers, tokens).
    """

    inputs: Inputs
    mask: Tensor
    tags: Tensor
    is_claim: Tensor
    rows: Tensor
    first: Tensor
    last: Tensor
    labels: dict[str, Tensor]


def token_spans(example: Example, pieces: Pieces) -> dict[str, list[TokenSpan]]:
    """Gold spans of each layer in word pieces, none overlapping."""
    spans: dict[str, list[TokenSpan]] = {layer.name: [] for layer in LAYERS}

    def add(layer: str, span: tuple[int, int] | None, label: str) -> None:
        if span and all(span[0] >= s.last or s.first >= span[1] for s in spans[layer]):
            spans[layer].append(TokenSpan(span[0], span[1], label))

    for claim in example.claims:
        add("claim", pieces.to_tokens(claim.span), "claim")
        if claim.agent:
            add("agent", pieces.to_tokens(claim.agent), "agent")
        for outcome in claim.outcomes:
            add("outcome", pieces.to_tokens(outcome), "outcome")
    for cue in example.cues:
        add("cue", pieces.to_tokens(cue.span), cue.category)
    return spans


def collate(examples: Sequence[Example], pieces: Sequence[Pieces], device: str) -> UnitBatch:
    """Tensors of a batch of units."""
    longest = max(len(p.offsets) for p in pieces)
    tags = np.zeros((len(pieces), len(LAYERS), longest), dtype=np.int64)
    mask = np.zeros((len(pieces), longest), dtype=bool)
    flat: list[tuple[int, int, int]] = []
    labels: dict[str, list[int]] = {name: [] for name in SPAN_HEADS}
    for row, (example, p) in enumerate(zip(examples, pieces, strict=True)):
        mask[row, : len(p.offsets)] = True
        spans = token_spans(example, p)
        for i, layer in enumerate(LAYERS):
            tags[row, i, : len(p.offsets)] = layer.encode(spans[layer.name], len(p.offsets))
        for claim in example.claims:
            span = p.to_tokens(claim.span)
            if span is None:
                continue
            flat.append((row, span[0] + 1, span[1] + 1))
            for name, values in SPAN_HEADS.items():
                labels[name].append(values.index(str(getattr(claim, name)).lower()))
    spans_tensor = torch.tensor(flat or np.zeros((0, 3)), dtype=torch.long, device=device)
    return UnitBatch(
        Inputs.of(pieces, device),
        torch.from_numpy(mask).to(device),
        torch.from_numpy(tags).to(device),
        torch.tensor([float(bool(e.claims)) for e in examples], device=device),
        spans_tensor[:, 0],
        spans_tensor[:, 1],
        spans_tensor[:, 2],
        {name: torch.tensor(v, dtype=torch.long, device=device) for name, v in labels.items()},
    )


def length_buckets(lengths: Sequence[int], size: int, rng: random.Random) -> list[list[int]]:
    """Batches of indices of like length, in random order."""
    order = sorted(range(len(lengths)), key=lambda i: lengths[i] + rng.uniform(0, 8))
    batches = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(batches)
    return batches


def masked(pieces: Pieces, share: float, mask: int, rng: random.Random) -> Pieces:
    """The same input with some of the unit's pieces hidden."""
    n = len(pieces.offsets)
    ids = [
        mask if 1 <= i <= n and rng.random() < share else piece
        for i, piece in enumerate(pieces.ids)
    ]
    return Pieces(tuple(ids), pieces.types, pieces.offsets)
