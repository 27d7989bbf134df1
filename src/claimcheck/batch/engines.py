"""Engines map shards to finished parts; what a part holds does not depend on the engine.

`in_this_process` works one shard after the other; `in_processes` keeps a pool of processes, each
with a pipeline of its own. A process that dies (out of memory, a fault in a C library) costs the
document that it was at, which is listed as failed, and no other.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from ..config import Config
from ..errors import ClaimcheckError
from .plan import Shard
from .shard import Annotator, Counts, marker, process_shard

log = logging.getLogger(__name__)

#: Loads a pipeline; a function at module level, so that a worker process can import it.
AnnotatorFactory = Callable[[Config, Path | None], Annotator]

#: Variables that number libraries read when they are imported.
THREAD_VARIABLES: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")

_DIED: Final = "the process that worked on it died (out of memory, or a fault in a library)"


@dataclass(frozen=True)
class Setup:
    """What a worker needs to know: all of it can be sent to another process."""

    parts: Path
    config: Config
    model: Path | None
    factory: AnnotatorFactory


def load_pipeline_annotator(config: Config, model: Path | None) -> Annotator:
    """The real pipeline as an annotator."""
    from ..pipeline import annotate, load_pipeline

    nlp = load_pipeline(model, config)
    return lambda documents: annotate(nlp, documents, batch_size=config.pipeline.batch_size)


def in_this_process(shards: Sequence[Shard], setup: Setup) -> Iterator[tuple[Shard, Counts]]:
    """Work on one shard after the other."""
    annotate = setup.factory(setup.config, setup.model) if shards else None
    for shard in shards:
        assert annotate is not None
        yield shard, process_shard(setup.parts, shard, setup.config, annotate)


def in_processes(
    shards: Sequence[Shard], setup: Setup, jobs: int
) -> Iterator[tuple[Shard, Counts]]:
    """Work on `jobs` shards at a time; finished shards come in any order."""
    setup = _with_threads(setup, jobs)
    waiting = {shard.index: shard for shard in shards}
    while waiting:
        try:
            for shard, counts in _one_pool(list(waiting.values()), setup, jobs):
                del waiting[shard.index]
                yield shard, counts
        except BrokenProcessPool:
            log.warning("a worker process died; looking for the document it was at")
            suspects = [s for s in waiting.values() if marker(setup.parts, s).exists()]
            if not suspects:
                raise _cannot_start() from None
            for suspect in suspects:
                del waiting[suspect.index]
                yield _alone(suspect, setup)


def _one_pool(
    shards: Sequence[Shard], setup: Setup, jobs: int
) -> Iterator[tuple[Shard, Counts]]:
    # Not fork: the parent may have threads, and a forked onnxruntime hangs.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(
        min(jobs, len(shards)),
        mp_context=context,
        initializer=_limit_threads,
        initargs=(setup.config.pipeline.threads,),
    )
    try:
        futures = {pool.submit(_work, setup, shard): shard for shard in shards}
        for future in as_completed(futures):
            yield futures[future], future.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _alone(shard: Shard, setup: Setup) -> tuple[Shard, Counts]:
    """Work on a shard in a process of its own, without the documents that end the process."""
    while True:
        marker(setup.parts, shard).unlink(missing_ok=True)
        try:
            return next(iter(_one_pool([shard], setup, 1)))
        except BrokenProcessPool:
            try:
                at = int(marker(setup.parts, shard).read_text("utf-8"))
            except (OSError, ValueError):
                raise _cannot_start() from None
            log.warning("%s: %s", shard.items[at].path, _DIED)
            shard = replace(shard, failed=(*shard.failed, (at, _DIED)))


def _cannot_start() -> ClaimcheckError:
    return ClaimcheckError(
        "a worker process died before it had read a document",
        remedy="There may be too little memory for --jobs: try fewer.",
    )


def _with_threads(setup: Setup, jobs: int) -> Setup:
    """Share the cores between the processes, unless the configuration says how."""
    if setup.config.pipeline.threads:
        return setup
    threads = max(1, (os.cpu_count() or 1) // jobs)
    pipeline = setup.config.pipeline.model_copy(update={"threads": threads})
    return replace(setup, config=setup.config.model_copy(update={"pipeline": pipeline}))


def _limit_threads(threads: int) -> None:
    for variable in THREAD_VARIABLES:
        os.environ[variable] = str(threads)


def _work(setup: Setup, shard: Shard) -> Counts:
    annotate = _loaded(setup.factory, setup.config, setup.model)
    return process_shard(setup.parts, shard, setup.config, annotate)


@lru_cache(maxsize=1)
def _loaded(factory: AnnotatorFactory, config: Config, model: Path | None) -> Annotator:
    """The pipeline, once a process."""
    return factory(config, model)
