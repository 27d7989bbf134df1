"""The network that is trained: a BERT encoder with token layers, span heads and sentence heads.

Heads stay outside the exported graph (int8 quantisation of a graph with small heads costs
accuracy), so each is a plain linear map whose weights numpy can apply.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from ..labels import BASES, POLARITIES, STRENGTHS, TYPES
from ..pipeline.tags import IMPOSSIBLE, LAYERS, Layer

#: Label heads over a claim's span vector: name → labels.
SPAN_HEADS: dict[str, tuple[str, ...]] = {
    "type": TYPES,
    "strength": STRENGTHS,
    "basis": BASES,
    "polarity": POLARITIES,
    "from_context": ("false", "true"),
}


class Crf(nn.Module):
    """Linear-chain conditional random field over one layer's tags (Lafferty et al. 2001)."""

    def __init__(self, layer: Layer) -> None:
        super().__init__()
        size = len(layer.tags)
        self.start = nn.Parameter(torch.zeros(size))
        self.end = nn.Parameter(torch.zeros(size))
        self.between = nn.Parameter(torch.zeros(size, size))
        bans = {"start": ~layer.may_start, "end": ~layer.may_end, "between": ~layer.allowed}
        for name, ban in bans.items():
            penalty = torch.tensor(ban, dtype=torch.float32) * IMPOSSIBLE
            self.register_buffer(f"{name}_ban", penalty, persistent=False)

    def forward(self, scores: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
        """Negative log-likelihood, summed over the batch.

        scores: (batch, tokens, tags); tags: (batch, tokens) int; mask: (batch, tokens) bool, true
        on a prefix of each row.
        """
        start, end = self.start + self.start_ban, self.end + self.end_ban
        between = self.between + self.between_ban
        total = start + scores[:, 0]
        rows = torch.arange(len(scores))
        gold = total[rows, tags[:, 0]]
        for i in range(1, scores.shape[1]):
            step = torch.logsumexp(total[:, :, None] + between, dim=1) + scores[:, i]
            alive = mask[:, i]
            total = torch.where(alive[:, None], step, total)
            move = between[tags[:, i - 1], tags[:, i]] + scores[rows, i, tags[:, i]]
            gold = gold + torch.where(alive, move, torch.zeros_like(move))
        last = tags[rows, mask.sum(1) - 1]
        return (torch.logsumexp(total + end, dim=1) - gold - end[last]).sum()


@dataclass
class Encoded:
    """hidden: (batch, tokens, size) of unit and context; unit: (batch, tokens) bool mask."""

    hidden: Tensor
    unit: Tensor


class Network(nn.Module):
    """Encoder with token layers, span heads and sentence heads.

    encoder: a Hugging Face `BertModel`.
    """

    def __init__(self, encoder: nn.Module, dropout: float = 0.1) -> None:
        super().__init__()
        size = int(encoder.config.hidden_size)  # type: ignore[arg-type, union-attr]
        self.encoder = encoder
        # frozen: half of all weights, and words the gold never shows keep their meaning
        encoder.embeddings.word_embeddings.weight.requires_grad = False  # type: ignore[union-attr]
        self.dropout = nn.Dropout(dropout)
        self.token = nn.Linear(size, sum(len(layer.tags) for layer in LAYERS))
        self.crfs = nn.ModuleDict({layer.name: Crf(layer) for layer in LAYERS})
        self.span = nn.ModuleDict(
            {
                # a module may not be named like a method of its container (`type`)
                f"{name}_head": nn.Linear(4 * size, len(labels))
                for name, labels in SPAN_HEADS.items()
            }
        )
        self.is_claim = nn.Linear(2 * size, 1)
        self.yu = nn.Linear(2 * size, 4)
        self.certainty = nn.Linear(2 * size, 1)

    def encode(self, ids: Tensor, attention: Tensor, types: Tensor) -> Tensor:
        """Hidden states (batch, tokens, size)."""
        output = self.encoder(input_ids=ids, attention_mask=attention, token_type_ids=types)
        hidden: Tensor = self.dropout(output.last_hidden_state)
        return hidden

    @staticmethod
    def sentence_vector(hidden: Tensor, unit: Tensor) -> Tensor:
        """(batch, 2 x size): first token and mean of the unit's tokens."""
        weights = unit[:, :, None].to(hidden.dtype)
        mean = (hidden * weights).sum(1) / weights.sum(1).clamp(min=1)
        return torch.cat([hidden[:, 0], mean], dim=1)

    @staticmethod
    def span_vector(hidden: Tensor, rows: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """(spans, 4 x size): unit's first token, span's first, last and mean token.

        rows, first, last: (spans,) int, token spans half-open.
        """
        positions = torch.arange(hidden.shape[1])[None]
        inside = ((positions >= first[:, None]) & (positions < last[:, None])).to(hidden.dtype)
        states = hidden[rows]
        mean = (states * inside[:, :, None]).sum(1) / inside.sum(1, keepdim=True)
        spans = torch.arange(len(rows))
        return torch.cat([states[:, 0], states[spans, first], states[spans, last - 1], mean], dim=1)
