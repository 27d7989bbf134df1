"""The gate: a fast linear model that leaves out units which hold neither claim nor cue.

A model folder may have `gate/`: `gate.skops`, a scikit-learn pipeline that takes the texts of
`gate_text` and gives the probability that a unit holds something, and `gate.json` with its
`threshold`, chosen in training for near-total recall. A model without `gate/` sends every unit to
the encoder.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from ..errors import ModelError
from .linear import HashedText, load_hashed_text

#: Units that are looked at together; what is said of one does not depend on the others.
TOGETHER: Final = 1024

_REMEDY = "Install claimcheck anew, or make the model with `claimcheck train`."


def gate_text(unit: Mapping[str, Any]) -> str:
    """What the gate reads of a unit: its text, then its kind and nearest context as marked words.

    unit (mapping): `kind`, `text`, `context` of a row of `units.unit_data`.
    """
    marked = " ".join(f"ctx_{word}" for word in unit["context"].lower().split()[:24])
    return f"{unit['text']} kind_{unit['kind']} {marked}"


class Gate:
    """Reads `gate/` of a model folder.

    RAISES: ModelError where a file is missing, cut off or not trusted.
    """

    def __init__(self, folder: Path) -> None:
        self._model: HashedText | None = None
        self.threshold = 0.0
        if not (folder / "gate").is_dir():
            return
        self._model = load_hashed_text(folder / "gate" / "gate.skops")
        self.threshold = _threshold(folder / "gate" / "gate.json")

    def passes(self, units: Sequence[Mapping[str, Any]]) -> list[bool]:
        """Whether each unit goes to the encoder: a heading does, what stands under it needs it."""
        if self._model is None or not units:
            return [True] * len(units)
        passed: list[bool] = []
        for at in range(0, len(units), TOGETHER):
            chunk = units[at : at + TOGETHER]
            chances = self._model.chances([gate_text(unit) for unit in chunk])
            passed += [
                bool(chance >= self.threshold) or unit["kind"] == "heading"
                for unit, chance in zip(chunk, chances, strict=True)
            ]
        return passed


def _threshold(path: Path) -> float:
    try:
        threshold = float(json.loads(path.read_text("utf-8"))["threshold"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"cannot be read ({type(error).__name__}: {error})", path=str(path), remedy=_REMEDY
        ) from error
    if not 0.0 <= threshold < 1.0:
        raise ModelError(
            f"the threshold {threshold} is no probability", path=str(path), remedy=_REMEDY
        )
    return threshold
