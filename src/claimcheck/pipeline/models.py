"""Where the models are."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from ..errors import ModelError


def model_folder(path: str | Path | None = None) -> Path:
    """The folder of a model.

    path (str, Path or None): a model folder; "" or None for the one that the package carries
        (`claimcheck/models` in a wheel, `models/` in a checkout).
    RAISES: ModelError where there is no such folder.
    """
    if path:
        folder = Path(path)
        if not folder.is_dir():
            raise ModelError(
                "there is no such model folder",
                path=str(folder),
                remedy="Give the folder that `claimcheck train` wrote, or none for the package's.",
            )
        return folder
    package = Path(str(resources.files("claimcheck")))
    places = (package / "models", package.parent.parent / "models")
    for folder in places:
        if folder.is_dir() and any(folder.iterdir()):
            return folder
    raise ModelError(
        "the package carries no models",
        path=str(places[0]),
        remedy="Install claimcheck anew, or make the models with `claimcheck train`.",
    )
