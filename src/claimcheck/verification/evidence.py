"""An evidence base as passages: JSON lines of texts or abstracts, or a folder of documents."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby, pairwise
from pathlib import Path
from typing import IO, Any, Final

from ..config import Config
from ..documents import Document, discover, read_document
from ..documents.sentences import split
from ..errors import DocumentError, UsageError
from ..spans import Span, trim
from .model import Passage, Sentence

#: Endings of files that hold one piece of evidence a line.
LINES: Final = (".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz")
_REMEDY: Final = 'Each line: {"id", "text"}, {"id", "sentences"} or {"doc_id", "abstract"}.'
#: Kinds of units that say something; headings and questions are searched with what follows them.
_SAYING: Final = ("sentence", "list_item", "table_cell")

Complain = Callable[[str], None]


def evidence_files(path: Path) -> tuple[Path, ...]:
    """The files of an evidence base, in a fixed order. RAISES: UsageError where there are none."""
    if not path.exists():
        raise UsageError(
            "there is no such evidence base",
            path=str(path),
            remedy="Give a .jsonl file (also .gz) or a folder of documents.",
        )
    if is_lines(path):
        return (path,)
    return tuple(file for file, _ in discover([path]).files)


def is_lines(path: Path) -> bool:
    """Whether a path is a file with one piece of evidence a line."""
    return path.is_file() and path.name.lower().endswith(LINES)


def read_evidence(path: Path, config: Config, complain: Complain) -> Iterator[Passage]:
    """The passages of an evidence base, in order; those of one id follow one another.

    path (Path): JSON lines of `{"id", "text"}` or `{"id", "sentences"}` (both may have a "title"),
        SciFact's `{"doc_id", "title", "abstract"}`, plain or gzipped; or a document, or a folder
        of them, whose ids are the documents' ids.
    complain (callable): told what is left out, and why.
    RAISES: UsageError where nothing can be read at all.
    """
    seen: set[str] = set()
    for passages in _pieces(path, config, complain):
        id = str(passages[0].evidence_id)
        if id in seen:
            complain(f"evidence {id!r} stands there twice; the first one counts")
            continue
        seen.add(id)
        yield from passages
    if not seen:
        raise UsageError("holds no evidence", path=str(path), remedy=_REMEDY)


def _pieces(path: Path, config: Config, complain: Complain) -> Iterator[list[Passage]]:
    longest = config.verification.passage_sentences
    if is_lines(path):
        with open_lines(path) as lines:
            yield from _of_lines(lines, longest, complain)
        return
    corpus = discover([path])
    limits = config.documents.limits()
    for file, source in corpus.files:
        try:
            document = read_document(file, root=corpus.root, source=source, limits=limits)
        except DocumentError as error:
            complain(str(error).replace("\n", " "))
            continue
        if found := list(passages_of_document(document, longest)):
            yield found


@contextmanager
def open_lines(path: Path) -> Iterator[IO[str]]:
    """The lines of a file, unpacked if its name ends in .gz. RAISES: UsageError."""
    try:
        with path.open("rb") as raw:
            plain: Any = gzip.GzipFile(fileobj=raw) if path.name.lower().endswith(".gz") else raw
            yield io.TextIOWrapper(plain, encoding="utf-8-sig", errors="replace", newline="\n")
    except (OSError, EOFError) as error:
        raise UsageError(
            f"cannot be read ({getattr(error, 'strerror', None) or error})",
            path=str(path),
            remedy="Check the file and the rights on it; .gz files must be gzipped whole.",
        ) from error


def _of_lines(lines: Iterable[str], longest: int, complain: Complain) -> Iterator[list[Passage]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield passages_of_record(json.loads(line), longest)
        except ValueError as error:
            complain(f"line {number}: left out: {error}")


def passages_of_record(record: Any, longest: int) -> list[Passage]:
    """The passages of one line of an evidence base.

    record: the parsed line. Offsets are into its text; sentences that come as a list stand in one
        text with a space between two.
    longest (int): sentences of one passage at most.
    RAISES: ValueError saying what is wrong with it.
    """
    if not isinstance(record, dict):
        raise ValueError(f"no JSON object but a {type(record).__name__}")
    id = record.get("id", record.get("doc_id"))
    if isinstance(id, bool) or not isinstance(id, str | int):
        raise ValueError('no "id" (or "doc_id") that is a string or a whole number')
    parts = next((record[key] for key in ("sentences", "abstract", "text") if key in record), None)
    if isinstance(parts, list) and all(isinstance(part, str) for part in parts):
        text, spans = _joined(parts)
    elif isinstance(parts, str):
        text, spans = parts, sentence_spans(parts)
    else:
        raise ValueError(f'no "text", "sentences" or "abstract" (its keys: {", ".join(record)})')
    sentences = [Sentence(text[s.start : s.end], s.start, s.end, _clean(text, s)) for s in spans]
    if not sentences:
        raise ValueError("its text is empty")
    title = record.get("title")
    return list(_windows(id, title if isinstance(title, str) else "", sentences, longest))


def _joined(parts: Sequence[str]) -> tuple[str, list[Span]]:
    text = " ".join(parts)
    spans, at = [], 0
    for part in parts:
        span = trim(text, Span(at, at + len(part)))
        if len(span):
            spans.append(span)
        at += len(part) + 1
    return text, spans


def sentence_spans(text: str) -> list[Span]:
    """Sentences of a plain text that may be broken into lines; an empty line ends one."""
    flat = "".join(" " if character.isspace() else character for character in text)
    breaks: list[int] = []
    at = 0
    for line in text.splitlines(keepends=True):
        if not line.strip():
            breaks.append(at)
        at += len(line)
    return split(flat, tuple(breaks))


def _clean(text: str, span: Span) -> str:
    return " ".join(text[span.start : span.end].split())


def passages_of_document(document: Document, longest: int) -> Iterator[Passage]:
    """A document's statements, section by section; offsets are into the document's text."""
    saying = [
        unit
        for unit in document.units
        if unit.kind in _SAYING and unit.role != "question" and unit.language == "en"
    ]
    for section, units in groupby(saying, key=lambda unit: unit.section):
        sentences = [Sentence(u.text, u.span.start, u.span.end, u.clean_text) for u in units]
        title = " ".join(dict.fromkeys((document.title, *section)))
        yield from _windows(document.doc_id, title, sentences, longest)


def _windows(
    id: str | int, title: str, sentences: Sequence[Sentence], longest: int
) -> Iterator[Passage]:
    """Stretches of about equal length, none longer than `longest`."""
    count = -(-len(sentences) // longest)
    edges = [len(sentences) * i // count for i in range(count + 1)]
    for start, end in pairwise(edges):
        yield Passage(id, title, tuple(sentences[start:end]))
