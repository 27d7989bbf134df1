"""The comparison of whole tables: order, bytes, cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from claimcheck.concepts import KnowledgeBase
from claimcheck.config import Config
from claimcheck.contrast import write_comparisons
from claimcheck.contrast.index import RelationIndex
from claimcheck.contrast.relation import relation_of
from claimcheck.errors import UsageError
from claimcheck.rows import ComparisonRow
from claimcheck.tables import iter_rows, write_table

from .conftest import tables_of
from .pages import Page

Contrast = Callable[..., list[ComparisonRow]]


@pytest.fixture
def out(tmp_path: Path, shop: Page, guide: Page) -> Path:
    """An output folder of two small pages."""
    shop.claim("relieves migraine", ["migraine"])
    shop.claim("supports sleep", ["sleep"], "function")
    guide.claim("may cause nausea", ["nausea"], "harm", "conditional")
    guide.claim("may relieve migraine", ["migraine"], strength="conditional")
    guide.claim("should be avoided in pregnancy", ["pregnancy"], "harm")
    tables = tables_of(shop, guide)
    for name in ("claims", "sentences", "documents"):
        write_table(tmp_path / f"{name}.jsonl", getattr(tables, name))
    return tmp_path


def write(out: Path, kb: KnowledgeBase, config: Config) -> bytes:
    write_comparisons(out, "shop", "guide", kb, config)
    return (out / "comparisons.jsonl").read_bytes()


def test_rows_are_the_reviewed_claims_in_order_then_the_omitted_ones(
    out: Path, kb: KnowledgeBase, config: Config
) -> None:
    assert write_comparisons(out, "shop", "guide", kb, config) == 4
    rows = list(iter_rows(out / "comparisons.jsonl", ComparisonRow))
    assert [r.verdict for r in rows] == ["overstated", "not_found", "omitted", "omitted"]
    assert [r.doc_id for r in rows] == ["shop-magnesium"] * 2 + ["guide-magnesium"] * 2


def test_the_same_claims_give_the_same_bytes(out: Path, kb: KnowledgeBase, config: Config) -> None:
    assert write(out, kb, config) == write(out, kb, config)


def test_the_sources_can_be_turned_round(out: Path, kb: KnowledgeBase, config: Config) -> None:
    write_comparisons(out, "guide", "shop", kb, config)
    rows = list(iter_rows(out / "comparisons.jsonl", ComparisonRow))
    assert [r.verdict for r in rows] == ["not_found", "understated", "not_found"]


def test_a_source_without_claims_gives_not_found_and_nothing_omitted(
    out: Path, kb: KnowledgeBase, config: Config
) -> None:
    write_comparisons(out, "shop", "nobody", kb, config)
    rows = list(iter_rows(out / "comparisons.jsonl", ComparisonRow))
    assert [r.verdict for r in rows] == ["not_found", "not_found"]


def test_a_missing_table_is_named(tmp_path: Path, kb: KnowledgeBase, config: Config) -> None:
    with pytest.raises(UsageError, match=r"claims\.jsonl"):
        write_comparisons(tmp_path, "shop", "guide", kb, config)


def test_matches_are_cut_at_the_configured_number(
    shop: Page, guide: Page, kb: KnowledgeBase, contrast: Contrast
) -> None:
    shop.claim("relieves migraine", ["migraine"])
    for _ in range(30):
        guide.claim("may relieve migraine", ["migraine"], strength="conditional")
    row = contrast(shop, guide)[0]
    assert row.verdict == "overstated"
    assert 1 <= len(row.matches) <= 12


def test_claims_of_one_profile_do_not_pile_up_in_the_index(guide: Page, kb: KnowledgeBase) -> None:
    claim = guide.claim("relieves migraine", ["migraine"])
    relation = relation_of(claim, kb)
    index = RelationIndex(profile_size=3)
    for number in range(1000):
        index.add(replace(relation, claim_id=f"c{number}"))
    assert len(list(index.candidates(relation, limit=1000))) == 3


def test_a_rare_profile_is_kept_beside_a_common_one(
    shop: Page, guide: Page, contrast: Contrast
) -> None:
    shop.claim("relieves migraine", ["migraine"])
    for _ in range(50):
        guide.claim("relieves migraine", ["migraine"])
    guide.claim("does not relieve migraine", ["migraine"], negated=True)
    assert contrast(shop, guide)[0].verdict == "contradicted"
