"""JSON Schema (draft 2020-12) and documentation of the tables, made from the row classes.

Types come from the annotations, label values from `labels`, the meaning of each column from
`data/tables.toml`. What is written down once cannot drift apart.
"""

from __future__ import annotations

import tomllib
from dataclasses import fields, is_dataclass
from functools import cache
from importlib import resources
from types import NoneType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from . import labels
from .errors import UsageError
from .rows import SCHEMA_VERSION, TABLES

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"

#: (class, column) → the labels that may stand there, in their order.
VOCABULARIES: Final[dict[tuple[str, str], tuple[str, ...]]] = {
    ("ClaimRow", "role"): labels.ROLES,
    ("ClaimRow", "unit_kind"): labels.UNIT_KINDS,
    ("ClaimRow", "type"): labels.TYPES,
    ("ClaimRow", "polarity"): labels.POLARITIES,
    ("ClaimRow", "strength"): labels.STRENGTHS,
    ("ClaimRow", "basis"): labels.BASES,
    ("ClaimRow", "flags"): labels.FLAGS,
    ("ClaimRow", "register"): labels.REGISTER_STATUSES,
    ("SentenceRow", "kind"): labels.UNIT_KINDS,
    ("SentenceRow", "role"): ("statement", "question", "answer"),
    ("SentenceRow", "block_kind"): ("paragraph", "heading", "list_item", "table_cell", "quote"),
    ("DocumentRow", "role"): labels.ROLES,
    ("DocumentRow", "offsets_into"): ("file", "extracted_text"),
    ("ComparisonRow", "verdict"): labels.VERDICTS,
    ("EvidenceRow", "verdict"): labels.EVIDENCE_VERDICTS,
    ("Qualifier", "kind"): labels.QUALIFIER_KINDS,
    ("Cue", "category"): labels.CUE_CATEGORIES,
}

#: (class, column) → the labels that are the keys of a distribution.
DISTRIBUTIONS: Final[dict[tuple[str, str], tuple[str, ...]]] = {
    ("ClaimRow", "type_probs"): labels.TYPES,
    ("ClaimRow", "strength_probs"): labels.STRENGTHS,
    ("ClaimRow", "basis_probs"): labels.BASES,
    ("EvidenceRow", "probs"): labels.EVIDENCE_VERDICTS,
}

#: Column → lowest and highest value.
RANGES: Final[dict[str, tuple[float, float]]] = {
    "certainty": (1, 6),
    "claim_prob": (0, 1),
    "score": (0, 1),
    "similarity": (0, 1),
    "strength_rank": (0, 3),
}

_SCALARS: Final = {str: "string", int: "integer", float: "number", bool: "boolean"}


def table_schema(table: str) -> dict[str, Any]:
    """The JSON Schema of one row of a table.

    table (str): a name of `rows.TABLES`.
    RAISES: UsageError for another name.
    """
    if table not in TABLES:
        raise UsageError(
            f"there is no table {table!r}", remedy=f"The tables are: {', '.join(TABLES)}."
        )
    return {
        "$schema": DRAFT,
        "$id": f"urn:claimcheck:{SCHEMA_VERSION}:{table}",
        "title": f"{table}.jsonl",
        "description": column_texts()[table]["_table"],
        **_of_class(TABLES[table], table),
    }


def bundle() -> dict[str, Any]:
    """All tables in one schema, under `$defs`."""
    return {
        "$schema": DRAFT,
        "title": f"claimcheck tables, version {SCHEMA_VERSION}",
        "$defs": {table: table_schema(table) for table in TABLES},
    }


@cache
def column_texts() -> dict[str, dict[str, str]]:
    """Table or object name → column → its meaning in one or two sentences (Markdown)."""
    text = resources.files("claimcheck").joinpath("data/tables.toml").read_text("utf-8")
    return tomllib.loads(text)


def _of_class(row_class: type, name: str) -> dict[str, Any]:
    hints = get_type_hints(row_class)
    texts = column_texts()[name]
    properties = {}
    for column in fields(row_class):
        found = _of_column(row_class.__name__, column.name, hints[column.name])
        properties[column.name] = {"description": texts[column.name], **found}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _of_column(owner: str, column: str, kind: Any) -> dict[str, Any]:
    if column == "schema_version":
        return {"const": SCHEMA_VERSION}
    if keys := DISTRIBUTIONS.get((owner, column)):
        share = {"type": "number", "minimum": 0, "maximum": 1}
        return {
            "type": "object",
            "properties": dict.fromkeys(keys, share),
            "required": list(keys),
            "additionalProperties": False,
        }
    found = _of_type(kind)
    if values := VOCABULARIES.get((owner, column)):
        (found["items"] if found["type"] == "array" else found)["enum"] = list(values)
    if bounds := RANGES.get(column):
        found["minimum"], found["maximum"] = bounds
    elif column.endswith(("start", "end")):
        found["minimum"] = 0
    return found


def _of_type(kind: Any) -> dict[str, Any]:
    if kind in _SCALARS:
        return {"type": _SCALARS[kind]}
    if is_dataclass(kind) and isinstance(kind, type):
        return _of_class(kind, kind.__name__.lower())
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is list:
        return {"type": "array", "items": _of_type(arguments[0])}
    if origin is dict:
        return {"type": "object", "additionalProperties": _of_type(arguments[1])}
    if origin in (Union, UnionType) and NoneType in arguments and len(arguments) == 2:
        found = _of_type(next(a for a in arguments if a is not NoneType))
        return {**found, "type": [found["type"], "null"]}
    raise TypeError(f"no JSON Schema for {kind}")


def markdown() -> str:
    """Every column of every table, as Markdown tables (the reference part of docs/tables.md)."""
    parts = []
    for table, row_class in TABLES.items():
        parts.append(f"## `{table}.jsonl`\n\n{column_texts()[table]['_table']}\n")
        parts.append(_markdown_table(row_class, table))
    nested = sorted({c.__name__: c for t in TABLES.values() for c in _nested(t)}.items())
    parts.append("## Objects inside rows\n")
    for name, nested_class in nested:
        parts.append(f"### `{name.lower()}`\n\n{column_texts()[name.lower()]['_table']}\n")
        parts.append(_markdown_table(nested_class, name.lower()))
    return "\n".join(parts)


def _markdown_table(row_class: type, name: str) -> str:
    hints = get_type_hints(row_class)
    lines = ["| key | type | meaning |", "|---|---|---|"]
    for column in fields(row_class):
        kind = _type_name(hints[column.name])
        text = column_texts()[name][column.name]
        values = VOCABULARIES.get((row_class.__name__, column.name))
        values = values or DISTRIBUTIONS.get((row_class.__name__, column.name))
        listed = f" ({', '.join(f'`{v}`' for v in values)})" if values else ""
        lines.append(f"| `{column.name}` | {kind} | {text}{listed} |")
    return "\n".join(lines) + "\n"


def _type_name(kind: Any) -> str:
    origin, arguments = get_origin(kind), get_args(kind)
    if kind in _SCALARS:
        return _SCALARS[kind]
    if origin is list:
        return f"list of {_type_name(arguments[0])}"
    if origin is dict:
        return f"object of {_type_name(arguments[1])}"
    if origin in (Union, UnionType):
        return " or ".join("null" if a is NoneType else _type_name(a) for a in arguments)
    return f"`{kind.__name__.lower()}`"


def _nested(kind: Any) -> list[type]:
    found = []
    for column in get_type_hints(kind).values():
        for part in (column, *get_args(column)):
            if is_dataclass(part) and isinstance(part, type):
                found += [part, *_nested(part)]
    return found
