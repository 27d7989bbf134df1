"""The encoder at run time: units in, drafts of claims, cues and scores out (onnxruntime, int8).

A draft is plain data with offsets into its unit's text. The batches of a document depend on that
document alone: int8 activations are scaled batch by batch, so that only then serial, parallel and
resumed runs give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime

from ..errors import ModelError
from ..labels import BASES, POLARITIES, STRENGTHS, TYPES
from ..spans import Span
from .tags import LAYERS, TokenSpan, Transitions, layer_columns, marginals, viterbi
from .wordpieces import Pieces, PieceTokenizer, pad

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
class Heads:
    """Weights outside the graph: each linear map as (inputs, outputs) with its bias."""

    arrays: dict[str, np.ndarray]

    def linear(self, name: str, values: np.ndarray) -> np.ndarray:
        """`values @ weight + bias` of the named map."""
        product = values @ self.arrays[f"{name}.weight"]
        return np.asarray(product + self.arrays[f"{name}.bias"])

    def transitions(self) -> dict[str, Transitions]:
        """Constrained transition scores of each token layer."""
        return {
            layer.name: Transitions(
                self.arrays[f"crf.{layer.name}.start"],
                self.arrays[f"crf.{layer.name}.end"],
                self.arrays[f"crf.{layer.name}.between"],
            ).constrained(layer)
            for layer in LAYERS
        }


class UnitEncoder:
    """Runs the encoder over units.

    folder (Path): holds `encoder.onnx`, `heads.npz`, `tokenizer.json`, `encoder.json`.
    threads (int): of onnxruntime. batch_size (int): units run together.
    RAISES: ModelError where a file is missing, truncated or of another shape.
    """

    FILES = ("encoder.onnx", "heads.npz", "tokenizer.json", "encoder.json")

    def __init__(self, folder: Path, *, threads: int = 1, batch_size: int = 32) -> None:
        for name in self.FILES:
            if not (folder / name).is_file():
                raise ModelError(
                    "the model folder lacks a file",
                    path=str(folder / name),
                    remedy="install claimcheck anew, or make the model with `claimcheck train`",
                )
        self.batch_size = batch_size
        try:
            settings = json.loads((folder / "encoder.json").read_text("utf-8"))
            self.tokenizer = PieceTokenizer(
                folder / "tokenizer.json",
                max_unit=settings["max_unit"],
                max_context=settings["max_context"],
            )
            with np.load(folder / "heads.npz", allow_pickle=False) as arrays:
                self.heads = Heads({name: arrays[name] for name in arrays.files})
            self._transitions = self.heads.transitions()
            self._session = _session(folder / "encoder.onnx", threads)
        except ModelError:
            raise
        except Exception as error:
            raise ModelError(
                f"the model cannot be read ({type(error).__name__}: {error})",
                path=str(folder),
                remedy="install claimcheck anew, or make the model with `claimcheck train`",
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
        hidden = self.hidden_states(batch)
        return [self._draft(pieces, states) for pieces, states in zip(batch, hidden, strict=True)]

    def hidden_states(self, batch: Sequence[Pieces]) -> np.ndarray:
        """Hidden states (units, pieces, size) float32."""
        ids, attention, types = pad(batch)
        feed = {"input_ids": ids, "attention_mask": attention, "token_type_ids": types}
        return np.asarray(self._session.run(None, feed)[0])

    def _draft(self, pieces: Pieces, states: np.ndarray) -> Draft:
        count = len(pieces.offsets)
        unit = states[1 : count + 1]
        sentence = sentence_vector(states, count)
        scores = self.heads.linear("token", unit)
        spans, sure = self._decode(scores)
        return Draft(
            claims=tuple(
                DraftClaim(
                    pieces.to_text(span), self._span_logits(states, span), sure["claim"][span]
                )
                for span in spans["claim"]
            ),
            outcomes=tuple(pieces.to_text(span) for span in spans["outcome"]),
            agents=tuple(pieces.to_text(span) for span in spans["agent"]),
            cues=tuple(
                DraftCue(pieces.to_text(span), span.label, sure["cue"][span])
                for span in spans["cue"]
            ),
            claim_prob=_sigmoid(float(self.heads.linear("is_claim", sentence)[0])),
            yu=tuple(float(x) for x in self.heads.linear("yu", sentence)),
            certainty=float(np.clip(self.heads.linear("certainty", sentence)[0] + 4.0, 1.0, 6.0)),
        )

    def _decode(
        self, scores: np.ndarray
    ) -> tuple[dict[str, list[TokenSpan]], dict[str, dict[TokenSpan, float]]]:
        spans: dict[str, list[TokenSpan]] = {}
        sure: dict[str, dict[TokenSpan, float]] = {}
        for layer in LAYERS:
            columns = scores[:, layer_columns()[layer.name]]
            tags = viterbi(columns, self._transitions[layer.name])
            spans[layer.name] = layer.decode(tags)
            if spans[layer.name] and layer.name in ("claim", "cue"):
                chances = marginals(columns, self._transitions[layer.name])
                chosen = chances[np.arange(len(tags)), tags]
                sure[layer.name] = {
                    span: float(chosen[span.first : span.last].mean())
                    for span in spans[layer.name]
                }
        return spans, sure

    def _span_logits(self, states: np.ndarray, span: TokenSpan) -> dict[str, list[float]]:
        vector = span_vector(states, span)
        return {
            name: [float(x) for x in self.heads.linear(f"span.{name}", vector)]
            for name in SPAN_HEADS
        }


def sentence_vector(states: np.ndarray, count: int) -> np.ndarray:
    """(2 x size,): first piece and mean of the unit's `count` pieces."""
    mean = states[1 : count + 1].mean(axis=0) if count else states[0]
    return np.concatenate([states[0], mean])


def span_vector(states: np.ndarray, span: TokenSpan) -> np.ndarray:
    """(4 x size,): unit's first piece, span's first, last and mean piece."""
    inside = states[span.first + 1 : span.last + 1]
    return np.concatenate([states[0], inside[0], inside[-1], inside.mean(axis=0)])


def _sigmoid(x: float) -> float:
    return float(1.0 / (1.0 + np.exp(-x)))


def _session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        str(path), sess_options=options, providers=["CPUExecutionProvider"]
    )
