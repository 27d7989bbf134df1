"""`claimcheck run`: from pages to tables and a report, and the same from Python."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..config import Config, load_config
from ..errors import UsageError
from .engines import (
    AnnotatorFactory,
    Setup,
    in_processes,
    in_this_process,
    load_pipeline_annotator,
)
from .finish import Evidence, make_report, make_tables
from .folder import UNPACKED, output_folder
from .inputs import gather
from .manifest import basis_of, changes, is_complete, read_state, write_manifest, write_state
from .parts import PARTS, Counts
from .plan import Plan, Shard, Unfinished, make_plan
from .shard import finished_part
from .sides import Sides, choose_sides
from .storage import ObjectStore, Store, is_url, store_at

if TYPE_CHECKING:
    from ..report.summary import Summary

ENGINES: Final = ("local", "dask")
FORMATS: Final = ("jsonl", "parquet")
REPORT: Final = "report/index.html"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run is. step (str): `annotate`, `tables` or `report`; the numbers are documents."""

    step: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run left.

    out (str): the output place. counts (dict): rows a table. reviewed, reference (str or None):
    the contrasted sources. report (str or None): the first page to open. reused (int): documents
    taken over from an earlier run. notes (tuple of str): what the user should know.
    """

    out: str
    counts: dict[str, int]
    reviewed: str | None
    reference: str | None
    report: str | None
    summary: Summary | None = field(repr=False)
    reused: int
    seconds: float
    notes: tuple[str, ...] = ()

    @property
    def failed(self) -> int:
        """Documents that stand in errors.jsonl."""
        return self.counts["errors"]


@dataclass(frozen=True, slots=True)
class _Options:
    """The options of a run, checked; see `run`."""

    paths: tuple[str | Path, ...]
    config: Config
    model: Path | None
    jobs: int
    engine: str
    scheduler: str | None
    contrast: tuple[str, str] | None
    formats: tuple[str, ...]
    evidence: Evidence | None
    report: bool
    progress: Callable[[Progress], None]
    factory: AnnotatorFactory

    def outcome(self, sides: Sides | None) -> dict[str, Any]:
        """What the files in the output folder depend on, beside plan and basis."""
        evidence = {"evidence": self.evidence.key(self.config)} if self.evidence else {}
        return {
            **evidence,
            "reviewed": sides.reviewed if sides else None,
            "reference": sides.reference if sides else None,
            "formats": sorted(self.formats),
        }


def run(
    paths: str | Path | Sequence[str | Path],
    out: str | Path,
    *,
    config: Config | str | Path | None = None,
    model: str | Path | None = None,
    jobs: int = 1,
    resume: bool = False,
    overwrite: bool = False,
    engine: str = "local",
    scheduler: str | None = None,
    contrast: tuple[str, str] | None = None,
    formats: Sequence[str] = ("jsonl",),
    evidence: str | Path | None = None,
    report: bool = True,
    progress: Callable[[Progress], None] | None = None,
    factory: AnnotatorFactory = load_pipeline_annotator,
) -> RunResult:
    """Annotate documents and contrast their sources.

    paths: files, folders, archives or URLs; see docs/batch.md.
    out: a folder (made if need be) or a URL. What is in it already is refused, unless `resume`
        (keep what is still right) or `overwrite` (begin anew) says what to do with it.
    config: settings, or the file that holds them. model: a model folder instead of the shipped one.
    jobs (int): processes; 0 takes one a core.
    engine, scheduler: `dask` and its address, to work on many machines.
    contrast: names of the reviewed and the reference source; two sources are contrasted anyway.
    formats: `jsonl` always, and `parquet`.
    evidence: an evidence base (JSON lines, or a folder) that the claims are verified against.
    report (bool): whether to build summary.json and the HTML.
    progress (callable): called with a `Progress` after each shard.
    factory (callable): makes the annotator in each process; for pipelines of your own.
    RETURNS (RunResult).
    RAISES: UsageError (nothing could be done), ClaimcheckError (broken off; `resume` goes on).
    """
    options = _Options(
        paths=(paths,) if isinstance(paths, str | Path) else tuple(paths),
        config=config
        if isinstance(config, Config)
        else load_config(Path(config) if config else None),
        model=Path(model) if model else None,
        jobs=jobs or _cores(),
        engine=_one_of(engine, ENGINES, "--engine"),
        scheduler=scheduler,
        contrast=contrast,
        formats=tuple(_one_of(name, FORMATS, "--format") for name in formats),
        evidence=Evidence(Path(evidence), Path(model) if model else None) if evidence else None,
        report=report,
        progress=progress or _silent,
        factory=factory,
    )
    started = time.monotonic()
    with output_folder(out, resume=resume, overwrite=overwrite) as folder:
        result = _run(options, out, folder)
    return replace(result, seconds=time.monotonic() - started)


def _run(options: _Options, out: str | Path, folder: Path) -> RunResult:
    store = store_at(out)
    setup = Setup(store, options.config, options.model, options.factory)
    basis = basis_of(options.config, options.model, shipped=setup.uses_shipped_model)
    limits = options.config.documents.limits()
    inputs = gather(options.paths, limits, folder / UNPACKED, None if is_url(out) else folder)
    with closing(inputs.items):
        plan = make_plan(inputs, basis, options.config.batch.shard_size, options.paths)
        return _carry_out(plan, options, setup, basis, out, folder)


def _carry_out(
    plan: Plan,
    options: _Options,
    setup: Setup,
    basis: Mapping[str, str],
    out: str | Path,
    folder: Path,
) -> RunResult:
    store = setup.store
    sides = choose_sides(plan.sources, options.contrast)
    outcome = options.outcome(sides)
    notes = _notes(store, basis)
    needed = ("summary.json", REPORT) if options.report else ()
    done = is_complete(folder, plan.key, outcome, needed)
    if done is not None:
        return _result(options, out, done, sides, _summary(folder, options), plan.documents, ())
    reused = _annotate(options, setup, plan, basis)
    options.progress(Progress("tables", plan.documents, plan.documents))
    tables = make_tables(
        store, plan, folder, sides, options.config, options.formats, options.evidence
    )
    summary = _summary(folder, options)
    write_manifest(folder, plan, basis, options.config, outcome, tables)
    if isinstance(store, ObjectStore):
        store.upload(folder)
    if not options.config.batch.keep_parts:
        _remove_all_parts(store)
    if options.evidence:
        notes += tuple(f"{options.evidence.path}: {c}" for c in options.evidence.complaints)
    counts = {name: table.rows for name, table in tables.items()}
    return _result(options, out, counts, sides, summary, reused, notes)


def _annotate(options: _Options, setup: Setup, plan: Plan, basis: Mapping[str, str]) -> int:
    """Make the parts that are not there yet; RETURNS how many documents of others there were."""
    store = setup.store
    _sift_parts(store, plan)
    write_state(store, basis)
    done = 0
    for shard in plan.expected():
        counts = finished_part(store, shard)
        if counts is not None:
            plan.finish(shard)
            done += _size(counts)
    reused = done
    options.progress(Progress("annotate", done, plan.documents))
    for _, counts in _engine(options, setup, plan.unfinished(), basis):
        done += _size(counts)
        options.progress(Progress("annotate", done, plan.documents))
    return reused


def _engine(
    options: _Options, setup: Setup, shards: Unfinished, basis: Mapping[str, str]
) -> Iterator[tuple[Shard, Counts]]:
    if options.engine == "dask":
        try:
            from .dask_engine import on_cluster
        except ImportError as error:
            raise UsageError(
                f"the engine dask needs the package {error.name}",
                place="--engine",
                remedy="pip install 'claimcheck[dask]'",
            ) from error
        return on_cluster(shards, setup, options.scheduler, basis)
    if options.jobs > 1 and len(shards) > 1:
        return in_processes(shards, setup, options.jobs)
    return in_this_process(shards, setup)


def _sift_parts(store: Store, plan: Plan) -> None:
    """Remove what earlier runs left and this one cannot use, and note what it can.

    The note of where a killed worker was (`.at`) stays beside its part.
    """
    for name in store.names(PARTS):
        if plan.needs(name.removesuffix(".at")):
            plan.expect([name])
        else:
            store.remove(name)


def _remove_all_parts(store: Store) -> None:
    for name in store.names(PARTS):
        store.remove(name)


def _notes(store: Store, basis: Mapping[str, str]) -> tuple[str, ...]:
    changed = changes(read_state(store), basis)
    if not changed:
        return ()
    return (f"Not as in the earlier run: {', '.join(changed)}. All documents are done again.",)


def _summary(folder: Path, options: _Options) -> Summary | None:
    return make_report(folder) if options.report else None


def _result(
    options: _Options,
    out: str | Path,
    counts: Mapping[str, int],
    sides: Sides | None,
    summary: Summary | None,
    reused: int,
    notes: tuple[str, ...],
) -> RunResult:
    place = str(out).rstrip("/")
    return RunResult(
        out=place,
        counts=dict(counts),
        reviewed=sides.reviewed if sides else None,
        reference=sides.reference if sides else None,
        report=f"{place}/{REPORT}" if options.report else None,
        summary=summary,
        reused=reused,
        seconds=0.0,
        notes=notes,
    )


def _size(counts: Counts) -> int:
    return counts.documents + counts.failed


def _cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _one_of(value: str, known: tuple[str, ...], place: str) -> str:
    if value not in known:
        raise UsageError(
            f"{value!r} is not known", place=place, remedy=f"Known: {', '.join(known)}."
        )
    return value


def _silent(progress: Progress) -> None:
    return None
