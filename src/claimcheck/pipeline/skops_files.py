"""Fitted scikit-learn estimators read from skops files, as plain data.

A skops file is a zip with `schema.json`, a tree of typed nodes, and numpy files for the arrays
(https://skops.readthedocs.io/en/stable/persistence.html). Only the fitted numbers are needed here
(`linear` computes with them), so the tree is walked without making any object of it: nothing that a
file names is imported or called, and neither skops nor scikit-learn is loaded, which would take
longer than a page takes. Every type that the file names must still be one of `TRUSTED`.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from ..errors import ModelError

#: All types that a file may name: those of the estimators that `claimcheck train` fits.
TRUSTED: Final = frozenset(
    {
        "builtins.bool",
        "builtins.dict",
        "builtins.float",
        "builtins.int",
        "builtins.list",
        "builtins.str",
        "builtins.tuple",
        "numpy.float32",
        "numpy.float64",
        "numpy.int32",
        "numpy.int64",
        "numpy.ndarray",
        "sklearn._loss._loss.CyHalfBinomialLoss",
        "sklearn.calibration.CalibratedClassifierCV",
        "sklearn.calibration._CalibratedClassifier",
        "sklearn.calibration._TemperatureScaling",
        "sklearn.feature_extraction.text.HashingVectorizer",
        "sklearn.linear_model._logistic.LogisticRegression",
        "sklearn.linear_model._stochastic_gradient.SGDClassifier",
        "sklearn.pipeline.Pipeline",
    }
)
#: The newest layout of the tree that is read here.
PROTOCOL: Final = 2
REMEDY: Final = "Install claimcheck anew, or make the model with `claimcheck train`."
_TRAIN: Final = "Use a model made by `claimcheck train` of this version."
#: Bytes that one member of a file may unpack to.
_LARGEST: Final = 64 * 2**20


@dataclass(frozen=True)
class Fitted:
    """An estimator as it was saved: the name of its class and its attributes."""

    name: str
    attributes: Mapping[str, Any]


def read_skops(path: Path) -> Fitted:
    """The estimator in a skops file; its parts are `Fitted`, too, arrays are numpy's.

    RAISES: ModelError where the file is missing, cut off, or holds a type that is not in `TRUSTED`.
    """
    if not path.is_file():
        raise ModelError("the model folder lacks a file", path=str(path), remedy=REMEDY)
    try:
        with zipfile.ZipFile(path) as archive:
            tree = json.loads(_member(archive, "schema.json"))
            strange = sorted(set(_types(tree)) - TRUSTED)
            if strange:
                raise ModelError(
                    f"holds types that are not trusted: {', '.join(strange)}",
                    path=str(path),
                    remedy=_TRAIN,
                )
            if tree["protocol"] > PROTOCOL:
                raise ValueError(f"it is of protocol {tree['protocol']}, newer than {PROTOCOL}")
            found = _value(tree, archive)
            if not isinstance(found, Fitted):
                raise TypeError("it holds no estimator")
            return found
    except ModelError:
        raise
    except Exception as error:
        raise ModelError(
            f"cannot be read ({type(error).__name__}: {error})", path=str(path), remedy=REMEDY
        ) from error


def _types(node: Any) -> Iterator[str]:
    """Full names of all types in a tree."""
    if isinstance(node, dict):
        if "__class__" in node:
            yield f"{node.get('__module__')}.{node['__class__']}"
        for child in node.values():
            yield from _types(child)
    elif isinstance(node, list):
        for child in node:
            yield from _types(child)


def _value(node: Mapping[str, Any], archive: zipfile.ZipFile) -> Any:
    """What a node stands for."""
    loader, content = node["__loader__"], node.get("content")
    name = f"{node['__module__']}.{node['__class__']}"
    match loader:
        case "JsonNode":
            return json.loads(str(content))
        case "DictNode" if isinstance(content, dict):
            return {key: _value(child, archive) for key, child in content.items()}
        case "ListNode" if isinstance(content, list):
            return [_value(child, archive) for child in content]
        case "TupleNode" if isinstance(content, list):
            return tuple(_value(child, archive) for child in content)
        case "ObjectNode" | "LossNode" if isinstance(content, dict):
            return Fitted(name, _value(content, archive))
        case "NdArrayNode" if node.get("type") == "numpy":
            data = io.BytesIO(_member(archive, node["file"]))
            return np.load(data, allow_pickle=False)
        case "TypeNode":
            return name
    raise ValueError(f"it holds a node of the kind {loader}")


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    size = archive.getinfo(name).file_size
    if size > _LARGEST:
        raise ValueError(f"its {name} is too large ({size:,} bytes)")
    return archive.read(name)
