"""`claimcheck verify`."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click

from .lines import Complaints, reader, writer
from .options import config_option, settings

EPILOG: Final = """\b
Examples:
  claimcheck verify --claims claims.jsonl --evidence passages.jsonl -o verdicts.jsonl
      Claims {"id", "claim"}; evidence {"id", "text"} or {"id", "sentences"}, one object a line.
  claimcheck verify --claims claims.jsonl --evidence library/ -o verdicts.jsonl
      A folder of documents (Markdown, HTML, text, PDF, DOCX) as evidence.
  claimcheck verify --claims claims_dev.jsonl --evidence corpus.jsonl.gz -o verdicts.jsonl
      SciFact's files as they are; --cited looks only at the abstracts that a claim cites.

\b
A claim's "evidence_ids" limit what is looked at; without them the evidence is searched, and a
verdict needs a sentence that a reader can check: it names the claim's substance and outcome, its
words agree or contradict, and the contrary claim gets the contrary verdict. Else the verdict is
not_enough_info and its first reason begins with a code (no_contradiction, too_short, ...). The
index is kept beside the output (or in --index) and made anew only when the evidence changes.
Output, one line a claim: id, verdict (supports, refutes, not_enough_info), probs, rationale
(evidence_id, sentence, start, end, score), reasons, candidates. A line that cannot be read gets
nulls and an "error".

\b
Exit status: 0 all done; 1 done, but some lines could not be read; 2 nothing could be done."""


@click.command(epilog=EPILOG, no_args_is_help=True)
@click.option(
    "--claims", required=True, metavar="C.jsonl", help="The claims; - for standard input."
)
@click.option(
    "--evidence", required=True, metavar="E", help="A .jsonl file (also .gz), or a folder."
)
@click.option("-o", "--out", default="-", metavar="OUT.jsonl", help="Default: standard output.")
@click.option(
    "--index", metavar="FOLDER", help="Where the index is kept. Default: OUT.jsonl.index."
)
@click.option("--cited", is_flag=True, help="Look only at what a claim's cited_doc_ids name.")
@click.option("--model", metavar="FOLDER", help="Another model than the one that came along.")
@config_option
def command(
    claims: str,
    evidence: str,
    out: str,
    index: str | None,
    cited: bool,
    model: str | None,
    config: str | None,
    overrides: tuple[str, ...],
) -> int:
    """Hold claims against an evidence base: does it support them, refute them, or neither?

    Passages are found by BM25 and put in order by a model, which then reads them sentence by
    sentence. A verdict that is not sure enough is not given.
    """
    from ..batch.engines import prepare_process

    chosen = settings(config, overrides)
    prepare_process(chosen)  # before numpy is loaded

    from ..tables import encode
    from ..verification import PairEncoder, Verifier, open_index, read_claims
    from ..verification.lines import verify_lines

    bad, left_out = Complaints(claims), Complaints(evidence)
    with reader(claims) as lines, _indices(out, index) as indices:
        scorer = PairEncoder.load(model, threads=chosen.pipeline.threads)
        base = open_index(Path(evidence), indices, chosen, left_out.add)
        verifier = Verifier(base, scorer, chosen)
        with writer(out) as target:
            for row, problem in verify_lines(read_claims(lines, cited=cited), verifier):
                target.write(encode(row) + "\n")
                bad.add(problem)
    return max(bad.close(), left_out.close())


@contextmanager
def _indices(out: str, given: str | None) -> Iterator[Path]:
    """The folder of indices: as given, beside the output, or for this once."""
    if given:
        yield Path(given)
    elif out != "-":
        path = Path(out)
        yield path.with_name(path.name + ".index")
    else:
        with tempfile.TemporaryDirectory(prefix="claimcheck-") as folder:
            yield Path(folder)
