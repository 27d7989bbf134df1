"""What a passage says of a claim, by the verification encoder (onnxruntime, int8).

Activations are scaled a batch at a time, so a batch never holds pairs of two claims: what is found
for one claim does not depend on what else a file asks.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Protocol

import numpy as np

from ..errors import ModelError
from ..pipeline.encoder import Heads, Words, session
from ..pipeline.models import model_folder
from ..pipeline.wordpieces import PairLimits, PieceTokenizer, pad

#: Subfolder of a model folder.
FOLDER: Final = "verification"
_FILES: Final = ("encoder.onnx", "heads.npz", "encoder.json")
_SHARED: Final = ("words.npz", "tokenizer.json")
_REMEDY: Final = "Install claimcheck anew, or make the model with `claimcheck train`."


class PairScorer(Protocol):
    """Anything that says how passages bear on a claim."""

    def score(self, claim: str, passages: Sequence[str]) -> np.ndarray:
        """Probabilities (passages, 3), the columns as in `labels.EVIDENCE_VERDICTS`."""
        ...


class PairEncoder:
    """The encoder that came along, or another of its make.

    folder (Path): a model folder; its own files are in `verification/`, word vectors and
        tokenizer are those of the folder. threads (int): of onnxruntime. batch_size (int): pairs
        run together.
    RAISES: ModelError where a file is missing, truncated or of another shape.
    """

    def __init__(self, folder: Path, *, threads: int = 1, batch_size: int = 8) -> None:
        require_files(folder)
        own = folder / FOLDER
        self.batch_size = batch_size
        try:
            settings = json.loads((own / "encoder.json").read_text("utf-8"))
            self.tokenizer = PieceTokenizer(folder / "tokenizer.json")
            self._limits = PairLimits(**settings)
            with np.load(folder / "words.npz", allow_pickle=False) as arrays:
                self._words = Words(arrays["words"], arrays["scales"])
            with np.load(own / "heads.npz", allow_pickle=False) as arrays:
                loaded = {name: arrays[name].astype(np.float32) for name in arrays.files}
            self._temperature = float(loaded.pop("temperature"))
            self._heads = Heads(loaded)
            self._session = session(own / "encoder.onnx", threads)
        except Exception as error:
            raise ModelError(
                f"the model cannot be read ({type(error).__name__}: {error})",
                path=str(own),
                remedy=_REMEDY,
            ) from error

    @classmethod
    def load(cls, model: str | Path | None = None, *, threads: int = 1) -> PairEncoder:
        """The encoder of a model folder, or of the package. RAISES: ModelError."""
        return cls(model_folder(model), threads=threads)

    def score(self, claim: str, passages: Sequence[str]) -> np.ndarray:
        """Calibrated probabilities (passages, 3); equal passages are computed once."""
        if not passages:
            return np.zeros((0, 3))
        distinct = sorted(set(passages))
        pieces = self.tokenizer.pairs([claim] * len(distinct), distinct, self._limits)
        order = sorted(range(len(distinct)), key=lambda i: (len(pieces[i].ids), i))
        scores = np.zeros((len(distinct), 3), dtype=np.float64)
        for at in range(0, len(order), self.batch_size):
            batch = order[at : at + self.batch_size]
            ids, attention, types = pad([pieces[i] for i in batch])
            feed = {"vectors": self._words.vectors(ids), "attention": attention, "types": types}
            hidden = np.asarray(self._session.run(None, feed)[0])
            scores[batch] = self._heads.linear("verdict", pair_vectors(hidden, attention, types))
        row = {text: i for i, text in enumerate(distinct)}
        return probabilities(scores, self._temperature)[[row[text] for text in passages]]


def require_files(folder: Path) -> None:
    """RAISES: ModelError where a model folder has no part for verification."""
    own = folder / FOLDER
    for path in (*(own / name for name in _FILES), *(folder / name for name in _SHARED)):
        if not path.is_file():
            raise ModelError(
                "the model has no part for verification", path=str(path), remedy=_REMEDY
            )


def pair_vectors(hidden: np.ndarray, attention: np.ndarray, types: np.ndarray) -> np.ndarray:
    """(batch, 4 x size): first piece, means of claim and passage, product of the two means."""
    means = []
    for weights in (attention * (1 - types), attention * types):
        inside = weights[:, :, None].astype(np.float32)
        means.append((hidden * inside).sum(axis=1) / np.maximum(inside.sum(axis=1), 1))
    return np.concatenate([hidden[:, 0], *means, means[0] * means[1]], axis=1)


def probabilities(scores: np.ndarray, temperature: float) -> np.ndarray:
    """Softmax of scores (rows, labels) over a temperature (Guo et al., ICML 2017)."""
    scaled = scores / temperature
    powers = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))
