"""Work on one shard: a pure task that leaves one complete part file, or nothing."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from ..config import Config
from ..documents.model import Document
from ..errors import DocumentError, UsageError
from ..rows import DocumentRows, ErrorRow
from .deadline import allowance, time_limit
from .inputs import Item
from .parts import Counts, PartWriter, read_end
from .plan import Shard
from .storage import FolderStore, Store

log = logging.getLogger(__name__)

#: From documents to their rows, one a document, in order.
Annotator = Callable[[Iterable[Document]], Iterator[DocumentRows]]

_REPORT_IT: Final = "Please report this page: it should never happen."


def process_shard(store: Store, shard: Shard, config: Config, annotate: Annotator) -> Counts:
    """Work on all documents of a shard and write its part.

    store (Store): where parts are kept.
    annotate (callable): the pipeline.
    RETURNS (Counts): of this shard. A document that fails becomes a row of the errors table.
    RAISES: UsageError where the failure is not the document's (a model, a lexicon);
        OSError where the part cannot be written.
    """
    place = marker(store, shard)
    failed = dict(shard.failed)
    with store.writing(shard.name) as stream:
        part = PartWriter(stream)
        for position, item in enumerate(shard.items):
            if position in failed:
                part.add_error(_failure(item, "crash", failed[position], "", _REPORT_IT))
                continue
            if place is not None:
                place.write_text(str(position), "utf-8")
            _put(part, annotate_item(item, shard.root, config, annotate))
        end = part.finish()
    if place is not None:
        place.unlink(missing_ok=True)
    return end.counts


def marker(store: Store, shard: Shard) -> Path | None:
    """Where a worker notes which of the shard's documents it is at; None in an object store."""
    return store.root / f"{shard.name}.at" if isinstance(store, FolderStore) else None


def finished_part(store: Store, shard: Shard) -> Counts | None:
    """The counts of a part that is there, whole, and holds no failure worth another try."""
    end = read_end(store, shard.name)
    return end.counts if end is not None and not end.passing else None


def _put(part: PartWriter, outcome: tuple[DocumentRows, Document] | ErrorRow) -> None:
    if isinstance(outcome, ErrorRow):
        part.add_error(outcome)
        return
    rows, document = outcome
    extracted = document.offsets_into == "extracted_text"
    part.add_document(rows, document.text if extracted else None)


def annotate_item(
    item: Item, root: Path, config: Config, annotate: Annotator
) -> tuple[DocumentRows, Document] | ErrorRow:
    """Read one document and put it through the pipeline; a failure of any kind becomes a row.

    Documents go through one by one, not in one stream: each has a time limit of its own, a failure
    touches no neighbour, and a page's rows do not depend on what it is read together with.
    """
    try:
        with time_limit(config.batch.timeout) as deadline:
            document = item.origin.document(item, root, config.documents.limits())
            typical = config.batch.timeout_characters
            deadline.extend(allowance(config.batch.timeout, len(document.text), typical))
            return next(iter(annotate([document]))), document
    except DocumentError as error:
        return _failure(item, error.kind, error.message, error.place, error.remedy)
    except UsageError:
        raise
    except Exception as error:
        log.debug("%s failed", item.path, exc_info=True)
        message = f"{type(error).__name__}: {error}".strip().splitlines()[0]
        return _failure(item, "internal", message, _where(error), _REPORT_IT)


def _failure(item: Item, kind: str, message: str, place: str, remedy: str) -> ErrorRow:
    return ErrorRow(item.path, item.source.name, kind, message, place, remedy)


def _where(error: Exception) -> str:
    """Modules and functions of this package in which it went wrong, the deepest last."""
    package = Path(__file__).resolve().parent.parent
    names = [
        f"{Path(frame.filename).relative_to(package).as_posix()}:{frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(package)
    ]
    return " > ".join(names[-3:])
