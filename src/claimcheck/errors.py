"""Errors that a user sees: what is wrong, where, and what to do about it."""

from __future__ import annotations

from typing import Any


class ClaimcheckError(Exception):
    """Base of all errors meant for a user.

    message (str): what is wrong, in one sentence.
    path (str): the file or folder it is about, where there is one.
    place (str): the place inside it (a key, a line, an offset), where there is one.
    remedy (str): what to do.
    """

    kind = "error"

    def __init__(self, message: str, *, path: str = "", place: str = "", remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.place = place
        self.remedy = remedy

    def __str__(self) -> str:
        where = ": ".join(part for part in (self.path, self.place) if part)
        text = f"{where}: {self.message}" if where else self.message
        return f"{text}\n  {self.remedy}" if self.remedy else text

    def __reduce__(self) -> tuple[Any, ...]:
        """Whole after a way through another process, which sends `args` alone by default."""
        return _made_again, (type(self), self.message, self.__dict__)


def _made_again(kind: type[ClaimcheckError], message: str, state: dict[str, Any]) -> Any:
    error = kind.__new__(kind, message)
    error.__dict__.update(state)
    return error


class UsageError(ClaimcheckError):
    """The command or its input as a whole cannot be worked on: exit status 2."""

    kind = "usage"


class ConfigurationError(UsageError):
    """A configuration, sources.toml or lexicon that is not valid."""

    kind = "configuration"


class ModelError(UsageError):
    """A model folder that lacks a file, or holds one that cannot be trusted or read."""

    kind = "model"


class DocumentError(ClaimcheckError):
    """One document cannot be read; it is listed in errors.jsonl and the run goes on.

    kind (str): a short name of the failure: `empty`, `binary`, `encoding`, `unreadable`,
        `too_large`, `too_deep`, `unsupported_format`, `no_text`, `not_english`, `timeout`,
        `internal`.
    """

    def __init__(
        self, message: str, *, kind: str, path: str = "", place: str = "", remedy: str = ""
    ) -> None:
        super().__init__(message, path=path, place=place, remedy=remedy)
        self.kind = kind
