"""Component `claimcheck_labels`: completes `doc._.claims` and sets `doc.spans["claims"]`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from spacy.tokens import Doc

from ...labels import strength_rank
from ...spans import Span
from ..cues.component import mark
from ..cues.logic import UnitCue
from ..drafts import claim_of
from ..extensions import register
from ..units import span_in_doc
from .features import PlacedCue
from .flags import Thresholds, find_flags
from .heads import LabelHeads
from .logic import ClaimInput, Labelled, label_claims
from .reasons import explain

#: What the components before leave in a claim for this one.
_INTERNAL: Final = ("span", "draft_span", "logits", "vector")
#: Categories that a claim takes from its lead-in or heading (guidelines 5): what limits or hedges.
INHERITED: Final = (
    "modal",
    "epistemic",
    "attribution",
    "approximator",
    "condition",
    "evidence_gap",
    "negation",
)
#: Claims that are labelled together: all of a page, unless it is very long.
TOGETHER: Final = 1024
#: Decimals of a probability.
_DIGITS: Final = 4


class LabelsComponent:
    """Decides the labels of a Doc's claims.

    model (Path): the model folder. thresholds (Thresholds): of the flag `uncertain`.
    """

    def __init__(self, model: Path, thresholds: Thresholds) -> None:
        register()
        self.model = model
        self.thresholds = thresholds
        self._heads: LabelHeads | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Complete `doc._.claims`, set the span group `claims`, and drop the encoder's drafts."""
        units = doc._.units
        cues = cues_by_unit(doc)
        rows: list[dict[str, Any]] = []
        for at in range(0, len(doc._.claims), TOGETHER):
            chunk = doc._.claims[at : at + TOGETHER]
            inputs = [claim_input(row, units, cues) for row in chunk]
            labelled = label_claims(inputs, self.heads)
            rows += [
                finish(row, claim, labels, units, self.thresholds)
                for row, claim, labels in zip(chunk, inputs, labelled, strict=True)
            ]
        doc._.claims = rows
        spans = [mark(doc, Span(row["start"], row["end"]), row["type"]) for row in rows]
        doc.spans["claims"] = [span for span in spans if span is not None]
        doc._.drafts = [
            None if draft is None else {k: draft[k] for k in ("claim_prob", "yu", "certainty")}
            for draft in doc._.drafts
        ]
        return doc

    @property
    def heads(self) -> LabelHeads:
        """The heads, loaded at first use. RAISES: ModelError where they cannot be read."""
        if self._heads is None:
            self._heads = LabelHeads.load(self.model)
        return self._heads

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_heads": None}


def cues_by_unit(doc: Doc) -> dict[int, list[UnitCue]]:
    """The cues of each unit that has some."""
    found: dict[int, list[UnitCue]] = defaultdict(list)
    for row in doc._.unit_cues:
        found[row["unit"]].append(UnitCue.from_plain(row))
    return found


def placed_cues(
    unit: Mapping[str, Any], units: Sequence[Mapping[str, Any]], cues: Mapping[int, list[UnitCue]]
) -> tuple[PlacedCue, ...]:
    """All cues that may bear on a claim of a unit: its own, its lead-in's, its heading's."""
    sources = [("unit", unit["index"])]
    if unit["lead_in_index"] is not None:
        sources.append(("lead_in", unit["lead_in_index"]))
    if unit["heading_index"] is not None:
        sources.append(("heading", unit["heading_index"]))
    return tuple(
        PlacedCue(cue, place, cue.span.cut(units[index]["text"]), index)
        for place, index in sources
        for cue in cues.get(index, ())
    )


def claim_input(
    row: Mapping[str, Any], units: Sequence[dict[str, Any]], cues: Mapping[int, list[UnitCue]]
) -> ClaimInput:
    """What the heads need of a claim of `doc._.claims` that has no labels yet."""
    unit = units[row["unit"]]
    draft = claim_of(
        {"span": row["span"], "logits": row["logits"], "probability": row["claim_prob"]}
    )
    return ClaimInput(draft, placed_cues(unit, units, cues), unit, row["vector"])


def finish(
    row: Mapping[str, Any],
    claim: ClaimInput,
    labelled: Labelled,
    units: Sequence[dict[str, Any]],
    thresholds: Thresholds,
) -> dict[str, Any]:
    """A claim with its labels, the cues that bear on it, flags and reasons."""
    labels, chances = labelled.labels, labelled.chances
    from_context = labels["from_context"] == "true"
    bearing = [p for p in claim.cues if _bears(p, claim.draft.span, from_context)]
    flags = find_flags(
        labels,
        chances,
        row["claim_prob"],
        [placed.cue.category for placed in bearing],
        [outcome["group"] for outcome in row["outcomes"]],
        row["predicate"]["lemma"],
        thresholds,
    )
    kept = {key: value for key, value in row.items() if key not in _INTERNAL}
    return {
        **kept,
        "type": labels["type"],
        "type_probs": _rounded(labelled.probabilities["type"]),
        "polarity": labels["polarity"],
        "strength": labels["strength"],
        "strength_rank": strength_rank(labels["strength"]),
        "strength_probs": _rounded(labelled.probabilities["strength"]),
        "certainty": round(row["certainty"], 2),
        "basis": labels["basis"],
        "basis_probs": _rounded(labelled.probabilities["basis"]),
        "cues": [cue_row(placed, units) for placed in bearing],
        "from_context": from_context,
        "flags": flags,
        "reasons": explain(
            labels,
            chances,
            labelled.influences,
            claim.unit,
            bearing,
            [row["predicate"]["text"] or "", *(o["text"] for o in row["outcomes"][:1])],
        ),
        "claim_prob": round(row["claim_prob"], _DIGITS),
    }


def _bears(placed: PlacedCue, claim: Span, from_context: bool) -> bool:
    place = placed.seen_from(claim)
    if place in ("lead_in", "heading"):
        return from_context and placed.cue.category in INHERITED
    return place in ("inside", "governs")


def cue_row(placed: PlacedCue, units: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A cue as plain data with places in the Doc's text; `unit` is where it stands.

    The scope of a cue in a lead-in or heading goes on over what that introduces.
    """
    unit = units[placed.unit]
    place = span_in_doc(unit, placed.cue.span)
    scope = span_in_doc(unit, placed.cue.scope)
    return {
        "unit": placed.unit,
        "text": placed.text,
        "start": place.start,
        "end": place.end,
        "category": placed.cue.category,
        "scope_start": scope.start,
        "scope_end": max(scope.end, introduced_end(placed.unit, placed.cue.scope, units)),
    }


def introduced_end(index: int, scope: Span, units: Sequence[Mapping[str, Any]]) -> int:
    """Where in the Doc's text the list ends that a unit introduces; 0 where it introduces none.

    Only a scope that reaches the end of the unit goes on.
    """
    if units[index]["text"][scope.end :].strip(" :.,;–—-"):
        return 0
    last = units[index]["introduces"]
    return 0 if last is None else int(units[last]["end"])


def _rounded(chances: Mapping[str, float]) -> dict[str, float]:
    """Probabilities with `_DIGITS` decimals that still sum to 1."""
    rounded = {label: round(chance, _DIGITS) for label, chance in chances.items()}
    best = max(rounded, key=lambda label: (chances[label], label))
    rest = sum(chance for label, chance in rounded.items() if label != best)
    rounded[best] = round(1.0 - rest, _DIGITS)
    return rounded
