"""spaCy DocBin: documents ready for spaCy's span categoriser and other components.

Span groups: `claims` (label: the type), `claims_polarity`, `claims_strength`, `claims_basis` (the
same spans under the other labels), `outcomes` (label: number of the claim), `cues` (label: the
category). Agents, contexts, name and path are attributes of the group `claims`. Tokens are cut so
that every mark begins and ends at one, and `doc.text` is the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from spacy.tokens import Doc, DocBin, SpanGroup
from spacy.vocab import Vocab

from ...errors import UsageError
from ..building import Loose
from ..model import AnnotatedDocument, GoldClaim, GoldCue, Mark

_LABELS: Final = ("polarity", "strength", "basis")


def export(documents: Sequence[AnnotatedDocument], out: Path) -> list[Path]:
    """Write `documents.spacy` into the folder `out`."""
    vocab = Vocab()
    store = DocBin()
    for document in documents:
        store.add(to_doc(document, vocab))
    out.mkdir(parents=True, exist_ok=True)
    path = out / "documents.spacy"
    store.to_disk(path)
    return [path]


def to_doc(document: AnnotatedDocument, vocab: Vocab) -> Doc:
    """One document as a spaCy `Doc` whose text is the document's."""
    claims = [claim for _, claim in document.claims()]
    cues = [cue for _, cue in document.cues()]
    outcomes = [(str(n), mark) for n, claim in enumerate(claims) for mark in claim.outcomes]
    marks = [claim.mark for claim in claims] + [cue.mark for cue in cues]
    doc = _cut(document.text, [*marks, *(mark for _, mark in outcomes)], vocab)
    attributes = {
        "name": document.name,
        "path": document.path,
        "agents": [claim.agent for claim in claims],
        "from_context": [claim.from_context for claim in claims],
    }
    _group(doc, "claims", [(claim.type, claim.mark) for claim in claims], attributes)
    for name in _LABELS:
        _group(doc, f"claims_{name}", [(getattr(claim, name), claim.mark) for claim in claims])
    _group(doc, "outcomes", outcomes)
    _group(doc, "cues", [(cue.category, cue.mark) for cue in cues])
    return doc


def _cut(text: str, marks: Iterable[Mark], vocab: Vocab) -> Doc:
    edges = {edge for mark in marks for edge in (mark.start, mark.end)}
    words: list[str] = []
    spaces: list[bool] = []
    for found in re.finditer(r"\w+|\s+|[^\w\s]", text):
        cuts = [found.start(), *sorted(e for e in edges if found.start() < e < found.end())]
        for start, end in zip(cuts, [*cuts[1:], found.end()], strict=True):
            piece = text[start:end]
            if piece == " " and words and not spaces[-1] and not words[-1].isspace():
                spaces[-1] = True
            else:
                words.append(piece)
                spaces.append(False)
    return Doc(vocab, words=words, spaces=spaces)


def _group(
    doc: Doc,
    name: str,
    marks: Iterable[tuple[str, Mark]],
    attributes: Mapping[str, object] | None = None,
) -> None:
    spans = []
    for label, mark in marks:
        span = doc.char_span(mark.start, mark.end, label=label)
        if span is None:
            raise UsageError(
                f"{mark.text!r} is not a stretch of tokens", place=f"{mark.start}-{mark.end}"
            )
        spans.append(span)
    doc.spans[name] = SpanGroup(doc, name=name, attrs=dict(attributes or {}), spans=spans)


def load(source: Path) -> Iterator[Loose]:
    """The documents of a DocBin file that `export` wrote or another tool changed.

    RAISES: UsageError where it is not a DocBin, or lacks the span groups.
    """
    try:
        store = DocBin().from_disk(source)
    except Exception as error:
        raise UsageError(f"not a spaCy DocBin: {error}", path=str(source)) from None
    for number, doc in enumerate(store.get_docs(Vocab())):
        if "claims" not in doc.spans or "cues" not in doc.spans:
            raise UsageError(
                "the span groups `claims` and `cues` are missing",
                path=str(source),
                place=f"document {number}",
            )
        yield _loose(doc, number)


def _loose(doc: Doc, number: int) -> Loose:
    group = doc.spans["claims"]
    name = str(group.attrs.get("name") or f"document-{number}")
    loose = Loose(name, str(group.attrs.get("path") or f"{name}.txt"), doc.text)
    columns = [_column(doc, f"claims_{label}") for label in _LABELS]
    agents = list(group.attrs.get("agents", ()))
    contexts = list(group.attrs.get("from_context", ()))
    if any(len(column) != len(group) for column in (*columns, agents, contexts)):
        loose.refuse("claims", "the span groups of claims are not of one length")
        return loose
    outcomes: dict[int, list[Mark]] = {}
    for label, mark in _marks(doc, "outcomes"):
        outcomes.setdefault(int(label), []).append(mark)
    for index, (kind, mark) in enumerate(_marks(doc, "claims")):
        polarity, strength, basis = (column[index] for column in columns)
        found = tuple(outcomes.get(index, ()))
        loose.claims.append(
            GoldClaim(mark, agents[index], found, kind, polarity, strength, basis, contexts[index])
        )
    loose.cues = [GoldCue(mark, category) for category, mark in _marks(doc, "cues")]
    return loose


def _column(doc: Doc, name: str) -> list[str]:
    return [span.label_ for span in doc.spans.get(name, ())]


def _marks(doc: Doc, name: str) -> Iterator[tuple[str, Mark]]:
    for span in doc.spans.get(name, ()):
        yield span.label_, Mark(span.text, span.start_char, span.end_char)
