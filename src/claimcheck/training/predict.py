"""What a network in training says of units, by the same heads that serve at run time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import torch

from ..evaluation.scoring import ScoredClaim, ScoredUnit
from ..pipeline.encoder import SPAN_HEADS, Draft, Heads, sentence_vectors
from ..pipeline.wordpieces import Pieces, PieceTokenizer
from .batches import Inputs
from .examples import Example, Sentence
from .fit import SENTENCE_CONTEXT
from .network import Network


@torch.no_grad()
def batches(
    network: Network, pieces: Sequence[Pieces], device: str, batch_size: int = 64
) -> Iterator[tuple[list[int], np.ndarray]]:
    """Inputs of like length together: their indices, and hidden states (units, pieces, size)."""
    network.eval()
    order = sorted(range(len(pieces)), key=lambda i: len(pieces[i].ids))
    for at in range(0, len(order), batch_size):
        batch = order[at : at + batch_size]
        inputs = Inputs.of([pieces[i] for i in batch], device)
        hidden = network.encode(inputs.ids, inputs.attention, inputs.types)
        yield batch, hidden.float().cpu().numpy()


def drafts_of(
    network: Network, tokenizer: PieceTokenizer, examples: Sequence[Example], device: str
) -> list[Draft]:
    """Drafts of units in their context, in order."""
    pieces = tokenizer.encode([e.text for e in examples], [e.context for e in examples])
    heads = Heads(network.head_arrays())
    drafts: dict[int, Draft] = {}
    for batch, hidden in batches(network, pieces, device):
        found = heads.drafts([pieces[i] for i in batch], hidden)
        drafts.update(zip(batch, found, strict=True))
    return [drafts[i] for i in range(len(examples))]


def sentence_scores(
    network: Network, tokenizer: PieceTokenizer, sentences: Sequence[Sentence], device: str
) -> tuple[np.ndarray, np.ndarray]:
    """Scores of the 0-3 scale (sentences, 4) and certainty (sentences,)."""
    pieces = tokenizer.encode([s.text for s in sentences], [SENTENCE_CONTEXT for _ in sentences])
    heads = Heads(network.head_arrays())
    yu = np.zeros((len(sentences), 4), dtype=np.float32)
    certainty = np.zeros(len(sentences), dtype=np.float32)
    for batch, hidden in batches(network, pieces, device):
        counts = np.array([len(pieces[i].offsets) for i in batch])
        vectors = sentence_vectors(hidden, counts)
        yu[batch] = heads.linear("yu", vectors)
        certainty[batch] = heads.linear("certainty", vectors)[:, 0] + 4.0
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
