"""A pipeline whose encoder says what the test tells it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from spacy.language import Language

from claimcheck.documents import read_text
from claimcheck.documents.model import Document
from claimcheck.pipeline import load_pipeline
from claimcheck.pipeline.encoder import Draft

from .drafting import FakeEncoder, OpenGate, draft
from .heads_folder import write_heads

PAGE = """# Glow Root

Glow root may ease joint stiffness. It also supports restful sleep.

## Possible Side Effects

Common side effects at higher doses can include:

* Nausea
* Mild dizziness
"""


@pytest.fixture(scope="session")
def heads_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model folder with small trained heads and nothing else; not to be written to."""
    return write_heads(tmp_path_factory.mktemp("model"))


@pytest.fixture
def make_nlp(tmp_path: Path) -> Callable[[Mapping[str, Draft]], Language]:
    """A function: drafts by unit text → pipeline."""

    def make(drafts: Mapping[str, Draft]) -> Language:
        nlp = load_pipeline(tmp_path)
        loaded = (OpenGate(), FakeEncoder(drafts))
        nlp.get_pipe("claimcheck_encoder").load = lambda: loaded  # type: ignore[attr-defined]
        return nlp

    return make


@pytest.fixture
def page() -> Document:
    """A page with prose, a lead-in and a list."""
    return read_text(PAGE, format="markdown", doc_id="glow-root")


@pytest.fixture
def page_drafts() -> dict[str, Draft]:
    """What a good encoder would say of `page`."""
    first = "Glow root may ease joint stiffness."
    second = "It also supports restful sleep."
    lead_in = "Common side effects at higher doses can include:"
    harm = {"type": "harm", "strength": "conditional", "from_context": "true"}
    return {
        first: draft(
            first,
            [
                (
                    "Glow root may ease joint stiffness",
                    {"type": "treatment", "strength": "conditional"},
                )
            ],
            outcomes=["joint stiffness"],
            agents=["Glow root"],
            cues=[("may", "modal")],
        ),
        second: draft(
            second,
            [("It also supports restful sleep", {})],
            outcomes=["sleep"],
            cues=[("supports", "softener")],
        ),
        lead_in: draft(lead_in, cues=[("at higher doses", "condition"), ("can", "modal")]),
        "Nausea": draft("Nausea", [("Nausea", harm)], outcomes=["Nausea"]),
        "Mild dizziness": draft(
            "Mild dizziness", [("Mild dizziness", harm)], outcomes=["dizziness"]
        ),
    }
