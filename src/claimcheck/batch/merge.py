"""From the parts of the shards to the tables, in the order of the documents."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from ..tables import atomic_file
from .parts import PART_TABLES, TEXT, part_lines
from .storage import Store

#: Folder of extracted texts in the output folder.
TEXTS: Final = "text"


@dataclass(frozen=True, slots=True)
class TableFacts:
    """What the manifest says of a table. sha256 (str): of the file's bytes."""

    rows: int
    bytes: int
    sha256: str


class _Counted:
    """A table on its way to disk, or only read. stream (binary file or None): where it goes."""

    def __init__(self, stream: IO[bytes] | None) -> None:
        self._stream = stream
        self._sha256 = hashlib.sha256()
        self._rows = 0
        self._bytes = 0

    def add(self, line: bytes) -> None:
        if self._stream is not None:
            self._stream.write(line)
        self._sha256.update(line)
        self._rows += 1
        self._bytes += len(line)

    def facts(self) -> TableFacts:
        return TableFacts(self._rows, self._bytes, self._sha256.hexdigest())


def merge(store: Store, parts: Iterable[str], out: Path) -> dict[str, TableFacts]:
    """Write the tables and the extracted texts.

    parts (iterable of str): names of the finished parts in the store, in order.
    out (Path): the (local) output folder.
    RETURNS (dict): table name → facts. The rows are copied as they are; memory does not grow.
    """
    shutil.rmtree(out / TEXTS, ignore_errors=True)
    with ExitStack() as stack:
        copies = {
            table: _Counted(stack.enter_context(atomic_file(out / f"{table}.jsonl", "wb")))
            for table in PART_TABLES
        }
        for part in parts:
            for tag, line in part_lines(store, part):
                if tag == TEXT:
                    _write_text(out / TEXTS, line)
                else:
                    copies[tag].add(line)
        return {table: copy.facts() for table, copy in copies.items()}


def facts_of(table: Path) -> TableFacts:
    """Count and hash a table that is already there."""
    counted = _Counted(None)
    with table.open("rb") as stream:
        for line in stream:
            counted.add(line)
    return counted.facts()


def _write_text(folder: Path, line: bytes) -> None:
    found = json.loads(line)
    folder.mkdir(exist_ok=True)
    with atomic_file(folder / f"{found['doc_id']}.txt") as stream:
        stream.write(found["text"])
