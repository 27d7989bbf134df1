"""Files made to break readers: each gives a result or an error of its own, in time.

The files come from scripts/nasty_files.py, here with the large ones made smaller.
"""

from __future__ import annotations

import importlib.util
import os
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

from claimcheck.documents import Limits, discover, read_bytes, read_document
from claimcheck.errors import ClaimcheckError, DocumentError

from .helpers import LIMITS, SOURCE, assert_true_to_original

SCRIPT = Path(__file__).parents[2] / "scripts" / "nasty_files.py"
#: Seconds of computing that none of the smaller files may take.
PATIENCE = 20


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("nasty_files", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


NASTY = {nasty.name: nasty for nasty in script().files(scale=0.01)}
#: What each gives, where it is not simply read: the kind of the error.
ERRORS = {
    "empty.md": "empty",
    "blank.md": "empty",
    "binary.md": "binary",
    "program.txt": "binary",
    "really-a-pdf.html": "binary",
    "zeros.txt": "binary",
    "huge.txt": "too_large",
    "german.md": "not_english",
    "self-link.md": "unreadable",
    "nested-lists.md": "too_deep",
    "nested-quotes.md": "too_deep",
    "deep.html": "too_deep",
    "markup-only.html": "no_text",
    "laughs.docx": "unreadable",
    "torn.docx": "unreadable",
    "no-word.docx": "unreadable",
    "torn.pdf": "unreadable",
    "loop.pdf": "no_text",
    "garbage.pdf": "unreadable",
}


@pytest.mark.parametrize("name", NASTY, ids=lambda name: name.encode("unicode_escape").decode())
def test_a_nasty_file_gives_what_it_should_in_time(name: str, tmp_path: Path) -> None:
    if name.endswith(".pdf"):
        pytest.importorskip("pdfminer")
    path = NASTY[name].write(tmp_path)
    start = time.process_time()
    if name in ERRORS:
        with pytest.raises(DocumentError) as error:
            read_document(path, root=tmp_path, source=SOURCE, limits=LIMITS)
        assert error.value.kind == ERRORS[name]
        assert error.value.path == name
        assert error.value.remedy
    else:
        document = read_document(path, root=tmp_path, source=SOURCE, limits=LIMITS)
        if len(document.text) < 2_000_000:
            assert_true_to_original(document)
    assert time.process_time() - start < PATIENCE


def test_every_expected_error_belongs_to_a_file() -> None:
    assert set(ERRORS) <= set(NASTY)


@pytest.mark.parametrize(
    ("limits", "name", "kind"),
    [
        (Limits(max_bytes=10), "bom.md", "too_large"),
        (Limits(max_cells=50), "table.html", "too_large"),
        (Limits(max_cells=50), "table.md", "too_large"),
        (Limits(max_units=50), "5mb.md", "too_large"),
        (Limits(max_open_tags=10), "unclosed.html", "too_deep"),
        (Limits(max_expanded_bytes=1000), "bomb.docx", "too_large"),
    ],
)
def test_each_limit_is_an_error_that_names_its_key(
    limits: Limits, name: str, kind: str, tmp_path: Path
) -> None:
    path = NASTY[name].write(tmp_path)
    with pytest.raises(DocumentError) as error:
        read_document(path, root=tmp_path, source=SOURCE, limits=limits)
    assert error.value.kind == kind
    assert "documents.max_" in error.value.remedy


def test_nothing_in_a_document_is_executed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = NASTY["yaml-tags.md"].write(tmp_path)
    read_document(path, root=tmp_path, source=SOURCE, limits=LIMITS)
    assert not (tmp_path / "pwned").exists()


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def no_network(*_: object, **__: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr("socket.socket.connect", no_network)
    monkeypatch.setattr("socket.getaddrinfo", no_network)
    for name in ("active.html", "doctype.html"):
        path = NASTY[name].write(tmp_path)
        document = read_document(path, root=tmp_path, source=SOURCE, limits=LIMITS)
        assert "root:" not in " ".join(unit.clean_text for unit in document.units)


def test_a_title_is_kept_as_text_for_whoever_shows_it(tmp_path: Path) -> None:
    path = NASTY["injection.md"].write(tmp_path)
    document = read_document(path, root=tmp_path, source=SOURCE, limits=LIMITS)
    assert document.title.startswith("<script>")
    assert not any("{%" in unit.clean_text for unit in document.units)


def test_encodings_are_recorded(tmp_path: Path) -> None:
    found = {}
    for name in ("cp1252.txt", "utf16.txt", "utf16-bare.txt", "bom.md", "broken-utf8.md"):
        path = NASTY[name].write(tmp_path)
        document = read_document(path, root=tmp_path, source=SOURCE, limits=LIMITS)
        found[name] = (document.encoding, document.replaced_characters)
    assert found == {
        "cp1252.txt": ("cp1252", 0),
        "utf16.txt": ("utf-16-le", 0),
        "utf16-bare.txt": ("utf-16-le", 0),
        "bom.md": ("utf-8", 0),
        "broken-utf8.md": ("utf-8", 3),
    }


def test_a_folder_of_nasty_files_is_still_a_corpus(tmp_path: Path) -> None:
    for nasty in NASTY.values():
        if nasty.name not in ("huge.txt", "5mb.md"):
            nasty.write(tmp_path)
    (tmp_path / "good.md").write_text("# Zinc\n\nIt may help.", "utf-8")
    corpus = discover([tmp_path])
    good = [file for file, _ in corpus.files if file.name == "good.md"]
    assert good
    document = read_document(good[0], root=corpus.root, source=SOURCE, limits=LIMITS)
    assert document.units[1].text == "It may help."


def test_a_file_without_rights_is_named(tmp_path: Path) -> None:
    path = tmp_path / "secret.md"
    path.write_text("It helps.", "utf-8")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    with pytest.raises(DocumentError) as error:
        read_document(path, root=tmp_path, source=SOURCE, limits=LIMITS)
    assert error.value.kind == "unreadable"


@pytest.mark.parametrize("path", ["page.xyz", "page", ".md", "page.md.exe"])
def test_an_unknown_ending_is_named(path: str) -> None:
    with pytest.raises(ClaimcheckError) as error:
        read_bytes(b"It helps.", path=path, source=SOURCE, limits=LIMITS)
    assert ".html" in error.value.remedy
