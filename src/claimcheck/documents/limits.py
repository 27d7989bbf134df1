"""What a single document may cost; a limit that is hit is an error of that document alone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of the readers; the defaults are those of `data/config.toml` ([documents]).

    max_bytes (int): a file over this size is not read.
    """

    max_bytes: int = 20_000_000
