"""`kiosk report`: one page for a therapist."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk.cli.errors import UserError
from kiosk.cli.options import settings_options
from kiosk.language import _, current


@click.command("report")
@click.option("--person", required=True, help=_('A name, as "kiosk people" lists it; or guest.'))
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help=_("The PDF to write.")
)
@click.option("--lang", metavar="LANGUAGE", help=_("The language of the page, such as es."))
@settings_options
def command(person: str, output: Path, lang: str | None, settings_file: Path | None) -> None:
    """Write one page about a person: practice, pain, doses and refusals of twelve weeks."""
    from kiosk import catalogues  # noqa: PLC0415
    from kiosk.care.history import from_plain  # noqa: PLC0415 -- a command imports what it needs
    from kiosk.cli.desk import answer, ready_settings  # noqa: PLC0415
    from kiosk.report import ReportError, write_report  # noqa: PLC0415

    settings = ready_settings(settings_file)
    if output.suffix.lower() != ".pdf":
        raise UserError(
            _("{output} must end in .pdf: that is the one kind of file written here.").format(
                output=output
            )
        )
    if lang is not None and lang not in catalogues.available():
        raise UserError(
            _('"{lang}" is not a language of the page. There is: {list}.').format(
                lang=lang, list=", ".join(catalogues.available())
            )
        )
    with catalogues.aside(lang or current(), settings.cache):
        data = from_plain(answer(settings, {"ask": "report", "person": person}))
        try:
            write_report(data, output)
        except ReportError as error:
            raise UserError(str(error)) from None
    click.echo(
        _("{output}: {person}, {first} to {last}").format(
            output=output, person=data.person, first=data.first_day, last=data.last_day
        )
    )
