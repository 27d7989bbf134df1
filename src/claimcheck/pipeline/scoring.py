"""Labels of single sentences, without a page around them (`claimcheck score`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from ..config import Config, default_config
from ..labels import CUE_CATEGORIES, YU_SCALE
from .cues.logic import UnitCue, find_cues
from .encoder import Draft, UnitEncoder
from .labels_heads.features import PlacedCue, log_odds
from .labels_heads.heads import LabelHeads
from .labels_heads.logic import ClaimInput, label_claims
from .linear import LinearClassifier, load_classifier
from .models import model_folder
from .units import sentence_unit
from .windows import unit_input

#: What `score` says of a text in which there is nothing to read.
NEUTRAL: Final[dict[str, Any]] = {
    "is_claim": False,
    "strength": None,
    "claim_strength": 0,
    "claim_strength_probs": [1.0, 0.0, 0.0, 0.0],
    "certainty": None,
    "basis": None,
    "cues": [],
}
#: Features of `heads/yu.skops`, where a model has it.
YU_FEATURES: Final = (
    *(f"yu.{label}" for label in YU_SCALE),
    "claim_prob",
    "certainty",
    *(f"cue.{category}" for category in CUE_CATEGORIES),
)
#: Its classes, in order.
_YU_CLASSES: Final = tuple(str(i) for i in range(len(YU_SCALE)))
_DIGITS: Final = 4


@dataclass
class SentenceScorer:
    """Scores sentences in batches.

    encoder (UnitEncoder), heads (LabelHeads): of a model. yu: the classifier of the 0-3 scale, or
    None: then the encoder's own scores decide.
    """

    encoder: UnitEncoder
    heads: LabelHeads
    yu: LinearClassifier | None = None

    @classmethod
    def load(cls, model: Path | str | None = None, config: Config | None = None) -> SentenceScorer:
        """Read a model. RAISES: ModelError where it cannot be read."""
        config = config or default_config()
        folder = model_folder(model)
        encoder = UnitEncoder(folder, threads=config.pipeline.threads)
        path = folder / "heads" / "yu.skops"
        yu = load_classifier(path).over(_YU_CLASSES) if path.is_file() else None
        return cls(encoder, LabelHeads.load(folder), yu)

    def score(self, texts: Sequence[str]) -> list[dict[str, Any]]:
        """The labels of each text, in order; `NEUTRAL` for one without a letter or digit.

        RETURNS (list of dict): the keys of `NEUTRAL`.
        """
        asked = [i for i, text in enumerate(texts) if any(c.isalnum() for c in text)]
        results: list[dict[str, Any]] = [dict(NEUTRAL, cues=[]) for _ in texts]
        if not asked:
            return results
        units = [sentence_unit(texts[i]) for i in asked]
        drafts = [found[0] for found in self.encoder.run([[unit_input(u)] for u in units])]
        cues = [_cues(unit["text"], draft) for unit, draft in zip(units, drafts, strict=True)]
        labels = self._labels(units, drafts, cues)
        scale = yu_probabilities(drafts, cues, self.yu)
        for at, i in enumerate(asked):
            results[i] = {
                "is_claim": bool(drafts[at].claims),
                "strength": labels[at].get("strength"),
                "claim_strength": int(scale[at].argmax()),
                "claim_strength_probs": _rounded(scale[at]),
                "certainty": round(drafts[at].certainty, 2),
                "basis": labels[at].get("basis"),
                "cues": [_plain(texts[i], cue) for cue in cues[at]],
            }
        return results

    def yu_rows(self, texts: Sequence[str]) -> np.ndarray:
        """Rows of `YU_FEATURES` (texts, features), to train the head of the 0-3 scale with."""
        units = [sentence_unit(text) for text in texts]
        drafts = [found[0] for found in self.encoder.run([[unit_input(u)] for u in units])]
        pairs = zip(units, drafts, strict=True)
        return np.stack([yu_row(draft, _cues(unit["text"], draft)) for unit, draft in pairs])

    def _labels(
        self,
        units: Sequence[Mapping[str, Any]],
        drafts: Sequence[Draft],
        cues: Sequence[list[UnitCue]],
    ) -> list[dict[str, str]]:
        """The labels of each unit's first claim; {} where it has none."""
        inputs: list[ClaimInput] = []
        first: list[int] = []
        for at, (unit, draft) in enumerate(zip(units, drafts, strict=True)):
            if draft.claims:
                claim = min(draft.claims, key=lambda c: c.span)
                placed = tuple(PlacedCue(c, "unit", c.span.cut(unit["text"]), 0) for c in cues[at])
                inputs.append(ClaimInput(claim, placed, unit, getattr(claim, "vector", None)))
                first.append(at)
        found: list[dict[str, str]] = [{} for _ in units]
        for at, labelled in zip(first, label_claims(inputs, self.heads), strict=True):
            found[at] = labelled.labels
        return found


def yu_row(draft: Draft, cues: Sequence[UnitCue]) -> np.ndarray:
    """The row of `YU_FEATURES` of one sentence, float32."""
    counts = [float(sum(cue.category == category for cue in cues)) for category in CUE_CATEGORIES]
    return np.array(
        [*log_odds(draft.yu), draft.claim_prob, draft.certainty, *counts], dtype=np.float32
    )


def yu_probabilities(
    drafts: Sequence[Draft],
    cues: Sequence[Sequence[UnitCue]],
    classifier: LinearClassifier | None,
) -> np.ndarray:
    """Probabilities (sentences, 4) of the scale of Yu et al."""
    if classifier is None:
        return np.exp(np.array([log_odds(draft.yu) for draft in drafts]))
    rows = np.stack([yu_row(draft, own) for draft, own in zip(drafts, cues, strict=True)])
    return classifier.probabilities(rows)


def _cues(text: str, draft: Draft) -> list[UnitCue]:
    return find_cues(text, [(cue.span, cue.category, cue.probability) for cue in draft.cues])


def _plain(text: str, cue: UnitCue) -> dict[str, Any]:
    return {
        "text": cue.span.cut(text),
        "start": cue.span.start,
        "end": cue.span.end,
        "category": cue.category,
        "scope_start": cue.scope.start,
        "scope_end": cue.scope.end,
    }


def _rounded(chances: np.ndarray) -> list[float]:
    """Four numbers with `_DIGITS` decimals that sum to 1."""
    rounded = [round(float(chance), _DIGITS) for chance in chances]
    best = int(chances.argmax())
    rest = sum(chance for i, chance in enumerate(rounded) if i != best)
    rounded[best] = round(1.0 - rest, _DIGITS)
    return rounded
