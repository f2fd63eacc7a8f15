"""`kiosk doctor`: what works here, and what to do about the rest."""

from __future__ import annotations

import logging
from pathlib import Path

import click

from kiosk.cli.options import load_settings, settings_options


@click.command("doctor")
@settings_options
def command(settings_file: Path | None) -> int:
    """Look at display, sound, voice, sessions, storage, doses and clock.

    Exit status 0 when nothing fails, 1 when something does.
    """
    from kiosk.doctor import Health, examine  # noqa: PLC0415 -- a command imports what it needs

    logging.basicConfig(level=logging.CRITICAL)
    failing = 0
    for finding in examine(load_settings(settings_file)):
        failing += finding.health is Health.FAILS
        sign = {Health.WORKS: "ok  ", Health.CARE: "care", Health.FAILS: "FAIL"}[finding.health]
        click.echo(f"{sign}  {finding.area:<9} {finding.what}")
        if finding.todo:
            click.echo(f"      {'':<9} -> {finding.todo}")
    click.echo("All that a session needs works." if not failing else f"{failing} things fail.")
    return 1 if failing else 0
