"""DOCX into blocks: headings and lists by style and numbering, tables, bold lead-ins.

The archive is read within limits and its XML without entities; macros, links, pictures, deleted
and hidden text are left alone.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from ..errors import DocumentError
from .extracted import Extracted, Extraction, Run
from .limits import Limits

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DC_TITLE: Final = "{http://purl.org/dc/elements/1.1/}title"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_NOT_READ: Final = frozenset({_W + "del", _W + "moveFrom", _W + "instrText", _FALLBACK})
_HEADING: Final = re.compile(r"heading\s*(\d)", re.IGNORECASE)


def read(data: bytes, path: str, limits: Limits) -> Extracted:
    """Read a Word file.

    data (bytes): the file.
    path (str): for messages.
    limits (Limits): what it may cost.
    RETURNS (Extracted).
    RAISES: DocumentError where the file is damaged or no Word file; LimitReached.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            archive_ = _Archive(archive, limits)
            body = archive_.xml("word/document.xml")
            styles = archive_.xml("word/styles.xml", optional=True)
            properties = archive_.xml("docProps/core.xml", optional=True)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise _damaged(path, str(error)) from error
    except (RuntimeError, KeyError) as error:
        raise _damaged(path, f"it is encrypted, or no Word file ({error})") from error
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise _damaged(path, f"its XML cannot be read safely ({error})") from error
    assert body is not None
    title = properties.findtext(_DC_TITLE, "") if properties is not None else ""
    reader = _Reader(_style_names(styles), limits)
    reader.body(body)
    return reader.extraction.result(title or "")


def _damaged(path: str, message: str) -> DocumentError:
    return DocumentError(
        f"cannot be opened as a Word file: {message}",
        kind="unreadable",
        path=path,
        remedy="Open it in a word processor and save it again as .docx without a password.",
    )


@dataclass(slots=True)
class _Archive:
    """Reads members up to what is left of the limit, whatever the archive says of their size."""

    archive: zipfile.ZipFile
    limits: Limits
    expanded: int = 0

    def xml(self, name: str, optional: bool = False) -> Element | None:
        if optional and name not in self.archive.namelist():
            return None
        with self.archive.open(name) as member:
            left = self.limits.max_expanded_bytes - self.expanded
            data = member.read(left + 1)
        self.expanded += len(data)
        self.limits.check("max_expanded_bytes", self.expanded, "bytes of unpacked XML")
        root: Element = fromstring(data, forbid_dtd=True)
        return root


def _style_names(styles: Element | None) -> dict[str, str]:
    if styles is None:
        return {}
    return {
        style.get(_W + "styleId", ""): _value(style.find(_W + "name"))
        for style in styles.iter(_W + "style")
    }


def _value(element: Element | None) -> str:
    return element.get(_W + "val", "") if element is not None else ""


def _is_on(properties: Element | None, name: str) -> bool:
    found = properties.find(_W + name) if properties is not None else None
    return found is not None and _value(found) not in ("0", "false", "off")


@dataclass(slots=True)
class _Reader:
    styles: dict[str, str]
    limits: Limits
    extraction: Extraction = field(default_factory=Extraction)
    cells: int = 0
    tables: int = 0
    list_id: int = 0
    in_list: bool = False
    items: int = 0

    def body(self, root: Element) -> None:
        for element, cell in _paragraphs(root):
            if cell is None:
                self._paragraph(element)
            else:
                self._cell(element, cell)

    def _paragraph(self, element: Element) -> None:
        kind, level = self._kind(element)
        layout: dict[str, object] = {"level": level}
        if kind == "list_item":
            if not self.in_list:
                self.list_id += 1
            self.items += 1
            layout |= {"list_id": self.list_id, "item_id": self.items}
        runs = list(_runs(element))
        if any(run.text.strip() for run in runs):
            self.in_list = kind == "list_item"
            self.extraction.paragraph(kind, runs, "\n" if kind == "list_item" else "\n\n", **layout)

    def _kind(self, element: Element) -> tuple[str, int]:
        properties = element.find(_W + "pPr")
        if properties is None:
            return "paragraph", 0
        style_id = _value(properties.find(_W + "pStyle"))
        style = self.styles.get(style_id, style_id)
        heading = _HEADING.match(style)
        if heading:
            return "heading", min(6, max(1, int(heading.group(1))))
        if style.lower() == "title":
            return "heading", 1
        if style.lower() == "subtitle":
            return "heading", 2
        numbering = properties.find(_W + "numPr")
        if numbering is not None or style.lower().startswith("list"):
            indent = _value(numbering.find(_W + "ilvl")) if numbering is not None else ""
            return "list_item", 1 + min(int(indent) if indent.isdigit() else 0, 20)
        return ("quote", 0) if "quote" in style.lower() else ("paragraph", 0)

    def _cell(self, element: Element, cell: _Cell) -> None:
        self.cells += 1
        self.limits.check("max_cells", self.cells, "table cells")
        runs = list(_runs(element))
        self.extraction.paragraph(
            "table_cell",
            runs,
            "\t" if cell.column else "\n\n" if not cell.row else "\n",
            table_id=cell.table,
            row=cell.row,
            column=cell.column,
            is_header=cell.row == 0,
        )
        self.in_list = False


@dataclass(frozen=True, slots=True)
class _Cell:
    table: int
    row: int
    column: int


def _paragraphs(root: Element) -> Iterator[tuple[Element, _Cell | None]]:
    """Paragraphs in order, without recursion; those of table cells with their cell."""
    tables = 0
    stack: list[tuple[Element, _Cell | None]] = [(root, None)]
    while stack:
        element, cell = stack.pop()
        if element.tag == _W + "p":
            yield element, cell
        elif element.tag == _W + "tbl" and cell is None:
            tables += 1
            places = [
                (found, _Cell(tables, row, column))
                for row, line in enumerate(element.iterfind(_W + "tr"))
                for column, found in enumerate(line.iterfind(_W + "tc"))
            ]
            stack.extend(reversed(places))
        elif element.tag not in _NOT_READ:
            stack.extend((child, cell) for child in reversed(element))


def _runs(paragraph: Element) -> Iterator[Run]:
    stack: list[Element] = [paragraph]
    while stack:
        element = stack.pop()
        if element.tag == _W + "r":
            yield from _run(element)
        elif element.tag not in _NOT_READ:
            stack.extend(reversed(element))


def _run(element: Element) -> Iterator[Run]:
    properties = element.find(_W + "rPr")
    if _is_on(properties, "vanish"):
        return
    bold, italic = _is_on(properties, "b"), _is_on(properties, "i")
    for child in element:
        if child.tag == _W + "t":
            yield Run(_one_line(child.text or ""), bold, italic)
        elif child.tag == _W + "tab":
            yield Run(" ", bold, italic)
        elif child.tag in (_W + "br", _W + "cr"):
            yield Run("\n", break_="hard")
        elif child.tag == _W + "noBreakHyphen":
            yield Run("-", bold, italic)


def _one_line(text: str) -> str:
    return re.sub(r"[\r\n\t]", " ", text)
