"""Files made to break readers: write them to a folder, and show what each of them gives.

python scripts/nasty_files.py FOLDER        write the files
python scripts/nasty_files.py --table       write them to a temporary folder, read each, and
                                            print a Markdown table of outcomes and times
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

GOOD = "# Zinc\n\nZinc may shorten a cold. It is safe.\n"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True)
class Nasty:
    """A file: its name, what is nasty about it, and its content as bytes or as a maker."""

    name: str
    about: str
    content: bytes | Callable[[Path], None]

    def write(self, folder: Path) -> Path:
        path = folder / self.name
        if callable(self.content):
            self.content(path)
        else:
            path.write_bytes(self.content)
        return path


def files(scale: float = 1.0) -> Iterator[Nasty]:
    """All nasty files; `scale` below 1 makes the large ones smaller."""

    def n(count: int) -> int:
        return max(2, int(count * scale))

    yield from _bytes(n)
    yield from _markdown(n)
    yield from _html(n)
    yield from _office(n)


def _bytes(n: Callable[[int], int]) -> Iterator[Nasty]:
    curly = "Zinc\u2019s role \u2013 it may help \u201ca lot\u201d in colds and it is safe."
    yield Nasty("empty.md", "no byte", b"")
    yield Nasty("blank.md", "white space only", b" \n\t\n" * n(1000))
    yield Nasty(
        "binary.md", "a PNG picture named .md", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9
    )
    yield Nasty("program.txt", "an ELF program named .txt", b"\x7fELF" + bytes(500))
    yield Nasty("really-a-pdf.html", "a PDF named .html", b"%PDF-1.4\n" + bytes(range(128, 256)))
    yield Nasty("zeros.txt", "zero bytes", bytes(n(100_000)))
    yield Nasty(
        "broken-utf8.md", "UTF-8 with broken bytes", curly.encode() + b" \xff\xfe\xc3( end."
    )
    yield Nasty("cp1252.txt", "Windows-1252", curly.encode("cp1252"))
    yield Nasty("utf16.txt", "UTF-16 with mark", curly.encode("utf-16"))
    yield Nasty("utf16-bare.txt", "UTF-16 without mark", curly.encode("utf-16-le"))
    yield Nasty("bom.md", "UTF-8 with mark", b"\xef\xbb\xbf" + GOOD.encode())
    yield Nasty("huge.txt", "100 MB", lambda path: _sparse(path, 100_000_000))
    yield Nasty("one-line.txt", "a million characters without a full stop", b"word " * n(200_000))
    yield Nasty("no-space.txt", "a million letters without a space", b"a" * n(1_000_000))
    yield Nasty("dots.txt", "a million full stops", b"." * n(1_000_000))
    yield Nasty("brackets.txt", "unclosed brackets", b"(" * n(300_000))
    yield Nasty("quotes.txt", "a trap for expressions over quotes", b'a." ' * n(100_000))
    yield Nasty("citations.txt", "a trap for expressions over citations", b"a [1][2] " * n(50_000))
    yield Nasty("newlines.txt", "a million empty lines", b"\n" * n(1_000_000) + GOOD.encode())
    yield Nasty("german.md", "another language", _GERMAN.encode())
    yield Nasty("mixed.md", "two languages", (GOOD + "\n" + _GERMAN).encode())
    yield Nasty("rtl.md", "right to left, emoji, combining marks, zero width", _UNICODE.encode())
    yield Nasty("page\nname\x07.md", "a line break and a bell in the file name", GOOD.encode())
    yield Nasty("self-link.md", "a symbolic link to itself", lambda path: os.symlink(path, path))


def _sparse(path: Path, size: int) -> None:
    with path.open("wb") as file:
        file.truncate(size)


def _markdown(n: Callable[[int], int]) -> Iterator[Nasty]:
    page = "\n\n".join(["Zinc may help, e.g. with **colds**. It is safe [3]. " * 5] * n(20_000))
    yield Nasty("5mb.md", "a 5 MB page", page.encode())
    lists = "".join("  " * min(level, 400) + "- a\n" for level in range(n(10_000)))
    yield Nasty("nested-lists.md", "lists nested 10,000 deep", lists.encode())
    yield Nasty("nested-quotes.md", "quotations nested 10,000 deep", b">" * n(10_000) + b" a")
    yield Nasty("stars.md", "unclosed emphasis", b"*a " * n(50_000))
    yield Nasty("links.md", "unclosed links", b"[a](" * n(20_000))
    yield Nasty("pictures.md", "unclosed pictures", b"![[" * n(20_000))
    yield Nasty("ticks.md", "unclosed code", b"`a" * n(50_000))
    row = "|".join(["a"] * 1000) + "\n"
    table = row + "|".join(["-"] * 1000) + "\n" + row * n(1000)
    yield Nasty("table.md", "a table of a million cells", table.encode())
    tags = "---\ntitle: !!python/object/apply:os.system ['touch pwned']\n---\n" + GOOD
    yield Nasty("yaml-tags.md", "front matter with tags", tags.encode())
    names = "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12))
    laughs = "---\na0: &a0 ha\n" + names + "title: x\n---\n" + GOOD
    yield Nasty("yaml-laughs.md", "front matter of entities in entities", laughs.encode())
    injection = (
        "---\ntitle: <script>alert(1)</script>{{ 7*7 }}\n---\n# {{ 7*7 }} {% raw %}\n\n" + GOOD
    )
    yield Nasty("injection.md", "HTML and template code in the title", injection.encode())


def _html(n: Callable[[int], int]) -> Iterator[Nasty]:
    text = "<p>Zinc may shorten a cold.<p>It is safe."
    yield Nasty("unclosed.html", "no tag is ever closed", (("<div>" + text) * n(2_000)).encode())
    yield Nasty("nested.html", "lists nested 10,000 deep", ("<ul><li>" * n(10_000) + text).encode())
    yield Nasty("deep.html", "100,000 open elements", ("<div>" * 100_000 + text).encode())
    table = "<table>" + ("<tr>" + "<td>a" * 1000) * n(1000)
    yield Nasty("table.html", "a table of a million cells", table.encode())
    yield Nasty("angles.html", "opening angle brackets", ("<" * n(100_000) + text).encode())
    yield Nasty(
        "attributes.html", "an unclosed attribute", (text + "<a href='" + "x" * n(500_000)).encode()
    )
    yield Nasty(
        "entities.html", "a hundred thousand entities", ("&amp;" * n(100_000) + text).encode()
    )
    dtd = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "&a;&a;">]>'
    yield Nasty("doctype.html", "a document type with entities", (dtd + text + "&b;").encode())
    active = (
        "<script>fetch('http://example.org')</script><img src=x onerror=alert(1)><iframe src=x>"
    )
    yield Nasty("active.html", "scripts and remote pictures", (text + active).encode())
    yield Nasty("markup-only.html", "no text at all", b"<html><body><img src=a></body></html>")


def _office(n: Callable[[int], int]) -> Iterator[Nasty]:
    yield Nasty("bomb.docx", "a ZIP bomb (1 GB in 1 MB)", _docx("0" * n(1_000_000_000)))
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    prolog = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>'
    yield Nasty("laughs.docx", "billion laughs", _docx("a", prolog))
    yield Nasty("torn.docx", "half of an archive", _docx("It helps.")[:150])
    yield Nasty("no-word.docx", "an archive of something else", _zip({"a.txt": "It helps."}))
    yield Nasty("torn.pdf", "a PDF without its objects", b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog")
    yield Nasty("loop.pdf", "a PDF whose page tree holds itself", _LOOP)
    yield Nasty(
        "garbage.pdf", "random bytes named .pdf", bytes(i * 7919 % 251 for i in range(20_000))
    )


def _docx(text: str, prolog: str = "") -> bytes:
    body = f"<w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body>"
    return _zip({"word/document.xml": f'{prolog}<w:document xmlns:w="{WORD}">{body}</w:document>'})


def _zip(members: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


_LOOP = (
    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    b"2 0 obj\n<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>\nendobj\n"
    b"trailer\n<< /Root 1 0 R /Size 3 >>\n%%EOF"
)
_GERMAN = (
    "Zink kann eine Erk\u00e4ltung verk\u00fcrzen und ist gut vertr\u00e4glich. "
    "Es wird f\u00fcr das Immunsystem ben\u00f6tigt, und ein Mangel ist nicht selten.\n"
)
_UNICODE = (
    "# \u0627\u0644\u0632\u0646\u0643 Zinc \U0001f33f\n\nCafe\u0301 \ufb01bre may help\u200b "
    "your gut\u00a0health. \U0001f469\u200d\u2695\ufe0f "
    "\u202eIt is safe\u202c in \u05e9\u05dc\u05d5\u05dd people.\n"
)


def outcome(path: Path) -> str:
    """What reading a file gives, in a few words."""
    from claimcheck.documents import Limits, Source, read_document
    from claimcheck.errors import DocumentError

    try:
        document = read_document(
            path, root=path.parent, source=Source("nasty", "other"), limits=Limits()
        )
    except DocumentError as error:
        return f"`{error.kind}`: {error.message}"
    for unit in document.units:
        assert document.text[unit.span.start : unit.span.end] == unit.text
    notes = f" ({'; '.join(document.warnings)})" if document.warnings else ""
    decoded = "" if document.encoding == "utf-8" else f", {document.encoding}"
    return f"read: {len(document.units):,} units{decoded}{notes}"


def _table() -> None:
    print("| file | what is nasty | outcome | seconds of CPU |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for nasty in files():
            path = nasty.write(Path(folder))
            start = time.process_time()
            found = outcome(path).replace("|", "\\|")
            seconds = time.process_time() - start
            name = nasty.name.encode("unicode_escape").decode()
            print(f"| `{name}` | {nasty.about} | {found} | {seconds:.1f} |", flush=True)
            path.unlink()


if __name__ == "__main__":
    if sys.argv[1:] == ["--table"]:
        _table()
    elif len(sys.argv) == 2:
        target = Path(sys.argv[1])
        target.mkdir(parents=True, exist_ok=True)
        for nasty in files():
            nasty.write(target)
    else:
        sys.exit(__doc__)
