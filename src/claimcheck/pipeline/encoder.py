"""The encoder at run time: units in, drafts of claims, cues and scores out (onnxruntime, int8).

A draft is plain data with offsets into its unit's text. The batches of a document depend on that
document alone: int8 activations are scaled batch by batch, so that only then serial, parallel and
resumed runs give the same bytes.

The graph takes word vectors, not piece ids: the int8 table of word vectors lies beside it and is
shared by all encoders of a model.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime

from ..errors import ModelError
from ..labels import BASES, POLARITIES, STRENGTHS, TYPES
from ..spans import Span
from .decoding import Chains, UnitSpans
from .tags import LAYERS, TokenSpan, Transitions
from .wordpieces import Pieces, PieceTokenizer, pad

_REMEDY: Final = "Install claimcheck anew, or make the model with `claimcheck train`."

#: Label heads over a claim's span vector: name → labels.
SPAN_HEADS: Final[dict[str, tuple[str, ...]]] = {
    "type": TYPES,
    "strength": STRENGTHS,
    "basis": BASES,
    "polarity": POLARITIES,
    "from_context": ("false", "true"),
}


@dataclass(frozen=True, slots=True)
class DraftClaim:
    """A claim's span with the log-odds of each label head and the probability of its tags."""

    span: Span
    logits: dict[str, list[float]]
    probability: float


@dataclass(frozen=True, slots=True)
class DraftCue:
    """A cue as the tagger found it, with the mean probability of its tags."""

    span: Span
    category: str
    probability: float


@dataclass(frozen=True, slots=True)
class Draft:
    """All that the encoder says of a unit.

    claim_prob (float): that the unit holds a claim. yu (4 floats): log-odds of the 0-3 scale of
    Yu et al. certainty (float): 1.0-6.0.
    """

    claims: tuple[DraftClaim, ...]
    outcomes: tuple[Span, ...]
    agents: tuple[Span, ...]
    cues: tuple[DraftCue, ...]
    claim_prob: float
    yu: tuple[float, ...]
    certainty: float


@dataclass(frozen=True)
class Words:
    """The table of word vectors: int8 rows and a scale for each."""

    rows: np.ndarray
    scales: np.ndarray

    def vectors(self, ids: np.ndarray) -> np.ndarray:
        """Word vectors (batch, pieces, size) float32 of piece ids (batch, pieces)."""
        return np.asarray(self.rows[ids].astype(np.float32) * self.scales[ids][..., None])


@dataclass(frozen=True)
class Heads:
    """Weights outside the graph: each linear map as (inputs, outputs) with its bias."""

    arrays: dict[str, np.ndarray]

    def linear(self, name: str, values: np.ndarray) -> np.ndarray:
        """`values @ weight + bias` of the named map."""
        product = values @ self.arrays[f"{name}.weight"]
        return np.asarray(product + self.arrays[f"{name}.bias"])

    @cached_property
    def chains(self) -> Chains:
        """Constrained transition scores of the token layers."""
        return Chains.of_layers(
            {
                layer.name: Transitions(
                    self.arrays[f"crf.{layer.name}.start"],
                    self.arrays[f"crf.{layer.name}.end"],
                    self.arrays[f"crf.{layer.name}.between"],
                ).constrained(layer)
                for layer in LAYERS
            }
        )

    def drafts(self, batch: Sequence[Pieces], hidden: np.ndarray) -> list[Draft]:
        """What the heads make of the hidden states (units, pieces, size) of a batch of units."""
        counts = np.array([len(pieces.offsets) for pieces in batch])
        sentences = sentence_vectors(hidden, counts)
        decoded = self._decode(hidden[:, 1 : max(1, counts.max()) + 1], counts)
        chances = 1.0 / (1.0 + np.exp(-self.linear("is_claim", sentences)[:, 0]))
        yu = self.linear("yu", sentences)
        certainty = np.clip(self.linear("certainty", sentences)[:, 0] + 4.0, 1.0, 6.0)
        flat = [(u, span) for u, layers in enumerate(decoded) for span in layers["claim"]]
        logits = self.span_logits(hidden, flat)
        claims: list[list[DraftClaim]] = [[] for _ in batch]
        for i, (u, span) in enumerate(flat):
            scores = {name: logits[name][i].tolist() for name in SPAN_HEADS}
            claims[u].append(DraftClaim(batch[u].to_text(span), scores, decoded[u]["claim"][span]))
        return [
            Draft(
                claims=tuple(claims[u]),
                outcomes=tuple(pieces.to_text(span) for span in decoded[u]["outcome"]),
                agents=tuple(pieces.to_text(span) for span in decoded[u]["agent"]),
                cues=tuple(
                    DraftCue(pieces.to_text(span), span.label, chance)
                    for span, chance in decoded[u]["cue"].items()
                ),
                claim_prob=float(chances[u]),
                yu=tuple(yu[u].tolist()),
                certainty=float(certainty[u]),
            )
            for u, pieces in enumerate(batch)
        ]

    def _decode(self, hidden: np.ndarray, counts: np.ndarray) -> list[UnitSpans]:
        """For each unit, layer → spans with the mean probability of their tags."""
        return self.chains.decode(self.linear("token", hidden), counts)

    def span_logits(
        self, hidden: np.ndarray, spans: Sequence[tuple[int, TokenSpan]]
    ) -> dict[str, np.ndarray]:
        """Scores of every label head, (spans, labels), for claims as (unit, span in its pieces)."""
        if not spans:
            return {name: np.zeros((0, len(SPAN_HEADS[name]))) for name in SPAN_HEADS}
        vectors = np.stack([span_vector(hidden[u], span) for u, span in spans])
        return {name: self.linear(f"span.{name}", vectors) for name in SPAN_HEADS}


class UnitEncoder:
    """Runs the encoder over units.

    folder (Path): holds `words.npz`, `encoder.onnx`, `heads.npz`, `tokenizer.json`, `encoder.json`.
    threads (int): of onnxruntime. batch_size (int): units run together.
    RAISES: ModelError where a file is missing, truncated or of another shape.
    """

    FILES = ("words.npz", "encoder.onnx", "heads.npz", "tokenizer.json", "encoder.json")

    def __init__(self, folder: Path, *, threads: int = 1, batch_size: int = 32) -> None:
        for name in self.FILES:
            if not (folder / name).is_file():
                raise ModelError(
                    "the model folder lacks a file", path=str(folder / name), remedy=_REMEDY
                )
        self.batch_size = batch_size
        try:
            settings = json.loads((folder / "encoder.json").read_text("utf-8"))
            self.tokenizer = PieceTokenizer(
                folder / "tokenizer.json",
                max_unit=settings["max_unit"],
                max_context=settings["max_context"],
            )
            with np.load(folder / "words.npz", allow_pickle=False) as arrays:
                self.words = Words(arrays["words"], arrays["scales"])
            with np.load(folder / "heads.npz", allow_pickle=False) as arrays:
                # Stored in half precision; the sums are made in single.
                loaded = {name: arrays[name].astype(np.float32) for name in arrays.files}
            self.heads = Heads(loaded)
            self._session = session(folder / "encoder.onnx", threads)
        except Exception as error:
            raise ModelError(
                f"the model cannot be read ({type(error).__name__}: {error})",
                path=str(folder),
                remedy=_REMEDY,
            ) from error

    def run(self, units: Sequence[tuple[str, str]]) -> list[Draft]:
        """Drafts of `(text, context)` units, in order; equal units are computed once."""
        distinct = list(dict.fromkeys(units))
        pieces = self.tokenizer.encode([u[0] for u in distinct], [u[1] for u in distinct])
        drafts: dict[tuple[str, str], Draft] = {}
        order = sorted(range(len(distinct)), key=lambda i: (len(pieces[i].ids), distinct[i]))
        for at in range(0, len(order), self.batch_size):
            batch = order[at : at + self.batch_size]
            for i, draft in zip(batch, self._run_batch([pieces[i] for i in batch]), strict=True):
                drafts[distinct[i]] = draft
        return [drafts[unit] for unit in units]

    def _run_batch(self, batch: list[Pieces]) -> list[Draft]:
        return self.heads.drafts(batch, self.hidden_states(batch))

    def hidden_states(self, batch: Sequence[Pieces]) -> np.ndarray:
        """Hidden states (units, pieces, size) float32."""
        ids, attention, types = pad(batch)
        feed = {"vectors": self.words.vectors(ids), "attention": attention, "types": types}
        return np.asarray(self._session.run(None, feed)[0])


def sentence_vectors(hidden: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """(units, 2 x size): first piece, and mean of the unit's `counts` pieces."""
    places = np.arange(hidden.shape[1])[None, :]
    inside = ((places >= 1) & (places <= counts[:, None])).astype(np.float32)
    mean = np.einsum("ups,up->us", hidden, inside) / np.maximum(counts, 1)[:, None]
    return np.concatenate([hidden[:, 0], mean], axis=1)


def span_vector(states: np.ndarray, span: TokenSpan) -> np.ndarray:
    """(4 x size,): unit's first piece, span's first, last and mean piece."""
    inside = states[span.first + 1 : span.last + 1]
    return np.concatenate([states[0], inside[0], inside[-1], inside.mean(axis=0)])


def session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    """An onnxruntime session on the CPU. path (Path): the graph. threads (int): of one run."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        str(path), sess_options=options, providers=["CPUExecutionProvider"]
    )
