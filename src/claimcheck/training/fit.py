"""Fine-tuning of the encoder on all tasks at once (the heavy part of training)."""

from __future__ import annotations

import copy
import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from ..pipeline.tags import LAYERS, TokenSpan, layer_columns
from ..pipeline.wordpieces import Pieces, PieceTokenizer, pad
from .examples import Example, Sentence
from .network import SPAN_HEADS, Network


@dataclass(frozen=True)
class FitConfig:
    """Hyper-parameters, from `training.toml`.

    aux_share (float): share of the steps that train on single sentences. mask_share (float): share
    of pieces masked. context_dropout (float): how often a unit is shown without its context.
    ema (float): decay of the averaged weights that are kept.
    """

    epochs: int = 10
    batch_size: int = 16
    aux_batch_size: int = 16
    encoder_lr: float = 1e-4
    head_lr: float = 1e-3
    layer_decay: float = 0.9
    weight_decay: float = 0.01
    warmup: float = 0.08
    aux_share: float = 0.25
    mask_share: float = 0.08
    context_dropout: float = 0.1
    dropout: float = 0.1
    ema: float = 0.995
    label_smoothing: float = 0.05
    loss_weights: dict[str, float] = field(
        default_factory=lambda: {"claim": 1.0, "outcome": 0.7, "agent": 0.3, "cue": 1.0}
    )
    seed: int = 13


@dataclass
class UnitBatch:
    """Tensors of a batch of units; span tensors are flat over the batch's claims."""

    ids: Tensor
    attention: Tensor
    types: Tensor
    unit: Tensor
    tags: dict[str, Tensor]
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


def collate(examples: Sequence[Example], pieces: Sequence[Pieces]) -> UnitBatch:
    """Tensors of a batch."""
    ids, attention, types = pad(pieces)
    longest = max(len(p.offsets) for p in pieces)
    tags = {layer.name: np.zeros((len(pieces), longest), dtype=np.int64) for layer in LAYERS}
    unit = np.zeros((len(pieces), longest), dtype=bool)
    flat: list[tuple[int, int, int]] = []
    labels: dict[str, list[int]] = {name: [] for name in SPAN_HEADS}
    for row, (example, p) in enumerate(zip(examples, pieces, strict=True)):
        unit[row, : len(p.offsets)] = True
        for layer in LAYERS:
            encoded = layer.encode(token_spans(example, p)[layer.name], len(p.offsets))
            tags[layer.name][row, : len(encoded)] = encoded
        for claim in example.claims:
            span = p.to_tokens(claim.span)
            if span is None:
                continue
            flat.append((row, span[0] + 1, span[1] + 1))
            for name, values in SPAN_HEADS.items():
                value = getattr(claim, name)
                labels[name].append(values.index(str(value).lower()))
    spans = torch.tensor(flat or np.zeros((0, 3)), dtype=torch.long)
    return UnitBatch(
        torch.from_numpy(ids),
        torch.from_numpy(attention),
        torch.from_numpy(types),
        torch.from_numpy(unit),
        {name: torch.from_numpy(values) for name, values in tags.items()},
        torch.tensor([float(bool(e.claims)) for e in examples]),
        spans[:, 0],
        spans[:, 1],
        spans[:, 2],
        {name: torch.tensor(values, dtype=torch.long) for name, values in labels.items()},
    )


def unit_mask(unit: Tensor, width: int) -> Tensor:
    """The unit mask over the whole input (the unit's pieces stand at 1 ..)."""
    mask = torch.zeros((len(unit), width), dtype=torch.bool)
    mask[:, 1 : unit.shape[1] + 1] = unit
    return mask


def unit_loss(network: Network, batch: UnitBatch, config: FitConfig) -> Tensor:
    """Loss of all tasks on a batch of units."""
    hidden = network.encode(batch.ids, batch.attention, batch.types)
    pieces = hidden[:, 1 : batch.unit.shape[1] + 1]
    scores = network.token(pieces)
    loss = torch.zeros(())
    tokens = batch.unit.sum()
    for name, columns in layer_columns().items():
        crf_loss = network.crfs[name](scores[:, :, columns], batch.tags[name], batch.unit)
        # per token, scaled so that a layer weighs like a sentence-level loss
        loss = loss + config.loss_weights[name] * 4.0 * crf_loss / tokens
    sentence = network.sentence_vector(hidden, unit_mask(batch.unit, hidden.shape[1]))
    loss = loss + functional.binary_cross_entropy_with_logits(
        network.is_claim(sentence)[:, 0], batch.is_claim
    )
    if len(batch.rows):
        vectors = network.dropout(network.span_vector(hidden, batch.rows, batch.first, batch.last))
        for name in SPAN_HEADS:
            head = network.span[f"{name}_head"]
            loss = loss + functional.cross_entropy(
                head(vectors), batch.labels[name], label_smoothing=config.label_smoothing
            )
    return loss


def sentence_loss(network: Network, sentences: Sequence[Sentence], pieces: list[Pieces]) -> Tensor:
    """Loss of the 0-3 scale or of certainty on single sentences (all of one kind)."""
    ids, attention, types = map(torch.from_numpy, pad(pieces))
    hidden = network.encode(ids, attention, types)
    unit = torch.zeros(ids.shape, dtype=torch.bool)
    for row, p in enumerate(pieces):
        unit[row, 1 : len(p.offsets) + 1] = True
    vector = network.sentence_vector(hidden, unit)
    if sentences[0].yu is not None:
        target = torch.tensor([s.yu for s in sentences])
        return functional.cross_entropy(network.yu(vector), target, label_smoothing=0.05)
    score = torch.tensor([float(s.certainty or 0.0) for s in sentences])
    return functional.mse_loss(network.certainty(vector)[:, 0], score - 4.0)


def optimiser_of(network: Network, config: FitConfig) -> torch.optim.Optimizer:
    """AdamW with layer-wise learning rates: lower layers move less."""
    layers = network.encoder.config.num_hidden_layers  # type: ignore[union-attr]
    groups = []
    for name, parameter in network.named_parameters():
        if not parameter.requires_grad:
            continue
        lr = config.head_lr
        if name.startswith("encoder."):
            depth = 0
            if ".layer." in name:
                depth = int(name.split(".layer.")[1].split(".")[0]) + 1
            lr = config.encoder_lr * config.layer_decay ** (layers - depth)
        decay = 0.0 if parameter.ndim < 2 else config.weight_decay
        groups.append({"params": [parameter], "lr": lr, "weight_decay": decay})
    return torch.optim.AdamW(groups, fused=True)


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


def fit(
    network: Network,
    tokenizer: PieceTokenizer,
    examples: Sequence[Example],
    sentences: Sequence[Sentence],
    config: FitConfig,
    report: Callable[[str], None],
    after_epoch: Callable[[int, Network], None] | None = None,
) -> Network:
    """Train and return the averaged network (exponential moving average of the weights).

    sentences: auxiliary sentences, `yu` and `certainty`; batches of them are mixed in.
    """
    torch.manual_seed(config.seed)
    rng = random.Random(config.seed)
    with_context = tokenizer.encode([e.text for e in examples], [e.context for e in examples])
    alone = tokenizer.encode([e.text for e in examples], ["" for _ in examples])
    kept = [i for i, p in enumerate(with_context) if p.offsets]
    aux = _aux_batches(tokenizer, sentences, config, rng)
    steps_an_epoch = math.ceil(len(kept) / config.batch_size)
    total = int(config.epochs * steps_an_epoch * (1 + config.aux_share / (1 - config.aux_share)))
    optimiser = optimiser_of(network, config)
    warmup = max(1, int(total * config.warmup))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser,
        lambda step: min((step + 1) / warmup, max(0.0, (total - step) / max(1, total - warmup))),
    )
    average = copy.deepcopy(network)
    step = 0
    for epoch in range(config.epochs):
        network.train()
        losses: list[float] = []
        batches = length_buckets([len(with_context[i].ids) for i in kept], config.batch_size, rng)
        for batch in batches:
            chosen = [kept[i] for i in batch]
            inputs = [
                masked(
                    (alone if rng.random() < config.context_dropout else with_context)[i],
                    config.mask_share,
                    tokenizer.mask,
                    rng,
                )
                for i in chosen
            ]
            loss = unit_loss(network, collate([examples[i] for i in chosen], inputs), config)
            losses.append(_step(loss, network, average, optimiser, schedule, config, step))
            step += 1
            while aux is not None and rng.random() < config.aux_share:
                group, pieces = next(aux)
                inputs = [masked(p, config.mask_share, tokenizer.mask, rng) for p in pieces]
                aux_loss = sentence_loss(network, group, inputs)
                _step(aux_loss, network, average, optimiser, schedule, config, step)
                step += 1
        report(f"epoch {epoch + 1}/{config.epochs}: loss {np.mean(losses):.3f}")
        if after_epoch:
            after_epoch(epoch, average)
    return average.eval()


def _step(
    loss: Tensor,
    network: nn.Module,
    average: nn.Module,
    optimiser: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler,
    config: FitConfig,
    step: int,
) -> float:
    loss.backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimiser.step()
    schedule.step()
    optimiser.zero_grad(set_to_none=True)
    decay = min(config.ema, (1 + step) / (10 + step))
    with torch.no_grad():
        for kept, new in zip(average.parameters(), network.parameters(), strict=True):
            if new.requires_grad:
                kept.lerp_(new, 1 - decay)
    return loss.item()


def _aux_batches(
    tokenizer: PieceTokenizer,
    sentences: Sequence[Sentence],
    config: FitConfig,
    rng: random.Random,
) -> Iterator[tuple[list[Sentence], list[Pieces]]] | None:
    if not sentences or not config.aux_share:
        return None
    pieces = tokenizer.encode([s.text for s in sentences], ["" for _ in sentences])
    kinds = [
        [i for i, s in enumerate(sentences) if (s.yu is not None) == is_yu and pieces[i].offsets]
        for is_yu in (True, False)
    ]

    def forever() -> Iterator[tuple[list[Sentence], list[Pieces]]]:
        while True:
            batches: list[list[int]] = []
            for kind in kinds:
                buckets = length_buckets(
                    [len(pieces[i].ids) for i in kind], config.aux_batch_size, rng
                )
                batches += [[kind[i] for i in bucket] for bucket in buckets]
            rng.shuffle(batches)
            for batch in batches:
                yield [sentences[i] for i in batch], [pieces[i] for i in batch]

    return forever()
