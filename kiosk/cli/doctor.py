"""`kiosk doctor`: what works here, and what to do about the rest."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Final

import click

from kiosk.cli.options import load_settings, settings_options
from kiosk.language import N_, _, ngettext

_SIGNS: Final = {"works": N_("ok"), "care": N_("care"), "fails": N_("FAIL")}


@click.command("doctor")
@settings_options
def command(settings_file: Path | None) -> int:
    """Look at display, sound, voice, ears, sessions, storage, doses and clock.

    Exit status 0 when nothing fails, 1 when something does.
    """
    from kiosk.doctor import Health, examine  # noqa: PLC0415 -- a command imports what it needs

    logging.basicConfig(level=logging.CRITICAL)
    failing = 0
    for finding in examine(load_settings(settings_file)):
        failing += finding.health is Health.FAILS
        sign = _(_SIGNS[finding.health])
        click.echo(f"{sign:<4}  {_(finding.area):<9} {finding.what}")
        if finding.todo:
            click.echo(f"      {'':<9} -> {finding.todo}")
    if failing:
        click.echo(
            ngettext("{count} thing fails.", "{count} things fail.", failing).format(count=failing)
        )
    else:
        click.echo(_("All that a session needs works."))
    return 1 if failing else 0
