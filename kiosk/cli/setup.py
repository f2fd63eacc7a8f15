"""`kiosk setup`: set the station up, where there is no screen to do it on."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk.cli.errors import UserError
from kiosk.cli.options import settings_options
from kiosk.language import _


@click.command("setup")
@click.option(
    "--kind",
    required=True,
    type=click.Choice(["home", "gym", "clinic"]),
    help=_("Where the kiosk hangs. A guest may be massaged at home only."),
)
@click.option("--zone", required=True, help=_("The time zone, such as Europe/Berlin."))
@settings_options
def command(kind: str, zone: str, settings_file: Path | None) -> int:
    """Set this station up, once, and create its record of doses.

    The operator's PIN, 6 to 12 digits, is typed twice: on the terminal, or as two lines of
    standard input. The screen asks for the same when the kiosk is first opened.
    """
    from kiosk.cli.desk import complain, must_be_alone, new_pin, opened, ready_settings  # noqa: PLC0415
    from kiosk.reception import StationKind  # noqa: PLC0415

    settings = ready_settings(settings_file)
    must_be_alone(settings)
    with opened(settings, must_be_set_up=False) as desk:
        if not desk.needs_setup:
            raise UserError(desk.trouble or _("This kiosk is set up already."))
        if wrong := desk.set_up(StationKind(kind), new_pin(_("A new operator's PIN")), zone):
            raise UserError(wrong)
        click.echo(
            _("Set up as {kind}, {zone}, in {data}.").format(
                kind=kind, zone=zone, data=settings.data
            )
        )
        if desk.trouble:
            return complain(_("No massage yet: {trouble}").format(trouble=desk.trouble))
    click.echo(_("The record of doses is ready. Add people with: kiosk people add NAME"))
    return 0
