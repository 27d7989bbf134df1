"""The documents of a run stand on disk: nothing grows with their number, and order is kept."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from claimcheck.batch.fingerprints import digest, digest_of_all
from claimcheck.batch.inputs import FileOrigin, Inputs, Item, gather
from claimcheck.batch.inputs.catalogue import Catalogue
from claimcheck.batch.inputs.origins import ObjectOrigin, SliceOrigin, ZipOrigin
from claimcheck.batch.inputs.records import RecordOrigin
from claimcheck.batch.plan import Plan, make_plan
from claimcheck.documents import Limits, Source, discover
from claimcheck.errors import UsageError

SHOP = Source("shop", "promotional")

#: Bytes of Python's memory that the plan of any number of documents may take.
BOUND = 3_000_000


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    made = Catalogue(tmp_path / "scratch")
    yield made
    made.close()


def items(count: int) -> Iterator[Item]:
    origin = FileOrigin()
    for number in range(count):
        path = f"shop/products/page-{number:08d}.html"
        yield Item(origin, path, SHOP, f"{number:064x}")


def plan_of(catalogue: Catalogue, count: int) -> Plan:
    catalogue.extend(items(count))
    return make_plan(Inputs(Path("/corpus"), catalogue), {"version": "1"}, 8)


def test_a_plan_of_many_documents_takes_no_more_memory_than_one_of_few(
    catalogue: Catalogue,
) -> None:
    tracemalloc.start()
    try:
        plan = plan_of(catalogue, 20_000)
        worked = sum(len(shard.items) for shard in plan.unfinished())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert worked == plan.documents == 20_000
    assert peak < BOUND


@pytest.mark.parametrize(
    "item",
    [
        Item(FileOrigin(), "shop/a.md", SHOP, "0a"),
        Item(FileOrigin(), "shop/\udcff\u2028\U0001f33f.md", Source("shöp", "other"), ""),
        Item(ObjectOrigin("s3://bucket/a.md"), "a.md", SHOP, "object:1"),
        Item(SliceOrigin("a.tar", 512, 9), "a.md", SHOP, "1"),
        Item(ZipOrigin("a.zip", "top/a.md"), "a.md", SHOP, "zip-crc32:1:9"),
        Item(RecordOrigin("a.csv", 10, 20, 3, ("id", "text")), "a.csv/3", SHOP, "2"),
        Item(RecordOrigin("a.jsonl", 10, 20, 3, None), "a.jsonl/3", SHOP, "2"),
    ],
    ids=lambda item: type(item.origin).__name__,
)
def test_an_item_comes_back_as_it_was(item: Item, catalogue: Catalogue) -> None:
    catalogue.extend([item])
    assert catalogue[0] == item


def test_items_come_back_in_the_order_in_which_they_were_added(catalogue: Catalogue) -> None:
    catalogue.extend(items(1_500))
    assert list(catalogue) == list(items(1_500))
    assert catalogue[700:703] == tuple(items(703))[700:]


def test_a_shard_that_is_finished_is_not_given_again_even_while_shards_are_gone_through(
    catalogue: Catalogue,
) -> None:
    plan = plan_of(catalogue, 100)
    shards = plan.unfinished()
    given = []
    for shard in shards:
        given.append(shard.index)
        shards.finish(shard)
    assert given == list(range(len(given)))
    assert (len(shards), list(shards)) == (0, [])


def test_a_plan_knows_the_parts_that_it_needs(catalogue: Catalogue) -> None:
    plan = plan_of(catalogue, 40)
    first, *others = plan.part_names()
    plan.expect([first, f"{others[0]}.at", ".parts/run.json"])
    assert [shard.name for shard in plan.expected()] == [first]
    assert plan.needs(others[0])
    assert not plan.needs(".parts/00/" + "0" * 32 + ".part")
    assert not plan.needs(".parts/run.json")


def test_what_is_sorted_on_disk_is_sorted(catalogue: Catalogue) -> None:
    keys = [b"b", b"a\x00z", b"a-b", b"a", "ü".encode()]
    assert list(catalogue.sort(iter(keys))) == sorted(keys)


def test_a_list_is_hashed_as_it_is_without_being_held() -> None:
    values = [["ü", 1], {"b": None, "a": [2.5]}, "x"]
    assert digest_of_all(iter(values)) == digest(values)
    assert digest_of_all([]) == digest([])


NAMES = ("z.md", "a/y.md", "a/b/x.md", "a-b/w.md", "a/\u00fc.md", "B/v.md", "a/b.md")


def write(root: Path, *names: str) -> Path:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("Tea helps.\n", "utf-8")
    return root


def test_files_of_a_folder_come_before_its_folders(tmp_path: Path) -> None:
    root = write(tmp_path / "pages", *NAMES)
    inputs = gather([root], Limits(), tmp_path / "scratch")
    found = [item.path for item in inputs.items]
    assert found == [
        "z.md",
        "B/v.md",
        "a/b.md",
        "a/y.md",
        "a/\u00fc.md",
        "a/b/x.md",
        "a-b/w.md",
    ]
    assert found == [file.relative_to(root).as_posix() for file, _ in discover([root]).files]


def test_a_file_that_is_named_twice_is_taken_once_where_it_first_stands(tmp_path: Path) -> None:
    root = write(tmp_path / "pages", *NAMES)
    inputs = gather([root / "a/b", root / "a", root / "a/y.md"], Limits(), tmp_path / "scratch")
    assert [item.path for item in inputs.items] == ["b/x.md", "b.md", "y.md", "\u00fc.md"]


def test_a_role_that_is_told_holds_for_all_pages_of_the_source(tmp_path: Path) -> None:
    root = write(tmp_path / "pages", "shopping/a.md", "corpus/b.md")
    rules = 'version = 1\n[[source]]\nname = "shopping"\nrole = "promotional"\ninclude = ["*.md"]\n'
    (root / "corpus/sources.toml").write_text(rules, "utf-8")
    inputs = gather([root / "shopping", root / "corpus"], Limits(), tmp_path / "scratch")
    assert {item.source for item in inputs.items} == {Source("shopping", "promotional")}
    assert inputs.sources == (Source("shopping", "promotional"),)


def test_what_lies_in_the_output_folder_is_no_input_also_behind_a_link(tmp_path: Path) -> None:
    root = write(tmp_path / "pages", "a/x.md", "out/y.md")
    (root / "a/z.md").symlink_to(root / "out/y.md")
    inputs = gather([root], Limits(), tmp_path / "scratch", root / "out")
    assert [item.path for item in inputs.items] == ["a/x.md"]


def test_an_input_without_a_page_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="holds no document") as caught:
        gather([tmp_path / "empty"], Limits(), tmp_path / "scratch")
    assert caught.value.path == str(tmp_path / "empty")
