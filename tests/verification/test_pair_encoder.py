"""The pair encoder around its graph: a graph that gives back the word vectors stands in for it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers

from claimcheck.errors import ModelError
from claimcheck.pipeline.models import model_folder
from claimcheck.verification import PairEncoder, pair_encoder
from claimcheck.verification.pair_encoder import pair_vectors, probabilities

WORDS = ("[UNK]", "[CLS]", "[SEP]", "[MASK]", "zinc", "helps", "not", "colds")
SIZE = 4


class Echo:
    """Hidden states that are the word vectors; counts what it is asked."""

    def __init__(self) -> None:
        self.units: list[int] = []

    def run(self, _: object, feed: Mapping[str, np.ndarray]) -> list[np.ndarray]:
        self.units.append(len(feed["vectors"]))
        return [feed["vectors"]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A model folder whose graph is an empty file."""
    rng = np.random.default_rng(5)
    own = tmp_path / "verification"
    own.mkdir()
    tokenizer = Tokenizer(models.WordLevel({w: i for i, w in enumerate(WORDS)}, "[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    rows = rng.integers(-127, 127, (len(WORDS), SIZE)).astype(np.int8)
    np.savez(tmp_path / "words.npz", words=rows, scales=np.full(len(WORDS), 0.01, np.float32))
    head = {"verdict.weight": rng.normal(size=(4 * SIZE, 3)), "verdict.bias": np.zeros(3)}
    np.savez(own / "heads.npz", temperature=np.float32(1.5), **head)
    (own / "encoder.json").write_text(json.dumps({"first": 3, "second": 4}))
    (own / "encoder.onnx").write_bytes(b"")
    return tmp_path


@pytest.fixture
def echo(monkeypatch: pytest.MonkeyPatch) -> Echo:
    found = Echo()
    monkeypatch.setattr(pair_encoder, "session", lambda path, threads: found)
    return found


def test_probabilities_of_each_passage_sum_to_one(folder: Path, echo: Echo) -> None:
    scores = PairEncoder(folder).score("zinc helps", ["zinc", "not colds"])
    assert scores.shape == (2, 3)
    assert scores.sum(axis=1) == pytest.approx([1.0, 1.0])


def test_rows_follow_the_passages_and_equal_ones_are_run_once(folder: Path, echo: Echo) -> None:
    encoder = PairEncoder(folder)
    scores = encoder.score("zinc helps", ["not colds", "zinc", "not colds"])
    assert echo.units == [2]
    assert scores[0] == pytest.approx(scores[2])
    assert scores[1] == pytest.approx(encoder.score("zinc helps", ["zinc"])[0])


def test_padding_and_batches_change_nothing(folder: Path, echo: Echo) -> None:
    texts = ["zinc", "zinc helps not colds", "colds"]
    one = PairEncoder(folder, batch_size=1).score("zinc helps", texts)
    assert one == pytest.approx(PairEncoder(folder).score("zinc helps", texts))


def test_no_passage_is_no_row(folder: Path, echo: Echo) -> None:
    assert PairEncoder(folder).score("zinc", []).shape == (0, 3)
    assert echo.units == []


def test_the_pair_vector_tells_claim_and_passage_apart() -> None:
    hidden = np.arange(12, dtype=np.float32).reshape(1, 6, 2)
    attention = np.array([[1, 1, 1, 1, 1, 0]])
    types = np.array([[0, 0, 0, 1, 1, 0]])
    found = pair_vectors(hidden, attention, types)[0]
    assert found.tolist() == [0, 1, 2, 3, 7, 8, 14, 24]


def test_a_higher_temperature_is_less_sure() -> None:
    scores = np.array([[2.0, 0.0, 0.0]])
    assert probabilities(scores, 2.0)[0, 0] < probabilities(scores, 1.0)[0, 0]


@pytest.mark.parametrize(
    "name", ["verification/encoder.onnx", "verification/heads.npz", "words.npz", "tokenizer.json"]
)
def test_a_missing_file_is_named(name: str, folder: Path, echo: Echo) -> None:
    (folder / name).unlink()
    with pytest.raises(ModelError) as caught:
        PairEncoder(folder)
    assert name.split("/")[-1] in caught.value.path


@pytest.mark.parametrize("name", ["heads.npz", "encoder.onnx"])
def test_a_damaged_file_is_refused(name: str, folder: Path) -> None:
    (folder / "verification" / name).write_bytes(b"nonsense")
    with pytest.raises(ModelError):
        PairEncoder(folder)


def test_the_model_that_comes_along_tells_yes_from_no() -> None:
    try:
        encoder = PairEncoder.load(model_folder())
    except ModelError as error:
        pytest.skip(f"no verification model to run with: {error}")
    scores = encoder.score(
        "Zinc shortens colds.",
        ["Zinc significantly shortened colds.", "The survey was carried out in Norway."],
    )
    assert scores[0].argmax() == 0
    assert scores[1].argmax() == 2
