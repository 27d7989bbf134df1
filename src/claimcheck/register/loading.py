"""Reading the register's data files: strict, each id checked against the knowledge base."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from ..concepts import KnowledgeBase, load_knowledge_base
from ..errors import ConfigurationError
from .model import ARTICLES, RELATIONS, Entry, Regulation
from .register import Register

DATA: Final = Path(__file__).parent / "data"
_ACTS: Final = "regulations.toml"
_FILE_KEYS: Final = ("version", "regulation", "article", "conditions", "entries")
_ENTRY_KEYS: Final = (
    "substances",
    "relation",
    "outcomes",
    "diseases",
    "conditions",
    "population",
    "regulation",
    "article",
)
_PREFIXES: Final = {"substances": "S:", "outcomes": "O:", "diseases": "O:"}


@dataclass(frozen=True, slots=True)
class _Acts:
    """What entries refer to by key: regulations, and conditions of use."""

    regulations: Mapping[str, Regulation]
    conditions: Mapping[str, str]


def load_register(kb: KnowledgeBase | None = None) -> Register:
    """The register of the package.

    kb (KnowledgeBase or None): the knowledge base of the claims, the package's where None.
    RAISES: ConfigurationError for an unknown key, regulation, relation or concept, or an id
        that is given twice.
    """
    return _default() if kb is None else read_register(DATA, kb)


@lru_cache(1)
def _default() -> Register:
    return read_register(DATA, load_knowledge_base())


def read_register(folder: Path, kb: KnowledgeBase) -> Register:
    """The register of a folder that holds regulations.toml and files of entries.

    RAISES: ConfigurationError, see `load_register`.
    """
    acts = _read_acts(folder / _ACTS)
    entries: dict[str, Entry] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name == _ACTS:
            continue
        for entry in _read_entries(path, acts, kb):
            if entry.id in entries:
                raise _error("this id is given twice", path, entry.id, "rename one of the two")
            entries[entry.id] = entry
    return Register(entries.values(), kb)


def _error(message: str, path: Path, place: str, remedy: str) -> ConfigurationError:
    return ConfigurationError(message, path=str(path), place=place, remedy=remedy)


def _parse(path: Path, keys: tuple[str, ...]) -> dict[str, Any]:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _error(f"cannot be read: {error}", path, "", "restore the file") from error
    _known(raw, keys, path, "")
    version = raw.get("version")
    if not isinstance(version, str) or not version:
        raise _error("a version is needed", path, "version", 'begin with version = "1.0"')
    return raw


def _known(found: Mapping[str, Any], keys: tuple[str, ...], path: Path, place: str) -> None:
    for key in found:
        if key not in keys:
            raise _error(f"unknown key {key!r}", path, place, "use only: " + ", ".join(keys))


def _text(value: Any, path: Path, place: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _error("a text is expected here", path, place, 'write "..."')
    return value


def _read_acts(path: Path) -> _Acts:
    raw = _parse(path, ("version", "regulations", "conditions"))
    regulations = {}
    for number, act in raw.get("regulations", {}).items():
        _known(act, ("title",), path, f"regulations.{number}")
        title = _text(act.get("title"), path, f"regulations.{number}.title")
        regulations[number] = Regulation(number, title)
    conditions = {
        key: _text(value, path, f"conditions.{key}")
        for key, value in raw.get("conditions", {}).items()
    }
    return _Acts(regulations, conditions)


def _read_entries(path: Path, acts: _Acts, kb: KnowledgeBase) -> Iterator[Entry]:
    raw = _parse(path, _FILE_KEYS)
    defaults = {k: raw[k] for k in ("regulation", "article", "conditions") if k in raw}
    for entry_id, fields in raw.get("entries", {}).items():
        place = f"entries.{entry_id}"
        _known(fields, _ENTRY_KEYS, path, place)
        fields = {"article": "13(1)", **defaults, **fields}
        yield Entry(
            id=entry_id,
            substances=_concepts(fields, "substances", path, place, kb),
            relation=_one_of(fields, "relation", RELATIONS, path, place),
            outcomes=_concepts(fields, "outcomes", path, place, kb),
            diseases=_diseases(fields, path, place, kb),
            conditions=acts.conditions[
                _one_of(fields, "conditions", tuple(acts.conditions), path, place)
            ],
            population=str(fields.get("population", "")),
            regulation=acts.regulations[
                _one_of(fields, "regulation", tuple(acts.regulations), path, place)
            ],
            article=_one_of(fields, "article", ARTICLES, path, place),
        )


def _one_of(
    fields: Mapping[str, Any], key: str, known: tuple[str, ...], path: Path, place: str
) -> str:
    value = fields.get(key)
    if value not in known:
        raise _error(
            f"{value!r} is not known", path, f"{place}.{key}", "use one of: " + ", ".join(known)
        )
    return str(value)


def _diseases(
    fields: Mapping[str, Any], path: Path, place: str, kb: KnowledgeBase
) -> tuple[str, ...]:
    """Diseases are named where a risk factor is reduced, and nowhere else."""
    named = "diseases" in fields
    if named != (fields.get("article") == "14(1)(a)"):
        raise _error(
            "diseases belong to Article 14(1)(a), and it needs them",
            path,
            f"{place}.diseases",
            "add or remove diseases, or correct the article",
        )
    return _concepts(fields, "diseases", path, place, kb) if named else ()


def _concepts(
    fields: Mapping[str, Any], key: str, path: Path, place: str, kb: KnowledgeBase
) -> tuple[str, ...]:
    """Concept ids of the package; an id without a prefix is of the kind that the key holds."""
    values = fields.get(key)
    place = f"{place}.{key}"
    if not isinstance(values, list) or not values:
        raise _error("a list of concepts is expected here", path, place, 'write ["..."]')
    ids = []
    for value in values:
        concept_id = _text(value, path, place)
        if ":" not in concept_id:
            concept_id = _PREFIXES[key] + concept_id
        if concept_id not in kb.concepts:
            raise _error(f"there is no concept {concept_id!r}", path, place, "correct the id")
        ids.append(concept_id)
    return tuple(ids)
