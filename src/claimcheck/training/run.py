"""The steps of training, each leaving files that the next one reads."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..errors import UsageError
from .recipe import Recipe, settings_of

if TYPE_CHECKING:
    from ..pipeline.windows import WindowLimits
    from .gold import GoldDocument
    from .prepared import Prepared

#: Steps in their order. `encoder` and `pairs` are the heavy ones.
STEPS: Final = ("prepare", "encoder", "heads", "pairs")


@dataclass(frozen=True)
class Places:
    """shared: holds `data/`. root: the project. model: the folder to write. work: between steps."""

    shared: Path
    root: Path
    model: Path
    work: Path

    @property
    def prepared(self) -> Path:
        """All training data in one file."""
        return self.work / "prepared.json.gz"


def train(
    steps: tuple[str, ...],
    places: Places,
    recipe: Recipe,
    *,
    device: str,
    report: Callable[[str], None],
) -> dict[str, Any]:
    """Run steps in their order and write what they measured to `training.json` in the model.

    RAISES: UsageError where data or an earlier step are missing.
    """
    places.work.mkdir(parents=True, exist_ok=True)
    places.model.mkdir(parents=True, exist_ok=True)
    log = places.model / "training.json"
    measured: dict[str, Any] = json.loads(log.read_text("utf-8")) if log.is_file() else {}
    actions = {"prepare": _prepare, "encoder": _encoder, "heads": _heads, "pairs": _pairs}
    for step in STEPS:
        if step in steps:
            report(f"{step}:")
            measured[step] = actions[step](places, recipe, device, report)
            log.write_text(json.dumps(measured, indent=1) + "\n", "utf-8")
    return measured


def _prepare(
    places: Places, recipe: Recipe, device: str, report: Callable[[str], None]
) -> dict[str, Any]:
    from .prepare import prepare
    from .prepared import save_prepared

    prepared = prepare(places.shared, places.root, recipe.seed)
    save_prepared(prepared, places.prepared)
    counts: dict[str, dict[str, int]] = {}
    for example in prepared.examples:
        row = counts.setdefault(example.set_name, {"units": 0, "claims": 0, "cues": 0})
        row["units"] += 1
        row["claims"] += len(example.claims)
        row["cues"] += len(example.cues)
    held = sorted(recipe.held.documents & {e.document for e in prepared.examples})
    return {"sets": counts, "sentences": len(prepared.sentences), "held": held}


def _load(places: Places) -> Prepared:
    from .prepared import load_prepared

    if not places.prepared.is_file():
        raise UsageError(
            "the training data are not prepared",
            path=str(places.prepared),
            remedy="Run the step first: claimcheck train prepare",
        )
    return load_prepared(places.prepared)


def _encoder(
    places: Places, recipe: Recipe, device: str, report: Callable[[str], None]
) -> dict[str, Any]:
    import torch
    from safetensors.torch import save_file

    from ..pipeline.windows import WindowLimits, WindowMaker
    from ..pipeline.wordpieces import PieceTokenizer
    from .fit import fit
    from .network import Encoder, Network
    from .settings import FitConfig
    from .start import package_folder, start_from_package

    prepared = _load(places)
    held = recipe.held.documents
    maker = WindowMaker(PieceTokenizer(package_folder() / "tokenizer.json"), WindowLimits())
    config = settings_of(FitConfig(), recipe.encoder, seed=recipe.seed, device=device)
    units = [e for e in prepared.examples if e.set_name != "dev" and e.document not in held]
    sentences = [
        s
        for s in prepared.sentences
        if (s.yu is not None and s.fold != recipe.held.fold) or s.source == "train"
    ]
    torch.manual_seed(recipe.seed)
    start = start_from_package()
    network = Network(Encoder(start, layers=config.layers))
    fits = [settings_of(config, v, seed=recipe.seed, device=device) for v in recipe.fits]
    for part in fits:
        network = fit(network, maker, units, sentences, part, report)
    state = {k: v.float().cpu().contiguous() for k, v in network.state_dict().items()}
    save_file(state, places.work / "encoder.safetensors")
    export_network(network, places.model, maker.limits)
    return {
        "units": len(units),
        "sentences": len(sentences),
        "epochs": [part.epochs for part in fits],
    }


def export_network(network: Any, model: Path, limits: WindowLimits) -> None:
    """Write the unit encoder's files into a model folder."""
    from .export import write_encoder, write_heads, write_settings, write_words
    from .start import package_folder, start_from_package

    write_words(start_from_package(), model)
    write_encoder(network.encoder, model / "encoder.onnx")
    write_heads(network.head_arrays(), model / "heads.npz")
    write_settings(model / "encoder.json", limits)
    shutil.copyfile(package_folder() / "tokenizer.json", model / "tokenizer.json")


def _heads(
    places: Places, recipe: Recipe, device: str, report: Callable[[str], None]
) -> dict[str, Any]:
    import numpy as np

    from ..pipeline import load_pipeline
    from ..pipeline.scoring import SentenceScorer
    from .gold import read_annotation_set, read_claims_data
    from .light import (
        fit_gate,
        fit_label_heads,
        gate_examples,
        labelled_rows,
        with_rare_labels,
    )
    from .prepare import annotation_sets

    for folder in ("heads", "gate"):
        shutil.rmtree(places.model / folder, ignore_errors=True)
    golds: list[GoldDocument] = read_claims_data(places.shared / "data" / "claims", "train")
    for folder_path in annotation_sets(places.root):
        golds += read_annotation_set(folder_path, places.root)
    held = [g for g in golds if g.name in recipe.held.documents]
    seen = [g for g in golds if g.name not in recipe.held.documents]
    nlp = load_pipeline(places.model)
    report(f"{len(held)} held documents, {len(seen)} seen ones")
    rows = labelled_rows(nlp, held)
    fill = labelled_rows(nlp, with_rare_labels(seen, rows))
    measured: dict[str, Any] = {"labels": fit_label_heads(rows, fill, places.model)}
    measured["gate"] = fit_gate(
        gate_examples(seen), gate_examples(held), places.model, recipe.gate.recall
    )
    scorer = SentenceScorer.load(places.model)
    sentences = [s for s in _load(places).sentences if s.fold == recipe.held.fold]
    measured["scale"] = _scale(scorer, sentences, places.model, np)
    return measured


def _scale(scorer: Any, sentences: Any, model: Path, np: Any) -> dict[str, float]:
    from sklearn.metrics import f1_score

    from ..evaluation.figures import calibration_error
    from .light import fit_yu_head

    rows = scorer.yu_rows([s.text for s in sentences])
    labels = np.array([s.yu for s in sentences])
    chances = fit_yu_head(rows, labels, model / "heads" / "yu.skops")
    found: dict[str, float] = {}
    for source in ("pubmed", "eureka"):
        own = np.array([s.source == source for s in sentences])
        predicted = chances[own].argmax(1)
        found[f"{source}_macro_f1"] = float(f1_score(labels[own], predicted, average="macro"))
        found[f"{source}_calibration_error"] = calibration_error(
            chances[own].max(1), (predicted == labels[own]).astype(float)
        )
    return found


def _pairs(
    places: Places, recipe: Recipe, device: str, report: Callable[[str], None]
) -> dict[str, Any]:
    from .verification import train_pairs

    return train_pairs(_load(places), places.model, places.work, recipe, device, report)
