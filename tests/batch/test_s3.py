"""Input and output in an object store, spoken to over S3's own protocol (moto's server)."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from claimcheck.batch import lock
from claimcheck.batch.run import RunResult
from claimcheck.batch.storage import ObjectStore
from claimcheck.errors import UsageError

from .conftest import TABLES, table_bytes

pytest.importorskip("s3fs", reason="the extra s3 is not installed")
pytest.importorskip("moto", reason="moto, which serves S3 here, is not installed")

Run = Callable[..., RunResult]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A fresh S3 server on the loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("moto's server did not start")


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch, request: Any) -> Iterator[Any]:
    """fsspec's file system of that server, found through the environment as a user sets it."""
    import s3fs

    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", server)
    s3fs.S3FileSystem.clear_instance_cache()
    system = s3fs.S3FileSystem()
    if not system.exists("bucket"):
        system.mkdir("bucket")
    yield system
    if system.exists("bucket"):
        system.rm("bucket", recursive=True)
    s3fs.S3FileSystem.clear_instance_cache()


def read(system: Any, name: str) -> bytes:
    with system.open(f"bucket/{name}", "rb") as stream:
        return bytes(stream.read())


def upload(system: Any, pages: Path, place: str) -> None:
    for path in pages.rglob("*.md"):
        system.put_file(str(path), f"bucket/{place}/{path.relative_to(pages).as_posix()}")


@pytest.mark.parametrize("jobs", [1, 2])
def test_from_a_bucket_into_a_bucket_gives_the_bytes_of_a_local_run(
    jobs: int, bucket: Any, pages: Path, tmp_path: Path, run_pages: Run
) -> None:
    run_pages(pages, tmp_path / "local")
    upload(bucket, pages, "pages")
    result = run_pages("s3://bucket/pages", "s3://bucket/out", jobs=jobs)
    bucket.invalidate_cache()
    found = {name: read(bucket, f"out/{name}.jsonl") for name in TABLES}
    assert found == table_bytes(tmp_path / "local")
    assert json.loads(read(bucket, "out/manifest.json"))["counts"] == result.counts


def test_a_run_into_a_bucket_resumes(bucket: Any, pages: Path, run_pages: Run) -> None:
    run_pages(pages, "s3://bucket/out")
    (pages / "reference" / "page-000.md").write_text("Tea helps.\n", "utf-8")
    result = run_pages(pages, "s3://bucket/out", resume=True)
    assert 0 < result.reused < 20


def test_a_changed_object_is_done_again(bucket: Any, pages: Path, run_pages: Run) -> None:
    upload(bucket, pages, "pages")
    run_pages("s3://bucket/pages", "s3://bucket/out")
    with bucket.open("bucket/pages/reference/page-000.md", "wb") as stream:
        stream.write(b"Tea helps against everything.\n")
    run_pages("s3://bucket/pages", "s3://bucket/out", resume=True)
    bucket.invalidate_cache()
    assert b"against everything" in read(bucket, "out/claims.jsonl")


def test_a_bucket_that_is_not_empty_is_refused(bucket: Any, pages: Path, run_pages: Run) -> None:
    run_pages(pages, "s3://bucket/out")
    with pytest.raises(UsageError, match="is not empty"):
        run_pages(pages, "s3://bucket/out")
    assert run_pages(pages, "s3://bucket/out", overwrite=True).counts["documents"] == 20


def test_a_second_run_into_the_same_bucket_is_refused(
    bucket: Any, pages: Path, run_pages: Run
) -> None:
    store = ObjectStore("s3://bucket/out")
    with lock.object_lock(store), pytest.raises(UsageError, match="another run"):
        run_pages(pages, "s3://bucket/out", resume=True)


def test_the_lock_of_a_killed_run_is_taken_over(
    bucket: Any, pages: Path, run_pages: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock._touch(ObjectStore("s3://bucket/out"), "killed")
    monkeypatch.setattr(lock, "STALE", 0)
    assert run_pages(pages, "s3://bucket/out", resume=True).counts["documents"] == 20


def test_archives_and_records_are_read_where_they_are(
    bucket: Any, tmp_path: Path, run_pages: Run
) -> None:
    from .test_inputs import write_tar, write_zip

    for path in (write_zip(tmp_path / "a.zip"), write_tar(tmp_path / "b.tar.gz")):
        bucket.put_file(str(path), f"bucket/{path.name}")
    with bucket.open("bucket/crawl.jsonl", "wb") as stream:
        stream.write(b'{"text": "Tea helps."}\n{"text": "Zinc helps."}\n')
    urls = [f"s3://bucket/{name}" for name in ("a.zip", "b.tar.gz", "crawl.jsonl")]
    assert run_pages(urls, tmp_path / "out").counts["documents"] == 8


def test_one_object_is_a_document(bucket: Any, pages: Path, tmp_path: Path, run_pages: Run) -> None:
    upload(bucket, pages, "pages")
    result = run_pages("s3://bucket/pages/reference/page-001.md", tmp_path / "out")
    assert result.counts["documents"] == 1


def test_a_url_with_nothing_below_is_named(bucket: Any, tmp_path: Path, run_pages: Run) -> None:
    with pytest.raises(UsageError, match="there is nothing there"):
        run_pages("s3://bucket/nowhere", tmp_path / "out")


def test_an_unknown_protocol_is_named(tmp_path: Path, run_pages: Run) -> None:
    with pytest.raises(UsageError) as caught:
        run_pages("gopher9://pages", tmp_path / "out")
    assert caught.value.path == "gopher9://pages"
