"""The linear classifiers of a model folder: fitted by scikit-learn, computed here with numpy.

They give what scikit-learn's `predict_proba` gives, without its checks of every input, which take
longer than the sums for the few claims of a page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np
from murmurhash.mrmr import hash_bytes

from ..errors import ModelError
from .skops_files import REMEDY, Fitted, read_skops

#: What a `HashingVectorizer` must have been made with to be computed by `HashedText`.
_HASHING: Final[dict[str, Any]] = {
    "analyzer": "word",
    "lowercase": True,
    "strip_accents": None,
    "preprocessor": None,
    "tokenizer": None,
    "stop_words": None,
    "token_pattern": r"(?u)\b\w\w+\b",
    "ngram_range": (1, 2),
    "binary": False,
    "norm": "l2",
    "alternate_sign": False,
}
_T = TypeVar("_T")
_TOKEN: Final = re.compile(_HASHING["token_pattern"])


@dataclass(frozen=True)
class LinearClassifier:
    """Logistic regression with a temperature (Guo et al., ICML 2017).

    classes: names of the columns. weights (float64, (features, classes)), bias (float64,
    (classes,)): of the scores, temperature included.
    """

    classes: tuple[str, ...]
    weights: np.ndarray
    bias: np.ndarray

    def probabilities(self, rows: np.ndarray) -> np.ndarray:
        """Probabilities (rows, classes) of feature rows (rows, features)."""
        return softmax(rows @ self.weights + self.bias)

    def over(self, labels: Sequence[str]) -> LinearClassifier:
        """The same over these labels: one that it has not seen is impossible."""
        places = [self.classes.index(label) if label in self.classes else -1 for label in labels]
        known = np.array([place >= 0 for place in places])
        return LinearClassifier(
            tuple(labels),
            np.where(known, self.weights[:, places], 0.0),
            np.where(known, self.bias[places], -np.inf),
        )


@dataclass(frozen=True)
class HashedText:
    """Logistic regression over the hashed words and word pairs of a text, scaled to length 1.

    weights (float64, (slots,)): of the second of two classes. bias (float): of that class.
    """

    weights: np.ndarray
    bias: float

    def chances(self, texts: Sequence[str]) -> np.ndarray:
        """Probability (texts,) that each text is of the second class."""
        slots = [_slots(text, len(self.weights)) for text in texts]
        rows = np.repeat(np.arange(len(texts)), [len(own) for own in slots])
        # One number for text and slot: what is counted is how often a text has a slot.
        places = rows * len(self.weights) + np.fromiter(
            chain.from_iterable(slots), dtype=np.int64, count=len(rows)
        )
        places, counts = np.unique(places, return_counts=True)
        rows, columns = np.divmod(places, len(self.weights))
        sums = np.bincount(rows, self.weights[columns] * counts, minlength=len(texts))
        squares = np.bincount(rows, counts.astype(np.float64) ** 2, minlength=len(texts))
        scores = sums / np.sqrt(np.maximum(squares, 1.0)) + self.bias
        return np.asarray(1.0 / (1.0 + np.exp(-scores)))


def load_classifier(path: Path) -> LinearClassifier:
    """A calibrated classifier of `heads/`.

    RAISES: ModelError where the file is missing, cut off, or holds something else.
    """
    return _made(path, _classifier)


def load_hashed_text(path: Path) -> HashedText:
    """The classifier of `gate/`. RAISES: as `load_classifier`."""
    return _made(path, _hashed_text)


def softmax(scores: np.ndarray) -> np.ndarray:
    """Probabilities (rows, classes) of scores."""
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))


def _made(path: Path, make: Callable[[Fitted], _T]) -> _T:
    fitted = read_skops(path)
    try:
        return make(fitted)
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise ModelError(
            f"holds no estimator that can be used here ({type(error).__name__}: {error})",
            path=str(path),
            remedy=REMEDY,
        ) from error


def _classifier(fitted: Fitted) -> LinearClassifier:
    """Of a `CalibratedClassifierCV` with one logistic regression and a temperature."""
    parts = _of(fitted, "CalibratedClassifierCV")["calibrated_classifiers_"]
    (part,) = (_of(part, "_CalibratedClassifier") for part in parts)
    regression = _of(part["estimator"], "LogisticRegression")
    (calibrator,) = part["calibrators"]
    beta = float(_of(calibrator, "_TemperatureScaling")["beta_"])
    weights, bias = _numbers(regression["coef_"]), _numbers(regression["intercept_"])
    classes = tuple(str(label) for label in part["classes"])
    if len(classes) == 2 and len(weights) == 1:
        # One row speaks for the second class; its opposite for the first.
        weights, bias = np.concatenate([-weights, weights]), np.concatenate([-bias, bias])
    if weights.ndim != 2 or bias.shape != (len(classes),) or len(weights) != len(classes):
        raise ValueError(f"weights {weights.shape} for {len(classes)} classes")
    return LinearClassifier(classes, np.ascontiguousarray(beta * weights.T), beta * bias)


def _hashed_text(fitted: Fitted) -> HashedText:
    """Of a pipeline of a `HashingVectorizer` and an `SGDClassifier` with logistic loss."""
    (_, words), (_, linear) = _of(fitted, "Pipeline")["steps"]
    hashing, found = _of(words, "HashingVectorizer"), _of(linear, "SGDClassifier")
    other = [name for name, value in _HASHING.items() if hashing[name] != value]
    if other:
        raise ValueError(f"the texts are hashed otherwise: {', '.join(other)}")
    if found["loss"] != "log_loss":
        raise ValueError(f"the loss {found['loss']} gives no probabilities")
    weights, bias = _numbers(found["coef_"]), _numbers(found["intercept_"])
    if weights.shape != (1, hashing["n_features"]) or bias.shape != (1,):
        raise ValueError(f"weights {weights.shape} for {hashing['n_features']} slots")
    return HashedText(weights[0], float(bias[0]))


def _of(value: Any, name: str) -> Any:
    """The attributes of an estimator of that class."""
    if not isinstance(value, Fitted) or value.name.rpartition(".")[2] != name:
        raise TypeError(f"no {name} where one is needed")
    return value.attributes


def _numbers(values: Any) -> np.ndarray:
    numbers = np.asarray(values, dtype=np.float64)
    if not np.isfinite(numbers).all():
        raise ValueError("a weight is no number")
    return numbers


def _slots(text: str, size: int) -> list[int]:
    """Slots of the words and of the pairs of neighbours, as `HashingVectorizer` takes them."""
    words = _TOKEN.findall(text.lower())
    words += [f"{one} {other}" for one, other in pairwise(words)]
    return [_slot(word, size) for word in words]


@lru_cache(2**15)
def _slot(word: str, size: int) -> int:
    return int(abs(hash_bytes(word.encode())) % size)
