"""The spaCy pipeline, put together from a configuration."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import spacy
from spacy.language import Language

from ..config import Config, default_config
from ..errors import ConfigurationError
from .models import model_folder

#: The components, in order.
COMPONENTS: Final = (
    "claimcheck_units",
    "claimcheck_abbreviations",
    "claimcheck_encoder",
    "claimcheck_cues",
    "claimcheck_claims",
    "claimcheck_labels",
)
#: Characters of a Doc: more than any file that the readers take.
_LONGEST: Final = 1_000_000_000


def load_pipeline(model: Path | str | None = None, config: Config | None = None) -> Language:
    """The pipeline of claimcheck as a spaCy `Language`.

    model (Path, str or None): a model folder; None takes the one that the package carries.
    config (Config or None): None takes the default configuration.
    RETURNS (Language): `nlp("text")` gives a Doc with `doc._.claims` (list of dict),
        `doc.spans["claims"]` and `doc.spans["cues"]`.
    RAISES: ModelError where there is no model; ConfigurationError where the base pipeline is not
        installed or the components are not registered.
    """
    config = config or default_config()
    folder = str(model_folder(model))
    nlp = _base(config.pipeline.base)
    settings: dict[str, dict[str, Any]] = {
        "claimcheck_encoder": {
            "model": folder,
            "threads": config.pipeline.threads,
        },
        "claimcheck_claims": {"lexicons": [str(path) for path in config.concepts.extra]},
        "claimcheck_labels": {"model": folder, "thresholds": config.flags.model_dump()},
    }
    for name in COMPONENTS:
        if not nlp.has_factory(name):
            raise ConfigurationError(
                f"spaCy does not know the component {name}",
                place="spacy_factories",
                remedy="Install claimcheck: its entry points register the components.",
            )
        nlp.add_pipe(name, config=settings.get(name, {}))
    return nlp


def _base(name: str) -> Language:
    if not name:
        nlp = spacy.blank("en")
        # The limit guards parsers, which need much memory for a long text; there is none here.
        nlp.max_length = _LONGEST
        return nlp
    try:
        return spacy.load(name)
    except OSError as error:
        raise ConfigurationError(
            f"there is no spaCy pipeline {name!r}",
            place="pipeline.base",
            remedy='Install it, or set pipeline.base to "".',
        ) from error
