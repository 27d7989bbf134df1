"""What is marked in a text: claims, their parts and the cues, each with words that explain it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from . import words
from .segments import Mark

Row = dict[str, Any]

CLAIM_LAYER: Final = 0
PART_LAYER: Final = 1
CUE_LAYER: Final = 2

#: How far into a scope its quotation on hover reaches.
_SCOPE_SHOWN: Final = 60


def anchor(row: Row) -> str:
    """The fragment of a claim's card on its document's page."""
    return f"c-{row['start']}-{row['end']}"


def of_claim(row: Row) -> list[Mark]:
    """The marks of a claim: itself, its agent, outcomes and qualifiers."""
    key = anchor(row)
    marks = [
        Mark(row["start"], row["end"], CLAIM_LAYER, "claim", row["strength"], key, summary(row))
    ]
    parts = [("agent", row["agent"], f"Agent: {row['agent']['resolved']}")]
    parts += [("outcome", outcome, f"Outcome: {outcome['name']}") for outcome in row["outcomes"]]
    parts += [("qualifier", q, f"Limits the claim ({q['kind']})") for q in row["qualifiers"]]
    for number, (role, part, title) in enumerate(parts):
        if part.get("start") is not None and part["end"] > part["start"]:
            marks.append(
                Mark(
                    part["start"], part["end"], PART_LAYER, "part", role, f"{key}-p{number}", title
                )
            )
    return marks


def of_cues(cues: Iterable[Row], unit: Row) -> list[Mark]:
    """The marks of a unit's cues, each with its category and what it bears on."""
    made = []
    for cue in cues:
        category = cue["category"]
        title = f"{words.name('cue', category).capitalize()} cue. {words.means('cue', category)}"
        scope = unit["text"][
            max(0, cue["scope_start"] - unit["start"]) : max(0, cue["scope_end"] - unit["start"])
        ]
        if scope.strip() and scope != cue["text"]:
            short = scope if len(scope) <= _SCOPE_SHOWN else scope[: _SCOPE_SHOWN - 1] + "…"
            title += f" Bears on: “{short}”"
        key = f"q-{cue['start']}-{cue['end']}-{category}"
        made.append(Mark(cue["start"], cue["end"], CUE_LAYER, "cue", category, key, title))
    return made


def summary(row: Row) -> str:
    """A claim's labels in one line."""
    said = [
        words.name("strength", row["strength"]),
        words.name("type", row["type"]),
        words.name("basis", row["basis"]),
    ]
    if row["polarity"] == "negated":
        said.insert(0, words.name("polarity", "negated"))
    if "uncertain" in row["flags"]:
        said.append("unsure")
    return "Claim: " + ", ".join(said)
