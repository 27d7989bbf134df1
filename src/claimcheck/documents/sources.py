"""`sources.toml`: which files of a corpus folder belong to which source."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from ..errors import ConfigurationError
from ..labels import ROLES
from .model import Source

NAME: Final = "sources.toml"
_KEYS: Final = ("version", "source")
_SOURCE_KEYS: Final = ("name", "role", "include")
_LONGEST_GLOB: Final = 300
_EXAMPLE: Final = 'Example: [[source]] name = "shop", role = "promotional", include = ["shop/*"]'


@dataclass(frozen=True, slots=True)
class SourceRule:
    """One `[[source]]`: the source and the globs of its files, relative to the corpus folder."""

    source: Source
    include: tuple[str, ...]


def read_sources(path: Path) -> tuple[SourceRule, ...]:
    """Read and check a `sources.toml`.

    path (Path): the file.
    RETURNS (tuple of SourceRule): in the file's order.
    RAISES: ConfigurationError naming the key that is wrong and what would be right.
    """
    try:
        data = tomllib.loads(path.read_bytes().decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _wrong(path, "", f"is not valid TOML: {error}", _EXAMPLE) from error
    except OSError as error:
        raise _wrong(path, "", f"cannot be read ({error.strerror})", "Check its rights.") from error
    _refuse_unknown(path, data, _KEYS, "")
    if data.get("version") != 1:
        raise _wrong(path, "version", f"{data.get('version')!r} is not known", "Write: version = 1")
    entries = data.get("source")
    if not isinstance(entries, list) or not entries:
        raise _wrong(path, "source", "there is no [[source]]", _EXAMPLE)
    rules = tuple(_rule(path, number, entry) for number, entry in enumerate(entries, 1))
    names = [rule.source.name for rule in rules]
    for name in names:
        if names.count(name) > 1:
            raise _wrong(path, "source.name", f"{name!r} is there twice", "Give each its own name.")
    return rules


def _rule(path: Path, number: int, entry: Any) -> SourceRule:
    place = f"[[source]] number {number}"
    if not isinstance(entry, Mapping):
        raise _wrong(path, place, "is not a table", _EXAMPLE)
    _refuse_unknown(path, entry, _SOURCE_KEYS, place)
    name, role, include = (entry.get(key) for key in _SOURCE_KEYS)
    if not isinstance(name, str) or not name.strip() or not name.isprintable() or len(name) > 100:
        raise _wrong(path, f"{place}: name", f"{name!r} is not a name", _EXAMPLE)
    if role not in ROLES:
        raise _wrong(path, f"{place}: role", f"{role!r} is no role", f"Roles: {', '.join(ROLES)}.")
    if not isinstance(include, list) or not include:
        raise _wrong(path, f"{place}: include", "is not a list of globs", _EXAMPLE)
    for glob in include:
        if not isinstance(glob, str) or not _stays_inside(glob):
            raise _wrong(
                path,
                f"{place}: include",
                f"{glob!r} is not a glob inside the corpus folder",
                "Globs are relative to the folder of sources.toml, do not climb out of it, and "
                "have `**` only between slashes, twice at most.",
            )
    return SourceRule(Source(name, role), tuple(include))


def _stays_inside(glob: str) -> bool:
    parts = PurePosixPath(glob.replace("\\", "/")).parts
    wild = [part for part in parts if "**" in part]
    if len(glob) > _LONGEST_GLOB or "\0" in glob or len(wild) > 2 or set(wild) - {"**"}:
        return False
    drive = len(glob) > 1 and glob[1] == ":"
    return bool(parts) and not glob.startswith(("/", "\\", "~")) and ".." not in parts and not drive


def _refuse_unknown(
    path: Path, values: Mapping[str, Any], known: tuple[str, ...], place: str
) -> None:
    for key in values:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"Did you mean {near[0]}? " if near else ""
            where = f"{place}: {key}" if place else key
            raise _wrong(path, where, "unknown key", f"{hint}Known here: {', '.join(known)}.")


def _wrong(path: Path, place: str, message: str, remedy: str) -> ConfigurationError:
    return ConfigurationError(message, path=str(path), place=place, remedy=remedy)


def matches(root: Path, rule: SourceRule) -> Iterator[tuple[str, list[Path]]]:
    """For each glob of a rule the files under `root` that it matches, sorted.

    RAISES: ConfigurationError for a glob that the file system cannot work with.
    """
    for glob in rule.include:
        try:
            found = sorted(path for path in root.glob(glob) if path.is_file())
        except (ValueError, NotImplementedError, OSError, re.error) as error:
            place = f"source {rule.source.name}: include"
            raise _wrong(root / NAME, place, f"{glob!r} is no glob ({error})", _EXAMPLE) from error
        yield glob, found
