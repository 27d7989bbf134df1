"""spaCy factories of the components, found through the entry points `spacy_factories`."""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language

from .abbreviations.component import AbbreviationsComponent
from .claims.component import ClaimsComponent
from .cues.component import CuesComponent
from .encoding import EncoderComponent
from .labels_heads.component import LabelsComponent
from .labels_heads.flags import Thresholds
from .models import model_folder
from .segmentation import UnitsComponent


@Language.factory("claimcheck_units", assigns=["doc._.units"])
def make_units(nlp: Language, name: str) -> UnitsComponent:
    """Units of a Doc."""
    return UnitsComponent()


@Language.factory(
    "claimcheck_abbreviations", requires=["doc._.units"], assigns=["doc._.abbreviations"]
)
def make_abbreviations(nlp: Language, name: str) -> AbbreviationsComponent:
    """Abbreviations that the units define."""
    return AbbreviationsComponent()


@Language.factory(
    "claimcheck_encoder",
    default_config={"model": "", "threads": 1},
    requires=["doc._.units"],
    assigns=["doc._.drafts"],
)
def make_encoder(nlp: Language, name: str, model: str, threads: int) -> EncoderComponent:
    """Gate and encoder. model: a model folder, "" for the package's."""
    return EncoderComponent(model_folder(model), threads=threads)


@Language.factory(
    "claimcheck_cues",
    requires=["doc._.units", "doc._.drafts"],
    assigns=["doc._.unit_cues", "doc.spans"],
)
def make_cues(nlp: Language, name: str) -> CuesComponent:
    """Cues with category and scope."""
    return CuesComponent()


@Language.factory(
    "claimcheck_claims",
    default_config={"lexicons": []},
    requires=["doc._.units", "doc._.drafts"],
    assigns=["doc._.claims", "doc._.topic"],
)
def make_claims(nlp: Language, name: str, lexicons: list[str]) -> ClaimsComponent:
    """Claims with their parts. lexicons: the user's own lexicons of concepts."""
    return ClaimsComponent([Path(path) for path in lexicons])


@Language.factory(
    "claimcheck_labels",
    default_config={
        "model": "",
        "thresholds": {"claim": 0.5, "type": 0.5, "strength": 0.5, "basis": 0.5},
    },
    requires=["doc._.claims", "doc._.unit_cues"],
    assigns=["doc._.claims", "doc.spans"],
)
def make_labels(
    nlp: Language, name: str, model: str, thresholds: dict[str, float]
) -> LabelsComponent:
    """Labels, flags and reasons. model: a model folder, "" for the package's."""
    return LabelsComponent(model_folder(model), Thresholds(**thresholds))
