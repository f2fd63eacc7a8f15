"""`kiosk schema`: the JSON Schema of a script, for editors."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kiosk.cli.errors import UserError
from kiosk.language import _
from kiosk.why import why


@click.command("schema")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help=_("Write it to this file, not to stdout."),
)
def command(output: Path | None) -> None:
    """Print the JSON Schema of session scripts.

    Editors that know YAML complete and check with it, where a file's first line names it:
    "# yaml-language-server: $schema=session.schema.json".
    """
    from kiosk.script.schema import json_schema  # noqa: PLC0415 -- a command imports what it needs

    text = json.dumps(json_schema(), indent=2, ensure_ascii=False)
    if output is None:
        click.echo(text)
        return
    try:
        output.write_text(f"{text}\n", encoding="utf-8")
    except OSError as error:
        raise UserError(
            _("{file} cannot be written: {reason}.").format(file=output, reason=why(error))
        ) from None
