"""How long one page may take."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from claimcheck.batch.deadline import allowance, time_limit
from claimcheck.batch.run import RunResult
from claimcheck.batch.shard import Annotator
from claimcheck.config import Config, load_config
from claimcheck.documents import Document
from claimcheck.errors import DocumentError
from claimcheck.rows import DocumentRows
from claimcheck.tables import iter_table

from .conftest import write_pages
from .fake import rows_of


@pytest.mark.parametrize(
    ("characters", "seconds"), [(0, 300.0), (500_000, 300.0), (1_000_000, 600.0), (5_000_000, 3e3)]
)
def test_a_longer_page_may_take_longer_in_proportion(characters: int, seconds: float) -> None:
    assert allowance(300.0, characters, 500_000) == seconds


def wait(seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(0.005)


def extended_and_ended() -> str:
    """What is said of a page that may take 0.1 s, then 0.3 s, and takes for ever."""
    started = time.monotonic()
    try:
        with time_limit(0.1) as deadline:
            deadline.extend(0.3)
            wait(30.0)
    except DocumentError as error:
        assert 0.3 <= time.monotonic() - started < 10.0
        return error.message
    return ""


def test_an_extended_limit_holds_from_the_start() -> None:
    assert extended_and_ended() == "took longer than 0.3 s and was given up"


def test_an_extended_limit_holds_outside_the_main_thread() -> None:
    said: list[str] = []
    thread = threading.Thread(target=lambda: said.append(extended_and_ended()))
    thread.start()
    thread.join(60)
    assert said == ["took longer than 0.3 s and was given up"]


def test_what_ends_within_its_extended_time_is_not_given_up() -> None:
    with time_limit(0.1) as deadline:
        deadline.extend(30.0)
        wait(0.3)


@pytest.mark.parametrize(("seconds", "more"), [(0.0, 5.0), (5.0, 1.0)])
def test_a_limit_is_never_made_from_none_or_shorter(seconds: float, more: float) -> None:
    with time_limit(seconds) as deadline:
        deadline.extend(more)
        assert deadline.seconds == seconds


def takes_long(config: Config, model: Path | None) -> Annotator:
    """A factory whose annotator takes 1.5 s for each page of `reference`."""

    def annotate(documents: Iterable[Document]) -> Iterator[DocumentRows]:
        for document in documents:
            if document.source.name == "reference":
                wait(1.5)
            yield rows_of(document)

    return annotate


def test_a_short_page_is_given_up_where_a_long_one_may_go_on(
    tmp_path: Path, run_pages: Callable[..., RunResult]
) -> None:
    pages = write_pages(tmp_path / "pages", 1)
    (pages / "reference" / "long.md").write_text("Tea helps sleep. " * 300, "utf-8")
    config = load_config(overrides=["batch.timeout=1.0", "batch.timeout_characters=200"])
    run_pages(pages, tmp_path / "out", config=config, factory=takes_long)
    ((_, row),) = iter_table(tmp_path / "out" / "errors.jsonl")
    assert (row["path"], row["kind"]) == ("reference/page-000.md", "timeout")
