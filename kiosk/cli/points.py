"""`kiosk points`: what would be granted now, and why."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kiosk.cli.options import settings_options
from kiosk.language import _, pgettext


@click.command("points")
@click.option("--person", required=True, help=_('A name, as "kiosk people" lists it; or guest.'))
@click.option("--json", "as_json", is_flag=True, help=_("Print it as JSON."))
@settings_options
def command(person: str, settings_file: Path | None, *, as_json: bool) -> None:
    """Say for each point what a person would be granted now, and why. Nothing is granted."""
    from kiosk.cli.desk import answer, ready_settings  # noqa: PLC0415

    found = answer(ready_settings(settings_file), {"ask": "points", "person": person})
    if as_json:
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
        return
    for point in found["points"]:
        granted = f"{point['granted_ms'] // 1000} s" if point["granted_ms"] else "-"
        state = _state(point["state"])
        click.echo(f"{point['point']:<22} {state:<8} {granted:>5}  {point['sentence']}")


def _state(state: str) -> str:
    """How a point is, as `kiosk.reception.PointState` names it, in the language in force."""
    return {
        "ready": pgettext("point", "ready"),
        "done": pgettext("point", "done"),
        "resting": pgettext("point", "resting"),
        "locked": pgettext("point", "locked"),
    }.get(state, state)
