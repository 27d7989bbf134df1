"""Templates to files: the Jinja2 environment, and what each kind of page is given."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from ..labels import CUE_CATEGORIES, STRENGTHS
from . import words
from .charts import charts
from .data import VERDICT_ORDER, ReportData, Tables
from .document_page import document_pages
from .finding import counted, number, percent, percent_range, rate, rate_range
from .summary import SourceSummary, Summary

#: Rows on one page of a static list.
LIST_SIZE: Final = 400

GLYPHS: Final = {
    "contradicted": "≠",
    "overstated": "▲",
    "omitted": "○",
    "not_found": "?",
    "understated": "▼",
    "supported": "=",
}


def exact(text: str) -> Markup:
    """Escape a text so that an HTML parser gives it back code point by code point.

    A parser turns CR into LF and drops NUL: the first is written as a reference, the second shown
    as U+FFFD.
    """
    return Markup(str(escape(text)).replace("\r", "&#13;").replace("\0", "\ufffd"))


class Writer:
    """Renders the pages of one report into its folder."""

    def __init__(self, folder: Path, summary: Summary) -> None:
        self.folder = folder
        self.summary = summary
        self._environment = Environment(
            loader=PackageLoader("claimcheck.report"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters.update(
            counted=counted, exact=exact, number=number, percent=percent
        )
        self._environment.globals.update(
            words=words,
            glyphs=GLYPHS,
            summary=summary,
            verdict_order=VERDICT_ORDER,
            strengths=STRENGTHS[::-1],
            cue_categories=CUE_CATEGORIES,
        )

    def write(self, name: str, template: str, /, **values: Any) -> None:
        """Render a template to a file, `/` in the name for a folder."""
        found = self._environment.get_template(template)
        html = found.render(root="../" * name.count("/"), **values)
        (self.folder / name).write_bytes(html.encode("utf-8", "replace"))


def write_static(folder: Path) -> None:
    """Copy style sheets and scripts out of the package."""
    target = folder / "static"
    target.mkdir()
    for item in (resources.files("claimcheck.report") / "static").iterdir():
        if item.name.endswith((".css", ".js")):
            (target / item.name).write_bytes(item.read_bytes())


def write_overview(writer: Writer) -> None:
    """index.html and the static lists behind it."""
    summary = writer.summary
    writer.write(
        "index.html",
        "index.html",
        view="overview",
        heading="Overview",
        charts=charts(summary),
        glance=glance(summary.sources),
    )
    in_order = sorted(summary.documents, key=lambda d: (d.source, d.title.casefold(), d.doc_id))
    _write_list(writer, "documents", "Documents", in_order)
    if summary.substances:
        _write_list(writer, "substances", "Substances", summary.substances)


def _write_list(writer: Writer, name: str, heading: str, rows: list[Any]) -> None:
    count = max(1, -(-len(rows) // LIST_SIZE))

    def file(page: int) -> str:
        return f"{name}.html" if page == 1 else f"{name}-{page}.html"

    for page in range(1, count + 1):
        writer.write(
            file(page),
            f"{name}.html",
            view=name,
            heading=heading,
            rows=rows[(page - 1) * LIST_SIZE : page * LIST_SIZE],
            count=count,
            current=page,
            name=file,
        )


def write_browsers(writer: Writer) -> None:
    """The filterable pages; their data is written by `shards`."""
    contrast = writer.summary.contrast
    if contrast:
        intro = (
            f"Each claim of {contrast.reviewed} beside the claims of {contrast.reference} that are "
            "comparable, and the cautions it leaves out. The words that decided are marked. "
            "Similarity: how well substance and outcome fit together, 1.00 being the same."
        )
        writer.write(
            "contrast.html", "browse.html", view="contrast", heading="Contrast", intro=intro
        )
    intro = "Every claim of every source. The words that decided are marked."
    writer.write("claims.html", "browse.html", view="claims", heading="Claims", intro=intro)


def write_documents(writer: Writer, tables: Tables, data: ReportData) -> None:
    """The pages of the documents."""
    (writer.folder / "documents").mkdir()
    for name, page in document_pages(tables, data):
        writer.write(
            f"documents/{name}",
            "document.html",
            view="document",
            heading=page.entry.title,
            page=page,
        )


def glance(sources: list[SourceSummary]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """The rows of the first table: label, meaning, and figure with interval for each source."""
    measures: list[tuple[str, str, Callable[[SourceSummary], tuple[str, str]]]] = [
        ("claims", "Health claims found", lambda s: (number(s.claims), "")),
        (
            "stated as fact",
            "Strength direct",
            lambda s: (percent(s.stated_as_fact.share), percent_range(s.stated_as_fact)),
        ),
        (
            "hedged or weaker",
            "Strength below direct",
            lambda s: (percent(s.hedged.share), percent_range(s.hedged)),
        ),
        (
            "with a basis",
            "The claim points to something in support",
            lambda s: (percent(s.with_basis.share), percent_range(s.with_basis)),
        ),
        (
            "boosters / 100",
            "Booster cues for every 100 claims",
            lambda s: (rate(s.boosters), rate_range(s.boosters)),
        ),
        (
            "hedges / 100",
            "Modal and epistemic cues and evidence gaps for every 100 claims",
            lambda s: (rate(s.hedges), rate_range(s.hedges)),
        ),
        (
            "unsure",
            "The models could not decide a label",
            lambda s: (percent(s.uncertain.share), ""),
        ),
    ]
    return [(label, means, [read(s) for s in sources]) for label, means, read in measures]
