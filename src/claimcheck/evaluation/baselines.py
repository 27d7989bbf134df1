"""What the pipeline is compared with: majority, TF-IDF with a linear SVM, the cue lexicon alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.svm import LinearSVC

from ..pipeline.cues.lexicon import cue_lexicon
from ..pipeline.encoder import SPAN_HEADS
from ..spans import Span
from ..training.examples import Example, GoldClaim
from .figures import bootstrap
from .measures import HEADLINES, measure
from .scoring import ScoredClaim, ScoredUnit, Scores, score_units


def linear_svm() -> Pipeline:
    """TF-IDF of words and word pairs, balanced linear SVM: the honest simple baseline."""
    return make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2),
        LinearSVC(class_weight="balanced", random_state=13),
    )


def majority_figures(
    training: Sequence[Example], dev: Sequence[Example]
) -> dict[str, dict[str, float]]:
    """Every unit is one claim, every label the commonest of the training data."""
    claims = [claim for example in training for claim in example.claims]
    labels = {
        head: Counter(str(getattr(c, head)).lower() for c in claims).most_common(1)[0][0]
        for head in SPAN_HEADS
    }
    return _figures(dev, [_whole_unit(example, labels) for example in dev])


def svm_figures(training: Sequence[Example], dev: Sequence[Example]) -> dict[str, dict[str, float]]:
    """One SVM finds claim units, one a head labels them; the whole unit is the claim."""
    detector = linear_svm().fit([_seen(e) for e in training], [bool(e.claims) for e in training])
    pairs = [(e, c) for e in training for c in e.claims]
    heads = {
        head: linear_svm().fit(
            [_claim_seen(e, c) for e, c in pairs], [str(getattr(c, head)).lower() for _, c in pairs]
        )
        for head in SPAN_HEADS
    }
    texts = [_seen(example) for example in dev]
    is_claim = detector.predict(texts)
    labels = {head: model.predict(texts) for head, model in heads.items()}
    found = [
        _whole_unit(example, {head: str(labels[head][i]) for head in SPAN_HEADS})
        if is_claim[i]
        else ScoredUnit()
        for i, example in enumerate(dev)
    ]
    return _figures(dev, found)


def lexicon_cue_figures(dev: Sequence[Example]) -> dict[str, float]:
    """Cues by the lexicon alone: every match is a cue."""
    lexicon = cue_lexicon()
    found = [
        ScoredUnit(
            cues=frozenset(
                (span, category)
                for category in lexicon.categories
                for span in lexicon.matches(e.text, category)
            )
        )
        for e in dev
    ]
    return _figures(dev, found)["cue_f1"]


def _seen(example: Example) -> str:
    unit = example.unit
    around = " ".join([unit.heading, unit.headers, *(text for _, text in unit.leads)])
    context = " ".join(f"ctx_{word}" for word in around.lower().split())
    return f"{unit.text} kind_{unit.kind} {context}"


def _claim_seen(example: Example, claim: GoldClaim) -> str:
    return f"{claim.span.cut(example.text)} {_seen(example)}"


def _whole_unit(example: Example, labels: dict[str, str]) -> ScoredUnit:
    return ScoredUnit((ScoredClaim(Span(0, len(example.text)), labels),))


def gold_unit(example: Example) -> ScoredUnit:
    """A unit's gold in the form that is scored."""
    return ScoredUnit(
        tuple(
            ScoredClaim(c.span, {n: str(getattr(c, n)).lower() for n in SPAN_HEADS})
            for c in example.claims
        ),
        frozenset(o for c in example.claims for o in c.outcomes),
        frozenset((c.span, c.category) for c in example.cues),
    )


def _figures(dev: Sequence[Example], found: Sequence[ScoredUnit]) -> dict[str, Any]:
    documents: dict[str, list[tuple[ScoredUnit, ScoredUnit]]] = {}
    for example, unit in zip(dev, found, strict=True):
        documents.setdefault(example.document, []).append((gold_unit(example), unit))
    parts: list[Scores] = [score_units(pairs) for pairs in documents.values()]
    return {name: asdict(bootstrap(parts, measure(name), samples=200)) for name in HEADLINES}
