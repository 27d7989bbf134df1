"""Engines map shards to finished parts; what a part holds does not depend on the engine.

`in_this_process` works one shard after the other; `in_processes` keeps a pool of processes, each
with a pipeline of its own. A process that dies (out of memory, a fault in a C library) costs the
document that it was at, which is listed as failed, and no other.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.abc import MetaPathFinder
from itertools import islice
from pathlib import Path
from typing import Final

from ..config import Config
from ..errors import ClaimcheckError
from .parts import Counts
from .plan import Shard, Unfinished
from .shard import Annotator, marker, process_shard
from .storage import Store

log = logging.getLogger(__name__)

#: Loads a pipeline; a function at module level, so that a worker process can import it.
AnnotatorFactory = Callable[[Config, Path | None], Annotator]

#: Variables that number libraries read when they are imported.
THREAD_VARIABLES: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")

#: Shards handed out ahead of each process: enough to keep it busy, few enough to forget.
AHEAD: Final = 3

DIED: Final = "the process that worked on it died (out of memory, or a fault in a library)"


@dataclass(frozen=True)
class Setup:
    """What a worker needs to know: all of it can be sent to another process."""

    store: Store
    config: Config
    model: Path | None
    factory: AnnotatorFactory

    @property
    def uses_shipped_model(self) -> bool:
        """Whether no model means the one that the package carries."""
        return self.factory is load_pipeline_annotator


def load_pipeline_annotator(config: Config, model: Path | None) -> Annotator:
    """The real pipeline as an annotator."""
    from ..pipeline import annotate, load_pipeline

    nlp = load_pipeline(model, config)
    return lambda documents: annotate(nlp, documents, batch_size=config.pipeline.batch_size)


def in_this_process(shards: Iterable[Shard], setup: Setup) -> Iterator[tuple[Shard, Counts]]:
    """Work on one shard after the other.

    A shard at which an earlier run was killed may hold the document that killed it: it is worked
    on in a process of its own.
    """
    from threadpoolctl import threadpool_limits

    annotate: Annotator | None = None
    for shard in shards:
        if _was_at(setup.store, shard):
            yield shard, _alone(shard, setup)
            continue
        annotate = annotate or setup.factory(setup.config, setup.model)
        with threadpool_limits(setup.config.pipeline.threads):
            counts = process_shard(setup.store, shard, setup.config, annotate)
        yield shard, counts


def in_processes(shards: Unfinished, setup: Setup, jobs: int) -> Iterator[tuple[Shard, Counts]]:
    """Work on `jobs` shards at a time; finished shards come in any order."""
    suspects = True
    while suspects:
        for shard in shards:
            if _was_at(setup.store, shard):
                counts = _alone(shard, setup)
                shards.finish(shard)
                yield shard, counts
        try:
            for shard, counts in _one_pool(shards, setup, jobs):
                shards.finish(shard)
                yield shard, counts
            return
        except BrokenProcessPool:
            log.warning("a worker process died; looking for the document it was at")
            suspects = any(_was_at(setup.store, shard) for shard in shards)
    raise _cannot_start()


def _was_at(store: Store, shard: Shard) -> bool:
    place = marker(store, shard)
    return place is not None and place.exists()


def _one_pool(
    shards: Unfinished | list[Shard], setup: Setup, jobs: int
) -> Iterator[tuple[Shard, Counts]]:
    if not len(shards):
        return
    # Not fork: the parent may have threads, and a forked onnxruntime hangs.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(
        min(jobs, len(shards)),
        mp_context=context,
        initializer=_begin,
        initargs=(setup.config,),
    )
    ended = False
    try:
        waiting = iter(shards)
        running = {
            pool.submit(_work, setup, shard): shard for shard in islice(waiting, AHEAD * jobs)
        }
        while running:
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                shard = running.pop(future)
                counts = future.result()
                for following in islice(waiting, 1):
                    running[pool.submit(_work, setup, following)] = following
                yield shard, counts
        ended = True
    finally:
        if not ended:
            _stop(pool)
        pool.shutdown(wait=True, cancel_futures=True)


def _stop(pool: ProcessPoolExecutor) -> None:
    """End the workers at once: what they were at is not a part yet and will be done again."""
    for process in list((pool._processes or {}).values()):
        process.terminate()


def _alone(shard: Shard, setup: Setup) -> Counts:
    """Work on a shard in a process of its own, without the documents that end the process."""
    place = marker(setup.store, shard)
    assert place is not None
    while True:
        place.unlink(missing_ok=True)
        try:
            return next(iter(_one_pool([shard], setup, 1)))[1]
        except BrokenProcessPool:
            try:
                at = int(place.read_text("utf-8"))
            except (OSError, ValueError):
                raise _cannot_start() from None
            log.warning("%s: %s", shard.items[at].path, DIED)
            shard = replace(shard, failed=(*shard.failed, (at, DIED)))


def _cannot_start() -> ClaimcheckError:
    return ClaimcheckError(
        "a worker process died before it had read a document",
        remedy=(
            "There may be too little memory for --jobs: try fewer. In a script of your own, "
            'call claimcheck.run under `if __name__ == "__main__":`.'
        ),
    )


def _begin(config: Config) -> None:
    """Set a worker process up.

    The arguments of this call have loaded numpy already, with as many threads as there are cores.
    """
    from threadpoolctl import threadpool_limits

    prepare_process(config)
    threadpool_limits(config.pipeline.threads)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def prepare_process(config: Config) -> None:
    """Make a process that does nothing but annotate light: call before numpy and spaCy are loaded.

    Number libraries are told how many threads to use. Thinc, under spaCy, loads PyTorch wherever it
    is installed, which costs seconds and 200 MB; without a base pipeline nothing here uses it.
    """
    for variable in THREAD_VARIABLES:
        os.environ[variable] = str(config.pipeline.threads)
    if config.pipeline.base or "torch" in sys.modules or "thinc" in sys.modules:
        return
    blocker = _WithoutTorch()
    sys.meta_path.insert(0, blocker)
    try:
        import thinc.compat  # noqa: F401
    finally:
        sys.meta_path.remove(blocker)


class _WithoutTorch(MetaPathFinder):
    """Makes PyTorch look as if it were not installed."""

    def find_spec(self, fullname: str, path: object, target: object = None) -> None:
        if fullname.partition(".")[0] == "torch":
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)


def _end_with_parent() -> None:
    """A worker whose run was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(setup: Setup, shard: Shard) -> Counts:
    annotate = _loaded(setup.factory, setup.config, setup.model)
    return process_shard(setup.store, shard, setup.config, annotate)


@lru_cache(maxsize=1)
def _loaded(factory: AnnotatorFactory, config: Config, model: Path | None) -> Annotator:
    """The pipeline, once a process."""
    return factory(config, model)
