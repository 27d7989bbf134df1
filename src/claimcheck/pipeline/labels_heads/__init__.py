"""Labels of a claim: features with names, calibrated scikit-learn heads, reasons, flags."""

from .features import FEATURES, PlacedCue, claim_features, feature_row
from .heads import HEADS, TRUSTED, LabelHeads

__all__ = [
    "FEATURES",
    "HEADS",
    "TRUSTED",
    "LabelHeads",
    "PlacedCue",
    "claim_features",
    "feature_row",
]
