"""`claimcheck annotations`: annotated pages in and out, agreement, review, what to do next."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import click

_PATH: Final = click.Path(path_type=Path)
_FORMATS: Final = ("label-studio", "doccano", "brat", "docbin")


def _root_option(function: Any) -> Any:
    return click.option(
        "--root",
        type=_PATH,
        default=Path("."),
        metavar="FOLDER",
        help="What paths in documents.json count from: the project's folder [default: here].",
    )(function)


def _say(problems: Iterable[Any]) -> None:
    for problem in problems:
        click.echo(str(problem), err=True)


@click.group(
    no_args_is_help=True,
    epilog="\b\nExample:\n  claimcheck annotations agree --help    how far two agree",
)
def command() -> None:
    """Annotated pages: move them between tools, measure agreement, merge reviews.

    A set of annotations is a folder such as annotations/corpus: one <name>.jsonl a document and a
    documents.json. annotations/README.md describes the format and the rules of annotating.
    """


@command.command(
    "export",
    short_help="Write a set in another tool's format.",
    epilog="""\b
Examples:
  claimcheck annotations export label-studio annotations/corpus -o tasks
      import tasks/tasks.json into a project with tasks/label_config.xml
  claimcheck annotations export brat annotations/corpus -o brat/data/corpus
  claimcheck annotations export docbin annotations/corpus -o spacy""",
)
@click.argument("format_name", metavar="FORMAT", type=click.Choice(_FORMATS))
@click.argument("folder", metavar="SET", type=_PATH)
@click.option("-o", "--out", type=_PATH, required=True, metavar="FOLDER", help="Where to write.")
@_root_option
def export_(format_name: str, folder: Path, out: Path, root: Path) -> int:
    """Write a set in the FORMAT of another tool: label-studio, doccano, brat or docbin (spaCy).

    Nothing is lost: what the tool gives back unchanged imports as the same annotations.
    """
    from ..annotations.formats import format_named
    from ..annotations.store import read_set

    documents = read_set(folder, _root(folder, root))
    for path in format_named(format_name).export(documents, out):
        click.echo(str(path))
    return 0


@command.command(
    "import",
    short_help="Read another tool's export into a set.",
    epilog="""\b
Examples:
  claimcheck annotations import label-studio project.json --into annotations/mine
  claimcheck annotations import brat brat/data/corpus --into annotations/mine""",
)
@click.argument("format_name", metavar="FORMAT", type=click.Choice(_FORMATS))
@click.argument("source", metavar="SOURCE", type=_PATH)
@click.option("--into", type=_PATH, required=True, metavar="SET", help="The set to write to.")
@_root_option
def import_(format_name: str, source: Path, into: Path, root: Path) -> int:
    """Read what another tool exported (a file; for brat a folder) into a set of annotations.

    A document with a mark that is not inside one unit, an unknown label or a text that does not
    fit its offsets is refused as a whole and listed; the others are written. Exit status 1 then.
    """
    from ..annotations.formats import format_named
    from ..annotations.importing import import_documents
    from ..errors import UsageError

    if not source.exists():
        raise UsageError("no such file or folder", path=str(source))
    result = import_documents(format_named(format_name).load(source), into, root)
    if not result.written and not result.problems:
        raise UsageError("holds no annotated document", path=str(source))
    _say(result.problems)
    refused = len({problem.name for problem in result.problems})
    click.echo(f"{len(result.written)} documents written to {into}, {refused} refused")
    return 1 if result.problems else 0


@command.command(
    short_help="Check that a set keeps the rules of the format.",
    epilog="\b\nExample:\n  claimcheck annotations check annotations/mine",
)
@click.argument("folder", metavar="SET", type=_PATH)
@_root_option
def check(folder: Path, root: Path) -> int:
    """Offsets, labels, overlaps, and whether the units are those that claimcheck cuts.

    A set made from a review need not have all of them.

    Every fault is listed on standard error with its document and place; exit status 1 then.
    """
    from ..annotations.checks import problems, unit_differences
    from ..annotations.store import format_of, is_partial, read_set
    from ..documents import read_text

    documents = read_set(folder, _root(folder, root))
    faults = 0
    for document in documents:
        read = read_text(document.text, format=format_of(document.path), doc_id=document.name)
        found = problems(document)
        found += unit_differences(document, read, partial=is_partial(folder))
        _say(found)
        faults += len(found)
    units = sum(len(document.units) for document in documents)
    claims = sum(1 for document in documents for _ in document.claims())
    cues = sum(1 for document in documents for _ in document.cues())
    click.echo(
        f"{len(documents)} documents, {units} units, {claims} claims, {cues} cues: {faults} faults"
    )
    return 1 if faults else 0


@command.command(
    short_help="Cut a set's units as the readers do now.",
    epilog="\b\nExample:\n  claimcheck annotations recut annotations/mine",
)
@click.argument("folder", metavar="SET", type=_PATH)
@_root_option
def recut(folder: Path, root: Path) -> int:
    """Keep all marks, but put them into the units that claimcheck cuts now.

    For a set whose units `check` finds outdated. A document with a mark that would no longer stand
    in one unit stays as it is and is listed; exit status 1 then.
    """
    from ..annotations.building import build, loosen
    from ..annotations.store import is_partial, read_set, write_set
    from ..errors import UsageError

    if is_partial(folder):
        raise UsageError("a set made from a review lacks units on purpose", path=str(folder))
    sound, refused = [], 0
    for document in read_set(folder, _root(folder, root)):
        built, problems = build(loosen(document))
        _say(problems)
        refused += bool(problems)
        sound += [] if problems else [built]
    write_set(folder, sound)
    click.echo(f"{len(sound)} documents written, {refused} refused")
    return 1 if refused else 0


@command.command(
    short_help="How far two annotations agree.",
    epilog="""\b
Example:
  claimcheck annotations agree annotations/corpus second-reading -o agreement
      then open agreement/agreement.html""",
)
@click.argument("first", metavar="FIRST", type=_PATH)
@click.argument("second", metavar="SECOND", type=_PATH)
@click.option("-o", "--out", type=_PATH, required=True, metavar="FOLDER", help="Where to write.")
@_root_option
def agree(first: Path, second: Path, out: Path, root: Path) -> int:
    """How far two annotations of the same documents agree.

    Spans by F1; labels of units, and of claims that both marked, by Krippendorff's alpha (ordinal
    for strength) and Gwet's AC1, each label for itself too; 95 % bootstrap intervals. Writes
    agreement.json, and agreement.html with every unit read differently, side by side.
    """
    from ..annotations.agreement_report import write_agreement
    from ..annotations.comparing import compare
    from ..annotations.store import read_set

    same = first.name == second.name
    one, other = (str(folder) if same else folder.name for folder in (first, second))
    found = compare(read_set(first, _root(first, root)), read_set(second, _root(second, root)))
    for path in write_agreement(found, one, other, out):
        click.echo(str(path))
    for name, (estimate, ours, theirs) in found.spans.items():
        if not name.startswith("cues:"):
            click.echo(f"{name}: F1 {_figure(estimate)} ({ours} and {theirs})")
    for row in found.labelled:
        if row.label in ("all", "claim"):
            click.echo(
                f"{row.field} {row.label}: alpha {_figure(row.alpha)}, AC1 {_figure(row.ac1)}"
            )
    return 0


def _figure(estimate: Any) -> str:
    if estimate.value is None:
        return "–"
    interval = f" [{estimate.low:.3f}, {estimate.high:.3f}]" if estimate.low is not None else ""
    return f"{estimate.value:.3f}{interval}"


@command.command(
    short_help="Turn a review of the report into gold.",
    epilog="""\b
Example:
  claimcheck run corpus -o out                 look at out/report, correct, export
  claimcheck annotations merge review.jsonl --run out --documents corpus --into annotations/review
  claimcheck train                             learns from annotations/review too""",
)
@click.argument("reviews", metavar="REVIEW...", type=_PATH, nargs=-1, required=True)
@click.option("--run", "out", type=_PATH, required=True, metavar="OUT", help="The run reviewed.")
@click.option(
    "--documents", type=_PATH, required=True, metavar="FOLDER", help="The folder that was run."
)
@click.option("--into", type=_PATH, required=True, metavar="SET", help="The set to write to.")
@click.option(
    "--whole",
    is_flag=True,
    help="Take all units of a corrected document: its reviewer read it to the end.",
)
@_root_option
def merge(
    reviews: tuple[Path, ...], out: Path, documents: Path, into: Path, whole: bool, root: Path
) -> int:
    """Turn corrections from the report into annotations that training reads.

    REVIEW is the JSONL that the report exports (key e); several reviewers' files may be given at
    once. Each unit in which something was accepted, corrected or added becomes gold:
    the machine's marks as the reviewer left them. What contradicts another reviewer, stands in a
    document that has changed since, or does not fit is refused and listed (exit status 1), never
    guessed. Applied lines are kept in SET/reviews/applied.jsonl.
    """
    from ..annotations.merging import merge as merge_reviews
    from ..config import load_config

    result = merge_reviews(
        reviews,
        out,
        documents=documents,
        into=into,
        root=root,
        limits=load_config(None, ()).documents.limits(),
        whole=whole,
    )
    _say(result.problems)
    click.echo(
        f"{result.applied} corrections in {len(result.documents)} documents: "
        f"{result.units} units of gold in {into}; {len(result.problems)} refused, "
        f"{result.comments} comments left out"
    )
    return 1 if result.problems else 0


@command.command(
    short_help="What to annotate next.",
    epilog="""\b
Examples:
  claimcheck annotations sample out -n 30
  claimcheck annotations sample out -n 200 -o next.jsonl --diversity 0.7""",
)
@click.argument("out", metavar="OUT", type=_PATH)
@click.option("-n", "--count", type=click.IntRange(1), default=20, help="How many. [default: 20]")
@click.option(
    "--diversity",
    type=click.FloatRange(0, 1),
    default=0.5,
    help="0 only the most uncertain, 1 only the least alike. [default: 0.5]",
)
@click.option("-o", "--output", type=_PATH, metavar="FILE", help="Write JSON lines instead.")
def sample(out: Path, count: int, diversity: float, output: Path | None) -> int:
    """Which units of a run to annotate next: where the model is unsure, and unlike each other.

    OUT is the output folder of `claimcheck run`. Uncertainty is the entropy of the model's
    probabilities (claim or not, type, strength, basis).
    """
    from ..annotations.sampling import candidates, choose
    from ..tables import write_table

    chosen = choose(candidates(out), count, diversity)
    if output:
        output.parent.mkdir(parents=True, exist_ok=True)
        click.echo(f"{write_table(output, chosen)} units written to {output}")
        return 0
    for candidate in chosen:
        click.echo(f"{candidate.uncertainty:.2f}  {candidate.path}: {candidate.text}")
        if candidate.reasons:
            click.echo(f"      {'; '.join(candidate.reasons)}")
    return 0


def _root(folder: Path, root: Path) -> Path | None:
    """The root asked for, where the set's documents are there; else it is looked for."""
    from ..annotations.store import read_index

    paths = read_index(folder).values()
    return root if any((root / path).is_file() for path in paths) else None
