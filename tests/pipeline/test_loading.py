from __future__ import annotations

import json

import pytest
import skops.io
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.pipeline import make_pipeline

from claimcheck.config import load_config
from claimcheck.errors import ConfigurationError, ModelError
from claimcheck.pipeline import load_pipeline
from claimcheck.pipeline.gate import Gate, gate_text
from claimcheck.pipeline.models import model_folder
from claimcheck.pipeline.units import sentence_unit


@pytest.fixture
def gate_folder(tmp_path):
    texts = ["Sage may ease cramps", "Ginger relieves nausea", "Buy now", "Store it dry"] * 5
    model = make_pipeline(
        HashingVectorizer(n_features=2**12, ngram_range=(1, 2), alternate_sign=False),
        SGDClassifier("log_loss", alpha=1e-4, random_state=13),
    )
    model.fit([gate_text(sentence_unit(text)) for text in texts], [1, 1, 0, 0] * 5)
    (tmp_path / "gate").mkdir()
    skops.io.dump(model, tmp_path / "gate" / "gate.skops")
    (tmp_path / "gate" / "gate.json").write_text(json.dumps({"threshold": 0.5}))
    return tmp_path


def test_a_missing_model_folder_is_an_error(tmp_path):
    with pytest.raises(ModelError, match="no such model folder"):
        model_folder(tmp_path / "nowhere")


def test_a_model_folder_without_files_fails_at_the_first_text(tmp_path):
    nlp = load_pipeline(tmp_path)
    with pytest.raises(ModelError, match="lacks a file"):
        nlp("Sage may ease cramps.")


def test_a_base_pipeline_that_is_not_installed_is_an_error(tmp_path):
    config = load_config(overrides=['pipeline.base="en_no_such_pipeline"'])
    with pytest.raises(ConfigurationError, match="en_no_such_pipeline"):
        load_pipeline(tmp_path, config)


def test_a_saved_spacy_pipeline_serves_as_base(tmp_path):
    import spacy

    base = spacy.blank("en")
    base.add_pipe("sentencizer")
    base.to_disk(tmp_path / "base")
    config = load_config(overrides=[f'pipeline.base="{tmp_path / "base"}"'])
    assert load_pipeline(tmp_path, config).pipe_names[:2] == ["sentencizer", "claimcheck_units"]


def test_the_configuration_reaches_the_components(tmp_path):
    nlp = load_pipeline(tmp_path, load_config(overrides=["pipeline.threads=2", "flags.type=0.9"]))
    assert nlp.get_pipe("claimcheck_encoder").threads == 2
    assert nlp.get_pipe("claimcheck_labels").thresholds.type == 0.9


def test_without_a_gate_every_unit_passes(tmp_path):
    assert Gate(tmp_path).passes([sentence_unit("Buy now")]) == [True]


def test_a_heading_passes_for_what_stands_under_it(gate_folder):
    assert Gate(gate_folder).passes([{**sentence_unit("Buy now"), "kind": "heading"}]) == [True]


def test_the_gate_leaves_out_what_holds_nothing(gate_folder):
    units = [sentence_unit(text) for text in ("Sage may ease cramps", "Buy now")]
    assert Gate(gate_folder).passes(units) == [True, False]


def test_the_gate_passes_no_units(gate_folder):
    assert Gate(gate_folder).passes([]) == []


@pytest.mark.parametrize(
    "content", ["", "{}", '{"threshold": "high"}', '{"threshold": 2}', '{"threshold": -0.1}']
)
def test_a_gate_without_a_good_threshold_is_refused(gate_folder, content):
    (gate_folder / "gate" / "gate.json").write_text(content)
    with pytest.raises(ModelError):
        Gate(gate_folder)


def test_a_gate_that_is_cut_off_is_refused(gate_folder):
    path = gate_folder / "gate" / "gate.skops"
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(ModelError, match="cannot be read"):
        Gate(gate_folder)
