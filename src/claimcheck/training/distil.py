"""A smaller encoder that learns from a larger one (the teacher) beside the gold.

First its hidden states are drawn towards the teacher's alone (Jiao et al., TinyBERT, Findings of
EMNLP 2020), then it is trained on all tasks while its scores are drawn towards the teacher's too
(Hinton et al., arXiv:1503.02531).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from ..pipeline.encoder import SPAN_HEADS
from ..pipeline.windows import Window
from .batches import UnitBatch, UnitInputs
from .examples import Example, Sentence
from .fit import Losses, encode
from .network import Network
from .settings import FitConfig

#: Scores are compared at this temperature, so that unlikely labels count too.
_TEMPERATURE: Final = 2.0
#: Weights of the differences of hidden states and of token scores, which are mean squares.
_HIDDEN: Final = 10.0
_TOKEN: Final = 0.5


def state_of_layers(state: Mapping[str, Tensor], kept: Sequence[int]) -> dict[str, Tensor]:
    """A network's weights with some of the encoder's layers, numbered anew.

    kept: numbers of the layers from 0, ascending.
    """
    found: dict[str, Tensor] = {}
    for name, value in state.items():
        before, mark, after = name.partition(".layer.")
        if not mark:
            found[name] = value
            continue
        number, _, rest = after.partition(".")
        if int(number) in kept:
            found[f"{before}.layer.{list(kept).index(int(number))}.{rest}"] = value
    return found


class HiddenLosses(Losses):
    """The distance of a student's hidden states from its teacher's; no gold."""

    def __init__(self, examples: Sequence[Example], config: FitConfig, teacher: Network) -> None:
        super().__init__(examples, config)
        self.teacher = teacher.to(config.device).eval()

    def of_units(self, network: Network, batch: UnitBatch) -> Tensor:
        """On the windows of a batch."""
        return self._distance(network, batch.units)

    def of_sentences(
        self, network: Network, sentences: Sequence[Sentence], windows: Sequence[Window]
    ) -> Tensor:
        """On single sentences."""
        return self._distance(network, UnitInputs.of(windows, self.config.device))

    def _distance(self, network: Network, units: UnitInputs) -> Tensor:
        with torch.no_grad():
            taught = encode(self.teacher, units)
        return 2 * _HIDDEN * hidden_distance(encode(network, units), taught, units.mask)


class TaughtLosses(Losses):
    """The losses of all tasks, and the distances of a student's states and scores from its
    teacher's beside them."""

    def __init__(self, examples: Sequence[Example], config: FitConfig, teacher: Network) -> None:
        super().__init__(examples, config)
        self.teacher = teacher.to(config.device).eval()

    def of_units(self, network: Network, batch: UnitBatch) -> Tensor:
        """All unit tasks on a batch."""
        units, teacher = batch.units, self.teacher
        hidden = encode(network, units)
        with torch.no_grad():
            taught = encode(teacher, units)
            wanted = teacher.token(taught[:, 1:])
        loss = self.of_hidden(network, batch, network.dropout(hidden))
        loss = loss + _HIDDEN * hidden_distance(hidden, taught, units.mask)
        squares = ((network.token(hidden[:, 1:]) - wanted) ** 2).mean(-1) * units.mask
        loss = loss + _TOKEN * squares.sum() / units.mask.sum()
        if len(batch.rows):
            own = network.span_vector(hidden, batch.rows, batch.first, batch.last)
            theirs = teacher.span_vector(taught, batch.rows, batch.first, batch.last)
            for name in SPAN_HEADS:
                head = f"{name}_head"
                loss = loss + divergence(network.span[head](own), teacher.span[head](theirs))
        return loss

    def of_sentences(
        self, network: Network, sentences: Sequence[Sentence], windows: Sequence[Window]
    ) -> Tensor:
        """Single sentences (all of one kind)."""
        units = UnitInputs.of(windows, self.config.device)
        hidden = encode(network, units)
        loss = self.of_vector(network, sentences, network.dropout(hidden), units.mask)
        kind = sentences[0].kind
        if kind == "aspects":
            return loss
        own = network.sentence_vector(hidden, units.mask)
        with torch.no_grad():
            theirs = self.teacher.sentence_vector(encode(self.teacher, units), units.mask)
        if kind == "yu":
            return loss + divergence(network.yu(own), self.teacher.yu(theirs))
        return loss + functional.mse_loss(network.certainty(own), self.teacher.certainty(theirs))


def hidden_distance(own: Tensor, taught: Tensor, mask: Tensor) -> Tensor:
    """Mean square distance of hidden states (units, 1 + pieces, size), padding left out.

    mask: (units, pieces) bool.
    """
    kept = nn.functional.pad(mask, (1, 0), value=True)[:, :, None].to(own.dtype)
    return (((own - taught) ** 2) * kept).sum() / (kept.sum() * own.shape[-1])


def divergence(own: Tensor, taught: Tensor) -> Tensor:
    """Kullback-Leibler divergence of scores (rows, labels) from the teacher's, softened."""
    return _TEMPERATURE**2 * functional.kl_div(
        functional.log_softmax(own / _TEMPERATURE, dim=1),
        functional.softmax(taught.detach() / _TEMPERATURE, dim=1),
        reduction="batchmean",
    )
