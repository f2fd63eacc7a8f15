"""`kiosk voices`: what can speak here."""

from __future__ import annotations

import logging
from pathlib import Path

import click

from kiosk.cli.errors import UserError
from kiosk.cli.options import good_settings, settings_options
from kiosk.language import _


@click.command("voices")
@click.argument("language", required=False)
@settings_options
def command(language: str | None, settings_file: Path | None) -> None:
    """List the voices of this machine; with LANGUAGE, such as en, only those."""
    from kiosk.voice.engine import EngineError  # noqa: PLC0415 -- a command imports what it needs
    from kiosk.voice.speech import voices  # noqa: PLC0415

    logging.basicConfig(level=logging.ERROR)
    settings = good_settings(settings_file)
    try:
        found = voices(settings.engine)
    except EngineError as error:
        raise UserError(str(error)) from None
    wanted = [v for v in found if not language or v.language.lower().startswith(language.lower())]
    if not wanted:
        raise UserError(
            _('No voice speaks "{language}". Leave it out to see all {count}.').format(
                language=language, count=len(found)
            )
        )
    width = max(len(voice.id) for voice in wanted)
    for voice in wanted:
        click.echo(f"{voice.id:<{width}}  {voice.language:<10}  {voice.name}")
