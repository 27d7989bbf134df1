"""Tables on disk: JSON lines, written whole or not at all, the same bytes for the same rows.

UTF-8, one object a line, keys in the order of the row's class, no white space between tokens,
numbers rounded to four decimals. The line separators that JSON does not escape of itself (U+0085,
U+2028, U+2029) are escaped, so that `splitlines` of any language sees one row a line.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import IO, Any, Final, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import jsonlines

from .errors import UsageError
from .rows import to_plain

DECIMALS: Final = 4

_LINE_SEPARATORS: Final = {ord(c): f"\\u{ord(c):04x}" for c in "\u0085\u2028\u2029"}

Row = TypeVar("Row")


def encode(value: Any) -> str:
    """One line of a table, without its line end.

    value (dict or row dataclass): plain data.
    RETURNS (str): encodable as UTF-8, also where a string holds a lone surrogate.
    RAISES: ValueError for NaN and infinity, which JSON does not have.
    """
    plain = to_plain(value) if is_dataclass(value) else value
    line = json.dumps(plain, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    line = line.translate(_LINE_SEPARATORS)
    if line.isascii():
        return line
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(plain, allow_nan=False, separators=(",", ":"))
    return line


def rounded(value: Any) -> Any:
    """Plain data with its floats rounded to `DECIMALS`; probabilities still sum to 1 afterwards.

    value (any): plain data. A dict or list under a key that ends in `probs` is a distribution:
        its rounding errors go to the entries that lost most (largest remainder method).
    """
    if isinstance(value, float):
        return round(value, DECIMALS) + 0.0  # + 0.0 turns -0.0 into 0.0
    if isinstance(value, dict):
        return {k: _rounded_entry(k, v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(item) for item in value]
    return value


def _rounded_entry(key: Any, value: Any) -> Any:
    if isinstance(key, str) and key.endswith("probs") and value:
        if isinstance(value, dict):
            return dict(zip(value, _as_distribution(list(value.values())), strict=True))
        if isinstance(value, list | tuple):
            return _as_distribution(list(value))
    return rounded(value)


def _as_distribution(shares: list[float]) -> list[float]:
    if not math.isclose(sum(shares), 1.0, abs_tol=1e-3):
        return [rounded(float(share)) for share in shares]
    unit = 10**DECIMALS
    scaled = [float(share) * unit / sum(shares) for share in shares]
    whole = [math.floor(s) for s in scaled]
    by_loss = sorted(range(len(shares)), key=lambda i: (whole[i] - scaled[i], i))
    for i in by_loss[: unit - sum(whole)]:
        whole[i] += 1
    return [w / unit for w in whole]


@contextmanager
def atomic_file(path: Path, mode: str = "w") -> Iterator[IO[Any]]:
    """A file that appears under its name complete, or not at all.

    path (Path): the file; its folder must exist. A kill before the end leaves the old file.
    mode (str): `w` (UTF-8, newlines as given) or `wb`.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    text = {} if "b" in mode else {"encoding": "utf-8", "newline": ""}
    try:
        with open(temporary, mode, **text) as stream:  # type: ignore[call-overload]
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


class TableWriter:
    """Writes rows to an open text stream, floats rounded.

    stream (text file): as `atomic_file` gives it.
    """

    def __init__(self, stream: IO[str]) -> None:
        self._writer = jsonlines.Writer(stream, dumps=encode)
        self.rows = 0

    def write(self, row: Any) -> None:
        """Add a row: a row dataclass or a dict."""
        self._writer.write(rounded(to_plain(row) if is_dataclass(row) else row))
        self.rows += 1


def write_table(path: Path, rows: Iterable[Any]) -> int:
    """Write a table whole.

    RETURNS (int): number of rows.
    """
    with atomic_file(path) as stream:
        writer = TableWriter(stream)
        for row in rows:
            writer.write(row)
    return writer.rows


def write_json(path: Path, value: Any) -> None:
    """Write one JSON document for people too: indented, keys in the order given."""
    text = json.dumps(rounded(value), ensure_ascii=False, allow_nan=False, indent=2)
    with atomic_file(path) as stream:
        stream.write(text + "\n")


def iter_objects(stream: IO[str], name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a JSON lines stream with their line numbers; empty lines are passed over.

    stream (text file): the lines.
    name (str): how an error names the stream.
    RAISES: UsageError naming file and line for what is not a JSON object or not UTF-8.
    """
    # Not jsonlines.Reader: its error does not tell lines that are no objects from broken ones.
    number = 0
    try:
        for number, line in enumerate(stream, start=1):
            if not line.strip():
                continue
            found = json.loads(line.removeprefix("\ufeff") if number == 1 else line)
            if not isinstance(found, dict):
                raise _bad_line(name, number, f"holds a JSON {type(found).__name__}, not an object")
            yield number, found
    except json.JSONDecodeError as error:
        raise _bad_line(name, number, f"is not JSON ({error.msg}, column {error.colno})") from error
    except UnicodeDecodeError as error:
        raise _bad_line(name, number + 1, "or a later line is not UTF-8") from error


def _bad_line(name: str, number: int, message: str) -> UsageError:
    return UsageError(
        message, path=name, place=f"line {number}", remedy="Each line must hold one JSON object."
    )


def iter_table(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of a table as plain data, with their line numbers.

    path (Path): a `.jsonl` file.
    RAISES: UsageError where it cannot be read, naming the line where it is broken.
    """
    try:
        stream = path.open(encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(
            f"cannot be read ({error.strerror})",
            path=str(path),
            remedy="Give a folder that `claimcheck run` wrote.",
        ) from error
    with stream:
        yield from iter_objects(stream, str(path))


def iter_rows(path: Path, row_class: type[Row], source: str | None = None) -> Iterator[Row]:
    """The rows of a table as dataclasses.

    path (Path): a `.jsonl` file as `write_table` writes it.
    row_class (type): one of the classes of `rows.TABLES`.
    source (str or None): only the rows of this source.
    RAISES: UsageError naming file and line, also for rows of another schema.
    """
    build = _builder(cast(Any, row_class))
    for number, found in iter_table(path):
        if source is not None and found.get("source") != source:
            continue
        try:
            yield build(found)
        except (TypeError, KeyError, AttributeError) as error:
            raise UsageError(
                f"is not a row of this table ({error})",
                path=str(path),
                place=f"line {number}",
                remedy="It may come from another version: run `claimcheck run` again.",
            ) from error


@cache
def _builder(kind: Any) -> Callable[[Any], Any]:
    """From plain data to the type of an annotation: dataclasses are built, the rest is kept."""
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        parts = {f.name: _builder(hints[f.name]) for f in fields(kind)}
        deep = {name: part for name, part in parts.items() if part is not _keep}

        def build(data: Any) -> Any:
            made = {name: part(data[name]) for name, part in deep.items() if name in data}
            return kind(**{**data, **made})

        return build
    if get_origin(kind) is list:
        item = _builder(get_args(kind)[0])
        return _keep if item is _keep else lambda data: [item(entry) for entry in data]
    if get_origin(kind) in (Union, UnionType):
        choices = [c for c in get_args(kind) if c is not NoneType]
        inner = _builder(choices[0]) if len(choices) == 1 else _keep
        return _keep if inner is _keep else lambda data: None if data is None else inner(data)
    return _keep


def _keep(data: Any) -> Any:
    return data
