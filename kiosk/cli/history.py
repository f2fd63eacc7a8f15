"""`kiosk history`: what a person has done here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from kiosk.cli.options import settings_options
from kiosk.language import _


@click.command("history")
@click.option("--person", required=True, help=_('A name, as "kiosk people" lists it; or guest.'))
@click.option("--json", "as_json", is_flag=True, help=_("Print it as JSON."))
@settings_options
def command(person: str, settings_file: Path | None, *, as_json: bool) -> None:
    """Show every dose of a person and how it went, what was answered, refused and changed."""
    from kiosk.cli.desk import answer, ready_settings  # noqa: PLC0415

    found = answer(ready_settings(settings_file), {"ask": "history", "person": person})
    if as_json:
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
        return
    lines = sorted(_lines(found))
    for at, text in lines:
        click.echo(f"{at[:16].replace('T', ' '):<16}  {text}")
    if not lines:
        click.echo(_("Nothing is on record of {name}.").format(name=found["person"]["name"]))


def _lines(found: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for dose in found["doses"]:
        ended = f", {dose['ended']}" if dose["ended"] not in {"", "full"} else ""
        pain = "" if dose["pain"] is None else _(", pain {pain} of 10").format(pain=dose["pain"])
        spent = _("{pressed} of {granted} s").format(
            pressed=f"{dose['pressed_s']:g}", granted=f"{dose['granted_s']:g}"
        )
        yield dose["at"], f"{dose['name']}: {spent}{ended}, {dose['went']}{pain}"
    for done in found["practice"]:
        yield done["at"], _("{session}: practised").format(session=done["session"])
    for refused in found["refusals"]:
        yield refused["at"], _("refused: {reason}").format(reason=refused["text"])
    for entry in (*found["answers"], *found["acts"]):
        yield entry["at"], entry["text"]
