"""Why a claim has its strength, basis and type, in short sentences with measured influence.

Each cue that bears on the claim is left out in turn, and so is each group of surroundings (lead-in,
heading, label); what the heads' probability of the chosen label loses is the influence. A sentence
names what moved the label most; where the label is the absence of something, it says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ..cues.lexicon import cue_lexicon
from ..words import shorten
from .features import PLACES, PlacedCue, around

#: Which cues can speak for a label at all (guidelines 5, 6, 7).
SPEAKS_FOR: Final[dict[str, tuple[str, ...]]] = {
    "conditional": ("modal", "epistemic", "attribution"),
    "insufficient": ("evidence_gap", "negation", "epistemic", "attribution"),
    "correlational": ("attribution", "epistemic"),
    "direct": ("booster", "softener", "approximator", "negation"),
    "unspecified": ("attribution", "epistemic", "booster"),
    "authority": ("attribution",),
    "study": ("attribution",),
    "synthesis": ("attribution",),
    "negated": ("negation", "evidence_gap"),
}
#: Which surroundings can speak for a type.
_TYPE_SURROUNDINGS: Final[dict[str, tuple[str, ...]]] = {
    "harm": ("side_effects", "interactions", "precautions", "deficiency"),
    "safety": ("precautions", "side_effects"),
    "treatment": ("uses", "benefits"),
    "function": ("benefits", "uses"),
    "mechanism": ("mechanism",),
    "deficiency": ("deficiency",),
}
#: Less than this much probability is no influence.
LEAST: Final = 0.0005


@dataclass(frozen=True, slots=True)
class Ablation:
    """Something left out of a claim's features.

    head (str): whose label it may explain. cue (PlacedCue or None): the cue left out.
    group (str): name of the surroundings left out; place (str): the words of those.
    rank (int): 0 for the cue that is likeliest to decide by its category and place.
    """

    head: str
    cue: PlacedCue | None
    group: str = ""
    place: str = ""
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Influence:
    """What an ablation cost the chosen label, in probability."""

    ablation: Ablation
    loss: float


def ablations(
    labels: Mapping[str, str],
    cues: Sequence[PlacedCue],
    claim_places: Sequence[str],
    unit: Mapping[str, Any],
) -> list[Ablation]:
    """What to leave out for a claim with these labels.

    labels (mapping): head → label. cues: that bear on the claim; claim_places: where each stands
    (`PlacedCue.seen_from`).
    """
    found: list[Ablation] = []
    for head in ("strength", "basis", "polarity"):
        wanted = SPEAKS_FOR.get(labels[head], ())
        for cue, place in zip(cues, claim_places, strict=True):
            inherited = place in ("lead_in", "heading")
            if place == "elsewhere" or (inherited and labels["from_context"] != "true"):
                continue
            if cue.cue.category in wanted:
                rank = PLACES.index(place) * 10 + wanted.index(cue.cue.category)
                found.append(Ablation(head, cue, rank=rank))
    for group, piece in around(unit).items():
        if group in _TYPE_SURROUNDINGS.get(labels["type"], ()):
            found.append(Ablation("type", None, group, piece))
    return found


def explain(
    labels: Mapping[str, str],
    chances: Mapping[str, float],
    influences: Sequence[Influence],
    unit: Mapping[str, Any],
    bearing: Sequence[PlacedCue],
    said: Sequence[str] = (),
) -> list[str]:
    """The sentences: strength, basis, type, and polarity where it is negated.

    chances (mapping): head → probability of its label. bearing: all cues that bear on the claim.
    said (sequence of str): its predicate and first outcome, for a type that no surroundings gave.
    """
    reasons = [_strength(labels["strength"], chances["strength"], influences, bearing)]
    reasons.append(_basis(labels["basis"], chances["basis"], influences, unit))
    reasons.append(_type(labels["type"], chances["type"], influences, unit, said))
    if labels["polarity"] == "negated":
        best = _best(influences, "polarity")
        by = f": {_quote(best)}" if best else ""
        reasons.append(f"negated{by} denies the relation" if best else "negated by its wording")
    return reasons


def _best(influences: Sequence[Influence], head: str) -> Influence | None:
    """What cost the head's label most. Where nothing did (the encoder has read the cue already),
    the cue nearest to the claim."""
    found = [i for i in influences if i.ablation.head == head]
    moved = [i for i in found if i.loss >= LEAST]
    if moved or head == "type":
        return max(moved, key=lambda i: i.loss, default=None)
    return min(found, key=lambda i: i.ablation.rank, default=None)


def _quote(influence: Influence) -> str:
    cue = influence.ablation.cue
    if cue is None:
        return f"“{shorten(influence.ablation.place)}”"
    name = cue_lexicon().name(cue.cue.category)
    where = {"lead_in": " in the lead-in", "heading": " in the heading"}.get(cue.place, "")
    return f"{name} “{shorten(cue.text)}”{where}"


def _strength(
    label: str, chance: float, influences: Sequence[Influence], bearing: Sequence[PlacedCue]
) -> str:
    best = _best(influences, "strength")
    if label == "direct":
        hedges = [c for c in bearing if c.cue.category in ("modal", "epistemic", "evidence_gap")]
        if not hedges:
            return "direct: stated as fact, no hedge bears on it"
        return f"direct in spite of {_named(hedges[0])} ({_share(chance)})"
    if best is None:
        return f"{label}: the wording as a whole ({_share(chance)})"
    return f"{label}: {_quote(best)} governs the claim"


def _basis(
    label: str, chance: float, influences: Sequence[Influence], unit: Mapping[str, Any]
) -> str:
    best = _best(influences, "basis")
    if label == "none":
        return "basis none: the text offers no evidence for it"
    if best is None:
        return f"basis {label}: the wording of the sentence ({_share(chance)})"
    cue = best.ablation.cue
    return f"basis {label}: “{shorten(cue.text if cue else best.ablation.place)}”"


def _type(
    label: str,
    chance: float,
    influences: Sequence[Influence],
    unit: Mapping[str, Any],
    said: Sequence[str],
) -> str:
    best = _best(influences, "type")
    if best is None:
        words = " … ".join(f"“{shorten(part)}”" for part in said if part)
        return f"{label}: {words or 'the wording of the claim'} ({_share(chance)})"
    place = best.ablation.place
    how = "after the lead-in" if place == unit["lead_in"] else "under the heading"
    if place == unit["label"]:
        how = "after the label"
    elif place == unit["question"]:
        how = "in answer to"
    return f"{label}: {how} “{shorten(place)}”"


def _named(cue: PlacedCue) -> str:
    return f"{cue_lexicon().name(cue.cue.category)} “{shorten(cue.text)}”"


def _share(chance: float) -> str:
    return f"{round(100 * chance)} %"
