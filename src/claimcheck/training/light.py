"""The light part of training, minutes long: label heads, the 0-3 scale, and the gate.

All are fitted on documents and sentences that the encoder has not been trained on, since its scores
on its own training data are surer than they will ever be again.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from sklearn.calibration import CalibratedClassifierCV
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from spacy.language import Language

from ..errors import UsageError
from ..pipeline.assembly import make_doc
from ..pipeline.encoder import SPAN_HEADS
from ..pipeline.gate import gate_text
from ..pipeline.labels_heads.component import claim_input, cues_by_unit
from ..pipeline.labels_heads.features import FEATURES, claim_features, feature_row
from ..pipeline.labels_heads.heads import HEADS
from ..pipeline.units import unit_data
from ..spans import iou
from .examples import Example
from .gold import GoldDocument, examples_of

#: A label with fewer claims than this cannot be cross-validated; it takes claims of seen documents.
LEAST: Final = 6
#: By head, how much the classifier counts beside the encoder's own probabilities. Chosen on the
#: development pages among 0.3, 0.5, 0.6 and 0.7 (docs/training.md).
SHARES: Final = {
    "type": 0.3,
    "strength": 0.6,
    "basis": 0.5,
    "polarity": 0.5,
    "from_context": 0.5,
}
FOLDS: Final = 5


@dataclass(frozen=True)
class LabelledRow:
    """A found claim's features and the gold labels of the claim that it matches."""

    row: np.ndarray
    labels: dict[str, str]


def labelled_rows(nlp: Language, golds: Sequence[GoldDocument]) -> list[LabelledRow]:
    """The claims that the pipeline finds in annotated documents and that match a gold claim.

    nlp (Language): the pipeline; what its label heads say is not used.
    """
    found: list[LabelledRow] = []
    with nlp.select_pipes(disable=["claimcheck_labels"]):
        for gold in golds:
            doc = nlp(make_doc(nlp, gold.document))
            units, cues = doc._.units, cues_by_unit(doc)
            examples = {example.unit.index: example for example in examples_of(gold)}
            for claim in doc._.claims:
                labels = _gold_labels(claim, examples.get(units[claim["unit"]]["index"]))
                if labels:
                    given = claim_input(claim, units, cues)
                    features = claim_features(given.draft, given.cues, given.unit)
                    found.append(LabelledRow(feature_row(features), labels))
    return found


def _gold_labels(claim: dict[str, Any], example: Example | None) -> dict[str, str] | None:
    from ..spans import Span

    if example is None or not example.claims:
        return None
    span = Span(*claim["span"])
    best = max(example.claims, key=lambda gold: iou(gold.span, span))
    if iou(best.span, span) < 0.5:
        return None
    return {head: str(getattr(best, head)).lower() for head in HEADS}


def with_rare_labels(
    golds: Sequence[GoldDocument], held: Sequence[LabelledRow], most: int = 6
) -> list[GoldDocument]:
    """Documents that hold labels of which the held claims have fewer than `LEAST`.

    most (int): how many documents a label.
    """
    chosen: dict[str, GoldDocument] = {}
    for head in HEADS:
        counts = Counter(row.labels[head] for row in held)
        for label in SPAN_HEADS[head]:
            if counts[label] >= LEAST:
                continue
            holders = [gold for gold in golds if _holds(gold, head, label)]
            chosen.update({gold.name: gold for gold in holders[:most]})
    return list(chosen.values())


def _holds(gold: GoldDocument, head: str, label: str) -> bool:
    return any(
        str(getattr(claim, head)).lower() == label
        for unit in gold.gold_units
        for claim in unit.claims
    )


def fit_label_heads(
    held: Sequence[LabelledRow], seen: Sequence[LabelledRow], folder: Path
) -> dict[str, Any]:
    """Fit one calibrated classifier a head and write `heads/`.

    held: claims of documents that the encoder has not seen; seen: of its training documents, used
    only to fill labels that are rarer than `LEAST`.
    RETURNS (dict): by head, accuracy of five-fold predictions on the held claims.
    RAISES: UsageError where a label has too few claims to be calibrated on folds.
    """
    from skops.io import dump

    (folder / "heads").mkdir(parents=True, exist_ok=True)
    report: dict[str, Any] = {}
    for head in HEADS:
        rows, labels = _filled(head, held, seen)
        label, count = min(Counter(labels.tolist()).items(), key=lambda item: item[1])
        if count < FOLDS:
            raise UsageError(
                f"the encoder finds only {count} annotated claims of {head} {label!r}, "
                f"and the heads need {FOLDS}",
                remedy="Train the encoder longer, or annotate more such claims.",
            )
        classifier = label_classifier()
        folds = StratifiedKFold(FOLDS, shuffle=True, random_state=13)
        chances = (
            cross_val_predict(
                classifier, rows[: len(held)], labels[: len(held)], cv=folds, method="predict_proba"
            )
            if _can_be_measured(labels[: len(held)].tolist())
            else None
        )
        if chances is not None:
            classes = np.unique(labels[: len(held)])
            right = classes[chances.argmax(1)] == labels[: len(held)]
            report[head] = {"claims": len(held), "accuracy": float(right.mean())}
        classifier.fit(rows, labels)
        dump(classifier, folder / "heads" / f"{head}.skops")
    settings = {"version": 1, "features": list(FEATURES), "vector": False, "shares": SHARES}
    (folder / "heads" / "heads.json").write_text(json.dumps(settings, indent=1) + "\n", "utf-8")
    return report


def _can_be_measured(labels: Sequence[str]) -> bool:
    """Whether four of five folds still hold what the classifier's own folds need of each label."""
    rarest = min(Counter(labels).values())
    return rarest - math.ceil(rarest / FOLDS) >= FOLDS


def label_classifier() -> CalibratedClassifierCV:
    """Logistic regression, its probabilities calibrated on folds (Guo et al., ICML 2017)."""
    return CalibratedClassifierCV(
        LogisticRegression(C=0.05, max_iter=300), method="temperature", cv=FOLDS, ensemble=False
    )


def _filled(
    head: str, held: Sequence[LabelledRow], seen: Sequence[LabelledRow]
) -> tuple[np.ndarray, np.ndarray]:
    chosen = list(held)
    counts = Counter(row.labels[head] for row in held)
    for row in seen:
        if counts[row.labels[head]] < LEAST:
            counts[row.labels[head]] += 1
            chosen.append(row)
    return np.stack([r.row for r in chosen]), np.array([r.labels[head] for r in chosen])


def fit_yu_head(rows: np.ndarray, labels: np.ndarray, path: Path) -> np.ndarray:
    """Fit the head of the 0-3 scale on sentences that the encoder has not seen, and write it.

    rows (float, (sentences, features)): from `pipeline.scoring.yu_row`.
    RETURNS (float, (sentences, 4)): five-fold predictions, for an honest figure.
    """
    from skops.io import dump

    classifier = label_classifier()
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=13)
    chances = cross_val_predict(classifier, rows, labels, cv=folds, method="predict_proba")
    dump(classifier.fit(rows, labels), path)
    return np.asarray(chances)


def gate_examples(golds: Sequence[GoldDocument]) -> tuple[list[str], list[bool]]:
    """Texts for the gate, and whether the unit holds a claim or a cue."""
    texts: list[str] = []
    something: list[bool] = []
    for gold in golds:
        examples = {example.unit.index: example for example in examples_of(gold)}
        for unit in unit_data(gold.document):
            example = examples.get(unit["index"])
            if example is not None:
                texts.append(gate_text(unit))
                something.append(bool(example.claims or example.cues))
    return texts, something


def fit_gate(
    training: tuple[Sequence[str], Sequence[bool]],
    held: tuple[Sequence[str], Sequence[bool]],
    folder: Path,
    recall: float = 0.995,
) -> dict[str, float]:
    """Fit the gate and choose the threshold that keeps `recall` of the held units with something.

    RETURNS (dict): threshold, recall, and the share of the held units that pass.
    """
    from skops.io import dump

    (folder / "gate").mkdir(parents=True, exist_ok=True)
    model = make_pipeline(
        HashingVectorizer(n_features=2**16, ngram_range=(1, 2), alternate_sign=False),
        SGDClassifier("log_loss", alpha=1e-5, max_iter=50, random_state=13),
    )
    model.fit(list(training[0]), np.array(training[1]))
    chances = model.predict_proba(list(held[0]))[:, 1]
    something = np.array(held[1])
    threshold = float(np.quantile(chances[something], 1 - recall))
    passing = chances >= threshold
    dump(model, folder / "gate" / "gate.skops")
    settings = {"version": 1, "threshold": round(threshold, 6)}
    (folder / "gate" / "gate.json").write_text(json.dumps(settings) + "\n", "utf-8")
    return {
        "threshold": threshold,
        "recall": float(passing[something].mean()),
        "passing": float(passing.mean()),
    }
