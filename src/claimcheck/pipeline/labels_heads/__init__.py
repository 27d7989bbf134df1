"""Labels of a claim: features with names, calibrated scikit-learn heads, reasons, flags."""

from .features import FEATURES, PlacedCue, claim_features, feature_row
from .heads import HEADS, LabelHeads

__all__ = [
    "FEATURES",
    "HEADS",
    "LabelHeads",
    "PlacedCue",
    "claim_features",
    "feature_row",
]
