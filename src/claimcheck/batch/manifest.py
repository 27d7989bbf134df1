"""What a run was made from, and whether what an earlier one left is still right.

Two files: `.parts/run.json` is written before the first shard, so that a later `--resume` can say
what has changed; `manifest.json` is written last, so that an output folder that has one is whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from .. import __version__
from ..config import Config
from ..rows import SCHEMA_VERSION
from ..tables import iter_table, write_json
from .fingerprints import digest, digest_of_all, library_versions, of_model, of_package, version_of
from .merge import TableFacts, facts_of
from .parts import PARTS, PASSING
from .plan import Plan
from .storage import Store

NAME: Final = "manifest.json"
STATE: Final = f"{PARTS}/run.json"

#: Documents whose hashes the manifest lists one by one; `documents.jsonl` has them at any number.
LISTED: Final = 10_000

#: What a user calls each part of the basis.
NAMES: Final = {
    "version": "the version of claimcheck",
    "code": "claimcheck's code or lexicons",
    "config": "the configuration",
    "model": "the model",
    "libraries": "the libraries' versions",
}


def basis_of(config: Config, model: Path | None, *, shipped: bool) -> dict[str, str]:
    """Everything but the documents that the tables depend on: name → fingerprint.

    model (Path or None): a model folder. shipped (bool): whether None means the shipped model;
        a pipeline of the caller's own may have none.
    RAISES: ModelError where there is no model.
    """
    from ..pipeline.models import model_folder

    folder = model_folder(model) if model or shipped else None
    base = config.pipeline.base
    return {
        "version": f"{__version__}/{SCHEMA_VERSION}",
        "code": of_package(),
        "config": config.fingerprint(),
        "model": of_model(folder) if folder else "",
        "libraries": digest([library_versions(), version_of(base) if base else ""]),
    }


def read_json(path: Path) -> dict[str, Any]:
    """An object of a file of an earlier run; empty where there is none or it is damaged."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def read_state(store: Store) -> dict[str, Any]:
    """The basis of the run that made the parts, or an empty dict."""
    try:
        with store.reading(STATE) as stream:
            found = json.loads(stream.read())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_state(store: Store, basis: Mapping[str, str]) -> None:
    """Note the basis of the parts that are about to be made."""
    with store.writing(STATE) as stream:
        stream.write(json.dumps(dict(basis)).encode())


def changes(before: Mapping[str, Any], now: Mapping[str, str]) -> list[str]:
    """In a user's words, what of the basis is not as it was."""
    if not before:
        return []
    return [NAMES[name] for name, value in now.items() if before.get(name) != value]


def is_complete(
    out: Path, key: str, options: Mapping[str, Any], needed: Iterable[str]
) -> dict[str, int] | None:
    """Whether the folder holds the finished, undamaged outcome of this very run.

    key (str): of the plan. options (mapping): what was asked for beside it (contrast, formats).
    needed (iterable of str): names of further files that must be there.
    RETURNS (dict or None): the counts of the manifest, where it does and no document failed for a
        reason that may have passed.
    """
    found = read_json(out / NAME)
    if found.get("key") != key or found.get("options") != dict(options):
        return None
    tables = found.get("tables", {})
    whole = all((out / name).is_file() for name in needed) and all(
        (out / f"{name}.jsonl").is_file() and asdict(facts_of(out / f"{name}.jsonl")) == facts
        for name, facts in tables.items()
    )
    again = (
        any(row["kind"] in PASSING for _, row in iter_table(out / "errors.jsonl"))
        if whole
        else True
    )
    return None if again else dict(found["counts"])


def write_manifest(
    out: Path,
    plan: Plan,
    basis: Mapping[str, str],
    config: Config,
    options: Mapping[str, Any],
    tables: Mapping[str, TableFacts],
) -> None:
    """Write `manifest.json`: the last file of a run."""
    write_json(
        out / NAME,
        {
            "claimcheck": __version__,
            "schema_version": SCHEMA_VERSION,
            "key": plan.key,
            "fingerprints": dict(basis),
            "libraries": library_versions(),
            "config": config.model_dump(mode="json"),
            "options": dict(options),
            "sources": [asdict(source) for source in plan.sources],
            "inputs": _inputs(plan),
            "counts": {name: table.rows for name, table in tables.items()},
            "tables": {name: asdict(table) for name, table in tables.items()},
        },
    )


def _inputs(plan: Plan) -> dict[str, Any]:
    listed = plan.documents <= LISTED
    return {
        "documents": plan.documents,
        "sha256": digest_of_all((item.path, item.identity) for item in plan.items),
        "files": {item.path: item.identity for item in plan.items} if listed else None,
    }
