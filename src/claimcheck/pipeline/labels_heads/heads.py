"""The scikit-learn heads that decide a claim's labels, read from skops files.

`heads/<name>.skops` holds a calibrated logistic regression over rows of `FEATURES` (and, where
`heads/heads.json` says `"vector": true`, the claim's span vector behind them); its classes are the
labels of `encoder.SPAN_HEADS`. A model folder without `heads/` labels by the encoder's own linear
heads, whose probabilities are not calibrated.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np

from ...errors import ModelError
from ..encoder import SPAN_HEADS
from ..linear import LinearClassifier, load_classifier, softmax
from ..skops_files import REMEDY
from .features import FEATURES

#: The heads: one file each.
HEADS: Final = tuple(SPAN_HEADS)


@dataclass(frozen=True)
class LabelHeads:
    """Classifiers by head, or none: then the encoder's own scores are turned into probabilities.

    shares: by head, how much the classifier counts in the mean with the encoder's own
    probabilities. The encoder has seen all training pages, the classifiers only the held ones, but
    those unseen: the mean is right more often than either and calibrated (docs/training.md).
    """

    classifiers: Mapping[str, LinearClassifier]
    uses_vector: bool = False
    shares: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path) -> LabelHeads:
        """Read the heads of a model folder.

        RAISES: ModelError where a file is missing, cut off, of other features, or holds a type that
            is not trusted (`skops_files.TRUSTED`).
        """
        heads = folder / "heads"
        if not heads.is_dir():
            return cls({})
        settings = _settings(heads / "heads.json")
        return cls(
            {name: _head(heads / f"{name}.skops", labels) for name, labels in SPAN_HEADS.items()},
            bool(settings.get("vector", False)),
            {name: float(settings.get("shares", {}).get(name, 1.0)) for name in HEADS},
        )

    def probabilities(
        self,
        rows: np.ndarray,
        logits: Sequence[Mapping[str, Sequence[float]]],
        vectors: np.ndarray | None = None,
    ) -> dict[str, np.ndarray]:
        """Probabilities (claims, labels) of each head, labels in the order of `SPAN_HEADS`.

        rows (float, (claims, features)): from `feature_row`. logits: the encoder's scores of each
        claim. vectors (float, (claims, size)): span vectors, where the heads use them.
        RAISES: ModelError where the heads need vectors and there are none.
        """
        if not len(rows):
            return {name: np.zeros((0, len(labels))) for name, labels in SPAN_HEADS.items()}
        if not self.classifiers:
            return {name: softmax(np.array([row[name] for row in logits])) for name in HEADS}
        inputs = rows
        if self.uses_vector:
            if vectors is None:
                raise ModelError(
                    "the heads need span vectors, but the encoder gives none", remedy=REMEDY
                )
            inputs = np.hstack([rows, vectors])
        found: dict[str, np.ndarray] = {}
        for name in HEADS:
            share = self.shares.get(name, 1.0)
            decided = self.classifiers[name].probabilities(inputs)
            if share < 1.0:
                own = softmax(np.array([row[name] for row in logits]))
                decided = share * decided + (1.0 - share) * own
            found[name] = decided
        return found


def _head(path: Path, labels: Sequence[str]) -> LinearClassifier:
    classifier = load_classifier(path)
    if not set(labels) & set(classifier.classes):
        raise ModelError(
            f"decides between other labels: {', '.join(classifier.classes)}",
            path=str(path),
            remedy=REMEDY,
        )
    return classifier.over(labels)


def _settings(path: Path) -> dict[str, Any]:
    try:
        settings: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise ModelError("the model folder lacks a file", path=str(path), remedy=REMEDY) from error
    except (OSError, ValueError) as error:
        raise ModelError(
            f"cannot be read ({type(error).__name__}: {error})", path=str(path), remedy=REMEDY
        ) from error
    if tuple(settings.get("features", ())) != FEATURES:
        raise ModelError(
            "the heads were trained on other features than this version computes",
            path=str(path),
            place="features",
            remedy="Train the heads again: `claimcheck train`.",
        )
    return settings
