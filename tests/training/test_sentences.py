"""Single labelled sentences: read by kind, measured texts kept out, batches of one kind."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from claimcheck.training.examples import ASPECT_LABELS, ASPECTS, Sentence
from claimcheck.training.prepare import single_sentences

NONE_TOLD = dict.fromkeys(ASPECTS, "NotPresent")


def write(path: Path, *rows: dict[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for source in ("pubmed", "eureka"):
        row = {"id": 1, "doc_id": 7, "text": "A may do B.", "label": 2, "fold": 3, "source": source}
        write(tmp_path / f"claim-strength/{source}_train.jsonl", row)
    for split in ("train", "val", "ext"):
        row = {"text": f"Found in {split}.", "certainty": 4.5, "split": split}
        write(tmp_path / f"certainty/sentence_{split}.jsonl", row)
    write(
        tmp_path / "certainty/aspect_train.jsonl",
        {"text": "By 15 %.", "split": "train", "aspects": {**NONE_TOLD, "Number": "Certain"}},
        {"text": "found in VAL", "split": "train", "aspects": NONE_TOLD},
        {"text": "Found in train.", "split": "train", "aspects": NONE_TOLD},
    )
    return tmp_path


def test_every_sentence_has_the_gold_of_its_kind(data: Path) -> None:
    found = list(single_sentences(data))
    assert {s.kind for s in found} == {"yu", "certainty", "aspects"}
    assert [s.yu for s in found if s.kind == "yu"] == [2, 2]
    told = next(s for s in found if s.text == "By 15 %.").aspects
    assert told == (ASPECT_LABELS.index("Certain"), 0, 0, 0, 0, 0)


def test_aspects_of_a_measured_text_train_nothing(data: Path) -> None:
    texts = [s.text for s in single_sentences(data) if s.kind == "aspects"]
    assert texts == ["By 15 %.", "Found in train."]


def test_a_batch_holds_sentences_of_one_kind() -> None:
    pytest.importorskip("torch", reason="training needs the extra 'train'")
    from claimcheck.pipeline.windows import WindowLimits, WindowMaker
    from claimcheck.pipeline.wordpieces import PieceTokenizer
    from claimcheck.training.settings import FitConfig
    from claimcheck.training.showing import sentence_batches

    tokenizer = Path(__file__).parents[2] / "models" / "tokenizer.json"
    maker = WindowMaker(PieceTokenizer(tokenizer), WindowLimits())
    sentences = [Sentence("Zinc works.", yu=i % 4) for i in range(5)]
    sentences += [Sentence("It may.", certainty=3.0), Sentence("By 3 %.", aspects=(0,) * 6)]
    batches = sentence_batches(maker, sentences, FitConfig(aux_batch_size=4), random.Random(1))
    assert batches is not None
    shown = [next(batches)[0] for _ in range(4)]
    assert all(len({s.kind for s in batch}) == 1 for batch in shown)
    assert {s.text for batch in shown for s in batch} == {s.text for s in sentences}
