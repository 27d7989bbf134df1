"""Where a run's parts are kept: a folder, or a place of an object store (through fsspec)."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, Protocol

from ..errors import UsageError
from ..tables import atomic_file

#: What a location in an object store starts with, after the name of its protocol.
SCHEME: Final = "://"


def is_url(place: str | Path) -> bool:
    """Whether a place is written as a URL (`s3://bucket/pages`) and not as a path."""
    return isinstance(place, str) and SCHEME in place


class Store(Protocol):
    """A flat set of named files; a file is there whole, or not at all."""

    def writing(self, name: str) -> Any:
        """Context manager of a binary stream; the file appears when the context ends well."""

    def reading(self, name: str) -> Any:
        """Context manager of a binary stream. RAISES: FileNotFoundError."""

    def names(self, folder: str) -> Iterator[str]:
        """Names (with the folder) of all files below a folder; they may be removed meanwhile."""

    def remove(self, name: str) -> None:
        """Remove a file that may be there."""


@dataclass(frozen=True, slots=True)
class FolderStore:
    """Files below a folder of this machine, or of a file system that all workers share."""

    root: Path

    @contextmanager
    def writing(self, name: str) -> Iterator[IO[bytes]]:
        """Written under another name, synced to disk, renamed."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_file(path, "wb") as stream:
            yield stream

    @contextmanager
    def reading(self, name: str) -> Iterator[IO[bytes]]:
        """The file, opened."""
        with (self.root / name).open("rb") as stream:
            yield stream

    def names(self, folder: str) -> Iterator[str]:
        """As paths relative to the root, with `/`; one folder's names are held at a time."""
        for inner, _, files in os.walk(self.root / folder):
            for name in files:
                yield Path(inner, name).relative_to(self.root).as_posix()

    def remove(self, name: str) -> None:
        """Missing files are fine."""
        (self.root / name).unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class ObjectStore:
    """Objects below a URL; credentials and endpoint come from the environment, as fsspec does."""

    url: str

    @contextmanager
    def writing(self, name: str) -> Iterator[IO[bytes]]:
        """Made on local disk and uploaded whole, so that a kill leaves no piece of an object."""
        with tempfile.TemporaryFile() as stream:
            yield stream
            stream.seek(0)
            system, root = file_system(self.url)
            with system.open(f"{root}/{name}", "wb") as target:
                shutil.copyfileobj(stream, target, 1 << 20)

    @contextmanager
    def reading(self, name: str) -> Iterator[IO[bytes]]:
        """The object, opened."""
        system, root = file_system(self.url)
        with system.open(f"{root}/{name}", "rb") as stream:
            yield stream

    def names(self, folder: str) -> Iterator[str]:
        """Listed anew, not from fsspec's cache."""
        system, root = file_system(self.url)
        system.invalidate_cache()
        base = f"{root}/{folder}"
        if system.exists(base):
            for name in system.find(base):
                yield name[len(root) + 1 :]

    def remove(self, name: str) -> None:
        """Missing objects are fine."""
        system, root = file_system(self.url)
        try:
            system.rm_file(f"{root}/{name}")
        except FileNotFoundError:
            return

    def upload(self, folder: Path) -> None:
        """Copy all files below a folder here, hidden ones excepted, the manifest last."""
        system, root = file_system(self.url)
        files = [
            path
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not path.relative_to(folder).parts[0].startswith(".")
        ]
        for path in sorted(files, key=lambda path: path == folder / "manifest.json"):
            system.put_file(str(path), f"{root}/{path.relative_to(folder).as_posix()}")


def store_at(place: str | Path) -> FolderStore | ObjectStore:
    """The store of an output place."""
    return ObjectStore(str(place).rstrip("/")) if is_url(place) else FolderStore(Path(place))


def file_system(url: str) -> tuple[Any, str]:
    """fsspec's file system of a URL, and the path in it without a final `/`.

    RAISES: UsageError for a protocol that fsspec does not know or whose package is not installed.
    """
    import fsspec

    try:
        system, path = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        extra = "pip install 'claimcheck[s3]'" if url.startswith("s3") else "Install its package"
        raise UsageError(
            f"cannot be opened ({error})", path=url, remedy=f"{extra}, or give a local path."
        ) from error
    return system, path.rstrip("/")
