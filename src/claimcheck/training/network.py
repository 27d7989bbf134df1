"""The networks that are trained: a BERT encoder under token layers, span heads, sentence heads.

Heads stay outside the exported graph (int8 quantisation of a graph with small heads costs
accuracy), so each is a plain linear map whose weights numpy can apply.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import torch
from torch import Tensor, nn

from ..pipeline.encoder import SPAN_HEADS
from ..pipeline.tags import IMPOSSIBLE, LAYERS, layer_columns
from .examples import ASPECT_LABELS, ASPECTS
from .int8 import with_int8_linears
from .start import Start

#: Added to the score of a piece that may not be attended to.
_FAR: Final = -10_000.0


class Encoder(nn.Module):
    """BERT over frozen word vectors that are kept outside of it.

    start (Start): weights to begin with. layers (int): how many of its layers are kept.
    dropout (float): inside the encoder.
    """

    def __init__(self, start: Start, *, layers: int = 6, dropout: float = 0.1) -> None:
        from transformers import BertConfig, BertModel

        super().__init__()
        kept = {
            k: v for k, v in start.config.items() if k not in ("architectures", "_name_or_path")
        }
        config = BertConfig(
            **{
                **kept,
                "vocab_size": 1,
                "pad_token_id": None,
                "num_hidden_layers": layers,
                "hidden_dropout_prob": dropout,
                "attention_probs_dropout_prob": dropout,
            }
        )
        self.size = int(config.hidden_size)
        self.layers = layers
        self.bert = BertModel(config, add_pooling_layer=False)
        missing, _ = self.bert.load_state_dict(start.state, strict=False)
        unexpected = [k for k in missing if "word_embeddings" not in k and "position_ids" not in k]
        if unexpected:
            raise ValueError(f"starting weights lack {unexpected[:3]}")
        with_int8_linears(self.bert.encoder)
        self.bert.embeddings.word_embeddings.weight.requires_grad = False
        self.register_buffer("words", start.word_vectors(), persistent=False)

    def embed(self, ids: Tensor) -> Tensor:
        """Word vectors (batch, tokens, size) of piece ids (batch, tokens)."""
        words: Tensor = self.words  # type: ignore[assignment]
        return words[ids]

    def forward(self, vectors: Tensor, attention: Tensor, types: Tensor) -> Tensor:
        """Hidden states (batch, tokens, size) of word vectors, attention mask and token types."""
        # Added to the attention scores as it is: a mask of zeros and ones is traced into a dozen
        # operators a layer that take a tenth of the time.
        hidden_from = (1.0 - attention[:, None, None, :].to(vectors.dtype)) * _FAR
        output = self.bert(inputs_embeds=vectors, attention_mask=hidden_from, token_type_ids=types)
        hidden: Tensor = output.last_hidden_state
        return hidden

    def state_without_words(self) -> dict[str, Tensor]:
        """The trained weights by the names of the starting weights."""
        state = self.bert.state_dict()
        return {k: v for k, v in state.items() if "word_embeddings" not in k}


class CrfStack(nn.Module):
    """Linear-chain conditional random fields (Lafferty et al. 2001) of all token layers at once.

    Layers have different numbers of tags; they are padded to the largest with tags that no move
    may reach, so that one pass over the tokens serves all of them.
    """

    def __init__(self) -> None:
        super().__init__()
        count, size = len(LAYERS), max(len(layer.tags) for layer in LAYERS)
        self.size = size
        self.start = nn.Parameter(torch.zeros(count, size))
        self.end = nn.Parameter(torch.zeros(count, size))
        self.between = nn.Parameter(torch.zeros(count, size, size))
        bans = {
            "start_ban": np.full((count, size), IMPOSSIBLE, dtype=np.float32),
            "end_ban": np.full((count, size), IMPOSSIBLE, dtype=np.float32),
            "between_ban": np.full((count, size, size), IMPOSSIBLE, dtype=np.float32),
        }
        for i, layer in enumerate(LAYERS):
            n = len(layer.tags)
            bans["start_ban"][i, :n][layer.may_start] = 0.0
            bans["end_ban"][i, :n][layer.may_end] = 0.0
            bans["between_ban"][i, :n, :n][layer.allowed] = 0.0
        for name, ban in bans.items():
            self.register_buffer(name, torch.from_numpy(ban), persistent=False)

    def forward(self, scores: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
        """Negative log-likelihood of each layer, summed over the batch: (layers,).

        scores: (batch, tokens, columns of all layers); tags: (batch, layers, tokens) int;
        mask: (batch, tokens) bool, true on a prefix of each row.
        """
        padded = self._padded(scores)
        start = self.start + self.get_buffer("start_ban")
        end = self.end + self.get_buffer("end_ban")
        between = self.between + self.get_buffer("between_ban")
        total = start + padded[:, :, 0]
        for i in range(1, padded.shape[2]):
            step = torch.logsumexp(total[..., :, None] + between, dim=2) + padded[:, :, i]
            total = torch.where(mask[:, i, None, None], step, total)
        partition = torch.logsumexp(total + end, dim=2)
        return (partition - self._gold(padded, tags, mask, start, end, between)).sum(0)

    def _padded(self, scores: Tensor) -> Tensor:
        batch, tokens, _ = scores.shape
        padded = scores.new_zeros(batch, len(LAYERS), tokens, self.size)
        for i, columns in enumerate(layer_columns().values()):
            width = columns.stop - columns.start
            padded[:, i, :, :width] = scores[:, :, columns]
        return padded

    @staticmethod
    def _gold(
        padded: Tensor, tags: Tensor, mask: Tensor, start: Tensor, end: Tensor, between: Tensor
    ) -> Tensor:
        layers = torch.arange(padded.shape[1], device=padded.device)[None, :]
        emitted = padded.gather(3, tags[..., None])[..., 0] * mask[:, None, :]
        moves = between[layers[..., None], tags[..., :-1], tags[..., 1:]] * mask[:, None, 1:]
        last = (mask.sum(1) - 1)[:, None, None].expand(-1, padded.shape[1], 1)
        return (
            emitted.sum(2)
            + moves.sum(2)
            + start[layers, tags[:, :, 0]]
            + end[layers, tags.gather(2, last)[..., 0]]
        )


class Network(nn.Module):
    """An encoder with token layers, span heads and sentence heads."""

    def __init__(self, encoder: Encoder, dropout: float = 0.1) -> None:
        super().__init__()
        size = encoder.size
        self.encoder = encoder
        self.dropout = nn.Dropout(dropout)
        self.token = nn.Linear(size, sum(len(layer.tags) for layer in LAYERS))
        self.crf = CrfStack()
        self.span = nn.ModuleDict(
            # a module may not be named like a method of its container (`type`)
            {
                f"{name}_head": nn.Linear(4 * size, len(labels))
                for name, labels in SPAN_HEADS.items()
            }
        )
        self.is_claim = nn.Linear(2 * size, 1)
        self.yu = nn.Linear(2 * size, 4)
        self.certainty = nn.Linear(2 * size, 1)
        # only helps in training: the aspects of certainty serve nobody at run time
        self.aspects = nn.Linear(2 * size, len(ASPECTS) * len(ASPECT_LABELS))

    def encode(self, ids: Tensor, attention: Tensor, types: Tensor) -> Tensor:
        """Hidden states (batch, tokens, size)."""
        hidden: Tensor = self.dropout(self.encoder(self.encoder.embed(ids), attention, types))
        return hidden

    @staticmethod
    def sentence_vector(hidden: Tensor, mask: Tensor) -> Tensor:
        """(units, 2 x size): a unit's marker and the mean of its pieces.

        hidden: (units, 1 + pieces, size). mask: (units, pieces).
        """
        weights = mask[:, :, None].to(hidden.dtype)
        mean = (hidden[:, 1:] * weights).sum(1) / weights.sum(1).clamp(min=1)
        return torch.cat([hidden[:, 0], mean], dim=1)

    @staticmethod
    def span_vector(hidden: Tensor, rows: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """(spans, 4 x size): unit's marker, span's first, last and mean piece.

        hidden: (units, 1 + pieces, size). rows, first, last: (spans,) int, half-open from the
        marker on.
        """
        positions = torch.arange(hidden.shape[1], device=hidden.device)[None]
        inside = ((positions >= first[:, None]) & (positions < last[:, None])).to(hidden.dtype)
        states = hidden[rows]
        mean = (states * inside[:, :, None]).sum(1) / inside.sum(1, keepdim=True)
        spans = torch.arange(len(rows), device=hidden.device)
        return torch.cat([states[:, 0], states[spans, first], states[spans, last - 1], mean], dim=1)

    def head_arrays(self) -> dict[str, np.ndarray]:
        """Weights of the heads by the names that `pipeline.encoder.Heads` reads."""
        linear: dict[str, Any] = {
            "token": self.token,
            "is_claim": self.is_claim,
            "yu": self.yu,
            "certainty": self.certainty,
            **{f"span.{name}": self.span[f"{name}_head"] for name in SPAN_HEADS},
        }
        arrays = {}
        for name, layer in linear.items():
            arrays[f"{name}.weight"] = layer.weight.detach().float().cpu().numpy().T.copy()
            arrays[f"{name}.bias"] = layer.bias.detach().float().cpu().numpy().copy()
        for i, layer in enumerate(LAYERS):
            n = len(layer.tags)
            cut = {
                "start": self.crf.start[i, :n],
                "end": self.crf.end[i, :n],
                "between": self.crf.between[i, :n, :n],
            }
            for name, values in cut.items():
                arrays[f"crf.{layer.name}.{name}"] = values.detach().float().cpu().numpy().copy()
        return arrays
