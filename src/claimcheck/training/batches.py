"""Tensors of training batches."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from ..pipeline.encoder import SPAN_HEADS
from ..pipeline.tags import LAYERS, TokenSpan
from ..pipeline.windows import Placed, Window, unit_positions
from ..pipeline.wordpieces import Input, pad
from .examples import Example


@dataclass
class Inputs:
    """What an encoder reads: ids, attention mask and token types, each (batch, pieces)."""

    ids: Tensor
    attention: Tensor
    types: Tensor

    @classmethod
    def of(cls, batch: Sequence[Input], device: str) -> Inputs:
        """Padded tensors."""
        return cls(*(torch.from_numpy(array).to(device) for array in pad(batch)))


@dataclass
class UnitInputs:
    """Windows, and where the units in them stand.

    positions (units, 1 + pieces): flat places of each unit's marker and pieces among the hidden
    states. mask (units, pieces): the unit's pieces, true on a prefix of each row.
    """

    inputs: Inputs
    positions: Tensor
    mask: Tensor

    @classmethod
    def of(cls, windows: Sequence[Window], device: str) -> UnitInputs:
        """Tensors of a batch of windows."""
        inputs = Inputs.of(windows, device)
        positions, counts = unit_positions(windows, inputs.ids.shape[1])
        mask = np.arange(positions.shape[1] - 1)[None, :] < counts[:, None]
        return cls(
            inputs, torch.from_numpy(positions).to(device), torch.from_numpy(mask).to(device)
        )

    def by_unit(self, hidden: Tensor) -> Tensor:
        """Hidden states (units, 1 + pieces, size) of hidden states (windows, pieces, size)."""
        return hidden.reshape(-1, hidden.shape[-1])[self.positions]


@dataclass
class UnitBatch:
    """Windows with the gold of their units; span tensors are flat over the batch's claims.

    tags (units, layers, pieces). is_claim (units,). rows, first, last (claims,): unit and pieces,
    counted from the unit's marker. labels: head → (claims,).
    """

    units: UnitInputs
    tags: Tensor
    is_claim: Tensor
    rows: Tensor
    first: Tensor
    last: Tensor
    labels: dict[str, Tensor]


@dataclass(frozen=True)
class Shown:
    """A window with the examples of its units."""

    window: Window
    examples: tuple[Example, ...]


def token_spans(example: Example, placed: Placed) -> dict[str, list[TokenSpan]]:
    """Gold spans of each layer in word pieces, none overlapping."""
    spans: dict[str, list[TokenSpan]] = {layer.name: [] for layer in LAYERS}

    def add(layer: str, span: tuple[int, int] | None, label: str) -> None:
        if span and all(span[0] >= s.last or s.first >= span[1] for s in spans[layer]):
            spans[layer].append(TokenSpan(span[0], span[1], label))

    for claim in example.claims:
        add("claim", placed.to_tokens(claim.span), "claim")
        if claim.agent:
            add("agent", placed.to_tokens(claim.agent), "agent")
        for outcome in claim.outcomes:
            add("outcome", placed.to_tokens(outcome), "outcome")
    for cue in example.cues:
        add("cue", placed.to_tokens(cue.span), cue.category)
    return spans


def collate(shown: Sequence[Shown], device: str) -> UnitBatch:
    """Tensors of a batch of windows."""
    units = UnitInputs.of([s.window for s in shown], device)
    pairs = [pair for s in shown for pair in zip(s.examples, s.window.units, strict=True)]
    tags = np.zeros((len(pairs), len(LAYERS), units.mask.shape[1]), dtype=np.int64)
    flat: list[tuple[int, int, int]] = []
    labels: dict[str, list[int]] = {name: [] for name in SPAN_HEADS}
    for row, (example, placed) in enumerate(pairs):
        count = len(placed.offsets)
        spans = token_spans(example, placed)
        for i, layer in enumerate(LAYERS):
            tags[row, i, :count] = layer.encode(spans[layer.name], count)
        for claim in example.claims:
            span = placed.to_tokens(claim.span)
            if span is None:
                continue
            flat.append((row, span[0] + 1, span[1] + 1))
            for name, values in SPAN_HEADS.items():
                labels[name].append(values.index(str(getattr(claim, name)).lower()))
    spans_tensor = torch.tensor(flat or np.zeros((0, 3)), dtype=torch.long, device=device)
    return UnitBatch(
        units,
        torch.from_numpy(tags).to(device),
        torch.tensor([float(bool(e.claims)) for e, _ in pairs], device=device),
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


def masked_ids(
    row: Input, share: float, mask: int, spared: Iterable[int], rng: random.Random
) -> tuple[int, ...]:
    """The ids of an input with a share of the pieces of type 0 hidden.

    mask (int): the id to put. spared: ids that are never hidden.
    """
    kept = frozenset(spared)
    return tuple(
        mask if not kind and piece not in kept and rng.random() < share else piece
        for piece, kind in zip(row.ids, row.types, strict=True)
    )
