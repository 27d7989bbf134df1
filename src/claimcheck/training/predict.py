"""What a network in training says of units, by the same heads that serve at run time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import torch

from ..evaluation.scoring import ScoredClaim, ScoredUnit
from ..pipeline.encoder import SPAN_HEADS, Draft, Heads, sentence_vectors
from ..pipeline.windows import Placed, Window, WindowMaker, unit_positions
from .batches import Inputs
from .examples import Example, Sentence, by_document
from .network import Network
from .showing import sentence_windows


@torch.no_grad()
def batches(
    network: Network, windows: Sequence[Window], device: str, batch_size: int = 16
) -> Iterator[tuple[list[tuple[int, Placed]], np.ndarray]]:
    """Windows of like length together: their units as (window, unit), and the units' hidden states
    (units, 1 + pieces, size)."""
    network.eval()
    order = sorted(range(len(windows)), key=lambda i: len(windows[i].ids))
    for at in range(0, len(order), batch_size):
        batch = order[at : at + batch_size]
        inputs = Inputs.of([windows[i] for i in batch], device)
        hidden = network.encode(inputs.ids, inputs.attention, inputs.types).float().cpu().numpy()
        positions, _ = unit_positions([windows[i] for i in batch], hidden.shape[1])
        units = [(i, placed) for i in batch for placed in windows[i].units]
        yield units, hidden.reshape(-1, hidden.shape[2])[positions]


def drafts_of(
    network: Network, maker: WindowMaker, examples: Sequence[Example], device: str
) -> list[tuple[Example, Draft]]:
    """The drafts of the units of documents, by document."""
    heads = Heads(network.head_arrays())
    windows: list[Window] = []
    owners: list[Sequence[Example]] = []
    for document in by_document(examples):
        cut = maker.windows([e.unit for e in document])
        windows += cut
        owners += [document] * len(cut)
    found: dict[int, tuple[Example, Draft]] = {}
    for units, hidden in batches(network, windows, device):
        drafts = heads.drafts([placed for _, placed in units], hidden)
        for (i, placed), draft in zip(units, drafts, strict=True):
            example = owners[i][placed.unit]
            found[id(example)] = (example, draft)
    return [found[id(example)] for example in examples]


def sentence_scores(
    network: Network, maker: WindowMaker, sentences: Sequence[Sentence], device: str
) -> tuple[np.ndarray, np.ndarray]:
    """Scores of the 0-3 scale (sentences, 4) and certainty (sentences,)."""
    heads = Heads(network.head_arrays())
    yu = np.zeros((len(sentences), 4), dtype=np.float32)
    certainty = np.zeros(len(sentences), dtype=np.float32)
    for units, hidden in batches(network, sentence_windows(maker, sentences), device, 64):
        rows = [i for i, _ in units]
        counts = np.array([len(placed.offsets) for _, placed in units])
        vectors = sentence_vectors(hidden, counts)
        yu[rows] = heads.linear("yu", vectors)
        certainty[rows] = heads.linear("certainty", vectors)[:, 0] + 4.0
    return yu, certainty


def scored_gold(example: Example) -> ScoredUnit:
    """A unit's gold in the form that is scored."""
    return ScoredUnit(
        tuple(
            ScoredClaim(c.span, {n: str(getattr(c, n)).lower() for n in SPAN_HEADS})
            for c in example.claims
        ),
        frozenset(o for c in example.claims for o in c.outcomes),
        frozenset((c.span, c.category) for c in example.cues),
    )


def scored_draft(draft: Draft) -> ScoredUnit:
    """A draft in the form that is scored: each label is the one with the highest score."""
    return ScoredUnit(
        tuple(
            ScoredClaim(c.span, {n: SPAN_HEADS[n][int(np.argmax(c.logits[n]))] for n in SPAN_HEADS})
            for c in draft.claims
        ),
        frozenset(draft.outcomes),
        frozenset((c.span, c.category) for c in draft.cues),
    )
