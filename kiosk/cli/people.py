"""`kiosk people`: who is known here."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk.cli.errors import UserError
from kiosk.cli.options import settings_options
from kiosk.language import _


@click.group("people", invoke_without_command=True)
@settings_options
@click.pass_context
def command(context: click.Context, settings_file: Path | None) -> None:
    """List the people this kiosk knows, or change them with the operator's PIN.

    Without a word after it, it lists them.
    """
    context.obj = settings_file
    if context.invoked_subcommand is None:
        _list(settings_file)


@command.command("list")
@settings_options
@click.pass_context
def list_(context: click.Context, settings_file: Path | None) -> None:
    """List everyone who is known here."""
    _list(settings_file or context.obj)


def _list(settings_file: Path | None) -> None:
    from kiosk.cli.desk import answer, ready_settings  # noqa: PLC0415

    for card in answer(ready_settings(settings_file), {"ask": "people"}):
        sign = f"{card['shape']} {card['colour']}"
        click.echo(f"{card['name']:<24} {sign:<18} {'PIN' if card['has_pin'] else ''}".rstrip())


@command.command("add")
@click.argument("name")
@click.option("--pin", "with_pin", is_flag=True, help=_("Ask for a PIN of the person's own, too."))
@settings_options
@click.pass_context
def add(context: click.Context, name: str, settings_file: Path | None, *, with_pin: bool) -> None:
    """Make the person NAME."""
    from kiosk.cli.desk import new_pin, operating, ready_settings  # noqa: PLC0415

    with operating(ready_settings(settings_file or context.obj)) as desk:
        own = new_pin(_("A PIN for {name}").format(name=name)) if with_pin else ""
        _well(desk.add_person(name, own))
    click.echo(_("{name} is known here now.").format(name=name))


@command.command("rename")
@click.argument("name")
@click.argument("new_name")
@settings_options
@click.pass_context
def rename(context: click.Context, name: str, new_name: str, settings_file: Path | None) -> None:
    """Call the person NAME by a NEW_NAME; every dose stays theirs."""
    from kiosk.cli.desk import operating, ready_settings  # noqa: PLC0415

    with operating(ready_settings(settings_file or context.obj)) as desk:
        _well(desk.rename_person(desk.person_named(name), new_name))
    click.echo(_("{name} is called {new_name} now.").format(name=name, new_name=new_name))


@command.command("erase")
@click.argument("name")
@settings_options
@click.pass_context
def erase(context: click.Context, name: str, settings_file: Path | None) -> None:
    """Remove the name and details of NAME for good; what was dosed stays on record without them."""
    from kiosk.cli.desk import operating, ready_settings  # noqa: PLC0415

    with operating(ready_settings(settings_file or context.obj)) as desk:
        _well(desk.erase_person(desk.person_named(name)))
    click.echo(_("{name} is erased.").format(name=name))


def _well(wrong: str) -> None:
    if wrong:
        raise UserError(wrong)
