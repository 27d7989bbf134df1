"""Hyper-parameters of the two encoders; readable without PyTorch."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class FitConfig:
    """Hyper-parameters, from `training.toml`.

    aux_share (float): share of the steps that train on single sentences. mask_share (float): share
    of pieces masked. context_dropout (float): how often a unit is shown without its context.
    vary (float): how often a variant of a unit is shown (see `augment`). ema (float): decay of the
    averaged weights that are kept. class_balance (float): weight of a label is its inverse
    frequency to this power. share: by set, how much of it an epoch shows.
    """

    epochs: int = 12
    batch_size: int = 16
    aux_batch_size: int = 16
    encoder_lr: float = 1e-4
    head_lr: float = 1e-3
    layer_decay: float = 0.9
    weight_decay: float = 0.01
    warmup: float = 0.08
    aux_share: float = 0.3
    mask_share: float = 0.06
    context_dropout: float = 0.08
    vary: float = 0.3
    dropout: float = 0.1
    ema: float = 0.995
    label_smoothing: float = 0.05
    class_balance: float = 0.3
    layers: int = 6
    loss_weights: dict[str, float] = field(
        default_factory=lambda: {"claim": 1.0, "outcome": 0.7, "agent": 0.3, "cue": 1.0}
    )
    share: dict[str, float] = field(default_factory=dict)
    seed: int = 13
    device: str = "cpu"


@dataclass(frozen=True)
class PairConfig(FitConfig):
    """Hyper-parameters of the verification encoder.

    contrary (float): how often a pair is shown with its claim turned (see `contrary`).
    """

    epochs: int = 8
    batch_size: int = 32
    encoder_lr: float = 1.2e-4
    mask_share: float = 0.04
    contrary: float = 0.25
