"""The label heads: what they need is said before they are fitted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from claimcheck.errors import UsageError
from claimcheck.pipeline.encoder import SPAN_HEADS
from claimcheck.pipeline.labels_heads.features import FEATURES
from claimcheck.pipeline.labels_heads.heads import HEADS
from claimcheck.training.light import LabelledRow, fit_label_heads


def row(**labels: str) -> LabelledRow:
    usual = {head: SPAN_HEADS[head][0] for head in HEADS}
    return LabelledRow(np.zeros(len(FEATURES), dtype=np.float32), {**usual, **labels})


def test_a_label_that_the_encoder_hardly_finds_is_named(tmp_path: Path) -> None:
    held = [row() for _ in range(20)] + [row(type="deficiency") for _ in range(2)]
    with pytest.raises(UsageError) as error:
        fit_label_heads(held, [], tmp_path)
    assert "only 2 annotated claims of type 'deficiency'" in str(error.value)
    assert "Train the encoder longer" in str(error.value)


@pytest.mark.parametrize(("rare", "measured"), [(5, False), (6, False), (7, True)])
def test_heads_are_fitted_and_measured_only_where_all_folds_hold_enough(
    tmp_path: Path, rare: int, measured: bool
) -> None:
    held = [row(**{head: SPAN_HEADS[head][i % 2] for head in HEADS}) for i in range(40)]
    held += [row(type="harm") for _ in range(rare)]
    report = fit_label_heads(held, [], tmp_path)
    assert ("type" in report) is measured
    assert (tmp_path / "heads" / "type.skops").is_file()
