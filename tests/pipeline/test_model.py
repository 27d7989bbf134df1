"""With the models that the package carries: what must hold of any model that is shipped."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from claimcheck.cli.main import main
from claimcheck.documents import read_text
from claimcheck.errors import ModelError
from claimcheck.pipeline import annotate, load_pipeline
from claimcheck.pipeline.assembly import document_rows, make_doc
from claimcheck.pipeline.models import model_folder
from claimcheck.pipeline.scoring import SentenceScorer
from claimcheck.rows import to_plain

PAGE = """# Valerian

Some studies suggest that valerian can help reduce anxiety. Valerian is contraindicated in severe
liver disease.

## Side Effects

Common side effects may include:

- Headache
- Drowsiness
"""


def _has_model() -> bool:
    try:
        return (model_folder() / "encoder.onnx").is_file()
    except ModelError:
        return False


pytestmark = pytest.mark.skipif(not _has_model(), reason="this checkout carries no models")


@pytest.fixture(scope="module")
def nlp():
    return load_pipeline()


@pytest.fixture
def claims(nlp):
    """A function: Markdown → claims as plain data."""

    def find(text):
        return to_plain(next(annotate(nlp, [read_text(text, format="markdown")])))["claims"]

    return find


def test_a_hedged_claim_of_some_studies(claims):
    claim = next(c for c in claims(PAGE) if "anxiety" in c["text"])
    assert (claim["type"], claim["strength"]) == ("treatment", "conditional")
    assert claim["basis"] == "unspecified"
    assert claim["agent"]["resolved"].lower() == "valerian"


def test_a_contraindication_is_a_harm(claims):
    claim = next(c for c in claims(PAGE) if "contraindicated" in c["text"])
    assert (claim["type"], claim["strength"]) == ("harm", "direct")


def test_an_item_under_a_lead_in_is_a_hedged_harm(claims):
    claim = next(c for c in claims(PAGE) if c["text"] == "Headache")
    assert (claim["type"], claim["strength"]) == ("harm", "conditional")
    assert claim["from_context"] is True
    assert "may" in [cue["text"] for cue in claim["cues"]]


HEDGED = [
    ("Sage may relieve hot flushes.", "may "),
    ("Peppermint oil might ease bloating.", "might "),
    ("Lavender could improve sleep quality.", "could "),
    ("Turmeric can lower blood sugar levels.", "can "),
]


@pytest.mark.parametrize(("text", "cue"), HEDGED)
def test_the_cue_that_a_reason_names_changes_the_score_when_it_is_taken_out(claims, text, cue):
    (hedged,) = claims(text)
    assert hedged["strength"] == "conditional"
    assert any(f"“{cue.strip()}”" in reason for reason in hedged["reasons"])
    (plain,) = claims(text.replace(cue, ""))
    loss = hedged["strength_probs"]["conditional"] - plain["strength_probs"]["conditional"]
    assert loss > 0.3


def test_two_processes_give_the_same_bytes_as_one(nlp):
    documents = [
        read_text(PAGE.replace("alerian", f"alerian {n}"), format="markdown", doc_id=f"d{n}")
        for n in range(4)
    ]

    def written(processes):
        docs = nlp.pipe((make_doc(nlp, d) for d in documents), n_process=processes)
        pairs = zip(docs, documents, strict=True)
        return [json.dumps(to_plain(document_rows(doc, document))) for doc, document in pairs]

    assert written(1) == written(2)


def test_equal_runs_give_equal_bytes(nlp):
    def written():
        return json.dumps(to_plain(next(annotate(nlp, [read_text(PAGE, format="markdown")]))))

    assert written() == written()


def test_the_scale_orders_sentences_by_strength():
    texts = [
        "Patients were recruited from two hospitals.",
        "Coffee intake was associated with a lower risk of stroke.",
        "Coffee may reduce the risk of stroke.",
        "Coffee reduces the risk of stroke.",
    ]
    found = SentenceScorer.load().score(texts)
    assert [row["claim_strength"] for row in found] == [0, 1, 2, 3]


def test_score_as_a_command(tmp_path: Path):
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(json.dumps({"id": 1, "text": "Sage may relieve hot flushes."}) + "\n")
    with pytest.raises(SystemExit) as stop:
        main(["score", str(source), "-o", str(target)])
    assert stop.value.code == 0
    (row,) = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert (row["id"], row["is_claim"], row["strength"]) == (1, True, "conditional")
