"""Collect all training data: the gold, the project's annotations, other data sets, plain texts."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ..errors import UsageError
from .examples import Example, Sentence, read_sentences
from .gold import examples_of, read_annotation_set, read_claims_data
from .pairs import (
    read_healthver_abstracts,
    read_healthver_pairs,
    read_scifact_pairs,
)
from .prepared import Prepared

#: Files of single sentences under `data/`: path → kind and source name.
_SENTENCES: Final = {
    "claim-strength/pubmed_train.jsonl": "yu",
    "claim-strength/eureka_train.jsonl": "yu",
    "certainty/sentence_train.jsonl": "certainty",
    "certainty/sentence_val.jsonl": "certainty",
    "certainty/sentence_ext.jsonl": "certainty",
    "certainty/aspect_train.jsonl": "aspects",
}


def prepare(shared: Path, root: Path, seed: int = 13) -> Prepared:
    """Read everything that training uses.

    shared (Path): the folder that holds `data/` and `corpora/`. root (Path): the project.
    RAISES: UsageError where the data are not there.
    """
    data = shared / "data"
    if not (data / "claims" / "train").is_dir():
        raise UsageError(
            "the training data are not there",
            path=str(data),
            remedy="Name the folder that holds data/claims with --shared.",
        )
    rng = random.Random(seed)
    pairs = {
        "healthver_train": tuple(read_healthver_abstracts(data / "claim-verification", rng)),
        "healthver_dev": tuple(
            read_healthver_pairs(data / "claim-verification/healthver_dev.jsonl")
        ),
        "scifact_train": tuple(read_scifact_pairs(data / "claim-verification", rng)),
    }
    examples = tuple(_examples(data, root))
    sentences = tuple(single_sentences(data))
    return Prepared(examples, sentences, pairs)


def _examples(data: Path, root: Path) -> Iterator[Example]:
    for part in ("train", "dev"):
        for gold in read_claims_data(data / "claims", part):
            yield from examples_of(gold)
    for folder in annotation_sets(root):
        for gold in read_annotation_set(folder, root):
            yield from examples_of(gold)


def annotation_sets(root: Path) -> list[Path]:
    """Folders under `annotations/` that hold a `documents.json`."""
    return sorted(path.parent for path in (root / "annotations").glob("*/documents.json"))


def single_sentences(data: Path) -> Iterator[Sentence]:
    """All single sentences under `data`, those of `aspects` less what a measured set holds too.

    RAISES: FileNotFoundError, where a file of them is not there.
    """
    measured: set[str] = set()
    for name, kind in _SENTENCES.items():
        for sentence in read_sentences(data / name, kind):
            plain = "".join(filter(str.isalnum, sentence.text.lower()))
            if kind == "certainty" and sentence.source != "train":
                measured.add(plain)
            if kind != "aspects" or plain not in measured:
                yield sentence
