"""`kiosk ledger`: the record of doses, looked at, copied out and put back."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click

from kiosk.cli.errors import UserError
from kiosk.cli.options import settings_options
from kiosk.language import _
from kiosk.settings import Settings
from kiosk.why import why


@click.group("ledger")
@settings_options
@click.pass_context
def command(context: click.Context, settings_file: Path | None) -> None:
    """Check, export, back up or restore the record of doses."""
    context.obj = settings_file


def _settings(context: click.Context, settings_file: Path | None) -> Settings:
    from kiosk.cli.desk import ready_settings  # noqa: PLC0415 -- a command imports what it needs

    return ready_settings(settings_file or context.obj)


@command.command("state")
@settings_options
@click.pass_context
def state(context: click.Context, settings_file: Path | None) -> int:
    """Say how the record of doses is; exit status 1 where there can be no massage."""
    from kiosk.cli.desk import answer, complain  # noqa: PLC0415

    found = answer(_settings(context, settings_file), {"ask": "state"})
    width = max([18, *(len(what) for what, _how in found["rows"])])
    for what, how in found["rows"]:
        click.echo(f"{what:<{width}} {how}")
    return (
        0
        if found["ready"]
        else complain(_("No massage: {reason}").format(reason=found["sentence"]))
    )


@command.command("verify")
@settings_options
@click.pass_context
def verify(context: click.Context, settings_file: Path | None) -> int:
    """Check every entry from the first; exit status 1 where something is not in order."""
    from kiosk.cli.desk import IN_USE, NOT_SET_UP, answer, complain  # noqa: PLC0415

    try:
        found = answer(_settings(context, settings_file), {"ask": "ledger-verify"})
    except UserError as error:
        if str(error) in {_(IN_USE), _(NOT_SET_UP)}:
            raise
        return complain(str(error))
    click.echo(
        _("All {count} entries are in order. The last one's hash is").format(
            count=f"{found['rows']:,}"
        )
    )
    click.echo(found["head"])
    return 0


@command.command("export")
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help=_('A file, or "-".')
)
@click.option(
    "--json/--csv", "as_json", default=None, help=_("As JSON or CSV; else as the name ends.")
)
@settings_options
@click.pass_context
def export(
    context: click.Context, output: Path, settings_file: Path | None, *, as_json: bool | None
) -> None:
    """Write every entry as CSV or JSON. People stand there by opaque ids, never by name."""
    from kiosk.cli.desk import parts  # noqa: PLC0415
    from kiosk.ledger.export import write_csv_data, write_json_data  # noqa: PLC0415

    settings = _settings(context, settings_file)
    if as_json is None:
        as_json = output.suffix.lower() == ".json"
    rows = (part["row"] for part in parts(settings, {"ask": "ledger-export"}) if "row" in part)
    with _written(output) as file:
        count = (write_json_data if as_json else write_csv_data)(rows, file)
    if str(output) != "-":
        click.echo(_("{output}: {count} entries").format(output=output, count=f"{count:,}"))


@contextmanager
def _written(path: Path) -> Iterator[TextIO]:
    """A file that is there whole or not at all, and that only its owner can read."""
    if str(path) == "-":
        yield sys.stdout
        return
    beside = path.with_name(f".{path.name}.new")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
                yield file
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise UserError(
            _("{file} cannot be written: {reason}.").format(file=path, reason=why(error))
        ) from None


@command.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@settings_options
@click.pass_context
def backup(context: click.Context, file: Path, settings_file: Path | None) -> None:
    """Write a verified copy of the whole record of doses to FILE."""
    from kiosk.cli.desk import answer  # noqa: PLC0415

    request = {"ask": "ledger-backup", "file": str(file.absolute())}
    found = answer(_settings(context, settings_file), request)
    click.echo(_("{file}: {count} entries, checked").format(file=file, count=f"{found['rows']:,}"))


@command.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@settings_options
@click.pass_context
def restore(context: click.Context, file: Path, settings_file: Path | None) -> None:
    """Put the backup FILE back, where that forgets no dose; with the operator's PIN.

    On a new card do this before the kiosk is set up: then the backup becomes its record.
    """
    from kiosk.care.station_file import NAME  # noqa: PLC0415
    from kiosk.cli.desk import must_be_alone, operating  # noqa: PLC0415
    from kiosk.ledger.backup import Outcome  # noqa: PLC0415
    from kiosk.ledger.backup import restore as put_back  # noqa: PLC0415
    from kiosk.ledger.place import place_in  # noqa: PLC0415
    from kiosk.ledger.states import LedgerError  # noqa: PLC0415

    settings = _settings(context, settings_file)
    if not file.is_file():
        raise UserError(_("There is no file {file}. Check the path.").format(file=file))
    must_be_alone(settings)
    if (settings.data / NAME).exists():
        with operating(settings):
            pass  # only to ask for the PIN: the ledger must be closed while it is put back
    try:
        done = put_back(place_in(settings.data), file)
    except LedgerError as error:
        raise UserError(error.sentence) from None
    said = {
        Outcome.NOTHING_NEW: _("The record of doses has all of it already; nothing was changed."),
        Outcome.ADDED: _("{count} entries were added.").format(count=f"{done.added:,}"),
        Outcome.RESTORED: _("The record of doses was put back."),
    }[done.outcome]
    click.echo(_("{said} It has {count} entries.").format(said=said, count=f"{done.rows:,}"))


@command.command("create")
@settings_options
@click.pass_context
def create(context: click.Context, settings_file: Path | None) -> None:
    """Create the record of doses where there never was one; with the operator's PIN."""
    from kiosk.cli.desk import operating  # noqa: PLC0415

    with operating(_settings(context, settings_file)) as desk:
        if wrong := desk.create_ledger():
            raise UserError(wrong)
    click.echo(_("The record of doses is created."))
