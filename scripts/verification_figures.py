"""Measure verification on development data, the simple baseline first.

    python scripts/verification_figures.py DATA [--model FOLDER] [--work FOLDER] [--set KEY=VALUE]

DATA is the folder of claim-verification data: `healthver_dev.jsonl`, `scifact_pairs_train.jsonl`,
`scifact_claims_train.jsonl`, `scifact_corpus.jsonl.gz`, `healthver_abstract_*.jsonl`. SciFact's
labels are measured on the claims that training held back; retrieval has no trained part but the
re-ranking, and is measured on all claims with evidence and on the held ones.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline, make_union
from sklearn.preprocessing import FunctionTransformer
from sklearn.svm import LinearSVC

from claimcheck.config import Config, load_config
from claimcheck.training.pairs import Pair, read_healthver_abstracts, read_healthver_pairs
from claimcheck.verification import Claim, EvidenceIndex, PairEncoder, Verifier, open_index
from claimcheck.verification.measure import Judged, figures, recall_at
from claimcheck.verification.pair_encoder import PairScorer

LABELS = {"neutral": "not_enough_info"}
VERDICTS = ("supports", "refutes", "not_enough_info")
Rows = list[dict[str, Any]]


def rows_of(path: Path) -> Rows:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def main() -> None:
    """Print the figures as JSON, one part a line as soon as it is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--work", type=Path, help="where the indices are kept")
    parser.add_argument("--set", dest="overrides", action="append", default=[])
    parser.add_argument("--only", action="append", help="parts to run; default: all")
    arguments = parser.parse_args()
    if not arguments.data.is_dir():
        raise SystemExit(f"skipped: there is no folder {arguments.data}")
    config = load_config(None, arguments.overrides)
    with tempfile.TemporaryDirectory() as scratch:
        work = arguments.work or Path(scratch)
        for name, part in parts(arguments.data, arguments.model, work, config).items():
            if not arguments.only or name in arguments.only:
                started = time.monotonic()
                found = part()
                seconds = round(time.monotonic() - started, 1)
                print(json.dumps({"part": name, **found, "seconds": seconds}), flush=True)


def parts(data: Path, model: Path | None, work: Path, config: Config) -> dict[str, Any]:
    """Name → a function that measures."""
    loaded: list[PairEncoder] = []

    def scorer() -> PairEncoder:
        if not loaded:
            loaded.append(PairEncoder.load(model))
        return loaded[0]

    return {
        "baseline": lambda: baseline(data),
        "bm25": lambda: retrieval(data, work, config),
        "healthver_pairs": lambda: healthver_pairs(data, scorer()),
        "healthver_verify": lambda: healthver_verify(data, work, scorer(), config),
        "healthver_abstracts": lambda: healthver_abstracts(data, work, scorer(), config),
        "scifact_given": lambda: scifact_given(data, work, scorer(), config),
        "scifact_open": lambda: scifact_open(data, work, scorer(), config),
    }


def baseline(data: Path) -> dict[str, Any]:
    """TF-IDF of claim and evidence, and a linear SVM, trained on HealthVer's training part."""
    dev = read_healthver_pairs(data / "healthver_dev.jsonl")
    known = {pair.claim for pair in dev}
    training = [
        pair
        for pair in read_healthver_abstracts(data, random.Random(13))
        if pair.claim not in known
    ]
    words = [
        make_pipeline(
            FunctionTransformer(side), TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
        )
        for side in (claims_of, evidence_of)
    ]
    model = make_pipeline(make_union(*words), LinearSVC(class_weight="balanced", random_state=13))
    model.fit(training, [pair.label for pair in training])
    found = model.predict(dev)
    return figures(
        [
            Judged(p.claim, p.evidence, p.label, str(label), 1.0, p.claim)
            for p, label in zip(dev, found, strict=True)
        ]
    )


def claims_of(pairs: list[Pair]) -> list[str]:
    return [pair.claim for pair in pairs]


def evidence_of(pairs: list[Pair]) -> list[str]:
    return [pair.evidence for pair in pairs]


def healthver_pairs(data: Path, scorer: PairScorer) -> dict[str, Any]:
    """The model alone on sentence pairs."""
    judged = []
    for pair in read_healthver_pairs(data / "healthver_dev.jsonl"):
        (row,) = scorer.score(pair.claim, [pair.evidence]).tolist()
        found = VERDICTS[row.index(max(row))]
        judged.append(Judged(pair.claim, pair.evidence, pair.label, found, max(row), pair.claim))
    return figures(judged)


def healthver_verify(data: Path, work: Path, scorer: PairScorer, config: Config) -> dict[str, Any]:
    """The same pairs by the whole way of `claimcheck verify`, the evidence given."""
    pairs = read_healthver_pairs(data / "healthver_dev.jsonl")
    numbers: dict[str, int] = {}
    for pair in pairs:
        numbers.setdefault(pair.evidence, len(numbers))
    rows: Rows = [{"id": n, "text": text} for text, n in numbers.items()]
    index = index_of("healthver", rows, work, config)
    return figures(
        list(
            judge(
                [(p.claim, numbers[p.evidence], p.evidence, p.label, p.claim) for p in pairs],
                Verifier(index, scorer, config),
            )
        )
    )


def healthver_abstracts(
    data: Path, work: Path, scorer: PairScorer, config: Config
) -> dict[str, Any]:
    """Development claims against whole abstracts."""
    index = open_index(data / "healthver_corpus.jsonl", work, config)
    texts = {
        row["doc_id"]: " ".join(row["abstract"]) for row in rows_of(data / "healthver_corpus.jsonl")
    }
    cases = [
        (
            row["claim"],
            row["doc_id"],
            " ".join(row["rationale"]) or texts[row["doc_id"]],
            LABELS.get(row["label"], row["label"]),
            row["claim"],
        )
        for row in rows_of(data / "healthver_abstract_dev.jsonl")
    ]
    return figures(list(judge(cases, Verifier(index, scorer, config))))


def held_claims(data: Path) -> set[int]:
    """SciFact's claims that training held back (training.verification.split_pairs)."""
    groups = sorted(
        {f"scifact-{r['claim_id']}" for r in rows_of(data / "scifact_pairs_train.jsonl")}
    )
    held = random.Random(13).sample(groups, round(len(groups) * 0.15))
    return {int(group.removeprefix("scifact-")) for group in held}


def scifact_given(data: Path, work: Path, scorer: PairScorer, config: Config) -> dict[str, Any]:
    """Held claims against each abstract that they cite."""
    index = open_index(data / "scifact_corpus.jsonl.gz", work, config)
    held = held_claims(data)
    cases = [
        (r["claim"], r["doc_id"], " ".join(r["rationale"]), r["label"], r["claim_id"])
        for r in rows_of(data / "scifact_pairs_train.jsonl")
        if r["claim_id"] in held
    ]
    return figures(list(judge(cases, Verifier(index, scorer, config))))


def judge(cases: list[tuple[str, int, str, str, Any]], verifier: Verifier) -> Iterator[Judged]:
    """Verdicts of claims on one given piece of evidence each."""
    for claim, id, evidence, label, group in cases:
        found = verifier.verify(Claim(0, claim, (id,)))
        sureness = found.probs.of(found.verdict)
        yield Judged(claim, evidence, label, found.verdict, sureness, group)


def retrieval(data: Path, work: Path, config: Config) -> dict[str, Any]:
    """BM25 alone over all abstracts, on all claims with evidence."""
    index = open_index(data / "scifact_corpus.jsonl.gz", work, config)
    rows = [row for row in rows_of(data / "scifact_claims_train.jsonl") if row["evidence"]]
    found = [
        list(
            dict.fromkeys(index.passage(h.number).evidence_id for h in index.search(r["claim"], 60))
        )
        for r in rows
    ]
    wanted = [{int(id) for id in row["evidence"]} for row in rows]
    return {
        "claims": len(rows),
        "recall": {k: round(recall_at(found, wanted, k), 4) for k in (1, 3, 5, 10, 20, 50)},
    }


def scifact_open(data: Path, work: Path, scorer: PairScorer, config: Config) -> dict[str, Any]:
    """Held claims against the whole corpus: recall of the re-ranked, verdicts, rationale."""
    index = open_index(data / "scifact_corpus.jsonl.gz", work, config)
    held = held_claims(data)
    verifier = Verifier(index, scorer, config)
    judged, found, wanted = [], [], []
    told = hits = true = 0
    for row in rows_of(data / "scifact_claims_train.jsonl"):
        if row["id"] not in held:
            continue
        finding = verifier.verify(Claim(row["id"], row["claim"]))
        gold = gold_verdict(row)
        judged.append(
            Judged(
                row["claim"],
                "",
                gold,
                finding.verdict,
                finding.probs.of(finding.verdict),
                row["id"],
            )
        )
        if row["evidence"]:
            found.append(list(finding.candidates))
            wanted.append({int(id) for id in row["evidence"]})
        places = sentence_places(row, index)
        given = {(r.evidence_id, r.start) for r in finding.rationale}
        if finding.verdict != "not_enough_info":
            told, hits = told + len(given), hits + len(given & places)
        true += len(places)
    precision, recall = hits / max(1, told), hits / max(1, true)
    return {
        **figures(judged),
        "recall": {k: round(recall_at(found, wanted, k), 4) for k in (1, 3, 5, 10)},
        "rationale": {"precision": round(precision, 4), "recall": round(recall, 4)},
    }


def gold_verdict(row: dict[str, Any]) -> str:
    """A claim's label over all its evidence."""
    labels = {entry["label"] for entries in row["evidence"].values() for entry in entries}
    return {"SUPPORT": "supports", "CONTRADICT": "refutes"}[labels.pop()] if labels else VERDICTS[2]


def sentence_places(row: dict[str, Any], index: EvidenceIndex) -> set[tuple[int, int]]:
    """(abstract, start) of the sentences that SciFact gives as rationale."""
    places = set()
    for id, entries in row["evidence"].items():
        sentences = [s for n in index.numbers_of(id) for s in index.passage(n).sentences]
        for entry in entries:
            places |= {
                (int(id), sentences[i].start) for i in entry["sentences"] if i < len(sentences)
            }
    return places


def index_of(name: str, rows: Rows, work: Path, config: Config) -> EvidenceIndex:
    path = work / f"{name}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return open_index(path, work, config)


if __name__ == "__main__":
    main()
