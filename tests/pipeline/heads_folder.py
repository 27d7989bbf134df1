"""A model folder with small trained heads, for tests."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import skops.io
from sklearn.calibration import CalibratedClassifierCV
from sklearn.linear_model import LogisticRegression

from claimcheck.pipeline.encoder import SPAN_HEADS
from claimcheck.pipeline.labels_heads import FEATURES, HEADS

#: Column of each score of the encoder → its value where the encoder prefers no label.
_FLAT = {
    FEATURES.index(f"encoder.{head}.{label}"): -np.log(len(labels))
    for head, labels in SPAN_HEADS.items()
    for label in labels
}


def write_heads(folder: Path) -> Path:
    """Train heads in which cues count beside the encoder, and write them to `folder/heads`."""
    heads = folder / "heads"
    heads.mkdir(parents=True, exist_ok=True)
    generator = np.random.default_rng(7)
    for name in HEADS:
        labels = SPAN_HEADS[name]
        gold = np.repeat(np.arange(len(labels)), 24)
        rows = np.zeros((len(gold), len(FEATURES)), dtype=np.float32)
        for column, level in _FLAT.items():
            rows[:, column] = generator.normal(level, 0.3, len(gold))
        for i, label in enumerate(gold):
            rows[i, FEATURES.index(f"encoder.{name}.{labels[label]}")] += 0.5
            for feature in _SPEAKING.get(labels[label], ()):
                rows[i, FEATURES.index(feature)] = 1.0
        model = CalibratedClassifierCV(
            LogisticRegression(max_iter=200), method="temperature", cv=2, ensemble=False
        )
        model.fit(rows, np.array(labels)[gold])
        skops.io.dump(model, heads / f"{name}.skops")
    (heads / "heads.json").write_text(json.dumps({"features": FEATURES, "vector": False}))
    return folder


_SPEAKING = {
    "conditional": ("cue.modal.inside", "cue.modal.lead_in"),
    "insufficient": ("cue.evidence_gap.inside",),
    "unspecified": ("cue.attribution.governs",),
    "negated": ("cue.negation.inside",),
    "harm": ("around.side_effects",),
}
