"""Reading lexicon files: strict, with errors that name file, entry and remedy.

A file is TOML: `version`, `kind`, then a table a group, in it one line a concept:
`magnesium-aspartate = { name = "magnesium aspartate", form_of = "magnesium" }`. The id is the
prefix of the kind and the key. A link without a prefix stays inside the kind. The table
`[synonyms]` adds names to concepts of other files: `"S:zinc" = ["..."]`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from ..errors import ConfigurationError
from .model import GROUPS, PREFIXES, VALENCES, Concept

DATA: Final = Path(__file__).parent / "data"
_KEY: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LISTS: Final = ("synonyms", "exact", "is_a", "form_of", "constituent_of", "concerns")
_LINKS: Final = ("is_a", "form_of", "constituent_of", "concerns")
_KEYS: Final = ("name", "broad", "valence", *_LISTS)


def read_lexicons(paths: Iterable[Path]) -> dict[str, Concept]:
    """All concepts of the files, links resolved and checked.

    RAISES: ConfigurationError for a file that cannot be read, an unknown key or group, a
        duplicate id, a dangling or circular link.
    """
    concepts: dict[str, Concept] = {}
    places: dict[str, Path] = {}
    more: list[tuple[Path, str, tuple[str, ...]]] = []
    for path in paths:
        raw = _parse(path)
        kind = _header(raw, path)
        for target, names in _table(raw.pop("synonyms", {}), path, "synonyms").items():
            more.append((path, target, _strings(names, path, f"synonyms.{target}")))
        for concept in _concepts(raw, kind, path):
            if concept.id in concepts:
                raise ConfigurationError(
                    "this concept is already defined",
                    path=str(path),
                    place=concept.id,
                    remedy=f"rename it, or add names by [synonyms]; see {places[concept.id].name}",
                )
            concepts[concept.id] = concept
            places[concept.id] = path
    for path, target, names in more:
        if target not in concepts:
            raise _dangling(path, "synonyms", target)
        old = concepts[target]
        concepts[target] = replace(old, synonyms=old.synonyms + names)
    concepts = {c.id: _with_group_parent(c, concepts) for c in concepts.values()}
    _check_links(concepts, places)
    return concepts


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigurationError(
            "no such lexicon file", path=str(path), remedy="correct the path in the configuration"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            f"the lexicon cannot be read: {error}",
            path=str(path),
            remedy="give a readable TOML file in UTF-8",
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(
            f"not valid TOML: {error}",
            path=str(path),
            remedy="correct the line that is named; a key that stands twice is an error too",
        ) from error


def _header(raw: dict[str, Any], path: Path) -> str:
    version, kind = raw.pop("version", None), raw.pop("kind", None)
    if not isinstance(version, str) or not version:
        raise ConfigurationError(
            "a lexicon needs its version",
            path=str(path),
            place="version",
            remedy='begin the file with version = "1.0"',
        )
    if kind not in PREFIXES:
        raise ConfigurationError(
            f"unknown kind {kind!r}",
            path=str(path),
            place="kind",
            remedy='write kind = "substance" or kind = "outcome"',
        )
    return str(kind)


def _table(value: Any, path: Path, place: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ConfigurationError(
            "a table is expected here",
            path=str(path),
            place=place,
            remedy="see docs/concepts.md for the format of a lexicon",
        )
    return value


def _concepts(raw: Mapping[str, Any], kind: str, path: Path) -> Iterable[Concept]:
    for group, entries in raw.items():
        if group not in GROUPS[kind]:
            raise ConfigurationError(
                f"unknown group {group!r} of kind {kind}",
                path=str(path),
                place=group,
                remedy="use one of: " + ", ".join(GROUPS[kind]),
            )
        for key, entry in _table(entries, path, group).items():
            yield _concept(key, _table(entry, path, f"{group}.{key}"), group, kind, path)


def _concept(key: str, entry: Mapping[str, Any], group: str, kind: str, path: Path) -> Concept:
    place = f"{group}.{key}"
    if not _KEY.fullmatch(key):
        raise ConfigurationError(
            f"{key!r} cannot be part of an id",
            path=str(path),
            place=place,
            remedy="use lower-case letters, digits and single hyphens",
        )
    for field in entry:
        if field not in _KEYS:
            raise ConfigurationError(
                f"unknown key {field!r}",
                path=str(path),
                place=place,
                remedy="use only: " + ", ".join(_KEYS),
            )
    name, broad = entry.get("name"), entry.get("broad", False)
    if not isinstance(name, str) or not name.strip():
        raise ConfigurationError(
            "a concept needs its name", path=str(path), place=place, remedy='add name = "..."'
        )
    if not isinstance(broad, bool):
        raise ConfigurationError(
            "broad is true or false", path=str(path), place=f"{place}.broad", remedy="write true"
        )
    valence = entry.get("valence", "")
    if valence and (valence not in VALENCES or kind != "outcome"):
        raise ConfigurationError(
            f"{valence!r} is no valence of a concept of kind {kind}",
            path=str(path),
            place=f"{place}.valence",
            remedy="give outcomes one of: " + ", ".join(VALENCES),
        )
    lists = {k: _strings(entry.get(k, ()), path, f"{place}.{k}") for k in _LISTS}
    for link in _LINKS:
        lists[link] = tuple(_full_id(target, kind) for target in lists[link])
    return Concept(
        id=PREFIXES[kind] + key,
        kind=kind,
        name=name,
        group=group,
        broad=broad,
        stated_valence=valence,
        **lists,
    )


def _strings(value: Any, path: Path, place: str) -> tuple[str, ...]:
    values = [value] if isinstance(value, str) else value
    if isinstance(values, list | tuple) and all(isinstance(v, str) and v.strip() for v in values):
        return tuple(values)
    raise ConfigurationError(
        "a text or a list of texts is expected here",
        path=str(path),
        place=place,
        remedy='write ["...", "..."]',
    )


def _full_id(target: str, kind: str) -> str:
    return target if target.startswith(tuple(PREFIXES.values())) else PREFIXES[kind] + target


def _with_group_parent(concept: Concept, concepts: Mapping[str, Concept]) -> Concept:
    """A substance that states no parent is a member of its group's concept (S:vitamin, S:herb)."""
    parent = PREFIXES[concept.kind] + concept.group
    if concept.is_a or concept.kind != "substance" or parent not in concepts:
        return concept
    return concept if parent == concept.id else replace(concept, is_a=(parent,))


def _dangling(path: Path, place: str, target: str) -> ConfigurationError:
    return ConfigurationError(
        f"there is no concept {target!r}",
        path=str(path),
        place=place,
        remedy="define it, or correct the id (the prefixes are S: and O:)",
    )


def _check_links(concepts: Mapping[str, Concept], places: Mapping[str, Path]) -> None:
    for concept in concepts.values():
        for link in _LINKS:
            for target in getattr(concept, link):
                place = f"{concept.id}.{link}"
                if target not in concepts:
                    raise _dangling(places[concept.id], place, target)
                if link != "concerns" and concepts[target].kind != concept.kind:
                    raise ConfigurationError(
                        f"{link} must stay among concepts of one kind, not reach {target!r}",
                        path=str(places[concept.id]),
                        place=place,
                        remedy="use concerns for a link from an outcome to a substance",
                    )
    finished: set[str] = set()
    for start in concepts:
        _check_cycles(start, concepts, places, [], finished)


def _check_cycles(
    at: str,
    concepts: Mapping[str, Concept],
    places: Mapping[str, Path],
    trail: list[str],
    finished: set[str],
) -> None:
    if at in finished:
        return
    if at in trail:
        raise ConfigurationError(
            "the links go in a circle: " + " → ".join([*trail[trail.index(at) :], at]),
            path=str(places[at]),
            place=at,
            remedy="remove one of these links",
        )
    trail.append(at)
    for link in _LINKS:
        for target in getattr(concepts[at], link):
            _check_cycles(target, concepts, places, trail, finished)
    trail.pop()
    finished.add(at)
