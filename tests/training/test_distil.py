"""The student: which layers it begins with, and how far it is from its teacher."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="training needs the extra 'train'")

from claimcheck.training.distil import (  # noqa: E402
    divergence,
    hidden_distance,
    state_of_layers,
)


def test_kept_layers_are_numbered_anew_and_the_rest_stays() -> None:
    state = {f"bert.encoder.layer.{i}.weight": torch.tensor(float(i)) for i in range(6)}
    state["token.bias"] = torch.tensor(9.0)
    found = state_of_layers(state, (0, 2, 5))
    assert {name: value.item() for name, value in found.items()} == {
        "bert.encoder.layer.0.weight": 0.0,
        "bert.encoder.layer.1.weight": 2.0,
        "bert.encoder.layer.2.weight": 5.0,
        "token.bias": 9.0,
    }


def test_padding_does_not_count_in_the_distance_of_hidden_states() -> None:
    own = torch.zeros(1, 4, 2)
    taught = torch.zeros(1, 4, 2)
    taught[0, 1] = 3.0
    taught[0, 3] = 100.0
    mask = torch.tensor([[True, True, False]])
    assert hidden_distance(own, taught, mask).item() == pytest.approx(9.0 / 3)


def test_equal_scores_do_not_diverge_and_others_do() -> None:
    scores = torch.tensor([[1.0, 2.0, -1.0]])
    assert divergence(scores, scores).item() == pytest.approx(0.0, abs=1e-6)
    assert divergence(scores.flip(1), scores).item() > 0.1


def test_the_teacher_gets_no_gradient() -> None:
    own = torch.tensor([[1.0, 2.0]], requires_grad=True)
    taught = torch.tensor([[2.0, 1.0]], requires_grad=True)
    divergence(own, taught).backward()
    assert own.grad is not None
    assert taught.grad is None
