"""Which source a document belongs to where there are only names: archives and object stores."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from ...documents.discovery import role_of
from ...documents.model import Source
from ...documents.sources import NAME, SourceRule, read_sources
from ...errors import ConfigurationError


def sources_of(names: Iterable[str], top: str, rules: bytes | None) -> Mapping[str, Source]:
    """Name → source, as for a folder on disk.

    names: relative to the archive or place, with `/`. top (str): name of that.
    rules (bytes or None): its `sources.toml`, which then decides what is read at all.
    RAISES: ConfigurationError for a `sources.toml` that is wrong or matches nothing.
    """
    if rules is not None:
        return _by_rules(list(names), _parse(rules), top)
    names = list(names)
    common = _common_folder(names)
    return {name: _by_folder(name[len(common) :], common.strip("/") or top) for name in names}


def _by_folder(name: str, top: str) -> Source:
    folder, separator, _ = name.partition("/")
    source = folder if separator else top
    return Source(source, role_of(source))


def _common_folder(names: list[str]) -> str:
    """The one folder that an archive of a folder wraps everything in, with its `/`, or ""."""
    tops = {name.partition("/")[0] for name in names if "/" in name}
    if len(tops) != 1 or not all("/" in name for name in names):
        return ""
    top = tops.pop() + "/"
    return top if any("/" in name[len(top) :] for name in names) else ""


def _parse(rules: bytes) -> tuple[SourceRule, ...]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / NAME
        path.write_bytes(rules)
        return read_sources(path)


def _by_rules(names: list[str], rules: tuple[SourceRule, ...], top: str) -> dict[str, Source]:
    found: dict[str, Source] = {}
    for rule in rules:
        for glob in rule.include:
            matching = [name for name in names if _pattern(glob).fullmatch(name)]
            if not matching:
                raise ConfigurationError(
                    f"the glob {glob!r} matches nothing",
                    path=f"{top}/{NAME}",
                    place=f"source {rule.source.name}: include",
                    remedy="Globs are relative to the folder of sources.toml.",
                )
            for name in matching:
                found.setdefault(name, rule.source)
    return found


_WILD: Final = {"**/": "(?:[^/]+/)*", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def _pattern(glob: str) -> re.Pattern[str]:
    """A glob as `Path.glob` means it: `*` stays in a folder, `**` does not."""
    parts = re.split(r"(\*\*/|\*\*|\*|\?|\[[^\]]+\])", glob)
    return re.compile(
        "".join(
            _WILD.get(part, part if part.startswith("[") and len(part) > 1 else re.escape(part))
            for part in parts
        )
    )
