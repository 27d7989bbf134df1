"""Measure contrast on pages with gold verdicts (development only).

    python scripts/contrast_gold.py DATA [--pipeline] [--show]

DATA is a folder with `contrast/*.jsonl` and the annotated pages in `train/`, `dev/`, `documents/`,
in the format of the shared development data. Without `--pipeline` the claims are the annotated
ones: what is measured is contrast alone. With it they are those that the pipeline finds; a gold
claim then counts by the found claim that covers most of it.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimcheck.concepts import KnowledgeBase, load_knowledge_base
from claimcheck.config import load_config
from claimcheck.contrast import Tables, compare
from claimcheck.labels import STRENGTHS, VERDICTS, strength_rank
from claimcheck.pipeline.claims.qualifiers import QualifierDraft, find_qualifiers
from claimcheck.rows import (
    Agent,
    ClaimRow,
    ComparisonRow,
    DocumentRow,
    DocumentRows,
    Outcome,
    Predicate,
    Qualifier,
    SentenceRow,
)
from claimcheck.spans import Span, iou, overlap


@dataclass(frozen=True)
class Gold:
    """One gold verdict: the claim's span in its page (the reference's for `omitted`)."""

    span: Span
    text: str
    verdict: str


def main() -> None:
    """Print verdict accuracy, precision and recall by verdict, and every disagreement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--pipeline", action="store_true")
    parser.add_argument("--show", action="store_true")
    arguments = parser.parse_args()
    if not arguments.data.is_dir():
        raise SystemExit(f"skipped: there is no folder {arguments.data}")
    kb, config = load_knowledge_base(), load_config()
    pairs: Counter[tuple[str, str]] = Counter()
    reader = Pipeline(arguments.data) if arguments.pipeline else Annotated(arguments.data, kb)
    for path in sorted((arguments.data / "contrast").glob("*.jsonl")):
        lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        ours, theirs = (reader.rows(lines[0][k], k) for k in ("reviewed", "reference"))
        tables = Tables(
            ours.claims + theirs.claims,
            ours.sentences + theirs.sentences,
            [ours.document, theirs.document],
        )
        rows = list(
            compare(tables, reviewed="reviewed", reference="reference", kb=kb, config=config)
        )
        found = pair_up(map(gold_of, lines[1:]), rows, tables)
        pairs.update((g, p) for g, p, *_ in found)
        print(path.stem, score(Counter((g, p) for g, p, *_ in found)))
        if arguments.show:
            for gold, predicted, text, reasons in found:
                mark = " " if gold == predicted else "X"
                print(f"  {mark} {gold:12} {predicted:12} {text} || {' | '.join(reasons)}")
    print("all", score(pairs))
    for verdict in VERDICTS:
        print(f"  {verdict:12} {by_verdict(pairs, verdict)}")


def gold_of(line: dict[str, Any]) -> Gold:
    """A line of a contrast file."""
    claim = line["claim"]
    return Gold(Span(claim["start"], claim["end"]), claim["text"], line["verdict"])


def pair_up(
    gold: Iterable[Gold], rows: list[ComparisonRow], tables: Tables
) -> list[tuple[str, str, str, list[str]]]:
    """Gold and found verdict, text and reasons, for all gold claims and all omissions found."""
    claims = {c.claim_id: c for c in tables.claims}
    omitted = [r for r in rows if r.verdict == "omitted"]
    reviewed = [r for r in rows if r.verdict != "omitted"]
    found: list[tuple[str, str, str, list[str]]] = []
    used: set[str] = set()
    for item in gold:
        side = omitted if item.verdict == "omitted" else reviewed
        row = max(side, key=lambda r: shared(claims[r.claim_id], item), default=None)
        if row is None or shared(claims[row.claim_id], item) <= 0:
            found.append((item.verdict, "-", item.text, []))
            continue
        used.add(row.claim_id)
        quotes = [claims[m.claim_id].clean_text for m in row.matches]
        found.append((item.verdict, row.verdict, item.text, [*row.reasons, *quotes]))
    for row in rows:
        if row.claim_id not in used:
            found.append(("-", row.verdict, claims[row.claim_id].clean_text, row.reasons))
    return found


def shared(claim: ClaimRow, gold: Gold) -> float:
    """How well a claim covers a gold span, 0.0 to 1.0."""
    span = Span(claim.start, claim.end)
    return max(iou(span, gold.span), 0.5 * overlap(span, gold.span) / len(gold.span))


def score(pairs: Counter[tuple[str, str]]) -> str:
    """Accuracy over the gold claims of the reviewed page, and F1 of `omitted`."""
    judged = {k: n for k, n in pairs.items() if k[0] not in ("omitted", "-")}
    right = sum(n for (gold, found), n in judged.items() if gold == found)
    total = sum(judged.values())
    return f"accuracy {right}/{total} = {right / total:.3f}; omitted {by_verdict(pairs, 'omitted')}"


def by_verdict(pairs: Counter[tuple[str, str]], verdict: str) -> str:
    """Precision, recall and F1 of one verdict; found claims outside the gold count for omitted."""
    hits = pairs[verdict, verdict]
    found = sum(n for (gold, p), n in pairs.items() if p == verdict and (gold != "-" or _om(p)))
    gold = sum(n for (g, _), n in pairs.items() if g == verdict)
    precision, recall = hits / max(found, 1), hits / max(gold, 1)
    f1 = 2 * hits / max(found + gold, 1)
    return f"P {precision:.3f} ({hits}/{found}) R {recall:.3f} ({hits}/{gold}) F1 {f1:.3f}"


def _om(verdict: str) -> bool:
    return verdict == "omitted"


class Annotated:
    """Rows from the annotations."""

    def __init__(self, data: Path, kb: KnowledgeBase) -> None:
        self._data = data
        self._kb = kb

    def rows(self, name: str, source: str) -> DocumentRows:
        """The rows of one page, as a pipeline without mistakes would give them."""
        path = next(self._data.glob(f"*/{name}.jsonl"))
        page = (self._data / "documents" / f"{name}.md").read_text("utf-8")
        title = name.split("-", 3)[-1] if source == "reviewed" else name.split("-", 1)[-1]
        topic = self._kb.link(title.replace("-", " "), "substance")
        rows = DocumentRows(_document(name, source, title, topic.concept_id if topic else None))
        for line in path.read_text("utf-8").splitlines():
            unit = json.loads(line)
            claims = [self._claim(c, unit, name, source, page) for c in unit["claims"]]
            rows.claims.extend(claims)
            rows.sentences.append(_sentence(unit, name, source, claims))
        return rows

    def _claim(
        self, c: dict[str, Any], unit: dict[str, Any], name: str, source: str, page: str
    ) -> ClaimRow:
        assert page[c["start"] : c["end"]] == c["text"]
        agent = self._kb.link(c["agent"], "substance")
        outcomes = []
        for o in c["outcomes"]:
            link = self._kb.link(o["text"], "outcome")
            named = link.name if link else o["text"].lower()
            concept = link.concept_id if link else None
            outcomes.append(Outcome(o["text"], o["start"], o["end"], concept, named))
        spans = [Span(o.start, o.end).shift(-unit["start"]) for o in outcomes]
        place = Span(c["start"], c["end"]).shift(-unit["start"])
        limits = find_qualifiers(unit["text"], place, spans)
        return ClaimRow(
            claim_id=f"{name}:{c['start']}-{c['end']}",
            doc_id=name,
            source=source,
            role="other",
            path=name,
            title=name,
            section=[],
            unit_id=f"{name}:{unit['unit']}",
            unit_kind=unit["kind"],
            text=c["text"],
            clean_text=c["text"],
            start=c["start"],
            end=c["end"],
            agent=Agent(None, None, None, c["agent"], agent.concept_id if agent else None),
            predicate=Predicate(None, None, None, ""),
            outcomes=outcomes,
            qualifiers=[_qualifier(limit, unit) for limit in limits],
            type=c["type"],
            type_probs={},
            polarity=c["polarity"],
            strength=c["strength"],
            strength_rank=strength_rank(c["strength"]),
            strength_probs={label: float(label == c["strength"]) for label in STRENGTHS},
            certainty=3.0,
            basis=c["basis"],
            basis_probs={},
            cues=[],
            from_context=c["from_context"],
            flags=[],
            reasons=[],
        )


def _qualifier(limit: QualifierDraft, unit: dict[str, Any]) -> Qualifier:
    place = limit.span.shift(unit["start"])
    return Qualifier(limit.kind, limit.span.cut(unit["text"]), place.start, place.end)


class Pipeline:
    """Rows as the pipeline finds them."""

    def __init__(self, data: Path) -> None:
        from claimcheck.pipeline import load_pipeline

        self._data = data
        self._nlp = load_pipeline()

    def rows(self, name: str, source: str) -> DocumentRows:
        """The rows of one page."""
        from claimcheck.documents import read_bytes
        from claimcheck.documents.model import Source
        from claimcheck.pipeline import annotate

        page = (self._data / "documents" / f"{name}.md").read_bytes()
        where = Source(name=source, role="other")
        limits = load_config().documents.limits()
        document = read_bytes(page, path=f"{source}/{name}.md", source=where, limits=limits)
        return next(iter(annotate(self._nlp, [document])))


def _document(name: str, source: str, title: str, topic: str | None) -> DocumentRow:
    return DocumentRow(
        doc_id=name,
        source=source,
        role="other",
        path=name,
        title=title,
        topic=title,
        topic_concept_id=topic,
        format="markdown",
        encoding="utf-8",
        replaced_characters=0,
        offsets_into="file",
        characters=0,
        units=0,
        claims=0,
        abbreviations=[],
        sha256="",
        warnings=[],
    )


def _sentence(unit: dict[str, Any], name: str, source: str, claims: list[ClaimRow]) -> SentenceRow:
    return SentenceRow(
        unit_id=f"{name}:{unit['unit']}",
        doc_id=name,
        source=source,
        kind=unit["kind"],
        section=[],
        text=unit["text"],
        clean_text=unit["text"],
        start=unit["start"],
        end=unit["end"],
        is_claim=bool(claims),
        claim_prob=float(bool(claims)),
        claim_ids=[c.claim_id for c in claims],
        cues=[],
    )


if __name__ == "__main__":
    main()
