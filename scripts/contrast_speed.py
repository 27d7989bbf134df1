"""Time and memory of contrast on generated claims (development only).

    python scripts/contrast_speed.py [CLAIMS_A_SIDE ...]

Agents and outcomes are drawn from the package's knowledge base with Zipf weights (a few substances
and outcomes make most of the claims, as on real pages), one claim in eight has an outcome without a
concept. The default is 5,000, 10,000 and 20,000 claims a side.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from claimcheck.concepts import KnowledgeBase, load_knowledge_base
from claimcheck.config import load_config
from claimcheck.contrast import write_comparisons
from claimcheck.labels import STRENGTHS, TYPES, strength_rank
from claimcheck.rows import Agent, ClaimRow, ComparisonRow, Outcome, Predicate
from claimcheck.tables import iter_rows, write_table

WORDS = ["radiant", "balanced", "inner", "deep", "calm", "flow", "vigor", "tone", "glow", "spirit"]
VERBS = {
    "treatment": "relieves",
    "function": "supports",
    "mechanism": "increases",
    "harm": "may cause",
    "safety": "is safe with",
    "deficiency": "deficiency causes",
}


def main() -> None:
    """Print seconds, rows a second, peak memory and verdicts for each size."""
    kb, config = load_knowledge_base(), load_config()
    for size in [int(a) for a in sys.argv[1:]] or [5_000, 10_000, 20_000]:
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder)
            write_table(out / "claims.jsonl", generated(size, kb))
            start, worked = time.perf_counter(), time.process_time()
            rows = write_comparisons(out, "shop", "guide", kb, config)
            seconds, worked = time.perf_counter() - start, time.process_time() - worked
            verdicts = Counter(
                r.verdict for r in iter_rows(out / "comparisons.jsonl", ComparisonRow)
            )
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        clock = f"{seconds:6.1f} s ({worked:.1f} s of CPU)"
        print(f"{size:7} a side: {clock}, {rows} rows, peak {peak:.0f} MB, {dict(verdicts)}")


def generated(size: int, kb: KnowledgeBase, seed: int = 7) -> Iterator[ClaimRow]:
    """`size` claims of each of the sources `shop` and `guide`."""
    draw = random.Random(seed)
    agents = sorted(c.id for c in kb.concepts.values() if c.kind == "substance")
    outcomes = sorted(c.id for c in kb.concepts.values() if c.kind == "outcome") or agents
    draw.shuffle(agents)
    draw.shuffle(outcomes)
    for source in ("shop", "guide"):
        for number in range(size):
            yield claim(source, number, zipf(agents, draw), zipf(outcomes, draw), kb, draw)


def zipf(items: list[str], draw: random.Random) -> str:
    """One item; the n-th is drawn in proportion to 1 / n."""
    return items[min(int(len(items) ** draw.random()) - 1, len(items) - 1)]


def claim(
    source: str, number: int, agent: str, outcome: str, kb: KnowledgeBase, draw: random.Random
) -> ClaimRow:
    """One claim row with two outcomes at most."""
    kind = draw.choice(TYPES)
    strength = draw.choices(STRENGTHS, (1, 1, 6, 12))[0]
    if draw.random() < 0.125:
        text, concept = " ".join(draw.sample(WORDS, 2)), None
    else:
        text, concept = kb.concepts[outcome].name, outcome
    body = f"{VERBS[kind]} {text}"
    start = number * 200
    at = start + len(VERBS[kind]) + 1
    return ClaimRow(
        claim_id=f"{source}-{number // 12}:{start}-{start + len(body)}",
        doc_id=f"{source}-{number // 12}",
        source=source,
        role="other",
        path=f"{source}/{number // 12}.md",
        title=kb.concepts[agent].name,
        section=["Benefits"],
        unit_id=f"{source}-{number // 12}:{number % 12}",
        unit_kind="sentence",
        text=body,
        clean_text=body,
        start=start,
        end=start + len(body),
        agent=Agent(None, None, None, kb.concepts[agent].name, agent),
        predicate=Predicate(VERBS[kind], start, at - 1, VERBS[kind]),
        outcomes=[Outcome(text, at, at + len(text), concept, text)],
        qualifiers=[],
        type=kind,
        type_probs={},
        polarity="negated" if draw.random() < 0.03 else "affirmed",
        strength=strength,
        strength_rank=strength_rank(strength),
        strength_probs={label: float(label == strength) for label in STRENGTHS},
        certainty=4.0,
        basis="none",
        basis_probs={},
        cues=[],
        from_context=False,
        flags=[],
        reasons=[],
    )


if __name__ == "__main__":
    main()
