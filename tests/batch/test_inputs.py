"""What a run can read: folders, lists, archives, records."""

from __future__ import annotations

import csv
import io
import json
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from claimcheck.batch.inputs import Inputs, gather
from claimcheck.batch.run import RunResult
from claimcheck.config import load_config
from claimcheck.documents import Document, Limits
from claimcheck.errors import DocumentError, UsageError
from claimcheck.tables import iter_table

Run = Callable[..., RunResult]
Gather = Callable[..., Inputs]
LIMITS = Limits(max_bytes=10_000)

PAGES = {
    "shop/tea.md": "# Tea\n\nTea helps sleep.\n",
    "shop/zinc.txt": "Zinc helps against colds.\n",
    "leaflets/zinc.html": "<h1>Zinc</h1><p>Zinc may help.</p>",
}


@pytest.fixture
def collect(tmp_path: Path) -> Gather:
    return lambda *paths: gather(paths, LIMITS, tmp_path / "scratch")


def read(inputs: Inputs, number: int = 0) -> Document:
    item = inputs.items[number]
    return item.origin.document(item, inputs.root, LIMITS)


def names(inputs: Inputs) -> list[tuple[str, str]]:
    return [(item.path, item.source.name) for item in inputs.items]


def write_folder(root: Path, pages: dict[str, str] = PAGES) -> Path:
    for name, text in pages.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


def write_zip(path: Path, pages: dict[str, str] = PAGES, top: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in pages.items():
            archive.writestr(top + name, text)
    return path


def write_tar(path: Path, pages: dict[str, str] = PAGES) -> Path:
    mode = {".gz": "w:gz", ".tgz": "w:gz", ".bz2": "w:bz2", ".xz": "w:xz"}.get(path.suffix, "w")
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, text in pages.items():
            data = text.encode()
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return path


ARCHIVES = ["a.zip", "a.tar", "a.tar.gz", "a.tgz", "a.tar.bz2", "a.tar.xz"]


def write_archive(path: Path, pages: dict[str, str] = PAGES) -> Path:
    return write_zip(path, pages) if path.suffix == ".zip" else write_tar(path, pages)


@pytest.mark.parametrize("name", ARCHIVES)
def test_an_archive_gives_what_its_folder_gives(name: str, tmp_path: Path, collect: Gather) -> None:
    folder = collect(write_folder(tmp_path / "folder"))
    packed = collect(write_archive(tmp_path / name))
    assert names(packed) == names(folder)
    for number in range(len(PAGES)):
        assert read(packed, number) == read(folder, number)


def test_one_folder_around_everything_is_no_source(tmp_path: Path, collect: Gather) -> None:
    inputs = collect(write_zip(tmp_path / "a.zip", top="download/"))
    assert {item.source.name for item in inputs.items} == {"shop", "leaflets"}


def test_sources_toml_in_an_archive_holds(tmp_path: Path, collect: Gather) -> None:
    rules = (
        'version = 1\n[[source]]\nname = "official"\nrole = "reference"\n'
        'include = ["leaflets/*"]\n[[source]]\nname = "sellers"\nrole = "promotional"\n'
        'include = ["**/*.md"]\n'
    )
    inputs = collect(write_zip(tmp_path / "a.zip", {**PAGES, "sources.toml": rules}))
    assert names(inputs) == [("leaflets/zinc.html", "official"), ("shop/tea.md", "sellers")]


@pytest.mark.parametrize("name", ["../../etc/a.md", "/etc/a.md", "..\\..\\a.md"])
def test_a_member_that_climbs_keeps_a_name_inside(
    name: str, tmp_path: Path, collect: Gather
) -> None:
    (item,) = collect(write_zip(tmp_path / "a.zip", {name: "Tea helps.\n"})).items
    assert ".." not in item.path
    assert not item.path.startswith("/")


@pytest.mark.parametrize("name", ARCHIVES)
def test_a_member_over_the_limit_is_an_error_of_its_own(
    name: str, tmp_path: Path, collect: Gather
) -> None:
    inputs = collect(write_archive(tmp_path / name, {"bomb.md": "0" * 2_000_000, "tea.md": "Tea."}))
    with pytest.raises(DocumentError) as caught:
        read(inputs, 0)
    assert caught.value.kind == "too_large"
    assert read(inputs, 1).text == "Tea."


def test_an_archive_that_unpacks_without_end_is_refused(
    tmp_path: Path, collect: Gather, monkeypatch: pytest.MonkeyPatch
) -> None:
    from claimcheck.batch.inputs import archives

    monkeypatch.setattr(archives, "_LEAST_BYTES", 100_000)
    bomb = write_tar(tmp_path / "a.tar.xz", {"a.bin": "0" * 30_000_000, "tea.md": "Tea."})
    with pytest.raises(UsageError, match="1000 times its size"):
        collect(bomb)


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz"])
def test_a_broken_archive_is_named(name: str, tmp_path: Path, collect: Gather) -> None:
    (tmp_path / name).write_bytes(b"this is no archive" * 100)
    with pytest.raises(UsageError, match="is not an archive") as caught:
        collect(tmp_path / name)
    assert name in caught.value.path


def test_a_damaged_member_is_an_error_of_its_own(tmp_path: Path, collect: Gather) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.md": "Tea helps. " * 50, "b.md": "Zinc."})
    data = bytearray(path.read_bytes())
    data[40] ^= 0xFF
    path.write_bytes(bytes(data))
    inputs = collect(path)
    with pytest.raises(DocumentError) as caught:
        read(inputs, 0)
    assert caught.value.kind == "unreadable"
    assert read(inputs, 1).text == "Zinc."


def test_json_lines_give_a_document_each(tmp_path: Path, collect: Gather) -> None:
    path = tmp_path / "crawl.jsonl"
    lines = [
        {"id": "tea", "text": "# Tea\n\nTea helps.", "format": "markdown", "source": "shop"},
        {"text": "Zinc may help.", "title": "On zinc", "role": "reference"},
    ]
    path.write_text("\n".join(map(json.dumps, lines)) + "\n\n", "utf-8")
    inputs = collect(path)
    assert names(inputs) == [("crawl.jsonl/tea", "shop"), ("crawl.jsonl/2", "crawl")]
    assert (read(inputs).format, read(inputs).title) == ("markdown", "Tea")
    assert (read(inputs, 1).title, inputs.items[1].source.role) == ("On zinc", "reference")
    assert read(inputs, 1).offsets_into == "extracted_text"


def test_csv_gives_a_document_each_also_with_line_ends_in_a_field(
    tmp_path: Path, collect: Gather
) -> None:
    path = tmp_path / "crawl.csv"
    with path.open("w", newline="", encoding="utf-8-sig") as stream:
        writer = csv.writer(stream)
        writer.writerows([["id", "text"], ["a", 'Tea,\nthe "best",\nhelps.'], ["b", "5 mg 3' 2x"]])
    inputs = collect(path)
    assert [read(inputs, n).text for n in range(2)] == ['Tea,\nthe "best",\nhelps.', "5 mg 3' 2x"]


@pytest.mark.parametrize(
    "line", ["no json", "[1]", '{"txt": "Tea"}', '{"text": 7}', '{"text": "a", "format": "pdf"}']
)
def test_a_bad_record_is_an_error_that_names_its_line(
    line: str, tmp_path: Path, collect: Gather
) -> None:
    path = tmp_path / "crawl.jsonl"
    path.write_text('{"text": "Tea helps."}\n' + line + "\n", "utf-8")
    with pytest.raises(DocumentError) as caught:
        read(collect(path), 1)
    assert (caught.value.kind, caught.value.place) == ("bad_record", "line 2")


def test_a_record_over_the_limit_is_not_held_in_memory(tmp_path: Path, collect: Gather) -> None:
    path = tmp_path / "crawl.jsonl"
    path.write_text(json.dumps({"text": "x" * 50_000}) + '\n{"text": "Tea."}\n', "utf-8")
    inputs = collect(path)
    with pytest.raises(DocumentError) as caught:
        read(inputs, 0)
    assert caught.value.kind == "too_large"
    assert read(inputs, 1).text == "Tea."


def test_csv_without_text_says_which_columns_there_are(tmp_path: Path, collect: Gather) -> None:
    (tmp_path / "a.csv").write_text("id,body\n1,Tea\n", "utf-8")
    with pytest.raises(UsageError) as caught:
        collect(tmp_path / "a.csv")
    assert "id, body" in caught.value.remedy


def test_records_of_one_id_are_refused(tmp_path: Path, collect: Gather) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": 1, "text": "a"}\n' * 2, "utf-8")
    with pytest.raises(UsageError, match=r"two documents are called a\.jsonl/1"):
        collect(tmp_path / "a.jsonl")


@pytest.mark.parametrize("given", ["@pages.txt", "pages.list"])
def test_a_list_names_paths_relative_to_itself(
    given: str, tmp_path: Path, collect: Gather, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_folder(tmp_path / "folder")
    lines = "# mine\nfolder/shop/tea.md\n\nfolder/leaflets/zinc.html\n"
    (tmp_path / given.removeprefix("@")).write_text(lines, "utf-8")
    monkeypatch.chdir(tmp_path)
    assert [path for path, _ in names(collect(given))] == ["shop/tea.md", "leaflets/zinc.html"]


@pytest.mark.parametrize("content", [None, "", "# nothing\n"], ids=["missing", "empty", "comment"])
def test_a_list_without_a_path_is_refused(
    content: str | None, tmp_path: Path, collect: Gather
) -> None:
    if content is not None:
        (tmp_path / "a.list").write_text(content, "utf-8")
    with pytest.raises(UsageError) as caught:
        collect(tmp_path / "a.list")
    assert caught.value.path.endswith("a.list")


def test_inputs_of_all_kinds_go_together(tmp_path: Path, run_pages: Run) -> None:
    write_folder(tmp_path / "folder")
    write_tar(tmp_path / "more.tar.gz")
    (tmp_path / "crawl.jsonl").write_text('{"text": "Tea helps."}\n', "utf-8")
    paths = [tmp_path / "folder", tmp_path / "more.tar.gz", tmp_path / "crawl.jsonl"]
    result = run_pages(paths, tmp_path / "out", jobs=2)
    assert result.counts["documents"] == 7
    assert sorted(path.name for path in (tmp_path / "out").iterdir() if path.is_dir()) == [
        ".parts",
        "text",
    ]


def test_the_text_of_a_record_is_written_for_its_offsets(tmp_path: Path, run_pages: Run) -> None:
    (tmp_path / "crawl.jsonl").write_text('{"text": "Now: Tea helps.\\r\\nAnd more."}\n', "utf-8")
    run_pages(tmp_path / "crawl.jsonl", tmp_path / "out")
    ((_, document),) = iter_table(tmp_path / "out/documents.jsonl")
    text = (tmp_path / "out/text" / f"{document['doc_id']}.txt").read_bytes().decode()
    ((_, claim),) = iter_table(tmp_path / "out/claims.jsonl")
    assert document["offsets_into"] == "extracted_text"
    assert text[claim["start"] : claim["end"]] == claim["text"]


def test_pages_of_an_archive_resume(tmp_path: Path, run_pages: Run) -> None:
    archive = write_tar(tmp_path / "more.tgz")
    config = load_config(overrides=["batch.shard_size=1"])
    run_pages(archive, tmp_path / "out", config=config)
    write_tar(archive, {**PAGES, "shop/tea.md": "Tea helps more.\n"})
    assert run_pages(archive, tmp_path / "out", config=config, resume=True).reused == 2
