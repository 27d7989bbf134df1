"""The files of a report: safe, linked rightly, complete, of bounded size."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from claimcheck.report import build_report
from claimcheck.report import data as report_data

from . import corpora
from .conftest import Built

LARGEST_PAGE = 3_000_000


class Page(HTMLParser):
    """Ids, links and what a strict policy forbids."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.scripts: list[dict[str, str | None]] = []
        self.handlers: list[str] = []
        self.styled = 0
        self.policy = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        self.links += [str(found[name]) for name in ("href", "src") if found.get(name)]
        self.handlers += [name for name in found if name.startswith("on")]
        self.styled += tag == "style" or "style" in found
        if tag == "script":
            self.scripts.append(found)
        if found.get("http-equiv") == "Content-Security-Policy":
            self.policy = str(found["content"])


def parsed(folder: Path) -> dict[str, Page]:
    pages = sorted(folder.rglob("*.html"))
    return {p.relative_to(folder).as_posix(): Page(p.read_text(encoding="utf-8")) for p in pages}


def shard(path: Path) -> object:
    text = path.read_text(encoding="utf-8")
    return json.loads(text[text.index(",", text.index(",") + 1) + 1 : text.rindex(");")])


def test_every_page_has_a_strict_policy_and_nothing_inline(built: Built) -> None:
    for name, page in parsed(built.folder).items():
        assert "default-src 'none'" in page.policy, name
        assert "unsafe" not in page.policy, name
        assert page.handlers == [], name
        assert page.styled == 0, name
        inline = [s for s in page.scripts if "src" not in s]
        assert all(s.get("type") == "application/json" for s in inline), name


def test_every_link_and_fragment_leads_somewhere(built: Built, built_large: Built) -> None:
    for report in (built, built_large):
        pages = parsed(report.folder)
        for name, page in pages.items():
            assert len(page.ids) == len(set(page.ids)), name
            for link in page.links:
                check(pages, report.folder, name, link)


def known_states(fragment: str) -> bool:
    """Whether the filterable pages know each key of a fragment (static/state.js)."""
    known = {"source", "flag", "substance", "at", "sort"}
    return all(part.partition("=")[0] in known for part in fragment.split("&"))


def check(pages: dict[str, Page], folder: Path, name: str, link: str) -> None:
    parts = urlsplit(link)
    assert parts.scheme == "", (name, link)
    target = (folder / name).parent / unquote(parts.path) if parts.path else folder / name
    assert target.is_file(), (name, link)
    if not parts.fragment:
        return
    there = target.resolve().relative_to(folder.resolve()).as_posix()
    if there in ("contrast.html", "claims.html") and "=" in parts.fragment:
        assert known_states(parts.fragment), (name, link)
    else:
        assert unquote(parts.fragment) in pages[there].ids, (name, link)


def test_every_card_leads_to_its_claim(built: Built, built_large: Built) -> None:
    for report in (built, built_large):
        pages = parsed(report.folder)
        for path in report.folder.glob("data/detail-*.js"):
            records = shard(path)
            assert isinstance(records, list)
            for record in records:
                for place in [record["href"], *(m["href"] for m in record.get("matches", []))]:
                    page, _, fragment = place.partition("#")
                    assert fragment in pages[unquote(page)].ids


def test_every_claim_is_in_the_data_once(built_large: Built) -> None:
    details = [
        record["id"]
        for path in built_large.folder.glob("data/detail-*.js")
        for record in shard(path)  # type: ignore[attr-defined]
    ]
    assert len(details) == len(set(details)) == built_large.summary.claims


def test_hostile_text_stands_only_escaped_in_the_pages(built: Built) -> None:
    for path in built.folder.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        assert "<script>window" not in html
        assert not re.search(r"<img[^>]*onerror", html)


def test_a_very_long_document_is_cut_in_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_data, "PART_BYTES", 60_000)
    rows = list(corpora.large_pages(200, per_document=200))
    corpora.write(tmp_path, rows)
    summary = build_report(tmp_path)
    (document,) = summary.documents
    assert len(document.pages) > 2
    pages = parsed(tmp_path / "report")
    found = [i for p in document.pages for i in pages[f"documents/{p}"].ids if i.startswith("c-")]
    assert len(found) == len(set(found)) == 200


def test_a_new_report_replaces_the_old_one_whole(tmp_path: Path) -> None:
    corpora.small(tmp_path)
    build_report(tmp_path)
    (tmp_path / "report" / "stale.html").write_text("old", encoding="utf-8")
    build_report(tmp_path)
    assert not (tmp_path / "report" / "stale.html").exists()
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".report")] == []


def test_the_old_report_stays_where_the_new_one_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpora.small(tmp_path)
    build_report(tmp_path)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("claimcheck.report.pages.write_documents", fail)
    with pytest.raises(Exception, match="cannot be written"):
        build_report(tmp_path)
    assert (tmp_path / "report" / "documents" / "hostile.html").is_file()
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".report")] == []


def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    corpora.small(tmp_path)
    build_report(tmp_path)
    first = {p.name: p.read_bytes() for p in (tmp_path / "report").rglob("*") if p.is_file()}
    build_report(tmp_path)
    again = {p.name: p.read_bytes() for p in (tmp_path / "report").rglob("*") if p.is_file()}
    assert first == again


def test_no_page_and_no_data_file_is_too_large(built_large: Built) -> None:
    for path in built_large.folder.rglob("*"):
        assert not path.is_file() or path.stat().st_size < LARGEST_PAGE, path


def test_verdicts_of_the_evidence_base_are_shown(tmp_path: Path) -> None:
    pages = corpora.small(tmp_path)
    claim = pages["promo-magnesium"].rows.claims[0]
    line = {
        "claim_id": claim.claim_id,
        "doc_id": claim.doc_id,
        "verdict": "refutes",
        "probs": {"refutes": 0.9},
        "rationale": [{"evidence_id": "e1", "sentence": "No effect was seen <b>at all</b>."}],
        "reasons": ["one sentence decides it"],
        "schema_version": "1.0",
    }
    (tmp_path / "evidence.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    summary = build_report(tmp_path)
    assert summary.sources[0].evidence["refutes"].count == 1
    assert summary.sources[1].evidence == {}
    page = tmp_path / "report" / "documents" / "promo-magnesium.html"
    html = page.read_text(encoding="utf-8")
    assert "evidence refutes" in html
    assert "No effect was seen &lt;b&gt;" in html
