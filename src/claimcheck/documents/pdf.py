"""PDF into blocks: lines in reading order, headings by size, hyphenation undone.

pdfminer.six (optional extra `pdf`) finds the lines; it is pure Python and executes nothing.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ..errors import DocumentError
from .extracted import Extracted, Extraction, Run
from .limits import LimitReached, Limits
from .plain import BULLET

#: Lines this much larger than the running text are headings.
_LARGER: Final = 1.12
_LONGEST_HEADING: Final = 120
#: A line that stands on this share of the pages (and on three at least) is a running title.
_RUNNING: Final = 0.5
#: Parts of words whose hyphen belongs to the word also at the end of a line.
_PREFIXES: Final = frozenset(
    {"well", "self", "non", "long", "short", "high", "low", "anti", "double", "cross", "follow"}
    | {"over", "evidence", "placebo", "post", "pre", "co", "all", "full", "half", "three", "two"}
)
_PAGE_NUMBER: Final = re.compile(r"(page\s*)?#(\s*(of|/)\s*#)?", re.IGNORECASE)
_BROKEN_WORD: Final = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]$")


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its text, size (points), whether bold, and which text box it stands in."""

    text: str
    size: float
    bold: bool
    page: int
    box: int

    @property
    def key(self) -> str:
        """The same for all copies of a running title: numbers are left out."""
        return re.sub(r"\d+", "#", self.text.strip())


def read(data: bytes, path: str, limits: Limits) -> Extracted:
    """Read a PDF.

    data (bytes): the file.
    path (str): for messages.
    limits (Limits): `max_pages`.
    RETURNS (Extracted).
    RAISES: DocumentError where it is damaged, encrypted or holds no text; LimitReached.
    """
    try:
        lines, title = _lines(data, limits)
    except LimitReached:
        raise
    except ImportError as error:
        raise DocumentError(
            "PDF files need an extra package",
            kind="unsupported_format",
            path=path,
            remedy="Install it: pip install 'claimcheck[pdf]'",
        ) from error
    except MemoryError:
        raise
    except Exception as error:  # pdfminer raises whatever a broken file provokes
        raise DocumentError(
            f"cannot be read as a PDF ({type(error).__name__}: {str(error)[:80]})",
            kind="unreadable",
            path=path,
            remedy="Print it to a new PDF without a password, or save its text.",
        ) from error
    if not any(line.text.strip() for line in lines):
        raise DocumentError(
            "holds no text: its pages are pictures (a scan)",
            kind="no_text",
            path=path,
            remedy="Run text recognition (OCR) over it first.",
        )
    return layout(lines, title)


def _lines(data: bytes, limits: Limits) -> tuple[list[Line], str]:
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LAParams, LTTextBox, LTTextLine
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfparser import PDFParser

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    document = PDFDocument(PDFParser(io.BytesIO(data)))
    title = _title(document.info)
    lines: list[Line] = []
    pages = extract_pages(io.BytesIO(data), laparams=LAParams(boxes_flow=0.5))
    box = 0
    for number, page in enumerate(pages):
        limits.check("max_pages", number + 1, "pages")
        for element in page:
            if not isinstance(element, LTTextBox):
                continue
            box += 1
            lines.extend(
                _line(line, number, box) for line in element if isinstance(line, LTTextLine)
            )
    return lines, title


def _title(infos: Iterable[dict[str, Any]]) -> str:
    for info in infos:
        value = info.get("Title")
        if isinstance(value, bytes):
            marked = value.startswith(b"\xfe\xff")
            return value.decode("utf-16" if marked else "latin-1", "replace").strip("\0 ")
    return ""


def _line(line: Any, page: int, box: int) -> Line:
    from pdfminer.layout import LTChar

    characters = [c for c in line if isinstance(c, LTChar)]
    sizes = sorted(round(c.size, 1) for c in characters)
    bold = sum("bold" in c.fontname.lower() or "black" in c.fontname.lower() for c in characters)
    text = re.sub(r"\(cid:\d+\)", "\ufffd", line.get_text())
    return Line(
        text=re.sub(r"[\t\r\n\f\v]+", " ", text).strip(),
        size=sizes[len(sizes) // 2] if sizes else 0.0,
        bold=bool(characters) and bold > 0.8 * len(characters),
        page=page,
        box=box,
    )


def layout(lines: Sequence[Line], title: str = "") -> Extracted:
    """Make blocks of printed lines.

    lines (sequence of Line): in reading order.
    title (str): as the file's properties say.
    RETURNS (Extracted): running titles and page numbers left out, lines joined to paragraphs (over
        columns and pages where a sentence goes on), words that a hyphen breaks put together.
    """
    shown = _without_running_titles([line for line in lines if line.text])
    body = _body_size(shown)
    sizes = sorted({line.size for line in shown if line.size > _LARGER * body}, reverse=True)
    levels = {size: min(6, rank + 1) for rank, size in enumerate(sizes)}
    extraction = Extraction()
    list_id = 0
    in_list = False
    for paragraph in _paragraphs(shown, body):
        first = paragraph[0]
        bullet = BULLET.match(first.text)
        if _is_heading(first, body):
            level = levels.get(first.size, min(6, len(sizes) + 1))
            extraction.paragraph("heading", _runs(paragraph, 0), level=level)
        elif bullet:
            list_id += not in_list
            runs = _runs(paragraph, bullet.end())
            item = len(extraction.blocks) + 1
            extraction.paragraph("list_item", runs, "\n", level=1, list_id=list_id, item_id=item)
        else:
            extraction.paragraph("paragraph", _runs(paragraph, 0))
        in_list = bool(bullet)
    return extraction.result(title)


def _without_running_titles(lines: Sequence[Line]) -> list[Line]:
    pages = {line.page for line in lines}
    least = max(3, _RUNNING * len(pages))
    counts = Counter(key for key, _ in {(line.key, line.page) for line in lines})
    return [
        line
        for line in lines
        if counts[line.key] < least
        and not re.fullmatch(r"(page\s*)?#(\s*(of|/)\s*#)?", line.key, re.I)
    ]


def _body_size(lines: Sequence[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], -size)) if sizes else 0.0


def _is_heading(line: Line, body: float) -> bool:
    if len(line.text) > _LONGEST_HEADING or BULLET.match(line.text):
        return False
    if line.size > _LARGER * body:
        return True
    return line.bold and line.text[-1] not in ".,;!" and len(line.text) <= 80


def _paragraphs(lines: Sequence[Line], body: float) -> Iterator[list[Line]]:
    current: list[Line] = []
    for line in lines:
        if current and not _goes_on(current[-1], line, body):
            yield current
            current = []
        current.append(line)
    if current:
        yield current


def _goes_on(above: Line, line: Line, body: float) -> bool:
    heading, was_heading = _is_heading(line, body), _is_heading(above, body)
    if heading or was_heading:
        return heading and was_heading and line.size == above.size and line.box == above.box
    if BULLET.match(line.text):
        return False
    if line.box == above.box:
        return True
    # Another column or page: the sentence goes on.
    unfinished = above.text[-1] not in '.!?:;\u2026"\u201d)'
    return unfinished and line.text[:1].islower()


def _runs(paragraph: Sequence[Line], skip: int) -> Iterator[Run]:
    for index, line in enumerate(paragraph):
        text = line.text[skip:]
        skip = 0
        following = paragraph[index + 1] if index + 1 < len(paragraph) else None
        if following is None:
            yield Run(text, line.bold)
            return
        broken = _BROKEN_WORD.search(text)
        if broken and following.text[:1].islower():
            kept = broken.group(1).lower() in _PREFIXES
            hidden = "\n" if kept else text[-1] + "\n"
            yield Run(text + "\n", line.bold, hidden=hidden)
        else:
            yield Run(text, line.bold)
            yield Run("\n", break_="soft")
