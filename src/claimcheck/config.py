"""The configuration: one commented default file, a user's file over it, single values over that.

Every layer is checked against the same models, so an unknown key or a wrong value is refused with
the file that holds it, the key, and what would be right.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from .errors import ConfigurationError

if TYPE_CHECKING:
    from .documents.limits import Limits

#: Keys that change how fast a run is, never what it finds: not part of the fingerprint.
WITHOUT_EFFECT: Final = frozenset(
    {
        ("batch", "shard_size"),
        ("batch", "timeout"),
        ("batch", "timeout_characters"),
        ("batch", "keep_parts"),
        ("pipeline", "threads"),
    }
)

_Positive = Annotated[int, Field(ge=1)]
_Share = Annotated[float, Field(ge=0.0, le=1.0)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class DocumentsSection(_Section):
    """Limits of the readers."""

    max_bytes: _Positive
    max_expanded_bytes: _Positive
    max_nesting: Annotated[int, Field(ge=1, le=90)]
    max_open_tags: _Positive
    max_cells: _Positive
    max_units: _Positive
    max_pages: _Positive

    def limits(self) -> Limits:
        """The limits in the form that the readers take."""
        from .documents.limits import Limits

        return Limits(**self.model_dump())


class PipelineSection(_Section):
    """The spaCy pipeline and its encoder."""

    base: str
    batch_size: _Positive
    threads: _Positive


class ConceptsSection(_Section):
    """Knowledge base: lexicon files of the user."""

    extra: tuple[Path, ...]


class FlagsSection(_Section):
    """Least probabilities: a label under its own makes a claim `uncertain`."""

    claim: _Share
    type: _Share
    strength: _Share
    basis: _Share


class ContrastSection(_Section):
    """When claims of two sources are comparable, and when one is the stronger."""

    text_similarity: _Share
    stronger: _Share
    scope_similarity: _Share
    coverage_claims: _Positive
    max_matches: _Positive
    profile_size: _Positive
    max_candidates: _Positive


class ExaggerationSection(_Section):
    """From the strengths of two sentences to a verdict."""

    same_weight: Annotated[float, Field(gt=0.0)]


class VerificationSection(_Section):
    """How evidence is searched and weighed."""

    k1: Annotated[float, Field(ge=0.0)]
    b: _Share
    passage_sentences: _Positive
    retrieved: _Positive
    searched: _Positive
    least_words: _Positive
    examined: _Positive
    skimmed: _Share
    rerank_weight: Annotated[float, Field(ge=0.0)]
    read_sentences: _Positive
    joined_sentences: _Positive
    rationale: _Share
    max_rationale: _Positive
    decided: _Share
    covered: _Share


class BatchSection(_Section):
    """How a corpus is worked through."""

    shard_size: _Positive
    timeout: Annotated[float, Field(ge=0.0)]
    timeout_characters: _Positive
    keep_parts: bool


class Config(_Section):
    """All settings of a run; made by `load_config`."""

    documents: DocumentsSection
    pipeline: PipelineSection
    concepts: ConceptsSection
    flags: FlagsSection
    contrast: ContrastSection
    exaggeration: ExaggerationSection
    verification: VerificationSection
    batch: BatchSection

    def fingerprint(self) -> str:
        """SHA-256 (hex) of every setting that can change a claim, and of the lexicons' content."""
        settings = {
            section: {
                key: value
                for key, value in keys.items()
                if (section, key) not in WITHOUT_EFFECT and section != "concepts"
            }
            for section, keys in self.model_dump(mode="json").items()
            if section != "verification"  # works on finished claims
        }
        lexicons = [hashlib.sha256(path.read_bytes()).hexdigest() for path in self.concepts.extra]
        canonical = json.dumps([settings, lexicons], sort_keys=True)
        return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True)
class _Layer:
    """Settings from one place: a file, or the command line."""

    origin: str
    values: dict[str, Any]

    def holds(self, keys: Iterable[str]) -> bool:
        found: Any = self.values
        for key in keys:
            if not isinstance(found, Mapping) or key not in found:
                return False
            found = found[key]
        return True


def load_config(path: Path | None = None, overrides: Iterable[str] = ()) -> Config:
    """Read the default configuration, then the user's file, then single values.

    path (Path or None): a TOML file that holds only what differs from the default.
    overrides (iterable of str): `section.key=value`; the value is TOML, or a plain string.
    RETURNS (Config).
    RAISES: ConfigurationError naming the file, the key and what would be right.
    """
    layers = [_default_layer()]
    if path is not None:
        layers.append(_read_layer(path))
    layers.extend(_override_layer(text) for text in overrides)
    for layer in layers[1:]:
        _refuse_unknown(layer, layer.values, layers[0].values, ())
    merged: dict[str, Any] = {}
    for layer in layers:
        merged = _merge(merged, layer.values)
    try:
        config = Config.model_validate_json(json.dumps(merged, default=str))
    except ValidationError as error:
        raise _explain(error, layers) from error
    _check_lexicons(config, layers)
    return config


@cache
def default_config() -> Config:
    """The configuration that the package comes with."""
    return load_config()


def default_text() -> str:
    """The default file itself, with its comments."""
    return resources.files("claimcheck").joinpath("data/config.toml").read_text("utf-8")


def _default_layer() -> _Layer:
    return _Layer("claimcheck/data/config.toml", tomllib.loads(default_text()))


def _read_layer(path: Path) -> _Layer:
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigurationError(
            f"cannot be read ({error.strerror})",
            path=str(path),
            remedy="Check the path after --config.",
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            f"is not valid TOML: {error}",
            path=str(path),
            remedy="Compare with the default: claimcheck config",
        ) from error
    extra = values.get("concepts", {}).get("extra") if _is_table(values.get("concepts")) else None
    if isinstance(extra, list):
        here = path.resolve().parent
        values["concepts"]["extra"] = [str(here / e) if isinstance(e, str) else e for e in extra]
    return _Layer(str(path), values)


def _override_layer(text: str) -> _Layer:
    name, separator, value = text.partition("=")
    keys = [key.strip() for key in name.split(".")]
    if not separator or len(keys) < 2 or not all(keys):
        raise ConfigurationError(
            f"{text!r} is not of the form section.key=value",
            place="--set",
            remedy="Example: --set pipeline.batch_size=16",
        )
    try:
        found: Any = tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        found = value.strip()
    for key in reversed(keys):
        found = {key: found}
    return _Layer("--set", found)


def _is_table(value: Any) -> bool:
    return isinstance(value, Mapping)


def _refuse_unknown(
    layer: _Layer, values: Mapping[str, Any], known: Mapping[str, Any], above: tuple[str, ...]
) -> None:
    for key, value in values.items():
        place = ".".join((*above, key))
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"Did you mean {near[0]}? " if near else ""
            raise ConfigurationError(
                f"unknown {'key' if above else 'section'}",
                path=layer.origin,
                place=place,
                remedy=f"{hint}Known here: {', '.join(known)}.",
            )
        if _is_table(known[key]) != _is_table(value):
            raise ConfigurationError(
                "is a section with keys" if _is_table(known[key]) else "is a single value",
                path=layer.origin,
                place=place,
                remedy="Compare with the default: claimcheck config",
            )
        if _is_table(value):
            _refuse_unknown(layer, value, known[key], (*above, key))


def _merge(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        merged[key] = _merge(merged.get(key, {}), value) if _is_table(value) else value
    return merged


def _explain(error: ValidationError, layers: list[_Layer]) -> ConfigurationError:
    first = error.errors()[0]
    keys = [str(part) for part in first["loc"] if isinstance(part, str)]
    origin = next(layer.origin for layer in reversed(layers) if layer.holds(keys[:2]))
    return ConfigurationError(
        f"{first['msg']} (found {first.get('input')!r})",
        path=origin,
        place=".".join(keys),
        remedy="The default and its meaning: claimcheck config",
    )


def _check_lexicons(config: Config, layers: list[_Layer]) -> None:
    for lexicon in config.concepts.extra:
        if not lexicon.is_file():
            origin = next(
                layer.origin for layer in reversed(layers) if layer.holds(("concepts", "extra"))
            )
            raise ConfigurationError(
                f"there is no file {lexicon}",
                path=origin,
                place="concepts.extra",
                remedy="Give paths relative to the configuration file.",
            )
