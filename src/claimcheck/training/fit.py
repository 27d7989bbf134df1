"""Fine-tuning of the encoder on all tasks at once (the heavy part of training)."""

from __future__ import annotations

import copy
import math
import random
from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from ..pipeline.encoder import SPAN_HEADS
from ..pipeline.tags import LAYERS
from ..pipeline.windows import Window, WindowMaker
from .batches import UnitBatch, UnitInputs, collate
from .examples import Example, Sentence
from .int8 import simulate_int8
from .network import Network
from .settings import FitConfig
from .showing import Show, sentence_batches


class Losses:
    """The losses of all tasks under one configuration.

    examples: all training units, from which the labels' weights are counted.
    """

    def __init__(self, examples: Sequence[Example], config: FitConfig) -> None:
        self.config = config
        self.layer_weights = torch.tensor(
            [config.loss_weights[layer.name] for layer in LAYERS], device=config.device
        )
        self.label_weights = {name: self._balance(examples, name) for name in SPAN_HEADS}

    def _balance(self, examples: Sequence[Example], name: str) -> Tensor:
        values = SPAN_HEADS[name]
        counts = np.ones(len(values))
        for example in examples:
            for claim in example.claims:
                counts[values.index(str(getattr(claim, name)).lower())] += 1
        weights = (counts / counts.sum()) ** -self.config.class_balance
        weights /= (weights * counts).sum() / counts.sum()
        return torch.tensor(weights, dtype=torch.float32, device=self.config.device)

    def of_units(self, network: Network, batch: UnitBatch) -> Tensor:
        """All unit tasks on a batch."""
        mask = batch.units.mask
        hidden = _encode(network, batch.units)
        by_layer = network.crf(network.token(hidden[:, 1:]), batch.tags, mask)
        # per token, scaled so that a layer weighs like a sentence-level loss
        loss = 4.0 * (by_layer * self.layer_weights).sum() / mask.sum()
        sentence = network.sentence_vector(hidden, mask)
        loss = loss + functional.binary_cross_entropy_with_logits(
            network.is_claim(sentence)[:, 0], batch.is_claim
        )
        if len(batch.rows):
            vectors = network.span_vector(hidden, batch.rows, batch.first, batch.last)
            vectors = network.dropout(vectors)
            for name in SPAN_HEADS:
                loss = loss + functional.cross_entropy(
                    network.span[f"{name}_head"](vectors),
                    batch.labels[name],
                    weight=self.label_weights[name],
                    label_smoothing=self.config.label_smoothing,
                )
        return loss

    def of_sentences(
        self, network: Network, sentences: Sequence[Sentence], windows: Sequence[Window]
    ) -> Tensor:
        """The 0-3 scale, certainty or its aspects on single sentences (all of one kind)."""
        units = UnitInputs.of(windows, self.config.device)
        vector = network.sentence_vector(_encode(network, units), units.mask)
        kind = sentences[0].kind
        if kind == "aspects":
            told = torch.tensor([s.aspects for s in sentences], device=self.config.device)
            scores = network.aspects(network.dropout(vector)).unflatten(1, (told.shape[1], -1))
            return functional.cross_entropy(scores.flatten(0, 1), told.flatten())
        if kind == "yu":
            target = torch.tensor([s.yu for s in sentences], device=self.config.device)
            logits = network.yu(network.dropout(vector))
            return functional.cross_entropy(
                logits, target, label_smoothing=self.config.label_smoothing
            )
        score = torch.tensor(
            [float(s.certainty or 0.0) for s in sentences], device=self.config.device
        )
        return functional.mse_loss(network.certainty(vector)[:, 0], score - 4.0)


def _encode(network: Network, units: UnitInputs) -> Tensor:
    """Hidden states (units, 1 + pieces, size) of the units in their windows."""
    inputs = units.inputs
    with torch.autocast(inputs.ids.device.type, torch.bfloat16):
        hidden = network.encode(inputs.ids, inputs.attention, inputs.types)
    return units.by_unit(hidden.float())


def optimiser_of(network: nn.Module, layers: int, config: FitConfig) -> torch.optim.Optimizer:
    """AdamW with layer-wise learning rates: lower layers move less."""
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


class Stepper:
    """Optimiser, schedule (warm-up, then linear to zero) and the running average of the weights."""

    def __init__(self, network: nn.Module, layers: int, config: FitConfig, total: int) -> None:
        self.network = network
        self.average = copy.deepcopy(network)
        self.config = config
        self.optimiser = optimiser_of(network, layers, config)
        warmup = max(1, int(total * config.warmup))
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimiser,
            lambda step: min(
                (step + 1) / warmup, max(0.0, (total - step) / max(1, total - warmup))
            ),
        )
        self._pairs = [
            (kept, new)
            for kept, new in zip(self.average.parameters(), network.parameters(), strict=True)
            if new.requires_grad
        ]
        self.steps = 0

    def step(self, loss: Tensor) -> Tensor:
        """One step down; the loss comes back detached."""
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        self.schedule.step()
        self.optimiser.zero_grad(set_to_none=True)
        decay = min(self.config.ema, (1 + self.steps) / (10 + self.steps))
        with torch.no_grad():
            torch._foreach_lerp_(
                [k for k, _ in self._pairs], [n for _, n in self._pairs], 1 - decay
            )
        self.steps += 1
        return loss.detach()


def fit(
    network: Network,
    maker: WindowMaker,
    examples: Sequence[Example],
    sentences: Sequence[Sentence],
    config: FitConfig,
    report: Callable[[str], None],
    after_epoch: Callable[[int, Network], None] | None = None,
) -> Network:
    """Train and return the averaged network (exponential moving average of the weights).

    sentences: auxiliary sentences, `yu` and `certainty`; batches of them are mixed in.
    after_epoch: called with the epoch's number from 1 and the averaged network.
    """
    torch.manual_seed(config.seed)
    rng = random.Random(config.seed)
    network.to(config.device).train()
    simulate_int8(network.encoder, config.int8)
    losses = Losses(examples, config)
    show = Show(maker, examples, config, rng)
    batches = show.epoch(0.0)
    aux = sentence_batches(maker, sentences, config, rng)
    aux_each = config.aux_share / (1 - config.aux_share) if aux else 0.0
    an_epoch = (len(batches) + len(show.epoch(1.0))) / 2
    steps = math.ceil(config.epochs * an_epoch * (1 + aux_each))
    stepper = Stepper(network, config.layers, config, steps)
    for epoch in range(config.epochs):
        seen: list[Tensor] = []
        for shown in batches:
            batch = collate(shown, config.device)
            seen.append(stepper.step(losses.of_units(network, batch)))
            while aux is not None and rng.random() < config.aux_share:
                stepper.step(losses.of_sentences(network, *next(aux)))
        report(f"epoch {epoch + 1}/{config.epochs}: loss {torch.stack(seen).mean().item():.3f}")
        if after_epoch:
            after_epoch(epoch + 1, stepper.average)  # type: ignore[arg-type]
        batches = show.epoch(min(1.0, (epoch + 1) / max(1, config.epochs - 1)))
    average: Network = stepper.average  # type: ignore[assignment]
    return average.eval()
