"""From trained weights to the files of a model folder: an int8 ONNX graph, heads beside it."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Final

import numpy as np
import torch

from ..pipeline.windows import WindowLimits
from ..pipeline.wordpieces import PairLimits
from .int8 import simulate_int8
from .network import Encoder
from .start import Start

#: ONNX operator set; old enough for every onnxruntime that the package allows.
OPSET: Final = 17


def write_words(start: Start, folder: Path) -> None:
    """`words.npz`: the word vectors that all encoders of the model share."""
    np.savez_compressed(folder / "words.npz", words=start.words, scales=start.scales)


def write_encoder(encoder: Encoder, path: Path) -> None:
    """An int8 graph: inputs `vectors`, `attention`, `types`; output hidden states.

    path (Path): the `.onnx` file. Weights of linear maps are quantised a channel at a time,
    activations at run time (dynamic quantisation).
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    encoder = encoder.cpu().eval().float()
    simulate_int8(encoder, False)
    vectors = torch.zeros(2, 7, encoder.size)
    ones = torch.ones(2, 7, dtype=torch.long)
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        torch.onnx.export(
            encoder,
            (vectors, ones, torch.zeros_like(ones)),
            str(full),
            input_names=["vectors", "attention", "types"],
            output_names=["hidden"],
            dynamic_axes={
                name: {0: "units", 1: "pieces"}
                for name in ("vectors", "attention", "types", "hidden")
            },
            opset_version=OPSET,
            dynamo=False,
        )
        small = Path(folder) / "small.onnx"
        quantize_dynamic(
            str(full),
            str(small),
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul"],
        )
        shutil.copyfile(small, path)


def write_heads(arrays: dict[str, np.ndarray], path: Path) -> None:
    """`heads.npz`: linear maps in half precision, transition scores in single."""
    np.savez_compressed(
        path,
        **{
            k: v.astype(np.float32 if k.startswith("crf.") else np.float16)
            for k, v in arrays.items()
        },
    )


def write_settings(path: Path, limits: WindowLimits | PairLimits) -> None:
    """`encoder.json`: how inputs are cut."""
    path.write_text(json.dumps(asdict(limits), indent=1) + "\n", "utf-8")
