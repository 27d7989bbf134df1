"""The scikit-learn heads that decide a claim's labels, read from skops files.

`heads/<name>.skops` holds a classifier with `predict_proba` over rows of `FEATURES` (and, where
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
from .features import FEATURES

#: The heads: one file each.
HEADS: Final = tuple(SPAN_HEADS)
#: Types that a head's file may hold beyond those that skops trusts of itself.
TRUSTED: Final = (
    "sklearn.calibration._CalibratedClassifier",
    "sklearn.calibration._SigmoidCalibration",
    "sklearn.calibration._TemperatureScaling",
    "sklearn.linear_model._linear_loss.LinearModelLoss",
    "sklearn._loss.link.Interval",
    "sklearn._loss.link.LogitLink",
    "sklearn._loss.link.MultinomialLogit",
    "sklearn._loss.loss.HalfBinomialLoss",
    "sklearn._loss.loss.HalfMultinomialLoss",
    "scipy.interpolate._interpolate.interp1d",
)
_REMEDY: Final = "Install claimcheck anew, or make the model with `claimcheck train`."


@dataclass(frozen=True)
class LabelHeads:
    """Classifiers by head, or none: then the encoder's own scores are turned into probabilities.

    shares: by head, how much the classifier counts in the mean with the encoder's own
    probabilities. The encoder has seen all training pages, the classifiers only the held ones, but
    those unseen: the mean is right more often than either and calibrated (docs/training.md).
    """

    classifiers: Mapping[str, Any]
    uses_vector: bool = False
    shares: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path) -> LabelHeads:
        """Read the heads of a model folder.

        RAISES: ModelError where a file is missing, cut off, of other features, or holds a type that
            is not in `TRUSTED`.
        """
        heads = folder / "heads"
        if not heads.is_dir():
            return cls({})
        settings = _settings(heads / "heads.json")
        return cls(
            {name: load_skops(heads / f"{name}.skops") for name in HEADS},
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
            return {name: _softmax(np.array([row[name] for row in logits])) for name in HEADS}
        inputs = rows
        if self.uses_vector:
            if vectors is None:
                raise ModelError(
                    "the heads need span vectors, but the encoder gives none", remedy=_REMEDY
                )
            inputs = np.hstack([rows, vectors])
        found: dict[str, np.ndarray] = {}
        for name in HEADS:
            share = self.shares.get(name, 1.0)
            decided = _ordered(self.classifiers[name], inputs, SPAN_HEADS[name])
            if share < 1.0:
                own = _softmax(np.array([row[name] for row in logits]))
                decided = share * decided + (1.0 - share) * own
            found[name] = decided
        return found


def load_skops(path: Path) -> Any:
    """A scikit-learn estimator from a skops file, with nothing but `TRUSTED` types in it.

    RAISES: ModelError where it is missing, cut off, or holds another type.
    """
    from skops.io import get_untrusted_types, load

    if not path.is_file():
        raise ModelError("the model folder lacks a file", path=str(path), remedy=_REMEDY)
    try:
        strange = sorted(set(get_untrusted_types(file=path)) - set(TRUSTED))
        if strange:
            raise ModelError(
                f"holds types that are not trusted: {', '.join(strange)}",
                path=str(path),
                remedy="Use a model made by `claimcheck train` of this version.",
            )
        return load(path, trusted=list(TRUSTED))
    except ModelError:
        raise
    except Exception as error:
        raise ModelError(
            f"cannot be read ({type(error).__name__}: {error})", path=str(path), remedy=_REMEDY
        ) from error


def _settings(path: Path) -> dict[str, Any]:
    try:
        settings: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise ModelError("the model folder lacks a file", path=str(path), remedy=_REMEDY) from error
    except (OSError, ValueError) as error:
        raise ModelError(
            f"cannot be read ({type(error).__name__}: {error})", path=str(path), remedy=_REMEDY
        ) from error
    if tuple(settings.get("features", ())) != FEATURES:
        raise ModelError(
            "the heads were trained on other features than this version computes",
            path=str(path),
            place="features",
            remedy="Train the heads again: `claimcheck train`.",
        )
    return settings


def _ordered(classifier: Any, rows: np.ndarray, labels: tuple[str, ...]) -> np.ndarray:
    found = classifier.predict_proba(rows)
    columns = {str(label): i for i, label in enumerate(classifier.classes_)}
    ordered = np.zeros((len(rows), len(labels)))
    for i, label in enumerate(labels):
        if label in columns:
            ordered[:, i] = found[:, columns[label]]
    return ordered / ordered.sum(axis=1, keepdims=True)


def _softmax(scores: np.ndarray) -> np.ndarray:
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))
