"""From paths to files and sources."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from claimcheck.documents import discover
from claimcheck.documents.names import doc_id_of
from claimcheck.errors import ConfigurationError, UsageError


def make(root: Path, *names: str) -> Path:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("# Zinc\n\nIt helps.", "utf-8")
    return root


def found(*paths: Path) -> dict[str, tuple[str, str]]:
    corpus = discover(list(paths))
    return {
        file.relative_to(corpus.root).as_posix(): (source.name, source.role)
        for file, source in corpus.files
    }


def sources_toml(root: Path, text: str) -> Path:
    (root / "sources.toml").write_text(text, "utf-8")
    return root


RULES = """version = 1
[[source]]
name = "leaflets"
role = "reference"
include = ["a/*.md", "b/**/*.txt"]
[[source]]
name = "shop"
role = "promotional"
include = ["shop/*"]
"""


def test_each_top_folder_is_a_source_with_a_guessed_role(tmp_path: Path) -> None:
    make(tmp_path, "reference/zinc.md", "promo/deep/zinc.txt", "other stuff/x.html")
    assert found(tmp_path) == {
        "other stuff/x.html": ("other stuff", "other"),
        "promo/deep/zinc.txt": ("promo", "promotional"),
        "reference/zinc.md": ("reference", "reference"),
    }


def test_files_of_no_top_folder_belong_to_a_source_named_after_their_folder(tmp_path: Path) -> None:
    make(tmp_path / "promo", "zinc.md")
    assert found(tmp_path / "promo") == {"zinc.md": ("promo", "promotional")}


def test_several_paths_are_one_corpus(tmp_path: Path) -> None:
    make(tmp_path, "x/reference/zinc.md", "y/promo/zinc.md")
    assert found(tmp_path / "x/reference", tmp_path / "y/promo/zinc.md") == {
        "x/reference/zinc.md": ("reference", "reference"),
        "y/promo/zinc.md": ("promo", "promotional"),
    }


def test_a_file_is_taken_once(tmp_path: Path) -> None:
    make(tmp_path, "promo/zinc.md")
    assert len(discover([tmp_path, tmp_path / "promo", tmp_path / "promo/zinc.md"]).files) == 1


def test_the_order_does_not_depend_on_the_file_system(tmp_path: Path) -> None:
    make(tmp_path, *(f"s/{name}.md" for name in "qwertzuiop"))
    assert [file.stem for file, _ in discover([tmp_path]).files] == sorted("qwertzuiop")


def test_files_without_a_known_ending_are_named_as_skipped(tmp_path: Path) -> None:
    make(tmp_path, "s/a.md", "s/b.xyz", "s/.hidden.md", ".git/c.md")
    corpus = discover([tmp_path])
    assert [file.name for file, _ in corpus.files] == ["a.md"]
    assert [file.name for file in corpus.skipped] == ["b.xyz"]


def test_sources_toml_says_what_belongs_where(tmp_path: Path) -> None:
    make(tmp_path, "a/x.md", "a/x.txt", "b/c/y.txt", "shop/x.md", "unlisted/z.md")
    assert found(sources_toml(tmp_path, RULES)) == {
        "a/x.md": ("leaflets", "reference"),
        "b/c/y.txt": ("leaflets", "reference"),
        "shop/x.md": ("shop", "promotional"),
    }


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("version = 1", "version = 2", "version"),
        ("version = 1", "", "version"),
        ("version = 1", "version = 1\ncolour = 3", "colour"),
        ('role = "reference"', 'role = "referenz"', "role"),
        ('role = "reference"', 'role = "reference"\nrols = 1', "rols"),
        ('name = "leaflets"', 'name = ""', "name"),
        ('name = "leaflets"', 'name = "a\\nb"', "name"),
        ('name = "leaflets"', 'name = "shop"', "name"),
        ('["shop/*"]', '"shop/*"', "include"),
        ('["shop/*"]', "[]", "include"),
        ('["shop/*"]', "[3]", "include"),
        ('["shop/*"]', '["../shop/*"]', "include"),
        ('["shop/*"]', '["/etc/*"]', "include"),
        ('["shop/*"]', '["~/x"]', "include"),
        ('["shop/*"]', '["C:/x"]', "include"),
        ('["shop/*"]', '["none/*"]', "include"),
        ('["shop/*"]', '["**?/+"]', "include"),
        ('["shop/*"]', '["**/**/**/*"]', "include"),
        ('["shop/*"]', '["a\\u0000b"]', "include"),
        ('["shop/*"]', f'["{"x" * 400}"]', "include"),
        ('["shop/*"]', '["[a-"]', "include"),
        ('["shop/*"]', '["."]', "include"),
        ('["shop/*"]', '["a/*.md"]', "include"),
        ("[[source]]", "[source]", ""),
    ],
)
def test_a_wrong_sources_toml_is_refused_with_place_and_remedy(
    tmp_path: Path, old: str, new: str, place: str
) -> None:
    make(tmp_path, "a/x.md", "b/y.txt", "shop/x.md")
    sources_toml(tmp_path, RULES.replace(old, new))
    with pytest.raises(ConfigurationError) as error:
        discover([tmp_path])
    assert place in error.value.place
    assert error.value.path.endswith("sources.toml")
    assert error.value.remedy


def test_globs_cannot_bring_in_files_through_links_that_lead_out(tmp_path: Path) -> None:
    make(tmp_path, "outside/secret.md", "corpus/a/x.md", "corpus/b/y.txt", "corpus/shop/x.md")
    os.symlink(tmp_path / "outside/secret.md", tmp_path / "corpus/shop/link.md")
    corpus = discover([sources_toml(tmp_path / "corpus", RULES)])
    assert "secret" not in str([file.resolve() for file, _ in corpus.files])
    assert [file.name for file in corpus.skipped] == ["link.md"]


def test_links_that_lead_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    make(tmp_path, "outside/secret.md", "corpus/s/x.md")
    os.symlink(tmp_path / "outside/secret.md", tmp_path / "corpus/s/link.md")
    os.symlink(tmp_path / "outside", tmp_path / "corpus/linked")
    assert list(found(tmp_path / "corpus")) == ["s/x.md"]


def test_link_loops_end(tmp_path: Path) -> None:
    make(tmp_path, "s/x.md")
    os.symlink(tmp_path, tmp_path / "s/loop")
    os.symlink(tmp_path / "s/self.md", tmp_path / "s/self.md")
    assert list(found(tmp_path)) == ["s/x.md"]
    sources_toml(tmp_path, RULES.replace('["a/*.md", "b/**/*.txt"]', '["**/*.md"]'))
    make(tmp_path, "shop/y.txt")
    assert set(found(tmp_path)) == {"s/x.md", "shop/y.txt"}


@pytest.mark.parametrize("name", ["missing", "empty"])
def test_nothing_to_read_is_a_usage_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError) as error:
        discover([tmp_path / name])
    assert name in error.value.path
    assert error.value.remedy


def test_document_ids_tell_equal_names_apart_and_are_file_names() -> None:
    paths = [
        "reference/zinc.md",
        "promo/zinc.md",
        "promo/zinc.txt",
        "a--b/c.md",
        "a/b--c.md",
        "a/b\nc.md",
        "a/b c.md",
        "a/b\u00e9c.md",
        "../x.md",
        "x" * 400 + ".md",
        "x" * 401 + ".md",
        "con/..hidden.md",
    ]
    ids = [doc_id_of(path) for path in paths]
    assert len(set(ids)) == len(ids)
    assert all(
        set(i) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")
        for i in ids
    )
    assert all(not i.startswith(".") and len(i.encode()) < 200 for i in ids)
    assert ids[0] == "reference--zinc.md"
