"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from ..config import Config

_Function = TypeVar("_Function", bound=Callable[..., Any])


def config_option(function: _Function) -> _Function:
    """`--config FILE` and `--set section.key=value`: parameters `config` and `overrides`."""
    function = click.option(
        "--set",
        "overrides",
        multiple=True,
        metavar="SECTION.KEY=VALUE",
        help="Change one value of the configuration (see `claimcheck config`).",
    )(function)
    return click.option(
        "--config", metavar="FILE", help="TOML file with what differs from the default."
    )(function)


def settings(path: str | None, overrides: Sequence[str]) -> Config:
    """The configuration that the options ask for. RAISES: ConfigurationError."""
    from ..config import load_config

    return load_config(Path(path) if path else None, overrides)
