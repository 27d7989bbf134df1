"""`claimcheck score`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

import click

from .lines import Complaints, encoded, reader, writer
from .options import config_option, settings

if TYPE_CHECKING:
    from ..pipeline.scoring import SentenceScorer

EPILOG: Final = """\b
Examples:
  claimcheck score sentences.jsonl -o scored.jsonl
      Each line is an object with a "text"; it comes back with the labels added.
  claimcheck score titles.jsonl -o scored.jsonl --field title
  cat sentences.jsonl | claimcheck score - > scored.jsonl

\b
Added keys: is_claim, strength (direct, conditional, correlational, insufficient or null),
claim_strength (0-3: none, correlational, conditional causal, direct causal),
claim_strength_probs, certainty (1.0-6.0), basis, cues.
One line in, one line out. A line that cannot be read gets neutral labels and an "error".

\b
Exit status: 0 all done; 1 done, but some lines could not be read; 2 nothing could be done."""

#: Lines that are scored at once.
BATCH: Final = 512


@click.command(epilog=EPILOG, no_args_is_help=True)
@click.argument("file", metavar="FILE.jsonl")
@click.option("-o", "--out", default="-", metavar="OUT.jsonl", help="Default: standard output.")
@click.option("--field", default="text", show_default=True, help="The key that holds the sentence.")
@click.option("--model", metavar="FOLDER", help="Another model than the one that came along.")
@config_option
def command(
    file: str,
    out: str,
    field: str,
    model: str | None,
    config: str | None,
    overrides: tuple[str, ...],
) -> int:
    """Label single sentences: claim, strength, certainty, basis, cues."""
    from ..batch.engines import prepare_process

    chosen = settings(config, overrides)
    prepare_process(chosen)  # before numpy is loaded

    from ..pipeline.scoring import SentenceScorer

    complaints = Complaints(file)
    with reader(file) as lines:
        scorer = SentenceScorer.load(model, chosen)
        with writer(out) as target:
            for row, problem in score_lines(lines, field, scorer):
                target.write(encoded(row) + "\n")
                complaints.add(problem)
    return complaints.close()


def score_lines(
    lines: Iterable[str], field: str, scorer: SentenceScorer
) -> Iterator[tuple[dict[str, Any], str | None]]:
    """The object of each line with its labels, and what was wrong with the line or None.

    Reads `BATCH` lines at a time.
    """
    batch: list[tuple[dict[str, Any], str, str | None]] = []
    for number, line in enumerate(lines, start=1):
        batch.append(_read(line, number, field))
        if len(batch) == BATCH:
            yield from _score(batch, scorer)
            batch = []
    yield from _score(batch, scorer)


def _read(line: str, number: int, field: str) -> tuple[dict[str, Any], str, str | None]:
    """Object, text and problem of a line."""
    try:
        row = json.loads(line)
    except ValueError as error:
        return {}, "", f"line {number}: no JSON ({error})"
    if not isinstance(row, dict):
        return {}, "", f"line {number}: no JSON object but a {type(row).__name__}"
    text = row.get(field)
    if isinstance(text, str):
        return row, text, None
    if field not in row:
        known = ", ".join(map(str, row)) or "none"
        return row, "", f"line {number}: no key {field!r} (its keys: {known}); see --field"
    return row, "", f"line {number}: {field!r} is no text but a {type(text).__name__}"


def _score(
    batch: list[tuple[dict[str, Any], str, str | None]], scorer: SentenceScorer
) -> Iterator[tuple[dict[str, Any], str | None]]:
    labels = scorer.score([text for _, text, _ in batch])
    for (row, _, problem), found in zip(batch, labels, strict=True):
        error = {} if problem is None else {"error": problem}
        yield {**row, **found, **error}, problem
