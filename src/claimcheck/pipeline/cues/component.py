"""Component `claimcheck_cues`: sets `doc._.unit_cues` and `doc.spans["cues"]`."""

from __future__ import annotations

from spacy.tokens import Doc

from ...spans import Span
from ..drafts import claim_of, cues_of
from ..extensions import register
from ..units import span_in_doc
from .logic import find_cues


class CuesComponent:
    """Turns the tagger's cues into cues with scope."""

    def __init__(self) -> None:
        register()

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc._.unit_cues` (plain data, offsets in the unit) and the span group `cues`."""
        rows = []
        spans = []
        for unit, draft in zip(doc._.units, doc._.drafts, strict=False):
            if draft is None:
                continue
            tagged = [(cue.span, cue.category, cue.probability) for cue in cues_of(draft)]
            claims = [claim_of(row).span for row in draft["claims"]]
            for cue in find_cues(unit["text"], tagged, claims):
                rows.append(cue.to_plain(unit["index"]))
                spans.append(mark(doc, span_in_doc(unit, cue.span), cue.category))
        doc._.unit_cues = rows
        doc.spans["cues"] = [span for span in spans if span is not None]
        return doc


def mark(doc: Doc, span: Span, label: str):  # type: ignore[no-untyped-def]
    """A spaCy span over the tokens that a stretch touches."""
    return doc.char_span(span.start, span.end, label=label, alignment_mode="expand")
