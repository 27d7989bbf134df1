"""Fine-tuning of the encoder on all tasks at once (the heavy part of training)."""

from __future__ import annotations

import copy
import math
import random
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from ..pipeline.encoder import SPAN_HEADS
from ..pipeline.tags import LAYERS
from ..pipeline.wordpieces import Pieces, PieceTokenizer
from .augment import varied
from .batches import Inputs, UnitBatch, collate, length_buckets, masked
from .examples import Example, Sentence
from .network import Network
from .settings import FitConfig

#: What stands in the place of the context of a sentence without a page.
SENTENCE_CONTEXT = "sentence"


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
        inputs = batch.inputs
        hidden = _encode(network, inputs)
        scores = network.token(hidden[:, 1 : batch.mask.shape[1] + 1])
        by_layer = network.crf(scores, batch.tags, batch.mask)
        # per token, scaled so that a layer weighs like a sentence-level loss
        loss = 4.0 * (by_layer * self.layer_weights).sum() / batch.mask.sum()
        sentence = network.sentence_vector(hidden, inputs.unit)
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
        self, network: Network, sentences: Sequence[Sentence], pieces: Sequence[Pieces]
    ) -> Tensor:
        """The 0-3 scale, or certainty, on single sentences (all of one kind)."""
        inputs = Inputs.of(pieces, self.config.device)
        vector = network.sentence_vector(_encode(network, inputs), inputs.unit)
        if sentences[0].yu is not None:
            target = torch.tensor([s.yu for s in sentences], device=self.config.device)
            logits = network.yu(network.dropout(vector))
            return functional.cross_entropy(
                logits, target, label_smoothing=self.config.label_smoothing
            )
        score = torch.tensor(
            [float(s.certainty or 0.0) for s in sentences], device=self.config.device
        )
        return functional.mse_loss(network.certainty(vector)[:, 0], score - 4.0)


def _encode(network: Network, inputs: Inputs) -> Tensor:
    with torch.autocast(inputs.ids.device.type, torch.bfloat16):
        hidden = network.encode(inputs.ids, inputs.attention, inputs.types)
    return hidden.float()


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
    tokenizer: PieceTokenizer,
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
    losses = Losses(examples, config)
    lengths = [
        len(p.ids)
        for p in tokenizer.encode([e.text for e in examples], [e.context for e in examples])
    ]
    names = sorted({c.agent_name for e in examples for c in e.claims if 2 < len(c.agent_name) < 30})
    aux = _aux_batches(tokenizer, sentences, config, rng)
    shown = sum(config.share.get(e.set_name, 1.0) for e in examples)
    steps_an_epoch = math.ceil(shown / config.batch_size)
    aux_each = config.aux_share / (1 - config.aux_share) if aux else 0.0
    stepper = Stepper(
        network, config.layers, config, int(config.epochs * steps_an_epoch * (1 + aux_each))
    )
    for epoch in range(config.epochs):
        seen: list[Tensor] = []
        kept = [
            i for i, e in enumerate(examples) if rng.random() < config.share.get(e.set_name, 1.0)
        ]
        for bucket in length_buckets([lengths[i] for i in kept], config.batch_size, rng):
            chosen = [kept[i] for i in bucket]
            batch = _shown(tokenizer, [examples[i] for i in chosen], names, config, rng)
            if batch is not None:
                seen.append(stepper.step(losses.of_units(network, batch)))
            while aux is not None and rng.random() < config.aux_share:
                group, pieces = next(aux)
                hidden = [masked(p, config.mask_share, tokenizer.mask, rng) for p in pieces]
                stepper.step(losses.of_sentences(network, group, hidden))
        report(f"epoch {epoch + 1}/{config.epochs}: loss {torch.stack(seen).mean().item():.3f}")
        if after_epoch:
            after_epoch(epoch + 1, stepper.average)  # type: ignore[arg-type]
    average: Network = stepper.average  # type: ignore[assignment]
    return average.eval()


def _shown(
    tokenizer: PieceTokenizer,
    examples: Sequence[Example],
    names: Sequence[str],
    config: FitConfig,
    rng: random.Random,
) -> UnitBatch | None:
    """A batch as it is shown this time: varied, some without context, some pieces masked."""
    varieties = [varied(e, names, rng, config.vary) if names else e for e in examples]
    contexts = ["" if rng.random() < config.context_dropout else e.context for e in varieties]
    pieces = tokenizer.encode([e.text for e in varieties], contexts)
    kept = [(e, p) for e, p in zip(varieties, pieces, strict=True) if p.offsets]
    if not kept:
        return None
    hidden = [masked(p, config.mask_share, tokenizer.mask, rng) for _, p in kept]
    return collate([e for e, _ in kept], hidden, config.device)


def _aux_batches(
    tokenizer: PieceTokenizer,
    sentences: Sequence[Sentence],
    config: FitConfig,
    rng: random.Random,
) -> Iterator[tuple[list[Sentence], list[Pieces]]] | None:
    if not sentences or not config.aux_share:
        return None
    pieces = tokenizer.encode([s.text for s in sentences], [SENTENCE_CONTEXT for _ in sentences])
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
