"""Long pages: what is done piece by piece gives what is done at once, and nothing is scanned."""

from __future__ import annotations

import pytest

from claimcheck.documents import read_text
from claimcheck.pipeline import annotate, gate, windows
from claimcheck.pipeline.assembly import document_rows, make_doc
from claimcheck.pipeline.labels_heads import component
from claimcheck.pipeline.models import model_folder
from claimcheck.pipeline.units import unit_data
from claimcheck.pipeline.windows import UnitInput, WindowLimits, WindowMaker
from claimcheck.pipeline.wordpieces import PieceTokenizer
from claimcheck.rows import to_plain

MAKER = WindowMaker(
    PieceTokenizer(model_folder() / "tokenizer.json"),
    WindowLimits(window=40, unit=12, heading=4, before=5, own=6),
)

LIST = """# Nettle

Nettle may help:

- Hay fever
- Sore joints

## Side Effects

- Rash

It is safe.

- Loose item
"""


@pytest.mark.parametrize("together", [1, 2, 3])
def test_windows_do_not_depend_on_how_many_units_are_cut_into_pieces_together(
    together: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    units = [UnitInput(f"Nettle number {n} helps against hay fever.", index=n) for n in range(11)]
    whole = MAKER.windows(units)
    monkeypatch.setattr(windows, "TOGETHER", together)
    assert MAKER.windows(units) == whole


def test_a_long_page_in_pieces_gives_the_same_rows(
    make_nlp, page, page_drafts, monkeypatch: pytest.MonkeyPatch
) -> None:
    (whole,) = annotate(make_nlp(page_drafts), [page])
    monkeypatch.setattr(component, "TOGETHER", 1)
    monkeypatch.setattr(gate, "TOGETHER", 2)
    (pieces,) = annotate(make_nlp(page_drafts), [page])
    assert len(whole.claims) > 2
    assert to_plain(pieces) == to_plain(whole)


def test_a_page_without_tokens_gives_the_same_rows(make_nlp, page, page_drafts) -> None:
    nlp = make_nlp(page_drafts)
    doc = nlp(make_doc(nlp, page))
    assert len(doc) > 0
    (rows,) = annotate(nlp, [page])
    assert rows.sentences == document_rows(doc, page).sentences


def test_a_unit_knows_the_last_unit_of_the_list_that_it_introduces() -> None:
    rows = unit_data(read_text(LIST, format="markdown"))
    introduced = {
        row["text"]: None if row["introduces"] is None else rows[row["introduces"]]["text"]
        for row in rows
    }
    assert introduced == {
        "Nettle": None,
        "Nettle may help:": "Sore joints",
        "Hay fever": None,
        "Sore joints": None,
        "Side Effects": "Loose item",
        "Rash": None,
        "It is safe.": None,
        "Loose item": None,
    }
