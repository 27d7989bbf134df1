"""Hyper-parameters of the two encoders; readable without PyTorch."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class FitConfig:
    """Hyper-parameters, from `training.toml`.

    batch_pieces (int): word pieces of a batch of windows. aux_share (float): share of the steps
    that train on single sentences. mask_share (float): share of pieces masked. context_dropout
    (float): how often a document's units are shown each alone, and how often without headings.
    vary (float): how often a variant of a document is shown (see `augment`). ema (float): decay of
    the averaged weights that are kept. class_balance (float): weight of a label is its inverse
    frequency to this power. share, share_last: by set, how much of it the first and the last epoch
    show, and those between in proportion. int8 (bool): whether the encoder computes as its int8
    export will.
    """

    epochs: int = 12
    batch_pieces: int = 640
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
    int8: bool = False
    loss_weights: dict[str, float] = field(
        default_factory=lambda: {"claim": 1.0, "outcome": 0.7, "agent": 0.3, "cue": 1.0}
    )
    share: dict[str, float] = field(default_factory=dict)
    share_last: dict[str, float] = field(default_factory=dict)
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
