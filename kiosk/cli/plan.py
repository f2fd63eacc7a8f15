"""`kiosk plan`: what happens when, to the millisecond."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Final

import click

from kiosk.cli.common import find_session, without_comfort
from kiosk.cli.errors import UserError
from kiosk.cli.options import good_settings, settings_options, voice_options
from kiosk.cli.tongue import choose_english
from kiosk.language import N_, _
from kiosk.lines import lines_of
from kiosk.plan.export import as_json
from kiosk.plan.model import Plan, Refusal
from kiosk.plan.presses import has_massage
from kiosk.units import Millis

FIRST_DOSE = N_(
    "The presses show a first dose. What a person is granted is decided when they press; "
    '"kiosk points --person NAME" says what it would be now.'
)

_CUES: Final = (
    N_("safety"), N_("instruction"), N_("change"), N_("tempo"), N_("final"), N_("chime"),
    N_("countdown"), N_("next"), N_("halfway"), N_("encouragement"),
)  # fmt: skip
"""The kinds of cue, for translators; the kinds of segment are words of the script language."""


@click.command("plan")
@click.argument("session")
@click.option("--json", "as_json_", is_flag=True, help=_("Print the plan as JSON."))
@voice_options
@settings_options
def command(
    session: str,
    settings_file: Path | None,
    voice: str | None,
    rate: int | None,
    language: str | None,
    *,
    as_json_: bool,
) -> None:
    """Show the plan of SESSION: what is shown, what is said when, and what was left out."""
    from kiosk.preparing import prepare, speech_of  # noqa: PLC0415 -- a command imports what it needs

    logging.basicConfig(level=logging.ERROR)
    settings = good_settings(settings_file, voice=voice, rate=rate, language=language)
    if as_json_:  # read by programs: it says why a cue was left out in one language
        choose_english()
    found = find_session(session, settings)
    speech = speech_of(settings)
    try:
        # With no person there is nothing to grant: a massage shows what a first dose would be.
        prepared = prepare(found.script, settings, speech, presses={})
        notice = speech.notice
    finally:
        speech.close()
    if isinstance(prepared, Refusal):
        raise UserError(prepared.reason)
    if notice and voice:
        raise UserError(without_comfort(notice))
    if notice:
        plan = prepared.plan
        spoken = all(line in prepared.clips for line in lines_of(plan).values())
        exact = "" if spoken else " " + _("Lengths are estimated.")
        click.echo(f"kiosk: {notice}{exact}", err=True)
    if has_massage(found.script.steps):
        click.echo(f"kiosk: {_(FIRST_DOSE)}", err=True)
    if as_json_:
        click.echo(json.dumps(as_json(prepared.plan), indent=2, ensure_ascii=False))
    else:
        _print(prepared.plan)


def _print(plan: Plan) -> None:
    click.echo(
        _("{title}: {length}, waits not counted").format(
            title=plan.title, length=_time(plan.total_ms)
        )
    )
    cues = list(plan.cues)
    for index, segment in enumerate(plan.segments):
        round_ = f" {segment.round}/{segment.of}" if segment.of else ""
        side = f" {segment.side}" if segment.side else ""
        wait = (
            _(", waits up to {wait} s").format(wait=segment.wait_ms // 1000)
            if segment.wait_ms
            else ""
        )
        length = f"{segment.duration_ms / 1000:.3f} s"
        click.echo(
            f"{_time(segment.start_ms)}  {segment.step:>3}  "
            f"{segment.kind.upper()}{round_}{side}  {length}{wait}  {segment.caption}"
        )
        for cue in [cue for cue in cues if cue.segment == index]:
            said = f'"{cue.text}"' if cue.text else _("({chime} chime)").format(chime=cue.chime)
            click.echo(f"{_time(cue.at_ms)}         {_(cue.kind)}: {said}")
    if plan.dropped:
        click.echo(_("Left out, because it did not fit:"))
        for dropped in plan.dropped:
            told = f'{_(dropped.kind)}: "{dropped.text}": {dropped.reason}'
            click.echo(f"{_time(dropped.at_ms)}         {told}")


def _time(ms: Millis) -> str:
    minutes, rest = divmod(ms, 60_000)
    return f"{minutes:>3}:{rest / 1000:06.3f}"
