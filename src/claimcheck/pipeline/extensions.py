"""The extension attributes of a Doc: plain data only, so that every Doc survives `to_bytes`.

`doc._.units` (list of dict, see units.py), `doc._.abbreviations` (list of `{"short", "long"}`),
`doc._.drafts` (what the encoder said of each unit, None where the gate left it out; emptied at the
end), `doc._.unit_cues` and `doc._.claims` (lists of dict, see cues and claims), `doc._.topic`.
"""

from __future__ import annotations

from typing import Any, Final

from spacy.tokens import Doc

#: Name → default of each extension.
EXTENSIONS: Final[dict[str, Any]] = {
    "units": [],
    "abbreviations": [],
    "drafts": [],
    "unit_cues": [],
    "claims": [],
    "topic": {},
}


def register() -> None:
    """Make the extensions known to spaCy; harmless when done again."""
    for name, default in EXTENSIONS.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)
