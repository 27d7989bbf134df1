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


class Student(_Section):
    """The encoder that is shipped: the teacher's layers it begins with, and three fits after each
    other, keys of `FitConfig`."""

    layers: tuple[int, ...]
    hidden: dict[str, Any]
    tasks: dict[str, Any]
    finish: dict[str, Any]

    @property
    def parts(self) -> tuple[dict[str, Any], ...]:
        """The fits in their order."""
        return self.hidden, self.tasks, self.finish


class Recipe(_Section):
    """The whole file; `teacher` holds keys of `FitConfig`, `pairs` of `PairConfig`."""

    version: int
    seed: int
    held: Held
    teacher: dict[str, Any]
    student: Student
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
    sections: dict[str, tuple[dict[str, Any], type[FitConfig]]] = {
        "teacher": (recipe.teacher, FitConfig),
        "student.hidden": (recipe.student.hidden, FitConfig),
        "student.tasks": (recipe.student.tasks, FitConfig),
        "student.finish": (recipe.student.finish, FitConfig),
        "pairs": (recipe.pairs, PairConfig),
    }
    for section, (values, settings) in sections.items():
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


def settings_of(
    base: Settings, values: dict[str, Any], *, seed: int | None = None, device: str | None = None
) -> Settings:
    """A configuration with the recipe's values over its own."""
    rest: dict[str, Any] = {"seed": seed, "device": device}
    return replace(base, **values, **{k: v for k, v in rest.items() if v is not None})
