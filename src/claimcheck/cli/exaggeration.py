"""`claimcheck exaggeration`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import click

from .lines import Complaints, reader, writer
from .options import config_option, settings

EPILOG: Final = """\b
Examples:
  claimcheck exaggeration pairs.jsonl -o verdicts.jsonl
      Each line is an object with a "statement" and the "reference" that it reports.
  claimcheck exaggeration releases.jsonl -o out.jsonl --statement press_release --reference abstract
  claimcheck exaggeration pairs.jsonl --set exaggeration.same_weight=4
      Call it an exaggeration only when that is surer.

\b
Added keys: verdict (exaggerates, same, downplays), statement_strength and reference_strength
(0-3: none, correlational, conditional causal, direct causal), verdict_probs,
statement_strength_probs, reference_strength_probs.
One line in, one line out. A line that cannot be read gets nulls and an "error".

\b
Exit status: 0 all done; 1 done, but some lines could not be read; 2 nothing could be done."""


@click.command(epilog=EPILOG, no_args_is_help=True)
@click.argument("file", metavar="PAIRS.jsonl")
@click.option("-o", "--out", default="-", metavar="OUT.jsonl", help="Default: standard output.")
@click.option(
    "--statement", default="statement", show_default=True, help="The key of the statement."
)
@click.option(
    "--reference", default="reference", show_default=True, help="The key of what it reports."
)
@click.option("--model", metavar="FOLDER", help="Another model than the one that came along.")
@config_option
def command(
    file: str,
    out: str,
    statement: str,
    reference: str,
    model: str | None,
    config: str | None,
    overrides: tuple[str, ...],
) -> int:
    """Compare pairs of statements: does the one claim more than the other?

    Both are placed on the 0-3 scale of Yu et al.; the verdict is the order of the two, from their
    calibrated probabilities.
    """
    from ..batch.engines import prepare_process

    chosen = settings(config, overrides)
    prepare_process(chosen)  # before numpy is loaded

    from ..contrast.pairs import Fields, compare_lines
    from ..pipeline.scoring import SentenceScorer
    from ..tables import encode

    with reader(file) as lines:
        scorer = SentenceScorer.load(model, chosen)

        def strengths(texts: Sequence[str]) -> list[list[float]]:
            return [row["claim_strength_probs"] for row in scorer.score(texts)]

        complaints = Complaints(file)
        with writer(out) as target:
            fields = Fields(statement, reference)
            for row, problem in compare_lines(lines, strengths, chosen.exaggeration, fields):
                target.write(encode(row) + "\n")
                complaints.add(problem)
    return complaints.close()
