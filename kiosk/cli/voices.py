"""`kiosk voices`: what can speak here, heard and compared."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.cli.errors import UserError
from kiosk.cli.options import good_settings, settings_options
from kiosk.language import _, pgettext
from kiosk.why import why

if TYPE_CHECKING:
    from kiosk.settings import Settings
    from kiosk.voice.listing import Listed

_SAMPLE = "\0"
"""The text where `--say` stands alone."""


@click.command("voices")
@click.argument("language", required=False)
@click.option(
    "--say",
    is_flag=False,
    flag_value=_SAMPLE,
    metavar="[TEXT]",
    help=_("Hear each voice in turn: its name and a line, or TEXT."),
)
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    help=_("Write what each voice says into this folder, as WAV files."),
)
@settings_options
def command(
    language: str | None, say: str | None, into: Path | None, settings_file: Path | None
) -> None:
    """List the voices of this machine; with LANGUAGE, such as en, only those.

    A star marks the voice that speaks its language where nobody prefers another.
    With --say or --into they speak, and a table tells how fast.
    """
    from kiosk.voice.engine import EngineError  # noqa: PLC0415 -- a command imports what it needs
    from kiosk.voice.listing import voices  # noqa: PLC0415

    logging.basicConfig(level=logging.ERROR)
    settings = good_settings(settings_file)
    try:
        found = voices(settings.engine, (*dict(settings.voices).values(), settings.voice))
    except EngineError as error:
        raise UserError(str(error)) from None
    speaking = say is not None or into is not None
    if speaking:
        language = language or settings.language or "en"
    wanted = [
        each
        for each in found
        if not language or each.voice.language.lower().startswith(language.lower())
    ]
    if not wanted:
        raise UserError(
            _('No voice speaks "{language}". Leave it out to see all {count}.').format(
                language=language, count=len(found)
            )
        )
    if speaking:
        text = "" if say in (None, _SAMPLE) else say
        _compare(wanted, settings, text or "", into, aloud=say is not None)
        return
    wide = _widths(wanted)
    for each in wanted:
        click.echo(_row(each, wide, each.voice.name))


def _widths(listed: Sequence[Listed]) -> tuple[int, int]:
    """How wide the columns of ids and languages are."""
    longest = max(len(each.voice.id) for each in listed)
    return longest, max(10, *(len(each.voice.language) for each in listed))


def _row(listed: Listed, wide: tuple[int, int], rest: str) -> str:
    mark, voice = "*" if listed.chosen else " ", listed.voice
    return f"{mark} {voice.id:<{wide[0]}}  {voice.language:<{wide[1]}}  {rest}"


def _compare(
    wanted: Sequence[Listed], settings: Settings, text: str, into: Path | None, *, aloud: bool
) -> None:
    """Let each voice speak, and tell of each in a line of a table as soon as it is known."""
    from kiosk.audition import play, samples  # noqa: PLC0415
    from kiosk.compose import Kiosk  # noqa: PLC0415
    from kiosk.saying import SOUND_WITHIN_S  # noqa: PLC0415

    wide = _widths(wanted)
    with ExitStack() as stack:
        folder = into or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        kiosk = Kiosk(settings)
        if aloud:
            stack.callback(kiosk.close)
            kiosk.start_sound()
            if not kiosk.speaker.wait_until_running(SOUND_WITHIN_S):
                raise UserError(
                    kiosk.speaker.notice or _("The loudspeaker does not begin to play.")
                )
        click.echo(
            f"  {pgettext('a table of voices', 'Voice'):<{wide[0]}}  {_('Language'):<{wide[1]}}  "
            f"{_('Engine'):<10}  {_('Time to make a minute')}"
        )
        try:
            for each, sample in samples(wanted, folder, settings.rate, text):
                took = _("{seconds} s").format(seconds=f"{60 * sample.share:.1f}")
                click.echo(_row(each, wide, f"{each.engine:<10}  {sample.trouble or took}"))
                if aloud and sample.said is not None:
                    play(sample.said, kiosk.speaker)
        except OSError as error:
            raise UserError(
                _("{file} cannot be written: {reason}.").format(file=folder, reason=why(error))
            ) from None
