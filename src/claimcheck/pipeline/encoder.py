"""The encoder at run time: units in, drafts of claims, cues and scores out (onnxruntime, int8).

A draft is plain data with offsets into its unit's text. Neighbouring units are read together
(`windows`), and each window runs by itself: int8 activations are scaled run by run, so what is said
of a unit depends on its document alone, and serial, parallel and resumed runs give the same bytes.
Runs of several windows are no faster on a core, and less exact.

The graph takes word vectors, not piece ids: the int8 table of word vectors lies beside it and is
shared by all encoders of a model.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime

from ..errors import ModelError
from ..labels import BASES, POLARITIES, STRENGTHS, TYPES
from ..spans import Span
from .decoding import Chains, UnitSpans
from .tags import LAYERS, TokenSpan, Transitions
from .windows import Placed, UnitInput, Window, WindowLimits, WindowMaker, unit_positions
from .wordpieces import PieceTokenizer

#: Windows whose units go through the heads together.
WINDOWS: Final = 16

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

    def drafts(self, batch: Sequence[Placed], hidden: np.ndarray) -> list[Draft]:
        """What the heads make of the hidden states (units, 1 + pieces, size) of units."""
        counts = np.array([len(placed.offsets) for placed in batch])
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
                outcomes=tuple(placed.to_text(span) for span in decoded[u]["outcome"]),
                agents=tuple(placed.to_text(span) for span in decoded[u]["agent"]),
                cues=tuple(
                    DraftCue(placed.to_text(span), span.label, chance)
                    for span, chance in decoded[u]["cue"].items()
                ),
                claim_prob=float(chances[u]),
                yu=tuple(yu[u].tolist()),
                certainty=float(certainty[u]),
            )
            for u, placed in enumerate(batch)
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
    threads (int): of onnxruntime.
    RAISES: ModelError where a file is missing, truncated or of another shape.
    """

    FILES = ("words.npz", "encoder.onnx", "heads.npz", "tokenizer.json", "encoder.json")

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        for name in self.FILES:
            if not (folder / name).is_file():
                raise ModelError(
                    "the model folder lacks a file", path=str(folder / name), remedy=_REMEDY
                )
        try:
            settings = json.loads((folder / "encoder.json").read_text("utf-8"))
            tokenizer = PieceTokenizer(folder / "tokenizer.json")
            self._maker = WindowMaker(tokenizer, WindowLimits(**settings))
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

    def run(self, documents: Sequence[Sequence[UnitInput]]) -> list[list[Draft]]:
        """The drafts of the units of each document, in order.

        A sentence without a page is a document of one unit.
        """
        return [list(self.stream(units)) for units in documents]

    def stream(self, units: Sequence[UnitInput]) -> Iterator[Draft]:
        """The drafts of the units of one document, one after the other."""
        windows = self._maker.stream(units)
        while chunk := list(islice(windows, WINDOWS)):
            placed = [unit for window in chunk for unit in window.units]
            longest = max(len(unit.offsets) for unit in placed)
            hidden = np.concatenate([self._by_unit(window, longest) for window in chunk])
            yield from self.heads.drafts(placed, hidden)

    def _by_unit(self, window: Window, longest: int) -> np.ndarray:
        """Hidden states (units, 1 + longest, size) of a window's units."""
        positions, _ = unit_positions([window], len(window.ids), longest)
        return np.asarray(self.hidden_states(window)[positions])

    def hidden_states(self, window: Window) -> np.ndarray:
        """Hidden states (pieces, size) float32."""
        ids, types = np.array([window.ids]), np.array([window.types])
        feed = {"vectors": self.words.vectors(ids), "attention": np.ones_like(ids), "types": types}
        return np.asarray(self._session.run(None, feed)[0][0])


def sentence_vectors(hidden: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """(units, 2 x size): a unit's marker, and the mean of its `counts` pieces."""
    places = np.arange(hidden.shape[1])[None, :]
    inside = ((places >= 1) & (places <= counts[:, None])).astype(np.float32)
    mean = np.einsum("ups,up->us", hidden, inside) / np.maximum(counts, 1)[:, None]
    return np.concatenate([hidden[:, 0], mean], axis=1)


def span_vector(states: np.ndarray, span: TokenSpan) -> np.ndarray:
    """(4 x size,): unit's marker, span's first, last and mean piece."""
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
