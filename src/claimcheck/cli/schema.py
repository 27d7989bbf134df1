"""`claimcheck schema`."""

from __future__ import annotations

import json

import click


@click.command(
    epilog="\b\nExamples:\n  claimcheck schema            all tables\n"
    "  claimcheck schema claims     one row of claims.jsonl\n"
    "  claimcheck schema --markdown the same for people"
)
@click.argument("table", metavar="[TABLE]", required=False)
@click.option("--markdown", is_flag=True, help="Tables of columns instead of JSON Schema.")
def command(table: str | None, markdown: bool) -> int:
    """Print the JSON Schema (draft 2020-12) of a row of TABLE, or of all tables.

    TABLE is claims, sentences, documents, comparisons or errors.
    """
    from .. import schema

    if markdown:
        click.echo(schema.markdown())
        return 0
    found = schema.table_schema(table) if table else schema.bundle()
    click.echo(json.dumps(found, indent=2, ensure_ascii=False))
    return 0
