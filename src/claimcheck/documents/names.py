"""Names of documents and sources: safe as file names, unique, independent of what else is there."""

from __future__ import annotations

import hashlib
import re
from typing import Final

_LONGEST: Final = 120
_REFERENCE: Final = frozenset(
    {"reference", "references", "ref", "refs", "monograph", "monographs", "leaflet", "leaflets"}
    | {"official", "label", "labels"}
)
_PROMOTIONAL: Final = frozenset(
    {"promotional", "promotion", "promo", "promos", "marketing", "shop", "shops", "advertising"}
    | {"ads", "vendor", "vendors"}
)


def doc_id_of(path: str) -> str:
    """A document's id, made from its path alone: so it stays when other files come and go.

    path (str): relative to the corpus root, with `/`.
    RETURNS (str): letters, digits, `-`, `_`, `.` only; the path's parts joined by `--`. Where that
        loses something of the path, a hash of the path is appended.
    """
    parts = [part for part in path.split("/") if part]
    slugs = [re.sub(r"[^A-Za-z0-9_.-]+", "-", part).strip("-.") or "x" for part in parts]
    name = "--".join(slugs) or "x"
    lossless = slugs == parts and not any("--" in part for part in parts)
    if lossless and len(name) <= _LONGEST:
        return name
    digest = hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return f"{name[:_LONGEST].rstrip('-.')}-{digest}"


def role_of(name: str) -> str:
    """The role that a source's name suggests: `reference`, `promotional` or `other`."""
    words = set(re.findall(r"[a-z]+", name.lower()))
    if words & _REFERENCE:
        return "reference"
    return "promotional" if words & _PROMOTIONAL else "other"
