"""What an epoch shows: documents varied and cut into windows anew, and batches of sentences."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..pipeline.windows import UnitInput, Window, WindowMaker
from .augment import varied
from .batches import Shown, length_buckets, masked_ids
from .examples import Example, Sentence, by_document
from .settings import FitConfig

#: A window in training may end sooner than at run time, so that no place in it is special.
_SHORTEST = 48


class Show:
    """Makes the batches of one epoch after the other."""

    def __init__(
        self,
        maker: WindowMaker,
        examples: Sequence[Example],
        config: FitConfig,
        rng: random.Random,
    ) -> None:
        pieces = maker.tokenizer.ids([e.text for e in examples])
        readable = [e for e, ids in zip(examples, pieces, strict=True) if ids]
        self.documents = by_document(readable)
        self.names = sorted(
            {c.agent_name for e in readable for c in e.claims if 2 < len(c.agent_name) < 30}
        )
        self.maker = maker
        self.config = config
        self.rng = rng

    def epoch(self, progress: float) -> list[list[Shown]]:
        """Batches of windows of like length, in random order.

        progress (float): 0.0 for the first epoch, 1.0 for the last.
        """
        shares = {
            name: (1 - progress) * self._first(name) + progress * self._last(name)
            for name in {document[0].set_name for document in self.documents}
        }
        shown = [
            window
            for document in self.documents
            for window in self._windows(document, shares[document[0].set_name])
        ]
        lengths = [len(s.window.ids) for s in shown]
        batches = piece_batches(lengths, self.config.batch_pieces, self.rng)
        return [[shown[i] for i in batch] for batch in batches]

    def _first(self, set_name: str) -> float:
        return self.config.share.get(set_name, 1.0)

    def _last(self, set_name: str) -> float:
        return self.config.share_last.get(set_name, self._first(set_name))

    def _windows(self, document: Sequence[Example], share: float) -> Iterator[Shown]:
        """A document's windows: now and then every unit alone, or without its heading."""
        config, rng = self.config, self.rng
        examples = varied(document, self.names, rng, config.vary)
        limit = self.maker.limits.window
        if rng.random() < 0.5:
            limit = rng.randint(_SHORTEST, limit)
        if rng.random() < config.context_dropout:
            limit = 1
            examples = [_alone(e) for e in examples]
        elif rng.random() < config.context_dropout:
            examples = [replace(e, unit=replace(e.unit, heading="")) for e in examples]
        for window in self.maker.windows([e.unit for e in examples], limit=limit):
            if rng.random() < share:
                own = tuple(examples[placed.unit] for placed in window.units)
                yield Shown(_masked(window, self.maker, config.mask_share, rng), own)


def _alone(example: Example) -> Example:
    return replace(example, unit=UnitInput(example.unit.text, example.unit.kind))


def _masked(window: Window, maker: WindowMaker, share: float, rng: random.Random) -> Window:
    return replace(window, ids=masked_ids(window, share, maker.tokenizer.mask, (), rng))


def piece_batches(lengths: Sequence[int], budget: int, rng: random.Random) -> list[list[int]]:
    """Batches of indices of like length, in random order; a batch has at most `budget` pieces
    after padding, or one row."""
    order = sorted(range(len(lengths)), key=lambda i: lengths[i] + rng.uniform(0, 16))
    batches: list[list[int]] = []
    longest = 0
    for i in order:
        longest = max(longest, lengths[i])
        if not batches or (len(batches[-1]) + 1) * longest > budget:
            batches.append([])
            longest = lengths[i]
        batches[-1].append(i)
    rng.shuffle(batches)
    return batches


def sentence_windows(maker: WindowMaker, sentences: Sequence[Sentence]) -> list[Window]:
    """Each sentence in a window of its own."""
    return maker.windows([UnitInput(s.text) for s in sentences], limit=1)


def sentence_batches(
    maker: WindowMaker, sentences: Sequence[Sentence], config: FitConfig, rng: random.Random
) -> Iterator[tuple[list[Sentence], list[Window]]] | None:
    """Batches of sentences of one kind (see `Sentence.kind`), for ever; None without any."""
    if not sentences or not config.aux_share:
        return None
    windows = sentence_windows(maker, sentences)
    kinds = [
        [i for i, s in enumerate(sentences) if s.kind == kind]
        for kind in sorted({s.kind for s in sentences})
    ]

    def forever() -> Iterator[tuple[list[Sentence], list[Window]]]:
        while True:
            batches: list[list[int]] = []
            for kind in kinds:
                lengths = [len(windows[i].ids) for i in kind]
                buckets = length_buckets(lengths, config.aux_batch_size, rng)
                batches += [[kind[i] for i in bucket] for bucket in buckets]
            rng.shuffle(batches)
            for batch in batches:
                shown = [_masked(windows[i], maker, config.mask_share, rng) for i in batch]
                yield [sentences[i] for i in batch], shown

    return forever()
