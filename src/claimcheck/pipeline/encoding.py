"""Component `claimcheck_encoder`: gate, then encoder; sets `doc._.drafts`.

The models are loaded when the first Doc comes, in the process that it comes to: a session of
onnxruntime does not survive a fork, and a pipeline that is only described costs nothing.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from .drafts import to_plain
from .encoder import UnitEncoder
from .extensions import register
from .gate import Gate
from .windows import unit_input


class EncoderComponent:
    """Runs the models over a Doc's units.

    model (Path): the model folder. threads (int): of onnxruntime in one process.
    """

    def __init__(self, model: Path, *, threads: int) -> None:
        register()
        self.model = model
        self.threads = threads
        self._loaded: tuple[int, Gate, UnitEncoder] | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc._.drafts`: one entry a unit, None where the gate lets it not pass."""
        units = doc._.units
        if not units:
            return doc
        gate, encoder = self.load()
        passes = gate.passes(units)
        # The models know English only (documents.language).
        chosen = [i for i, passed in enumerate(passes) if passed and units[i]["language"] == "en"]
        drafts: list[dict[str, Any] | None] = [None] * len(units)
        found = encoder.stream([unit_input(units[i]) for i in chosen])
        for i, draft in zip(chosen, found, strict=True):
            drafts[i] = to_plain(draft)
        doc._.drafts = drafts
        return doc

    def load(self) -> tuple[Gate, UnitEncoder]:
        """The models of this process. RAISES: ModelError where they cannot be read."""
        if self._loaded is None or self._loaded[0] != os.getpid():
            # The tokenizer's own threads do not survive a fork; one thread is enough for units.
            os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
            encoder = UnitEncoder(self.model, threads=self.threads)
            self._loaded = (os.getpid(), Gate(self.model), encoder)
        return self._loaded[1], self._loaded[2]

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_loaded": None}
