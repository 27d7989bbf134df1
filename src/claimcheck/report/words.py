"""How the report names the labels of the guidelines: one short name and one sentence for each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Word:
    """A label as a reader sees it: `name` in lower case, `means` a full sentence."""

    name: str
    means: str


STRENGTH: Final[dict[str, Word]] = {
    "direct": Word("stated as fact", "The text states the effect as a fact."),
    "conditional": Word("hedged", "The text states an effect but hedges it (may, can, suggests)."),
    "correlational": Word("association", "The text says only that two things go together."),
    "insufficient": Word(
        "evidence lacking", "The text says that the evidence is missing, mixed or inconclusive."
    ),
}

TYPE: Final[dict[str, Word]] = {
    "treatment": Word("treatment", "Treats, prevents or relieves a disease or symptom."),
    "function": Word("function", "Supports or changes a normal bodily function or well-being."),
    "mechanism": Word("mechanism", "Acts in some biochemical or physiological way."),
    "harm": Word("harm", "Causes or raises the risk of something bad, or is contraindicated."),
    "safety": Word("safety", "Is safe, well tolerated or free of some harm."),
    "deficiency": Word("deficiency", "Is lacking, and the lack has an effect."),
}

BASIS: Final[dict[str, Word]] = {
    "none": Word("no basis", "The text points to nothing in support."),
    "unspecified": Word("unnamed evidence", "Evidence without identity: “some studies suggest”."),
    "authority": Word("authority", "An institution, label, guideline, profession or tradition."),
    "study": Word("study", "One or more studies that can be told apart."),
    "synthesis": Word("synthesis", "A systematic review, meta-analysis or consensus statement."),
}

POLARITY: Final[dict[str, Word]] = {
    "affirmed": Word("affirmed", "The relation is stated or suggested."),
    "negated": Word("denied", "The relation is denied."),
}

VERDICT: Final[dict[str, Word]] = {
    "contradicted": Word(
        "contradicted", "The reference makes a comparable claim of the opposite direction."
    ),
    "overstated": Word(
        "overstated", "The reference makes the claim more weakly, or limits it where this does not."
    ),
    "understated": Word("understated", "The reference makes the claim more strongly."),
    "supported": Word("supported", "The reference makes the claim at least as strongly."),
    "not_found": Word("not found", "The reference makes no comparable claim."),
    "omitted": Word(
        "omitted", "A caution or limit of the reference that the reviewed source leaves out."
    ),
}

CUE: Final[dict[str, Word]] = {
    "modal": Word("modal", "A verb that makes the statement possible rather than certain."),
    "epistemic": Word("epistemic", "A word of belief, appearance or likelihood."),
    "attribution": Word("attribution", "Gives the statement to somebody else."),
    "approximator": Word("approximator", "Makes frequency or amount vague."),
    "condition": Word("condition", "Limits when the statement holds."),
    "softener": Word("softener", "A softening verb: helps, supports, contributes to."),
    "evidence_gap": Word("evidence gap", "Says that evidence is missing or mixed."),
    "booster": Word("booster", "Makes the statement stronger: essential, proven, powerful."),
    "negation": Word("negation", "Denies the relation."),
}

FLAG: Final[dict[str, Word]] = {
    "bare_assertion": Word("bare assertion", "Stated as fact with nothing offered in support."),
    "overclaim": Word("overclaim", "Worded more strongly than any evidence named beside it."),
    "disease_claim": Word("disease claim", "Names a disease that the agent treats or prevents."),
    "heading_overclaims": Word("heading overclaims", "A heading says more than its own text."),
    "self_contradiction": Word("self-contradiction", "The same page says the opposite elsewhere."),
    "uncertain": Word("unsure", "The models could not decide: a person should look."),
}

REGISTER: Final[dict[str, Word]] = {
    "authorised": Word("authorised", "The EU register of health claims permits this claim."),
    "not_listed": Word("not listed", "The EU register of health claims has no such claim."),
    "disease_claim": Word(
        "disease claim",
        "Says that a disease is treated or prevented: no food may bear such a claim.",
    ),
}

EVIDENCE: Final[dict[str, Word]] = {
    "supports": Word("evidence supports", "Passages of the evidence base support the claim."),
    "refutes": Word("evidence refutes", "Passages of the evidence base speak against the claim."),
    "not_enough_info": Word("not enough evidence", "The evidence base does not decide the claim."),
}

ALL: Final[dict[str, dict[str, Word]]] = {
    "strength": STRENGTH,
    "type": TYPE,
    "basis": BASIS,
    "polarity": POLARITY,
    "verdict": VERDICT,
    "cue": CUE,
    "flag": FLAG,
    "register": REGISTER,
    "evidence": EVIDENCE,
}


def name(kind: str, label: str) -> str:
    """The reader's name of a label; an unlisted label (a newer flag) reads as itself."""
    word = ALL[kind].get(label)
    return word.name if word else label.replace("_", " ")


def means(kind: str, label: str) -> str:
    """One sentence on a label, or "" for an unlisted one."""
    word = ALL[kind].get(label)
    return word.means if word else ""


#: Flags that claims are counted by, in the plural; `uncertain` is counted apart.
FLAGS_MANY: Final = {
    "bare_assertion": "bare assertions",
    "overclaim": "overclaims",
    "disease_claim": "disease claims",
    "heading_overclaims": "headings that say more than their text",
    "self_contradiction": "self-contradictions",
}

_STRENGTHS: Final = "|".join(STRENGTH)
_AGAINST: Final = re.compile(rf"^strength: ({_STRENGTHS}) against ({_STRENGTHS}) ")
_CERTAINTY: Final = re.compile(r"; certainty ([\d.]+) against ([\d.]+)$")
_LED_BY_STRENGTH: Final = re.compile(rf"^({_STRENGTHS})(?=: | in spite of )")
_LED_BY_BASIS: Final = re.compile(rf"^basis ({'|'.join(BASIS)}): ")


def flags(label: str, count: int) -> str:
    """A flag's name for so many claims."""
    return FLAGS_MANY.get(label, name("flag", label)) if count != 1 else name("flag", label)


def reason(text: str) -> str:
    """A reason of the tables in the words of the report: the names of labels, not their codes."""
    if text.startswith("direct: stated as fact"):
        return text.removeprefix("direct: ")
    text = _AGAINST.sub(lambda m: f"{name('strength', m[1])} here, {name('strength', m[2])} ", text)
    text = _CERTAINTY.sub(r"; sounds certain: \1 of 6 against \2", text)
    text = _LED_BY_STRENGTH.sub(lambda m: name("strength", m[1]), text)
    text = _LED_BY_BASIS.sub(lambda m: f"{name('basis', m[1])}: ", text)
    return re.sub(r"^negated: ", "denied: ", text)
