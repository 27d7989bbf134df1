from __future__ import annotations

import json

import pytest

from claimcheck.cli import score as module
from claimcheck.cli.main import main
from claimcheck.pipeline.labels_heads import LabelHeads
from claimcheck.pipeline.scoring import NEUTRAL, SentenceScorer

from .drafting import FakeEncoder, draft

CLAIM = "Sage may cool hot flushes."
DRAFTS = {
    CLAIM: draft(
        CLAIM,
        [("Sage may cool hot flushes", {"strength": "conditional"})],
        outcomes=["hot flushes"],
        cues=[("may", "modal")],
    )
}


@pytest.fixture
def scorer():
    return SentenceScorer(FakeEncoder(DRAFTS), LabelHeads({}))


@pytest.fixture
def run(tmp_path, scorer, monkeypatch):
    """A function: input content → (exit status, output lines); the scorer is a stand-in."""
    monkeypatch.setattr(SentenceScorer, "load", classmethod(lambda cls, *given: scorer))

    def call(content, *options):
        source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
        source.write_bytes(content if isinstance(content, bytes) else content.encode())
        with pytest.raises(SystemExit) as stop:
            main(["score", str(source), "-o", str(target), *options])
        lines = target.read_text("utf-8").splitlines() if target.exists() else None
        return stop.value.code, lines and [json.loads(line) for line in lines]

    return call


def test_a_claim_gets_its_labels(scorer):
    (found,) = scorer.score([CLAIM])
    assert found["is_claim"] is True
    assert (found["strength"], found["basis"]) == ("conditional", "none")
    assert found["claim_strength"] == 3
    assert sum(found["claim_strength_probs"]) == pytest.approx(1.0)
    assert [(c["text"], c["category"]) for c in found["cues"]] == [("may", "modal")]


def test_a_sentence_without_claim_has_no_strength(scorer):
    (found,) = scorer.score(["The weather is fine."])
    assert (found["is_claim"], found["strength"], found["basis"]) == (False, None, None)
    assert found["claim_strength"] == 0
    assert 1.0 <= found["certainty"] <= 6.0


@pytest.mark.parametrize("text", ["", " ", "\n", "…!", "—"])
def test_a_text_with_nothing_to_read_is_neutral(scorer, text):
    assert scorer.score([text]) == [NEUTRAL]


def test_a_very_long_text_is_scored(scorer):
    (found,) = scorer.score(["sage and honey " * 50_000])
    assert found["is_claim"] is False


def test_each_line_comes_back_with_its_labels_in_order(run):
    rows = [{"id": i, "text": text} for i, text in enumerate([CLAIM, "Fine.", CLAIM])]
    status, found = run("\n".join(json.dumps(row) for row in rows) + "\n")
    assert status == 0
    assert [row["id"] for row in found] == [0, 1, 2]
    assert [row["is_claim"] for row in found] == [True, False, True]
    assert list(found[0])[:2] == ["id", "text"]
    assert set(found[0]) == {"id", "text", *NEUTRAL}


def test_batches_keep_the_order(run, monkeypatch):
    monkeypatch.setattr(module, "BATCH", 2)
    rows = [json.dumps({"text": CLAIM, "n": n}) for n in range(5)]
    assert [row["n"] for row in run("\n".join(rows))[1]] == [0, 1, 2, 3, 4]


def test_another_field_can_hold_the_sentence(run):
    status, found = run(json.dumps({"title": CLAIM}), "--field", "title")
    assert (status, found[0]["is_claim"]) == (0, True)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{broken", "no JSON"),
        ("[1, 2]", "no JSON object but a list"),
        ("", "no JSON"),
        ('{"other": "x"}', "no key 'text'"),
        ('{"text": 3}', "no text but a int"),
        ('{"text": null}', "no text but a NoneType"),
    ],
)
def test_a_bad_line_is_named_and_loses_no_other(run, capsys, line, message):
    good = json.dumps({"text": CLAIM})
    status, found = run(f"{good}\n{line}\n{good}\n")
    assert status == 1
    assert [row["is_claim"] for row in found] == [True, False, True]
    assert message in found[1]["error"]
    assert "line 2" in capsys.readouterr().err


def test_a_byte_order_mark_is_dropped(run):
    assert run(b"\xef\xbb\xbf" + json.dumps({"text": CLAIM}).encode())[0] == 0


def test_a_missing_file_is_wrong_usage(tmp_path, capsys):
    with pytest.raises(SystemExit) as stop:
        main(["score", str(tmp_path / "none.jsonl"), "-o", str(tmp_path / "out.jsonl")])
    assert stop.value.code == 2
    assert "none.jsonl" in capsys.readouterr().err
    assert not (tmp_path / "out.jsonl").exists()


def test_an_empty_file_gives_an_empty_file(run):
    assert run("") == (0, [])
