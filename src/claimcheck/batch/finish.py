"""What is made of the parts when all are there: tables, comparisons, Parquet, the report."""

from __future__ import annotations

from collections.abc import Sequence
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


def make_tables(
    store: Store, plan: Plan, out: Path, sides: Sides | None, config: Config, formats: Sequence[str]
) -> dict[str, TableFacts]:
    """Merge the parts, compare the sources, and write the other formats.

    RETURNS (dict): table name → facts, in the order of `rows.TABLES`.
    """
    (out / MANIFEST).unlink(missing_ok=True)
    tables = merge(store, plan.shards, out)
    if sides is None:
        write_table(out / "comparisons.jsonl", ())
    else:
        _compare(out, sides, config)
    tables["comparisons"] = facts_of(out / "comparisons.jsonl")
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
