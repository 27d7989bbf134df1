"""What a reviewer should look at: flags of a claim by its labels and probabilities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

#: Types that promise something good.
BENEFITS: Final = ("treatment", "function", "mechanism")
#: Verbs that make a claim about a disease even where the lexicon does not know the disease.
DISEASE_VERBS: Final = frozenset(
    ("cure", "treat", "prevent", "heal", "diagnose", "eradicate", "remedy")
)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Least probabilities; a label under its own makes the claim `uncertain`."""

    claim: float
    type: float
    strength: float
    basis: float


def find_flags(
    labels: Mapping[str, str],
    chances: Mapping[str, float],
    claim_prob: float,
    cue_categories: Sequence[str],
    outcome_groups: Sequence[str | None],
    lemma: str,
    thresholds: Thresholds,
) -> list[str]:
    """The flags that one claim has by itself, in the order of `labels.FLAGS`.

    labels (mapping): head → label. chances (mapping): head → probability of that label.
    cue_categories: of the cues that bear on it. outcome_groups: the concept group of each outcome,
    None where it is unknown. lemma (str): of its predicate.

    `bare_assertion`: a direct claim for which the text offers nothing. `overclaim`: a benefit
    stated as fact and boosted, without named evidence. `disease_claim`: says that the agent treats,
    prevents or cures a disease. `uncertain`: a probability under its threshold.
    """
    flags: list[str] = []
    direct = labels["strength"] == "direct"
    if direct and labels["basis"] == "none":
        flags.append("bare_assertion")
    affirmed = labels["polarity"] == "affirmed"
    benefit = labels["type"] in BENEFITS and affirmed
    unnamed = labels["basis"] in ("none", "unspecified")
    if benefit and direct and unnamed and "booster" in cue_categories:
        flags.append("overclaim")
    if labels["type"] == "treatment" and affirmed and _names_disease(outcome_groups, lemma):
        flags.append("disease_claim")
    least = {"type": thresholds.type, "strength": thresholds.strength, "basis": thresholds.basis}
    if claim_prob < thresholds.claim or any(chances[head] < p for head, p in least.items()):
        flags.append("uncertain")
    return flags


def _names_disease(groups: Sequence[str | None], lemma: str) -> bool:
    if "disease" in groups:
        return True
    return lemma in DISEASE_VERBS and all(group is None for group in groups)
