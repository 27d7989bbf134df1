"""What goes wrong in the night: kills, a full disk, two runs at once. For real, not simulated."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from claimcheck.batch.lock import folder_lock
from claimcheck.batch.run import RunResult
from claimcheck.config import load_config
from claimcheck.errors import ClaimcheckError, UsageError

from .conftest import table_bytes, write_pages

Run = Callable[..., RunResult]

#: A run in a process of its own: PAGES OUT JOBS FACTORY.
SCRIPT = """
import sys
from claimcheck.batch import finish
from claimcheck.batch.run import run
from claimcheck.tables import write_table
from tests.batch import fake
finish._compare = lambda out, sides, config: write_table(out / "comparisons.jsonl", ())
if __name__ == "__main__":
    pages, out, jobs, factory = sys.argv[1:]
    run(pages, out, jobs=int(jobs), resume=True, report=False, factory=getattr(fake, factory))
"""

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """The script as a file, so that worker processes can import it as their main module."""
    path = tmp_path / "script.py"
    path.write_text(SCRIPT, "utf-8")
    return path


def start(script: Path, *arguments: object, before: Sequence[str] = ()) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*before, sys.executable, str(script), *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
    )


@pytest.mark.parametrize("jobs", [1, 2])
def test_killed_at_random_moments_it_ends_with_the_same_bytes(
    jobs: int, script: Path, tmp_path: Path, run_pages: Run
) -> None:
    pages = write_pages(tmp_path / "pages", 40)
    run_pages(pages, tmp_path / "undisturbed")
    chance = random.Random(jobs)
    for _ in range(8):
        process = start(script, pages, tmp_path / "out", jobs, "slowly")
        try:
            process.wait(chance.uniform(0.3, 1.6))
        except subprocess.TimeoutExpired:
            process.kill()
        process.communicate()
    last = start(script, pages, tmp_path / "out", jobs, "slowly")
    assert last.communicate()[1] == b""
    assert table_bytes(tmp_path / "out") == table_bytes(tmp_path / "undisturbed")


def test_killed_at_every_step_to_disk_it_ends_with_the_same_bytes(
    tmp_path: Path, run_pages: Run
) -> None:
    """A kill before the 1st, 2nd, 3rd … sync or rename, each followed by a `--resume`."""
    pages = write_pages(tmp_path / "pages", 12)
    run_pages(pages, tmp_path / "undisturbed")
    kills = 0
    for step in range(1, 200):
        child = os.fork()
        if child == 0:
            die_at(step)
            run_pages(pages, tmp_path / "out", resume=True)
            os._exit(0)
        if os.waitpid(child, 0)[1] == 0:
            break
        kills += 1
    assert kills >= 10
    assert table_bytes(tmp_path / "out") == table_bytes(tmp_path / "undisturbed")


def die_at(step: int) -> None:
    """End this process before its `step`-th sync or rename."""
    left = [step]

    def counted(call: Callable[..., object]) -> Callable[..., object]:
        def instead(*arguments: object) -> object:
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*arguments)

        return instead

    os.fsync = counted(os.fsync)  # type: ignore[assignment]
    os.replace = counted(os.replace)  # type: ignore[assignment]


def test_workers_of_a_killed_run_end(script: Path, tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", 100)
    process = start(script, pages, tmp_path / "out", 2, "slowly")
    deadline = time.monotonic() + 120
    while not (workers := children_of(process.pid)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert workers
    process.kill()
    process.communicate()
    while any(map(is_alive, workers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(is_alive, workers))


def children_of(pid: int) -> list[int]:
    place = Path(f"/proc/{pid}/task/{pid}/children")
    if not place.exists():
        pytest.skip("this system has no /proc to look for processes in")
    return [int(word) for word in place.read_text("ascii").split()]


def is_alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    try:
        return status.read_text("ascii").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_a_page_that_kills_a_single_process_run_is_passed_by_on_resume(
    script: Path, tmp_path: Path, run_pages: Run
) -> None:
    pages = write_pages(tmp_path / "pages", 6)
    run_pages(pages, tmp_path / "good")
    (pages / "reference" / "zz.md").write_text("KILL", "utf-8")
    first = start(script, pages, tmp_path / "out", 1, "make_annotator")
    first.communicate()
    assert first.returncode == -signal.SIGKILL
    again = start(script, pages, tmp_path / "out", 1, "make_annotator")
    again.communicate()
    assert again.returncode == 0
    assert {**table_bytes(tmp_path / "out"), "errors": b""} == table_bytes(tmp_path / "good")
    assert b'"kind":"crash"' in table_bytes(tmp_path / "out")["errors"]


def test_a_second_run_into_the_same_folder_is_refused(
    pages: Path, tmp_path: Path, run_pages: Run
) -> None:
    (tmp_path / "out").mkdir()
    with folder_lock(tmp_path / "out"), pytest.raises(UsageError, match="another run is writing"):
        run_pages(pages, tmp_path / "out", resume=True)


def test_two_runs_at_once_one_is_refused_and_the_other_whole(
    script: Path, tmp_path: Path, run_pages: Run
) -> None:
    pages = write_pages(tmp_path / "pages", 20)
    run_pages(pages, tmp_path / "undisturbed")
    both = [start(script, pages, tmp_path / "out", 1, "slowly") for _ in range(2)]
    said = [process.communicate()[1].decode() for process in both]
    assert sorted(process.returncode for process in both) == [0, 1]
    assert sum("another run is writing" in text for text in said) == 1
    assert table_bytes(tmp_path / "out") == table_bytes(tmp_path / "undisturbed")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 200 kB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(folder)]
    try:
        done = subprocess.run(mount, capture_output=True, text=True)
    except OSError as error:
        pytest.skip(f"no small disk can be made here: {error}")
    if done.returncode:
        pytest.skip(f"no small disk can be mounted here: {done.stderr.strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_full_disk_ends_the_run_and_resume_goes_on(
    jobs: int, small_disk: Path, tmp_path: Path, run_pages: Run
) -> None:
    pages = write_pages(tmp_path / "pages", 40)
    run_pages(pages, tmp_path / "undisturbed")
    with pytest.raises(ClaimcheckError, match="the disk is full") as caught:
        run_pages(pages, small_disk / "out", jobs=jobs)
    assert "--resume" in caught.value.remedy
    subprocess.run(["mount", "-o", "remount,size=20m", str(small_disk)], check=True)
    result = run_pages(pages, small_disk / "out", resume=True)
    assert result.reused > 0
    assert table_bytes(small_disk / "out") == table_bytes(tmp_path / "undisturbed")


def test_an_unreadable_file_is_listed_and_read_once_it_can_be(
    script: Path, tmp_path: Path, run_pages: Run
) -> None:
    pages = write_pages(tmp_path / "pages", 5)
    run_pages(pages, tmp_path / "good")
    page = pages / "reference" / "page-002.md"
    page.chmod(0)
    first = start(script, pages, tmp_path / "out", 1, "make_annotator", before=as_plain_user())
    first.communicate()
    assert first.returncode == 0
    assert b'"kind":"unreadable"' in table_bytes(tmp_path / "out")["errors"]
    page.chmod(0o644)
    run_pages(pages, tmp_path / "out", resume=True)
    assert table_bytes(tmp_path / "out") == table_bytes(tmp_path / "good")


def as_plain_user() -> list[str]:
    """What to put before a command so that root, too, may read only what it has the right to."""
    if os.geteuid() != 0:
        return []
    if not shutil.which("setpriv"):
        pytest.skip("root may read everything, and there is no setpriv to take that away")
    rights = "-dac_override,-dac_read_search"
    return ["setpriv", f"--bounding-set={rights}", f"--inh-caps={rights}"]


def test_a_folder_that_cannot_be_written_is_named(
    pages: Path, tmp_path: Path, run_pages: Run
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(UsageError) as caught:
        run_pages(pages, tmp_path / "file" / "out")
    assert str(tmp_path / "file") in caught.value.path


def test_time_limits_hold_outside_the_main_thread(
    pages: Path, tmp_path: Path, run_pages: Run
) -> None:
    import threading

    (pages / "reference" / "slow.md").write_text("SLEEP", "utf-8")
    config = load_config(overrides=["batch.timeout=0.3"])
    results: list[RunResult] = []
    thread = threading.Thread(
        target=lambda: results.append(run_pages(pages, tmp_path / "out", config=config))
    )
    thread.start()
    thread.join(120)
    assert results[0].failed == 1
