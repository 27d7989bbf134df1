"""Work on one shard: a pure task that leaves one complete part folder, or nothing.

A part folder holds the shard's pieces of the tables and `part.json` with its counts. It is written
under another name and renamed when all is on disk, so a part that is there is right.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from ..config import Config
from ..documents.model import Document
from ..errors import DocumentError, UsageError
from ..rows import DocumentRows, ErrorRow
from ..tables import TableWriter, atomic_file, write_json
from .deadline import time_limit
from .plan import Item, Shard

log = logging.getLogger(__name__)

#: From documents to their rows, one a document, in order.
Annotator = Callable[[Iterable[Document]], Iterator[DocumentRows]]

#: The tables that shards write (comparisons are made from the merged tables).
PART_TABLES: Final = ("claims", "sentences", "documents", "errors")

#: Folder of the part folders, inside the output folder.
PARTS: Final = ".parts"

#: Folder of extracted texts, inside part folders and the output folder.
TEXTS: Final = "text"


@dataclass(frozen=True, slots=True)
class Counts:
    """How much came of some documents; `failed` of them stand in the errors table."""

    documents: int = 0
    failed: int = 0
    sentences: int = 0
    claims: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.documents + other.documents,
            self.failed + other.failed,
            self.sentences + other.sentences,
            self.claims + other.claims,
        )


def finished_part(parts: Path, shard: Shard) -> Counts | None:
    """The counts of a part that is already there, or None."""
    try:
        found = json.loads((parts / shard.name / "part.json").read_text("utf-8"))
        return Counts(**found)
    except (OSError, ValueError, TypeError):
        return None


def marker(parts: Path, shard: Shard) -> Path:
    """Where a worker notes which of the shard's documents it is at."""
    return parts / f"{shard.name}.at"


def process_shard(parts: Path, shard: Shard, config: Config, annotate: Annotator) -> Counts:
    """Work on all documents of a shard and write its part folder.

    parts (Path): the folder of part folders.
    annotate (callable): the pipeline.
    RETURNS (Counts): of this shard. A document that fails becomes a row of the errors table.
    RAISES: UsageError where the failure is not the document's (a model, a lexicon).
    """
    if (done := finished_part(parts, shard)) is not None:
        return done
    making = parts / f"{shard.name}.{os.getpid()}.tmp"
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    counts = Counts()
    with ExitStack() as stack:
        writers = {
            table: TableWriter(stack.enter_context(atomic_file(making / f"{table}.jsonl")))
            for table in PART_TABLES
        }
        for outcome in _outcomes(parts, shard, config, annotate, making):
            counts += _write(outcome, writers)
    write_json(making / "part.json", asdict(counts))
    os.replace(making, parts / shard.name)
    marker(parts, shard).unlink(missing_ok=True)
    return counts


def _outcomes(
    parts: Path, shard: Shard, config: Config, annotate: Annotator, making: Path
) -> Iterator[DocumentRows | ErrorRow]:
    failed = dict(shard.failed)
    for position, item in enumerate(shard.items):
        if position in failed:
            yield ErrorRow(item.path, item.source.name, "crash", failed[position], "", _REPORT_IT)
            continue
        marker(parts, shard).write_text(str(position), "utf-8")
        yield annotate_item(item, shard.root, config, annotate, making / TEXTS)


def _write(outcome: DocumentRows | ErrorRow, writers: dict[str, TableWriter]) -> Counts:
    if isinstance(outcome, ErrorRow):
        writers["errors"].write(outcome)
        return Counts(failed=1)
    writers["documents"].write(outcome.document)
    for sentence in outcome.sentences:
        writers["sentences"].write(sentence)
    for claim in outcome.claims:
        writers["claims"].write(claim)
    return Counts(documents=1, sentences=len(outcome.sentences), claims=len(outcome.claims))


_REPORT_IT: Final = "Please report this page: it should never happen."


def annotate_item(
    item: Item, root: Path, config: Config, annotate: Annotator, texts: Path
) -> DocumentRows | ErrorRow:
    """Read one file and put it through the pipeline; a failure of any kind becomes a row.

    Documents go through one by one, not in one stream: each has a time limit of its own, a failure
    touches no neighbour, and a page's rows do not depend on what it is read together with.
    """
    from ..documents import read_document

    try:
        with time_limit(config.batch.timeout):
            document = read_document(
                item.file, root=root, source=item.source, limits=config.documents.limits()
            )
            rows = next(iter(annotate([document])))
        if document.offsets_into == "extracted_text":
            texts.mkdir(exist_ok=True)
            with atomic_file(texts / f"{document.doc_id}.txt") as stream:
                stream.write(document.text)
        return rows
    except DocumentError as error:
        return ErrorRow(
            item.path, item.source.name, error.kind, error.message, error.place, error.remedy
        )
    except UsageError:
        raise
    except Exception as error:
        log.debug("%s failed", item.path, exc_info=True)
        return _internal(item, error)


def _internal(item: Item, error: Exception) -> ErrorRow:
    message = f"{type(error).__name__}: {error}".strip().splitlines()[0]
    return ErrorRow(item.path, item.source.name, "internal", message, _where(error), _REPORT_IT)


def _where(error: Exception) -> str:
    """Module and function of this package in which it went wrong, deepest last."""
    package = Path(__file__).resolve().parent.parent
    names: list[Any] = [
        f"{Path(frame.filename).relative_to(package).as_posix()}:{frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(package)
    ]
    return names[-1] if names else ""
