"""Shards as tasks of a Dask cluster.

Each worker loads the pipeline once (a worker plugin). A worker that is lost gives its shards to the
others; a shard at which worker after worker is lost is looked through document by document, and
the ones that end a worker are listed as failed. What a part holds is the same as with one process.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final

from distributed import Client, Future, KilledWorker, WorkerPlugin, as_completed, get_worker

from ..errors import ClaimcheckError, UsageError
from .engines import DIED, Setup, prepare_process
from .manifest import basis_of
from .parts import Counts
from .plan import Shard, Unfinished
from .shard import Annotator, process_shard

log = logging.getLogger(__name__)

#: Name of the worker plugin.
PLUGIN: Final = "claimcheck"

#: How often a shard that failed for another reason than a lost worker is tried again.
RETRIES: Final = 2

#: Shards handed out ahead of each worker thread.
AHEAD: Final = 3

#: Seconds to wait for the scheduler, and for a first worker.
PATIENCE: Final = 60


class PipelinePlugin(WorkerPlugin):  # type: ignore[misc]
    """Loads the pipeline when a worker starts, or joins later.

    RAISES: UsageError on a worker whose version, model or libraries are not those of the client:
        its parts would not be the same.
    """

    name = PLUGIN

    def __init__(self, setup_of_run: Setup, basis: Mapping[str, str]) -> None:
        self.setup_of_run = setup_of_run
        self.basis = dict(basis)

    def setup(self, worker: Any) -> None:
        """Called by Dask on each worker."""
        prepare_process(self.setup_of_run.config)
        run = self.setup_of_run
        here = basis_of(run.config, run.model, shipped=run.uses_shipped_model)
        unlike = [name for name, value in self.basis.items() if here.get(name) != value]
        if unlike:
            raise UsageError(
                f"the worker {worker.address} differs in: {', '.join(unlike)}",
                remedy="Install the same claimcheck, model and libraries on every worker.",
            )
        worker.claimcheck = _Loaded(run, run.factory(run.config, run.model), threading.Lock())

    def teardown(self, worker: Any) -> None:
        """Called by Dask when a worker closes."""
        worker.claimcheck = None


@dataclass
class _Loaded:
    """The pipeline of a worker; threads of one worker take turns with it."""

    setup: Setup
    annotate: Annotator
    turn: threading.Lock


def on_cluster(
    shards: Unfinished, setup: Setup, scheduler: str | None, basis: Mapping[str, str]
) -> Iterator[tuple[Shard, Counts]]:
    """Work on the shards on a cluster; finished ones come in any order.

    scheduler (str): its address, such as `tcp://host:8786`.
    RAISES: UsageError where there is no cluster, or a worker could not make the same parts.
    """
    if not len(shards):
        return
    with _connected(scheduler) as client:
        client.register_plugin(PipelinePlugin(setup, basis))
        try:
            yield from _submit_all(client, shards)
        finally:
            client.unregister_worker_plugin(PLUGIN)


def _submit_all(client: Client, shards: Iterable[Shard]) -> Iterator[tuple[Shard, Counts]]:
    waiting = iter(shards)
    ahead = AHEAD * max(1, sum(client.nthreads().values()))
    running = {_submit(client, shard): shard for shard in islice(waiting, ahead)}
    completed = as_completed(running)
    for future in completed:
        shard = running.pop(future)
        try:
            counts = future.result()
        except KilledWorker:
            log.warning("worker after worker was lost at a shard; looking for the document")
            again = _submit(client, _without_killers(client, shard))
            running[again] = shard
            completed.add(again)
            continue
        for following in islice(waiting, 1):
            added = _submit(client, following)
            running[added] = following
            completed.add(added)
        yield shard, counts


def _submit(client: Client, shard: Shard) -> Future:
    # Not pure: a part that is gone must be made again, even if Dask remembers the task.
    return client.submit(work, shard, retries=RETRIES, pure=False)


def _without_killers(client: Client, shard: Shard) -> Shard:
    """The shard with the documents marked as failed that end a worker when they are alone."""
    failed = []
    for position, item in enumerate(shard.items):
        single = replace(shard, key=f"{position:08x}{shard.key}", items=(item,), failed=())
        future = client.submit(work, single, pure=False)
        try:
            future.result()
        except KilledWorker:
            log.warning("%s: %s", item.path, DIED)
            failed.append((position, DIED))
    if not failed:
        raise ClaimcheckError(
            "the cluster loses its workers",
            remedy="Look at the workers' logs (memory?); then run again with --resume.",
        )
    return replace(shard, failed=tuple(failed))


def work(shard: Shard) -> Counts:
    """The task: make a shard's part on a worker."""
    worker = get_worker()
    loaded: _Loaded | None = getattr(worker, "claimcheck", None)
    if loaded is None:
        raise UsageError(
            f"the worker {worker.address} could not set the pipeline up",
            remedy="Its log says why: another version, model or library than the client's?",
        )
    setup = loaded.setup
    with loaded.turn:
        return process_shard(setup.store, shard, setup.config, loaded.annotate)


def _connected(scheduler: str | None) -> Client:
    if not scheduler:
        raise UsageError(
            "the engine dask needs a scheduler",
            place="--scheduler",
            remedy="Start one (`dask scheduler`) and give its address: tcp://host:8786.",
        )
    try:
        client = Client(scheduler, timeout=PATIENCE)
        client.wait_for_workers(1, timeout=PATIENCE)
    except (OSError, TimeoutError, ValueError) as error:
        raise UsageError(
            f"no cluster with a worker answers ({error})",
            path=scheduler,
            place="--scheduler",
            remedy="Start `dask scheduler` and `dask worker ADDRESS`; see docs/batch.md.",
        ) from error
    return client
