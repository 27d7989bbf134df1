"""The sentence scorer against neighbouring data sets: 0-3 scale, certainty, speculation."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import numpy as np
from sklearn.metrics import f1_score

from ..pipeline.cues.lexicon import cue_lexicon
from ..pipeline.scoring import SentenceScorer
from ..training.examples import Sentence, read_sentences
from .figures import bootstrap, calibration_error

#: The fold of `data/claim-strength` that no shipped weight has seen.
HELD_FOLD: Final = 0
#: Cues that make a sentence speculative in the sense of BioScope.
_SPECULATIVE: Final = ("modal", "epistemic", "evidence_gap")


def sentence_figures(scorer: SentenceScorer, data: Path) -> dict[str, Any]:
    """Figures on `claim-strength` (held fold), `certainty` (val, ext) and `hedge-scope`."""
    found: dict[str, Any] = {}
    for name in ("pubmed", "eureka"):
        path = data / "claim-strength" / f"{name}_train.jsonl"
        if path.is_file():
            found[f"claim_strength_{name}"] = _scale(scorer, read_sentences(path, "yu"))
    for part in ("val", "ext"):
        path = data / "certainty" / f"sentence_{part}.jsonl"
        if path.is_file():
            found[f"certainty_{part}"] = _certainty(scorer, read_sentences(path, "certainty"))
    path = data / "hedge-scope" / "abstracts_train.jsonl"
    if path.is_file():
        found["speculative_sentences_bioscope"] = _speculation(scorer, path)
    return found


def _scale(scorer: SentenceScorer, sentences: Sequence[Sentence]) -> dict[str, Any]:
    held = [s for s in sentences if s.fold == HELD_FOLD]
    results = scorer.score([s.text for s in held])
    pairs = [(s.yu, r["claim_strength"]) for s, r in zip(held, results, strict=True)]
    confidence = np.array([max(r["claim_strength_probs"]) for r in results])
    right = np.array([float(gold == found) for gold, found in pairs])
    return {
        "sentences": len(held),
        "macro_f1": asdict(bootstrap(pairs, _macro_f1, samples=300)),
        "expected_calibration_error": calibration_error(confidence, right),
    }


def _macro_f1(pairs: Sequence[tuple[Any, Any]]) -> float:
    gold, found = zip(*pairs, strict=True)
    return float(f1_score(gold, found, average="macro", labels=[0, 1, 2, 3], zero_division=0))


def _certainty(scorer: SentenceScorer, sentences: Sequence[Sentence]) -> dict[str, Any]:
    results = scorer.score([s.text for s in sentences])
    pairs = [
        (s.certainty, r["certainty"])
        for s, r in zip(sentences, results, strict=True)
        if r["certainty"] is not None
    ]
    return {"sentences": len(pairs), "pearson_r": asdict(bootstrap(pairs, _pearson, samples=300))}


def _pearson(pairs: Sequence[tuple[Any, Any]]) -> float:
    table = np.array(pairs, dtype=float)
    return float(np.corrcoef(table[:, 0], table[:, 1])[0, 1])


def _speculation(scorer: SentenceScorer, path: Path, most: int = 3000) -> dict[str, Any]:
    """Whether a sentence holds a speculation cue; evaluation only, nothing is trained on it."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()][:most]
    results = scorer.score([row["text"] for row in rows])
    pairs = [
        (
            any(cue["type"] == "speculation" for cue in row["cues"]),
            any(is_speculative(cue) for cue in result["cues"]),
        )
        for row, result in zip(rows, results, strict=True)
    ]
    return {"sentences": len(pairs), "f1": asdict(bootstrap(pairs, _f1, samples=200))}


def is_speculative(cue: dict[str, Any]) -> bool:
    """Whether a cue is one in BioScope's sense: an attribution that holds no epistemic word is not.

    Guidelines 7 mark *these results suggest that* as one attribution, BioScope marks *suggest*.
    """
    if cue["category"] in _SPECULATIVE:
        return True
    return cue["category"] == "attribution" and bool(
        cue_lexicon().matches(cue["text"], "epistemic")
    )


def _f1(pairs: Sequence[tuple[bool, bool]]) -> float:
    gold, found = zip(*pairs, strict=True)
    return float(f1_score(gold, found, zero_division=0))
