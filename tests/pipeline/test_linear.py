"""What scikit-learn fits is read from skops files and computed as scikit-learn computes it."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import skops.io
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sklearn.calibration import CalibratedClassifierCV
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from claimcheck.errors import ModelError
from claimcheck.pipeline.linear import HashedText, load_classifier, load_hashed_text
from claimcheck.pipeline.models import model_folder
from claimcheck.pipeline.skops_files import read_skops

TEXTS = ["Sage may ease cramps", "Ginger relieves nausea", "Buy now now", "Store it dry"] * 6


def calibrated(classes: int, **options: Any) -> tuple[CalibratedClassifierCV, np.ndarray]:
    rng = np.random.default_rng(classes)
    rows = rng.normal(size=(30 * classes, 7)).astype(np.float32)
    labels = np.array([f"label {i % classes}" for i in range(len(rows))])
    rows[:, 0] += np.arange(len(rows)) % classes
    given = {"method": "temperature", "cv": 3, "ensemble": False, **options}
    return CalibratedClassifierCV(LogisticRegression(), **given).fit(rows, labels), rows


def gate(**options: Any) -> Any:
    hashing = {"n_features": 2**8, "ngram_range": (1, 2), "alternate_sign": False, **options}
    model = make_pipeline(
        HashingVectorizer(**hashing), SGDClassifier("log_loss", alpha=1e-3, random_state=1)
    )
    return model.fit(TEXTS, [1, 1, 0, 0] * 6)


@pytest.fixture(scope="module")
def gate_file(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, HashedText]:
    model, path = gate(), tmp_path_factory.mktemp("gate") / "gate.skops"
    skops.io.dump(model, path)
    return model, load_hashed_text(path)


@pytest.mark.parametrize("classes", [2, 3, 6])
def test_a_head_gives_the_probabilities_of_scikit_learn(tmp_path: Path, classes: int) -> None:
    model, rows = calibrated(classes)
    skops.io.dump(model, tmp_path / "head.skops")
    head = load_classifier(tmp_path / "head.skops")
    assert head.classes == tuple(model.classes_)
    np.testing.assert_allclose(head.probabilities(rows), model.predict_proba(rows), atol=1e-6)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_the_gate_gives_the_probabilities_of_scikit_learn(
    gate_file: tuple[Any, HashedText], text: str
) -> None:
    model, hashed = gate_file
    texts = [text, "Sage may ease cramps and cramps", "", f"{text} now"]
    np.testing.assert_allclose(
        hashed.chances(texts), model.predict_proba(texts)[:, 1], rtol=0, atol=1e-9
    )


@pytest.mark.parametrize(
    "path", sorted((model_folder() / "heads").glob("*.skops")), ids=lambda path: path.stem
)
def test_the_shipped_heads_give_the_probabilities_of_scikit_learn(path: Path) -> None:
    model = skops.io.load(path, trusted=skops.io.get_untrusted_types(file=path))
    rows = np.random.default_rng(4).normal(size=(50, model.n_features_in_)).astype(np.float32)
    np.testing.assert_allclose(
        load_classifier(path).probabilities(rows), model.predict_proba(rows), atol=1e-5
    )


def test_the_shipped_gate_gives_the_probabilities_of_scikit_learn() -> None:
    path = model_folder() / "gate" / "gate.skops"
    if not path.is_file():
        pytest.skip("the model has no gate")
    model = skops.io.load(path, trusted=skops.io.get_untrusted_types(file=path))
    np.testing.assert_allclose(
        load_hashed_text(path).chances(TEXTS), model.predict_proba(TEXTS)[:, 1], atol=1e-9
    )


def test_a_label_that_a_head_has_never_seen_is_impossible(tmp_path: Path) -> None:
    model, rows = calibrated(2)
    skops.io.dump(model, tmp_path / "head.skops")
    head = load_classifier(tmp_path / "head.skops").over(["label 1", "unknown", "label 0"])
    found = head.probabilities(rows)
    assert (found[:, 1] == 0.0).all()
    np.testing.assert_allclose(found[:, [2, 0]], model.predict_proba(rows), atol=1e-6)


@pytest.mark.parametrize(
    "make",
    [
        lambda: gate(binary=True),
        lambda: gate(alternate_sign=True),
        lambda: gate(ngram_range=(1, 3)),
        lambda: gate(norm="l1"),
        lambda: calibrated(2)[0],
    ],
)
def test_a_gate_made_otherwise_is_refused(tmp_path: Path, make: Callable[[], Any]) -> None:
    skops.io.dump(make(), tmp_path / "gate.skops")
    with pytest.raises(ModelError, match="no estimator that can be used"):
        load_hashed_text(tmp_path / "gate.skops")


@pytest.mark.parametrize("make", [gate, lambda: calibrated(2, ensemble=True)[0]])
def test_a_head_made_otherwise_is_refused(tmp_path: Path, make: Callable[[], Any]) -> None:
    skops.io.dump(make(), tmp_path / "head.skops")
    with pytest.raises(ModelError, match="no estimator that can be used"):
        load_classifier(tmp_path / "head.skops")


def test_an_estimator_that_train_does_not_make_is_not_trusted(tmp_path: Path) -> None:
    skops.io.dump(StandardScaler().fit([[0.0], [1.0]]), tmp_path / "head.skops")
    with pytest.raises(ModelError, match="StandardScaler"):
        read_skops(tmp_path / "head.skops")


def rewritten(path: Path, change: Callable[[dict[str, Any]], Any]) -> Path:
    """The file with another schema."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    schema = json.loads(members["schema.json"])
    members["schema.json"] = json.dumps(change(schema) or schema).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize(
    "change",
    [
        lambda schema: schema.update(protocol=99),
        lambda schema: schema.update(__loader__="MethodNode"),
        lambda schema: schema.pop("protocol") and None,
        lambda schema: [schema],
    ],
    ids=["newer", "unknown node", "no protocol", "no tree"],
)
def test_a_tree_that_is_not_understood_is_refused(
    tmp_path: Path, change: Callable[[dict[str, Any]], Any]
) -> None:
    skops.io.dump(calibrated(2)[0], tmp_path / "head.skops")
    with pytest.raises(ModelError, match="cannot be read"):
        read_skops(rewritten(tmp_path / "head.skops", change))


def test_a_type_that_is_named_anywhere_must_be_trusted(tmp_path: Path) -> None:
    skops.io.dump(calibrated(2)[0], tmp_path / "head.skops")
    hidden = {"__class__": "system", "__module__": "os", "__loader__": "FunctionNode"}
    path = rewritten(tmp_path / "head.skops", lambda schema: schema.update(extra=[hidden]))
    with pytest.raises(ModelError, match=r"os\.system"):
        read_skops(path)


def test_an_array_of_objects_is_refused(tmp_path: Path) -> None:
    model, _ = calibrated(2)
    model.classes_ = np.array(["a", None], dtype=object)
    skops.io.dump(model, tmp_path / "head.skops")
    with pytest.raises(ModelError):
        load_classifier(tmp_path / "head.skops")
