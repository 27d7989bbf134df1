"""Claim and evidence pairs for the verification encoder, from `data/claim-verification`.

HealthVer's training part exists only as claims against whole abstracts with rationale sentences.
An abstract that decides one claim by some sentences was shown with those sentences for the claims
that it does not decide, so a neutral row takes the rationales of its abstract's other rows.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

#: Labels of the pair head, in the order of its columns.
PAIR_LABELS: Final = ("supports", "refutes", "not_enough_info")
_NAMES: Final = {"neutral": "not_enough_info"}


@dataclass(frozen=True)
class Pair:
    """A claim, a passage, what it says of the claim; `group`: claims that are split together."""

    claim: str
    evidence: str
    label: str
    group: str
    weight: float = 1.0


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def read_healthver_pairs(path: Path) -> list[Pair]:
    """Sentence pairs as the authors published them (dev)."""
    return [
        Pair(row["claim"], row["evidence"], _NAMES.get(row["label"], row["label"]), row["claim"])
        for row in _rows(path)
    ]


def read_healthver_abstracts(folder: Path, rng: random.Random) -> list[Pair]:
    """Training pairs from the rows of claims against abstracts."""
    abstracts = {row["doc_id"]: row["abstract"] for row in _rows(folder / "healthver_corpus.jsonl")}
    rows = _rows(folder / "healthver_abstract_train.jsonl")
    shown: dict[int, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row["rationale"]:
            shown[row["doc_id"]][" ".join(row["rationale"])] += 1
    pairs = []
    for row in rows:
        claim, abstract = row["claim"], abstracts[row["doc_id"]]
        label = _NAMES.get(row["label"], row["label"])
        if row["rationale"]:
            pairs.append(Pair(claim, " ".join(row["rationale"]), label, claim))
            others = [s for s in abstract if s not in row["rationale"]]
            if others and rng.random() < 0.35:
                pairs.append(Pair(claim, rng.choice(others), "not_enough_info", claim, 0.5))
            continue
        passages = [text for text, _ in shown[row["doc_id"]].most_common(2)]
        for passage in passages or nearest_sentences(claim, abstract, 1):
            pairs.append(Pair(claim, passage, label, claim, 1.0 / max(1, len(passages))))
    return pairs


def read_scifact_pairs(folder: Path, rng: random.Random) -> list[Pair]:
    """Training pairs from SciFact: rationale sets, and near sentences of undecided abstracts."""
    abstracts = read_scifact_corpus(folder / "scifact_corpus.jsonl.gz")
    pairs = []
    for row in _rows(folder / "scifact_pairs_train.jsonl"):
        claim, abstract = row["claim"], abstracts[row["doc_id"]]
        group = f"scifact-{row['claim_id']}"
        for rationale in row["rationale_sets"]:
            text = " ".join(abstract[i] for i in rationale)
            pairs.append(Pair(claim, text, row["label"], group, 1.5))
        if row["rationale_sets"]:
            used = {i for rationale in row["rationale_sets"] for i in rationale}
            others = [s for i, s in enumerate(abstract) if i not in used]
            chosen = rng.sample(others, min(2, len(others)))
            pairs += [Pair(claim, s, "not_enough_info", group, 0.5) for s in chosen]
        else:
            near = nearest_sentences(claim, abstract, 3)
            pairs += [Pair(claim, s, "not_enough_info", group, 0.7) for s in near[:2]]
            pairs.append(Pair(claim, " ".join(near), "not_enough_info", group, 0.7))
    return pairs


def read_scifact_corpus(path: Path) -> dict[int, list[str]]:
    """Abstract id → its sentences."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return {row["doc_id"]: row["abstract"] for row in map(json.loads, stream)}


def nearest_sentences(claim: str, sentences: Sequence[str], count: int) -> list[str]:
    """The sentences that share most words with the claim, in their own order."""
    words = _words(claim)
    scored = sorted(
        range(len(sentences)),
        key=lambda i: (-len(words & _words(sentences[i])) / (4 + len(_words(sentences[i]))), i),
    )
    return [sentences[i] for i in sorted(scored[:count])]


def _words(text: str) -> set[str]:
    return {w for w in re.findall(r"[a-z0-9]+", text.lower()) if len(w) > 2}


def shuffled(pairs: Iterable[Pair], seed: int) -> list[Pair]:
    """Pairs in an order that depends on the seed alone."""
    order = list(pairs)
    random.Random(seed).shuffle(order)
    return order
