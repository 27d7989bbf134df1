"""The unit encoder: a teacher fine-tuned on all tasks, and the smaller student that is shipped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import torch
from safetensors.torch import load_file

from ..pipeline.windows import WindowLimits, WindowMaker
from ..pipeline.wordpieces import PieceTokenizer
from .distil import HiddenLosses, TaughtLosses, state_of_layers
from .examples import Example, Sentence
from .fit import fit
from .network import Encoder, Network
from .prepared import Prepared
from .recipe import Recipe, settings_of
from .settings import FitConfig
from .start import package_folder, start_from_package

Report = Callable[[str], None]


def training_data(prepared: Prepared, recipe: Recipe) -> tuple[list[Example], list[Sentence]]:
    """Units and sentences that may train: not the development pages, nothing held back."""
    units = [
        e
        for e in prepared.examples
        if e.set_name != "dev" and e.document not in recipe.held.documents
    ]
    sentences = [
        s
        for s in prepared.sentences
        if (s.yu is not None and s.fold != recipe.held.fold) or s.source == "train"
    ]
    return units, sentences


def window_maker() -> WindowMaker:
    """Windows as they are at run time."""
    return WindowMaker(PieceTokenizer(package_folder() / "tokenizer.json"), WindowLimits())


def network_of(config: FitConfig) -> Network:
    """A network from the starting weights."""
    encoder = Encoder(start_from_package(), layers=config.layers, dropout=config.dropout)
    return Network(encoder, config.dropout)


def load_network(path: Path, config: FitConfig) -> Network:
    """A network with the weights of a file (safetensors).

    RAISES: RuntimeError for weights of another shape.
    """
    network = network_of(config)
    network.load_state_dict(load_file(path), strict=False)
    return network.eval()


def fit_teacher(
    units: Sequence[Example],
    sentences: Sequence[Sentence],
    recipe: Recipe,
    device: str,
    report: Report,
) -> Network:
    """Fine-tune the larger encoder on all tasks."""
    config = settings_of(FitConfig(), recipe.teacher, seed=recipe.seed, device=device)
    torch.manual_seed(recipe.seed)
    return fit(network_of(config), window_maker(), units, sentences, config, report)


def fit_student(
    teacher: Network,
    units: Sequence[Example],
    sentences: Sequence[Sentence],
    recipe: Recipe,
    device: str,
    report: Report,
) -> Network:
    """Fine-tune the smaller encoder: after the teacher's hidden states, on all tasks beside the
    teacher's scores, and the same in int8 arithmetic."""
    student = recipe.student
    torch.manual_seed(recipe.seed)
    config = replace(
        settings_of(FitConfig(), recipe.teacher, seed=recipe.seed, device=device),
        layers=len(student.layers),
    )
    maker = window_maker()
    network = network_of(settings_of(config, student.hidden))
    network.load_state_dict(state_of_layers(teacher.state_dict(), student.layers), strict=False)
    kinds = (HiddenLosses, TaughtLosses, TaughtLosses)
    for values, losses in zip(student.parts, kinds, strict=True):
        part = settings_of(config, values)
        network = fit(
            network, maker, units, sentences, part, report, losses=losses(units, part, teacher)
        )
    return network
