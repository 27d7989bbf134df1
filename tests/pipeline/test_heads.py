from __future__ import annotations

import json

import numpy as np
import pytest
import skops.io
from sklearn.base import BaseEstimator

from claimcheck.errors import ModelError
from claimcheck.pipeline.encoder import SPAN_HEADS, DraftClaim
from claimcheck.pipeline.labels_heads import (
    FEATURES,
    HEADS,
    LabelHeads,
    claim_features,
    feature_row,
)
from claimcheck.pipeline.units import sentence_unit

from .drafting import find, logits


@pytest.fixture
def folder(heads_folder):
    return heads_folder


@pytest.fixture
def copy(folder, tmp_path):
    (tmp_path / "heads").mkdir()
    for file in (folder / "heads").iterdir():
        (tmp_path / "heads" / file.name).write_bytes(file.read_bytes())
    return tmp_path


def test_heads_give_a_distribution_over_the_labels(folder):
    rows = np.zeros((3, len(FEATURES)), dtype=np.float32)
    found = LabelHeads.load(folder).probabilities(rows, [logits({})] * 3)
    for head, labels in SPAN_HEADS.items():
        assert found[head].shape == (3, len(labels))
        assert found[head].sum(axis=1) == pytest.approx(np.ones(3))


def test_a_head_follows_the_encoder_where_no_cue_speaks(folder):
    text = "sage cools flushes"
    sure = DraftClaim(find(text, text), logits({"strength": "correlational"}, 0.7), 0.9)
    row = feature_row(claim_features(sure, (), sentence_unit(text)))
    found = LabelHeads.load(folder).probabilities(row[None], [sure.logits])["strength"]
    assert SPAN_HEADS["strength"][int(found.argmax())] == "correlational"


def test_without_heads_the_encoder_decides(tmp_path):
    rows = np.zeros((1, len(FEATURES)), dtype=np.float32)
    found = LabelHeads.load(tmp_path).probabilities(rows, [logits({"type": "harm"})])
    assert SPAN_HEADS["type"][int(found["type"].argmax())] == "harm"


def test_no_claims_give_empty_tables(folder):
    found = LabelHeads.load(folder).probabilities(np.zeros((0, len(FEATURES))), [])
    assert all(len(table) == 0 for table in found.values())


@pytest.mark.parametrize("name", [*(f"{head}.skops" for head in HEADS), "heads.json"])
def test_a_missing_file_is_an_error_that_names_it(copy, name):
    (copy / "heads" / name).unlink()
    with pytest.raises(ModelError) as error:
        LabelHeads.load(copy)
    assert error.value.path.endswith(name)


@pytest.mark.parametrize("keep", [0, 10, 400])
def test_a_file_that_is_cut_off_is_refused(copy, keep):
    path = copy / "heads" / "type.skops"
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(ModelError, match="cannot be read"):
        LabelHeads.load(copy)


class Strange(BaseEstimator):
    """A type of no library."""


def test_a_type_that_is_not_trusted_is_refused(copy):
    skops.io.dump(Strange(), copy / "heads" / "type.skops")
    with pytest.raises(ModelError, match="not trusted"):
        LabelHeads.load(copy)


def test_heads_of_other_features_are_refused(copy):
    (copy / "heads" / "heads.json").write_text(json.dumps({"features": ["other"]}))
    with pytest.raises(ModelError, match="other features"):
        LabelHeads.load(copy)


def test_heads_that_need_vectors_say_so(folder):
    heads = LabelHeads.load(folder)
    needy = LabelHeads(heads.classifiers, uses_vector=True)
    with pytest.raises(ModelError, match="vectors"):
        needy.probabilities(np.zeros((1, len(FEATURES))), [logits({})])
