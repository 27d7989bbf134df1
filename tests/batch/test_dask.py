"""The Dask engine on a real scheduler with two worker processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from claimcheck.batch.run import Progress, RunResult
from claimcheck.errors import UsageError
from claimcheck.tables import iter_table

from . import fake
from .conftest import table_bytes, write_pages

distributed = pytest.importorskip("distributed", reason="the extra dask is not installed")

Run = Callable[..., RunResult]
ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Cluster:
    """A scheduler and worker processes, without nannies: a killed worker stays away."""

    folder: Path
    address: str = ""
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, workers: int) -> None:
        file = self.folder / "scheduler.json"
        self._spawn("scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
        deadline = time.monotonic() + 120
        while not file.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        import json

        self.address = json.loads(file.read_text("utf-8"))["address"]
        for _ in range(workers):
            self.add_worker()

    def add_worker(self) -> None:
        self._spawn("worker", self.address, "--no-nanny", "--nthreads", "1", "--no-dashboard")

    def workers(self) -> list[subprocess.Popen[bytes]]:
        return self.processes[1:]

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.kill()
            process.wait()

    def _spawn(self, *arguments: str) -> None:
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
        }
        self.processes.append(
            subprocess.Popen(
                [sys.executable, "-m", "dask", arguments[0], "--host", "127.0.0.1", *arguments[1:]],
                env=environment,
                cwd=self.folder,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    (tmp_path / "cluster").mkdir()
    cluster = Cluster(tmp_path / "cluster")
    try:
        cluster.start(workers=2)
        yield cluster
    finally:
        cluster.stop()


def test_a_cluster_gives_the_bytes_of_a_local_run(
    cluster: Cluster, pages: Path, tmp_path: Path, run_pages: Run
) -> None:
    run_pages(pages, tmp_path / "local")
    run_pages(pages, tmp_path / "out", engine="dask", scheduler=cluster.address)
    assert table_bytes(tmp_path / "out") == table_bytes(tmp_path / "local")


def test_a_worker_killed_in_the_middle_changes_nothing(
    cluster: Cluster, tmp_path: Path, run_pages: Run
) -> None:
    pages = write_pages(tmp_path / "pages", 60)
    run_pages(pages, tmp_path / "local")
    killed: list[int] = []

    def kill_one(progress: Progress) -> None:
        if progress.done > 20 and not killed:
            killed.append(cluster.workers()[0].pid)
            os.kill(killed[0], signal.SIGKILL)

    run_pages(
        pages,
        tmp_path / "out",
        engine="dask",
        scheduler=cluster.address,
        factory=fake.slowly,
        progress=kill_one,
    )
    assert killed
    assert table_bytes(tmp_path / "out") == table_bytes(tmp_path / "local")


def test_a_page_that_ends_worker_after_worker_costs_no_other(
    cluster: Cluster, tmp_path: Path, run_pages: Run
) -> None:
    pages = write_pages(tmp_path / "pages", 4)
    run_pages(pages, tmp_path / "good")
    (pages / "reference" / "zz.md").write_text("KILL", "utf-8")
    ended = threading.Event()

    def replace_lost_workers() -> None:
        while not ended.wait(0.2):
            for process in cluster.workers():
                if process.poll() is not None:
                    cluster.processes.remove(process)
                    cluster.add_worker()

    nanny = threading.Thread(target=replace_lost_workers)
    nanny.start()
    try:
        run_pages(pages, tmp_path / "out", engine="dask", scheduler=cluster.address)
    finally:
        ended.set()
        nanny.join()
    ((_, row),) = iter_table(tmp_path / "out" / "errors.jsonl")
    assert (row["path"], row["kind"]) == ("reference/zz.md", "crash")
    assert {**table_bytes(tmp_path / "out"), "errors": b""} == table_bytes(tmp_path / "good")


def test_a_worker_with_another_model_is_refused(
    cluster: Cluster, pages: Path, tmp_path: Path, run_pages: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from claimcheck.batch import run as run_module

    real = run_module.basis_of
    monkeypatch.setattr(
        run_module, "basis_of", lambda *given, **named: {**real(*given, **named), "model": "other"}
    )
    with pytest.raises(UsageError, match="differs in: model"):
        run_pages(pages, tmp_path / "out", engine="dask", scheduler=cluster.address)


def test_without_a_scheduler_it_says_how_to_start_one(
    pages: Path, tmp_path: Path, run_pages: Run
) -> None:
    with pytest.raises(UsageError) as caught:
        run_pages(pages, tmp_path / "out", engine="dask")
    assert "dask scheduler" in caught.value.remedy


def test_a_scheduler_that_does_not_answer_is_named(
    pages: Path, tmp_path: Path, run_pages: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from claimcheck.batch import dask_engine

    monkeypatch.setattr(dask_engine, "PATIENCE", 1)
    with pytest.raises(UsageError, match="no cluster") as caught:
        run_pages(pages, tmp_path / "out", engine="dask", scheduler="tcp://127.0.0.1:9")
    assert caught.value.path == "tcp://127.0.0.1:9"
