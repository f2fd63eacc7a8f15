"""The command line. Each command imports what it needs only when it runs."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any, Final

import click

from kiosk import __version__
from kiosk.cli.errors import UserError
from kiosk.cli.tongue import choose_tongue, in_tongue
from kiosk.language import _
from kiosk.script.problems import did_you_mean, listed
from kiosk.why import why

_COMMANDS: Final = (
    "run", "play", "check", "plan", "render", "setup", "people", "points", "history", "report",
    "ledger", "voices", "figures", "schema", "doctor",
)  # fmt: skip


class _ReaderGoneError(Exception):
    """Whoever read our output has gone, as `| head` does; nothing is wrong."""


class _Commands(click.Group):
    """The commands, each in a module of its own that is imported when it is called."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"kiosk.cli.{cmd_name}").command
        return in_tongue(command)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # click would leave with 1, which means that something was found wanting.
            raise _ReaderGoneError from None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0] if args else ""
        if name not in _COMMANDS:
            raise UserError(
                _('"{name}" is not a command. {hint}There is: {list}.').format(
                    name=name, hint=did_you_mean(name, _COMMANDS), list=listed(_COMMANDS, "and")
                ),
            )
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, message="Groundwork %(version)s")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Groundwork: tap a routine, lie down, and be talked through it.

    Without a command the kiosk's screen opens, as with "kiosk run".
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(import_module("kiosk.cli.run").command)


def main(argv: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit status: 0 well, 1 found wanting, 2 a mistake."""
    choose_tongue(sys.argv[1:] if argv is None else argv)
    in_tongue(cli)
    sys.exit(_status(argv))


def _status(argv: Sequence[str] | None) -> int:
    try:
        result: Any = cli.main(
            args=None if argv is None else list(argv), prog_name="kiosk", standalone_mode=False
        )
    except UserError as error:
        return _complain(str(error))
    except click.ClickException as error:
        return _complain(error.format_message())
    except (click.Abort, KeyboardInterrupt):
        return 130
    except _ReaderGoneError:
        _forget_output()
        return 0
    except OSError as error:
        _forget_output()
        return _complain(_sentence(error))
    return result if isinstance(result, int) else 0


def _forget_output() -> None:
    """Let what could not be written go: Python would try it again at its end, and complain."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _sentence(error: OSError) -> str:
    """What a disk or a folder refused, where no command has said it better."""
    what = why(error)
    if error.filename:
        return _("{file}: {what}. Check that it is there and its rights.").format(
            file=error.filename, what=what
        )
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        sentence = _("The output cannot be written: {what}. Make room, or write it elsewhere.")
    else:
        sentence = _("The output cannot be written: {what}. Try it again, or write it elsewhere.")
    return sentence.format(what=what)


def _complain(message: str) -> int:
    with suppress(OSError):  # nobody is told where even that cannot be written
        click.echo(f"kiosk: {' '.join(message.split())}", err=True)
    return 2
