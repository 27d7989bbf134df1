"""Making an index of evidence, or finding the one that is still right."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from array import array
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np

from .. import __version__
from ..batch.fingerprints import digest, file_digest, of_package
from ..config import Config
from ..errors import UsageError
from ..tables import encode
from .evidence import Complain, evidence_files, read_evidence
from .index import FACTS, IDS, LAYOUT, PASSAGES, PLACES, WORDS, EvidenceIndex
from .model import Passage
from .words import search_words, versions

#: Complaints about evidence that an index remembers.
_REMEMBERED: Final = 20
#: Passages whose words are cut at a time.
_BATCH: Final = 1000


def fingerprint(evidence: Path, config: Config) -> str:
    """SHA-256 (hex) of all that an index of this evidence depends on.

    RAISES: UsageError where there is no evidence.
    """
    place = Path(os.path.abspath(evidence))
    files = evidence_files(place)
    root = place if place.is_dir() else place.parent
    chosen = config.verification
    return digest(
        [
            LAYOUT,
            __version__,
            of_package(),
            versions(),
            config.documents.model_dump(mode="json"),
            [chosen.k1, chosen.b, chosen.passage_sentences],
            [(f.relative_to(root).as_posix(), _file_digest(f)) for f in files],
        ]
    )


def _file_digest(file: Path) -> str:
    try:
        return file_digest(file)
    except OSError as error:
        raise UsageError(
            f"cannot be read ({error.strerror})",
            path=str(file),
            remedy="Check the rights on it.",
        ) from error


def open_index(
    evidence: Path, indices: Path, config: Config, complain: Complain = lambda _: None
) -> EvidenceIndex:
    """The index of an evidence base: the one in `indices` if it is still right, else a new one.

    evidence (Path): see `evidence.read_evidence`. indices (Path): a folder, made if need be.
    complain (callable): told what of the evidence was left out, also by an earlier run.
    RAISES: UsageError where the evidence or the folder cannot be used.
    """
    key = fingerprint(evidence, config)
    name = re.sub(r"[^\w.-]+", "_", evidence.absolute().name)
    place = indices / f"{name}-{key[:16]}"
    index = _load(place, key)
    if index is None:
        try:
            indices.mkdir(parents=True, exist_ok=True)
            _build_at(place, evidence, config, key)
        except OSError as error:
            raise UsageError(
                f"cannot be written ({error.strerror or error})",
                path=str(indices),
                remedy="Give a folder that may be written to with --index.",
            ) from error
        _remove_outdated(indices, name, place)
        index = EvidenceIndex(place)
    for complaint in index.complaints:
        complain(complaint)
    return index


def _load(place: Path, key: str) -> EvidenceIndex | None:
    try:
        index = EvidenceIndex(place)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if index.fingerprint == key:
        return index
    index.close()
    return None


def _build_at(place: Path, evidence: Path, config: Config, key: str) -> None:
    """Build beside the place, then move there, so that a kill leaves no half index."""
    with tempfile.TemporaryDirectory(prefix=".new-", dir=place.parent) as scratch:
        complaints: list[str] = []
        built = Path(scratch) / "index"
        passages = read_evidence(evidence, config, complaints.append)
        build(passages, built, config, key=key, complaints=complaints)
        shutil.rmtree(place, ignore_errors=True)  # a damaged one
        os.replace(built, place)


def _remove_outdated(indices: Path, name: str, keep: Path) -> None:
    """Indices of what this evidence was before."""
    pattern = re.compile(re.escape(name) + "-[0-9a-f]{16}")
    for folder in indices.iterdir():
        if folder != keep and pattern.fullmatch(folder.name) and (folder / FACTS).is_file():
            shutil.rmtree(folder, ignore_errors=True)


def build(
    passages: Iterable[Passage],
    folder: Path,
    config: Config,
    *,
    key: str = "",
    complaints: Sequence[str] = (),
) -> None:
    """Write an index; memory holds the words as numbers, not the passages.

    passages (iterable): those of one id following one another. complaints (sequence): what reading
    them complains of, complete when they are all read.
    """
    import bm25s

    folder.mkdir()
    places = array("q")
    ids: dict[str, tuple[int, int]] = {}
    words: list[list[int]] = []
    vocabulary: dict[str, int] = {}
    stream = iter(passages)
    with (folder / PASSAGES).open("wb") as target:
        while batch := list(islice(stream, _BATCH)):
            for passage, found in zip(
                batch, search_words([p.searched for p in batch]), strict=True
            ):
                first = ids.get(str(passage.evidence_id), (len(places), 0))[0]
                places.append(target.tell())
                ids[str(passage.evidence_id)] = (first, len(places))
                target.write(encode(_row(passage)).encode() + b"\n")
                words.append([vocabulary.setdefault(w, len(vocabulary)) for w in found])
    np.save(folder / PLACES, np.array(places, dtype=np.int64))
    (folder / IDS).write_text(json.dumps(ids), "utf-8")
    chosen = config.verification
    bm25 = bm25s.BM25(k1=chosen.k1, b=chosen.b, method="lucene", auto_compile=False)
    bm25.index((words, vocabulary), show_progress=False)
    bm25.save(folder / WORDS, show_progress=False)
    files = [f for f in sorted(folder.rglob("*")) if f.is_file()]
    facts = {
        "layout": LAYOUT,
        "fingerprint": key,
        "passages": len(places),
        "evidence": len(ids),
        "left_out": len(complaints),
        "complaints": list(complaints[:_REMEMBERED]),
        "files": {f.relative_to(folder).as_posix(): f.stat().st_size for f in files},
    }
    (folder / FACTS).write_text(json.dumps(facts, indent=1), "utf-8")


def _row(passage: Passage) -> dict[str, Any]:
    return {
        "evidence_id": passage.evidence_id,
        "title": passage.title,
        "sentences": [[s.text, s.start, s.end, s.clean] for s in passage.sentences],
    }
