"""The command `claimcheck`: one module a command, imported when it is called."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final

import click

from .. import __version__
from ..errors import ClaimcheckError

#: Command → what it does, in the order of `claimcheck --help`. The module has the command's name.
COMMANDS: Final = {
    "run": "Annotate pages, contrast their sources, write tables and a report.",
    "report": "Build summary and HTML again from the tables alone.",
    "score": "Label single sentences: claim, strength, certainty, basis, cues.",
    "verify": "Hold claims against an evidence base: supports, refutes, not enough.",
    "exaggeration": "Compare pairs of statements: does one claim more than the other?",
    "annotations": "Import, export, compare and merge annotations.",
    "train": "Train the models from annotated pages.",
    "evaluate": "Measure a model on annotated pages.",
    "model": "Show what a model is, was trained on, and scores.",
    "schema": "Print the JSON Schema of a table.",
    "config": "Print the default configuration with its explanations.",
}

EPILOG: Final = """\b
Examples:
  claimcheck run pages/ -o out       annotate a folder; open out/report/index.html
  claimcheck run a.md b.html -o out  annotate single files
  claimcheck schema claims           what stands in out/claims.jsonl
  claimcheck run --help              all options of a command

\b
Exit status: 0 all done; 1 done, but some documents failed (errors.jsonl lists them);
2 wrong usage, or nothing could be done."""

#: As a shell reports a process that Ctrl-C ended.
INTERRUPTED: Final = 130


class _Commands(click.Group):
    """Loads a command's module only when that command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        return import_module(f".{cmd_name}", __package__).command  # type: ignore[no-any-return]

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        import difflib

        near = difflib.get_close_matches(args[0], COMMANDS, n=1) if args else []
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            hint = f" Did you mean '{near[0]}'?" if near else ""
            ctx.fail(f"There is no command '{args[0]}'.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=_Commands,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="claimcheck")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.pass_context
def cli(ctx: click.Context, debug: bool) -> None:
    """What health texts claim, how strongly, on what evidence, and where one source goes further
    than the other."""
    ctx.obj = {"debug": debug}


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point of the console script: runs the command and exits with its status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    # --debug may also stand after the command, where a user adds it to a line that failed.
    debug = "--debug" in given
    if debug:
        given = ["--debug", *(word for word in given if word != "--debug")]
        _log_everything()
    sys.exit(_status(given, debug))


def _status(arguments: list[str], debug: bool) -> int:
    try:
        return int(cli.main(arguments, prog_name="claimcheck", standalone_mode=False) or 0)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 2
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except ClaimcheckError as error:
        if debug:
            raise
        click.echo(f"claimcheck: {error}", err=True)
        return 2
    except (KeyboardInterrupt, click.Abort):
        click.echo("claimcheck: interrupted; what is finished is kept for --resume", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        _close_quietly()
        return 0
    except Exception as error:
        if debug:
            raise
        click.echo(
            f"claimcheck: unexpected {type(error).__name__}: {error}\n"
            "  This is a fault of claimcheck: please report it with what --debug shows.",
            err=True,
        )
        return 2


def _close_quietly() -> None:
    """The reader of our output (`| head`) has gone: write no more, not even at exit."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _log_everything() -> None:
    import logging

    logging.basicConfig(stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("claimcheck").setLevel(logging.DEBUG)
