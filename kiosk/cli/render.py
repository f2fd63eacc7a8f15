"""`kiosk render`: a whole session as a sound file."""

from __future__ import annotations

import logging
import sys
import time
from pathlib import Path

import click

from kiosk.cli.common import find_session, without_comfort
from kiosk.cli.errors import UserError
from kiosk.cli.options import good_settings, settings_options, voice_options
from kiosk.language import _
from kiosk.plan.model import Refusal
from kiosk.plan.presses import has_massage
from kiosk.units import Millis, clock_length
from kiosk.why import why


@click.command("render")
@click.argument("session")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    help=_("The WAV file to write."),
)
@voice_options
@settings_options
def command(
    session: str,
    output: Path,
    settings_file: Path | None,
    voice: str | None,
    rate: int | None,
    language: str | None,
) -> None:
    """Write SESSION as a WAV file: what a listener would hear, with no waiting at waits."""
    from kiosk.preparing import prepare, speech_of  # noqa: PLC0415 -- a command imports what it needs
    from kiosk.render import render  # noqa: PLC0415

    logging.basicConfig(level=logging.ERROR)
    settings = good_settings(settings_file, voice=voice, rate=rate, language=language)
    if output.suffix.lower() != ".wav":
        raise UserError(
            _("{output} must end in .wav: that is the one kind of file written here.").format(
                output=output
            )
        )
    found = find_session(session, settings)
    if has_massage(found.script.steps):
        raise UserError(
            _(
                "{session} is a massage, and a sound file has no guard: it would say how long to "
                "press to anybody, any number of times. Play it: "
                "kiosk play {session} --person NAME."
            ).format(session=session)
        )
    progress = Progress()
    speech = speech_of(settings)
    try:
        prepared = prepare(found.script, settings, speech, progress.speech)
        notice = speech.notice
        if isinstance(prepared, Refusal):
            raise UserError(prepared.reason)
        if notice:
            raise UserError(without_comfort(notice))
        try:
            render(
                prepared.plan,
                prepared.clips,
                output,
                volume=settings.volume,
                progress=progress.sound,
            )
        except OSError as error:
            raise UserError(
                _("{file} cannot be written: {reason}.").format(file=output, reason=why(error))
            ) from None
    finally:
        progress.end()
        speech.close()
    click.echo(f"{output}: {prepared.plan.title}, {clock_length(prepared.plan.total_ms)}")


class Progress:
    """One line on a terminal, from half a second on; nothing elsewhere."""

    def __init__(self) -> None:
        self._from = time.monotonic() + 0.5
        self._tty = sys.stderr.isatty()
        self._shown = False

    def speech(self, done: int, of: int) -> None:
        """How many sentences have been spoken."""
        self._show(_("Speaking {done} of {of}").format(done=done, of=of))

    def sound(self, at_ms: Millis, total_ms: Millis) -> None:
        """How much of the session has been written."""
        self._show(
            _("Writing {at} of {total}").format(
                at=clock_length(at_ms), total=clock_length(total_ms)
            )
        )

    def _show(self, text: str) -> None:
        if self._tty and time.monotonic() >= self._from:
            self._shown = True
            click.echo(f"\r{text}\x1b[K", nl=False, err=True)

    def end(self) -> None:
        """Clear the line."""
        if self._shown:
            click.echo("\r\x1b[K", nl=False, err=True)
