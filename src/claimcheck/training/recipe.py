"""The recipe of the models (training.toml), strictly read."""

from __future__ import annotations

import tomllib
from dataclasses import fields, replace
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..errors import ConfigurationError
from .settings import FitConfig, PairConfig

_Share = Annotated[float, Field(ge=0.0, le=1.0)]
Settings = TypeVar("Settings", bound=FitConfig)


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Held(_Section):
    """What no encoder is trained on: some documents, one fold of sentences."""

    documents: frozenset[str]
    fold: int


class Gate(_Section):
    """The gate: share of units with a claim or a cue that must pass."""

    recall: _Share


class Recipe(_Section):
    """The whole file; `encoder` and each of its `fits` hold keys of `FitConfig`, `pairs` of
    `PairConfig`."""

    version: int
    seed: int
    held: Held
    encoder: dict[str, Any]
    fits: tuple[dict[str, Any], ...]
    pairs: dict[str, Any]
    gate: Gate


def load_recipe(path: Path | None = None) -> Recipe:
    """Read a recipe; None takes the package's.

    RAISES: ConfigurationError for a key or value that is not right.
    """
    if path is None:
        text = resources.files("claimcheck").joinpath("training/training.toml").read_text("utf-8")
    else:
        text = path.read_text("utf-8")
    name = str(path or "training.toml")
    try:
        recipe = Recipe.model_validate(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise ConfigurationError(
            f"is not a training recipe: {error}", path=name, remedy="Compare with the package's."
        ) from error
    sections: list[tuple[str, dict[str, Any], type[FitConfig]]] = [
        ("encoder", recipe.encoder, FitConfig),
        *((f"fits {i}", values, FitConfig) for i, values in enumerate(recipe.fits, 1)),
        ("pairs", recipe.pairs, PairConfig),
    ]
    for section, values, settings in sections:
        known = {f.name for f in fields(settings)}
        strange = sorted(set(values) - known)
        if strange:
            raise ConfigurationError(
                f"unknown key {strange[0]!r}",
                path=name,
                place=section,
                remedy=f"Known here: {', '.join(sorted(known))}.",
            )
    return recipe


def settings_of(base: Settings, values: dict[str, Any], *, seed: int, device: str) -> Settings:
    """A configuration with the recipe's values over its own."""
    return replace(base, **values, seed=seed, device=device)
