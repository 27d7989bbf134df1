"""Lexicons of the pipeline: versioned TOML files in the package, each checked against its model."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from ..errors import ConfigurationError


def _is_entry(text: str) -> str:
    if not text or text != text.strip().lower() or "  " in text:
        raise ValueError("an entry is lower case, with single spaces and none at its edges")
    return text


def _all_distinct(entries: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(entries)) != len(entries):
        twice = sorted({entry for entry in entries if entries.count(entry) > 1})
        raise ValueError(f"entries that stand twice: {', '.join(twice)}")
    return entries


#: A word or phrase of a lexicon.
Entry = Annotated[str, AfterValidator(_is_entry)]
#: A list of them without repetition.
Entries = Annotated[tuple[Entry, ...], AfterValidator(_all_distinct)]


class Lexicon(BaseModel):
    """Base of the lexicons: no key unknown, none missing; `version` counts up with each change."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Annotated[int, Field(ge=1)]


L = TypeVar("L", bound=Lexicon)


def read_lexicon(name: str, model: type[L], text: str | None = None) -> L:
    """Read and check a lexicon of the package.

    name (str): path inside `claimcheck/pipeline`, such as `cues/cues.toml`.
    text (str or None): its content, instead of the package's file.
    RAISES: ConfigurationError naming file and key.
    """
    path = f"claimcheck/pipeline/{name}"
    if text is None:
        text = resources.files("claimcheck").joinpath(f"pipeline/{name}").read_text("utf-8")
    remedy = "restore the file of the package"
    try:
        values: dict[str, Any] = tomllib.loads(text)
        return model.model_validate(values)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"is not valid TOML: {error}", path=path, remedy=remedy) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ConfigurationError(first["msg"], path=path, place=place, remedy=remedy) from error
