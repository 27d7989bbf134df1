"""The vocabularies of the annotation guidelines, in their order, in one place.

Every other module takes label names from here; a label that is not listed here is an error.
"""

from __future__ import annotations

from typing import Final

ROLES: Final = ("reference", "promotional", "other")
UNIT_KINDS: Final = ("sentence", "heading", "list_item", "table_cell")

#: Guidelines 4.
TYPES: Final = ("treatment", "function", "mechanism", "harm", "safety", "deficiency")

POLARITIES: Final = ("affirmed", "negated")

#: Guidelines 5, weakest first: the position of a label is its rank (0-3).
STRENGTHS: Final = ("insufficient", "correlational", "conditional", "direct")

#: Guidelines 6.
BASES: Final = ("none", "unspecified", "authority", "study", "synthesis")

#: Guidelines 7.
CUE_CATEGORIES: Final = (
    "modal",
    "epistemic",
    "attribution",
    "approximator",
    "condition",
    "softener",
    "evidence_gap",
    "booster",
    "negation",
)

#: The cue categories that count as a hedge in reports.
HEDGES: Final = ("modal", "epistemic", "evidence_gap")

QUALIFIER_KINDS: Final = ("population", "dose", "duration", "condition", "comparison")

#: Guidelines 8, in order of precedence, then the two that are not about a match.
VERDICTS: Final = (
    "contradicted",
    "overstated",
    "understated",
    "supported",
    "not_found",
    "omitted",
)

#: `claimcheck exaggeration`.
EXAGGERATION_VERDICTS: Final = ("exaggerates", "same", "downplays")

#: `claimcheck verify`.
EVIDENCE_VERDICTS: Final = ("supports", "refutes", "not_enough_info")

#: Claims of the EU register (Regulation (EU) No 432/2012 and later ones).
REGISTER_STATUSES: Final = ("authorised", "not_listed", "disease_claim")

#: The 0-3 scale of Yu, Li and Wang (EMNLP 2019) over all sentences.
YU_SCALE: Final = ("none", "correlational", "conditional_causal", "direct_causal")

#: What a reviewer is told about a claim; documented in docs/tables.md.
FLAGS: Final = (
    "bare_assertion",
    "overclaim",
    "disease_claim",
    "heading_overclaims",
    "self_contradiction",
    "uncertain",
)


def strength_rank(strength: str) -> int:
    """Rank of a strength label on the ordinal scale of guidelines 5.

    strength (str): one of `STRENGTHS`.
    RETURNS (int): 0 (insufficient) to 3 (direct).
    RAISES: ValueError for another label.
    """
    return STRENGTHS.index(strength)
