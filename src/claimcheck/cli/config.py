"""`claimcheck config`."""

from __future__ import annotations

import click

from .options import config_option, settings


@click.command(
    epilog="\b\nExamples:\n  claimcheck config > mine.toml               a file to start from\n"
    "  claimcheck config --config mine.toml        what holds with that file\n"
    "  claimcheck config --set batch.shard_size=64 what holds with that value"
)
@config_option
def command(config: str | None, overrides: tuple[str, ...]) -> int:
    """Print the default configuration with its explanations.

    With --config or --set: check them, and print the settings that hold then.
    """
    from ..config import default_text

    if config is None and not overrides:
        click.echo(default_text(), nl=False)
        return 0
    found = settings(config, overrides).model_dump(mode="json")
    for section, values in found.items():
        click.echo(f"[{section}]")
        for key, value in values.items():
            click.echo(f"{key} = {_toml(value)}")
        click.echo()
    return 0


def _toml(value: object) -> str:
    import json

    return json.dumps(value, ensure_ascii=False)
