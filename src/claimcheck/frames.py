"""The tables as pandas DataFrames with proper types, and as Parquet.

Labels become categoricals: ordered where the guidelines order them (`strength`, `basis`,
`verdict`), so that `df.strength >= "conditional"` and sorting mean what they say.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from itertools import islice
from pathlib import Path
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Final, Union, get_args, get_origin, get_type_hints

from .rows import TABLES
from .schema import DISTRIBUTIONS, VOCABULARIES
from .tables import atomic_file, iter_table

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

#: Columns whose categories have an order: weakest, or first in precedence, comes first.
ORDERED: Final = frozenset({"strength", "basis", "verdict"})

#: Rows in one Parquet row group.
GROUP: Final = 20_000


def read_claims(out: str | Path) -> pd.DataFrame:
    """The claims of a run, one a row; see docs/tables.md for the columns.

    out (str or Path): the output folder, or the `.jsonl` file itself.
    RETURNS (DataFrame): labels as categoricals (`strength` and `basis` ordered, weakest first),
        strings as `string`, spans as `int64`, objects and lists as they are.
    RAISES: UsageError where there is no such table, naming file and line where it is broken.
    """
    return _read(out, "claims")


def read_sentences(out: str | Path) -> pd.DataFrame:
    """The units of a run, claim or not; as `read_claims`."""
    return _read(out, "sentences")


def read_documents(out: str | Path) -> pd.DataFrame:
    """The documents of a run; as `read_claims`."""
    return _read(out, "documents")


def read_comparisons(out: str | Path) -> pd.DataFrame:
    """The compared and omitted claims of a run, `verdict` ordered; as `read_claims`."""
    return _read(out, "comparisons")


def read_evidence(out: str | Path) -> pd.DataFrame:
    """What an evidence base says of each claim; as `read_claims`."""
    return _read(out, "evidence")


def read_errors(out: str | Path) -> pd.DataFrame:
    """The documents that failed; as `read_claims`."""
    return _read(out, "errors")


def write_parquet(table: Path, name: str) -> Path:
    """Write a table again as Parquet, beside itself.

    table (Path): the `.jsonl` file.
    name (str): which table it is.
    RETURNS (Path): the `.parquet` file. Column types come from the row class, so that an empty
        table, or a column of empty lists, has the same types as a full one.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = arrow_schema(name)
    path = table.with_suffix(".parquet")
    rows = (row for _, row in iter_table(table))
    with atomic_file(path, "wb") as stream, pq.ParquetWriter(stream, schema) as writer:
        while group := list(islice(rows, GROUP)):
            writer.write_table(pa.Table.from_pylist(group, schema=schema))
    return path


def arrow_schema(name: str) -> pa.Schema:
    """The columns of a table as an Arrow schema."""
    import pyarrow as pa

    row_class = TABLES[name]
    hints = get_type_hints(row_class)
    return pa.schema([_arrow_field(row_class, f.name, hints[f.name]) for f in fields(row_class)])


def _arrow_field(owner: type, name: str, kind: Any) -> pa.Field:
    import pyarrow as pa

    if keys := DISTRIBUTIONS.get((owner.__name__, name)):
        return pa.field(name, pa.struct([pa.field(key, pa.float64()) for key in keys]))
    return pa.field(name, _arrow_type(kind))


def _arrow_type(kind: Any) -> pa.DataType:
    import pyarrow as pa

    scalars = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    if kind in scalars:
        return scalars[kind]
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        return pa.struct([_arrow_field(kind, f.name, hints[f.name]) for f in fields(kind)])
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is list:
        return pa.list_(_arrow_type(arguments[0]))
    if origin is dict:
        return pa.map_(pa.string(), _arrow_type(arguments[1]))
    if origin in (Union, UnionType):
        return _arrow_type(next(a for a in arguments if a is not NoneType))
    raise TypeError(f"no Arrow type for {kind}")


def _read(out: str | Path, name: str) -> pd.DataFrame:
    import pandas as pd

    place = Path(out)
    table = place if place.is_file() else place / f"{name}.jsonl"
    row_class = TABLES[name]
    frame = pd.DataFrame(
        [row for _, row in iter_table(table)], columns=[f.name for f in fields(row_class)]
    )
    hints = get_type_hints(row_class)
    return frame.astype({c: t for c in frame if (t := _dtype(row_class, str(c), hints[str(c)]))})


def _dtype(row_class: type, column: str, kind: Any) -> Any:
    import pandas as pd

    if kind is str and (values := VOCABULARIES.get((row_class.__name__, column))):
        return pd.CategoricalDtype(list(values), ordered=column in ORDERED)
    plain = {str: "string", int: "int64", float: "float64", bool: "bool"}
    if get_origin(kind) in (Union, UnionType) and str in get_args(kind):
        return "string"
    return plain.get(kind)
