"""What is made of the parts when all are there: tables, comparisons, Parquet, the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ..config import Config
from ..rows import TABLES
from ..tables import write_table
from .manifest import NAME as MANIFEST
from .merge import TableFacts, facts_of, merge
from .plan import Plan
from .sides import Sides
from .storage import Store

if TYPE_CHECKING:
    from ..report.summary import Summary


@dataclass(frozen=True, slots=True)
class Evidence:
    """What claims are verified against.

    path (Path): the evidence base. model (Path or None): a model folder. complaints (list of str):
    what of the evidence was left out, once the claims are verified.
    """

    path: Path
    model: Path | None
    complaints: list[str] = field(default_factory=list)

    def key(self, config: Config) -> str:
        """Fingerprint of evidence and settings. RAISES: UsageError where they cannot be used."""
        from ..verification.table import evidence_key

        return evidence_key(self.path, self.model, config)

    def verify(self, out: Path, config: Config) -> None:
        """Write evidence.jsonl of an output folder."""
        from ..verification import add_evidence

        add_evidence(out, self.path, self.model, config, complain=self.complaints.append)


def make_tables(
    store: Store,
    plan: Plan,
    out: Path,
    sides: Sides | None,
    config: Config,
    formats: Sequence[str],
    evidence: Evidence | None = None,
) -> dict[str, TableFacts]:
    """Merge the parts, compare the sources, hold claims against evidence, write other formats.

    RETURNS (dict): table name → facts, in the order of `rows.TABLES`.
    """
    (out / MANIFEST).unlink(missing_ok=True)
    tables = merge(store, plan.part_names(), out)
    if sides is None:
        write_table(out / "comparisons.jsonl", ())
    else:
        _compare(out, sides, config)
    tables["comparisons"] = facts_of(out / "comparisons.jsonl")
    if evidence is None:
        write_table(out / "evidence.jsonl", ())
    else:
        evidence.verify(out, config)
    tables["evidence"] = facts_of(out / "evidence.jsonl")
    for table in TABLES:
        (out / f"{table}.parquet").unlink(missing_ok=True)
        if "parquet" in formats:
            from ..frames import write_parquet

            write_parquet(out / f"{table}.jsonl", table)
    return {table: tables[table] for table in TABLES}


def _compare(out: Path, sides: Sides, config: Config) -> None:
    from ..concepts import load_knowledge_base
    from ..contrast import write_comparisons

    knowledge = load_knowledge_base(config.concepts.extra)
    write_comparisons(out, sides.reviewed, sides.reference, knowledge, config)


def make_report(out: Path) -> Summary:
    """Summary and HTML, from the tables alone."""
    from ..report import build_report

    return build_report(out)
