"""Training as int8 will compute: needs PyTorch, which only training installs."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="PyTorch comes with the extra `train` only")

from claimcheck.training.int8 import (  # noqa: E402
    Int8Linear,
    rounded_activations,
    rounded_weights,
    simulate_int8,
    with_int8_linears,
)


def test_a_map_without_simulation_gives_what_it_replaces() -> None:
    linear = torch.nn.Linear(8, 4)
    values = torch.randn(2, 3, 8)
    assert torch.equal(Int8Linear.of(linear)(values), linear(values))


def test_activations_take_at_most_256_values_in_a_row_of_the_batch() -> None:
    values = torch.randn(2, 50, 40)
    kept = rounded_activations(values)
    assert all(len(row.unique()) <= 256 for row in kept)
    step = (values.amax((1, 2)) - values.amin((1, 2))) / 255
    assert bool(((kept - values).abs().amax((1, 2)) <= step * 1.01).all())


def test_weights_are_off_by_half_a_step_of_their_channel_at_most() -> None:
    weight = torch.randn(6, 30)
    step = weight.abs().amax(1, keepdim=True) / 127
    assert bool(((rounded_weights(weight) - weight).abs() <= step * 0.501).all())


def test_gradients_pass_through_the_rounding() -> None:
    module = torch.nn.Sequential(torch.nn.Linear(8, 4))
    with_int8_linears(module)
    simulate_int8(module, True)
    module(torch.randn(2, 3, 8)).sum().backward()
    assert module[0].weight.grad is not None
    assert bool(module[0].weight.grad.abs().sum() > 0)
