"""Linear maps that feel in training what int8 arithmetic will do to them at run time.

The exported graph scales activations by their range in each run (one window) and weights by the
largest of each channel. Simulating both in the last epochs, with gradients passed straight through
the rounding (Bengio et al., arXiv:1308.3432; Jacob et al., CVPR 2018), leaves weights that lose
little by it.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional


class Int8Linear(nn.Linear):
    """A linear map that computes as int8 would while `simulated` is set."""

    simulated: bool = False

    @classmethod
    def of(cls, linear: nn.Linear) -> Int8Linear:
        """The same map with the same weights."""
        made = cls(linear.in_features, linear.out_features, bias=linear.bias is not None)
        made.weight, made.bias = linear.weight, linear.bias
        return made

    def forward(self, values: Tensor) -> Tensor:
        """Values (batch, pieces, inputs) to (batch, pieces, outputs)."""
        if not self.simulated:
            return functional.linear(values, self.weight, self.bias)
        return functional.linear(
            rounded_activations(values.float()), rounded_weights(self.weight), self.bias
        )


def rounded_activations(values: Tensor) -> Tensor:
    """Values as unsigned int8 holds them, one scale and zero point for each row of the batch."""
    with torch.no_grad():
        flat = values.flatten(1)
        low = flat.amin(1).clamp(max=0.0)
        scale = ((flat.amax(1).clamp(min=0.0) - low) / 255.0).clamp(min=1e-8)
        shape = (-1, *[1] * (values.ndim - 1))
        scale, zero = scale.view(shape), (-low / scale).round().view(shape)
        kept = (((values / scale).round() + zero).clamp(0, 255) - zero) * scale
    return values + (kept - values).detach()


def rounded_weights(weight: Tensor) -> Tensor:
    """Weights (outputs, inputs) as signed int8 holds them, one scale a channel."""
    with torch.no_grad():
        scale = (weight.abs().amax(1, keepdim=True) / 127.0).clamp(min=1e-12)
        kept = (weight / scale).round() * scale
    return weight + (kept - weight).detach()


def with_int8_linears(module: nn.Module) -> None:
    """Put an `Int8Linear` in the place of every linear map inside."""
    for name, child in module.named_children():
        if isinstance(child, nn.Linear):
            setattr(module, name, Int8Linear.of(child))
        else:
            with_int8_linears(child)


def simulate_int8(module: nn.Module, simulated: bool) -> None:
    """Switch the simulation of all linear maps inside on or off."""
    for child in module.modules():
        if isinstance(child, Int8Linear):
            child.simulated = simulated
