"""The options that commands share, and the settings they come to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import click

from kiosk.cli.errors import UserError
from kiosk.language import ENGLISH, _, current, ngettext
from kiosk.settings import Loaded, Settings, load

F = TypeVar("F", bound=Callable[..., Any])


def settings_options(command: F) -> F:
    """The options that every command takes."""
    return click.option(
        "--settings",
        "settings_file",
        type=click.Path(path_type=Path),
        help=_("Read this settings file instead of the machine's and the user's."),
    )(command)


def voice_options(command: F) -> F:
    """The options of every command that speaks."""
    from kiosk.script.language import SIDE_WORDS  # noqa: PLC0415 -- the screen opens without it

    command = click.option("--voice", help=_('A voice by its name, as "kiosk voices" lists them.'))(
        command
    )
    command = click.option(
        "--language",
        type=click.Choice(list(SIDE_WORDS)),
        help=_("The language to speak, where the session has it."),
    )(command)
    return click.option(
        "--rate", type=click.IntRange(80, 300), help=_("Words a minute; 145 if left out.")
    )(command)


def load_settings(file: Path | None, **overrides: Any) -> Loaded:
    """The settings, whatever is wrong with them."""
    return load(None if file is None else (file,), **overrides)


def good_settings(file: Path | None, **overrides: Any) -> Settings:
    """The settings, or the problem with them as the user's error."""
    loaded = load_settings(file, **overrides)
    if loaded.problems:
        more = len(loaded.problems) - 1
        rest = ngettext("(and {count} more)", "(and {count} more)", more).format(count=more)
        raise UserError(f"{loaded.problems[0].one_line()} {rest if more else ''}".rstrip())
    settings = loaded.settings
    if not settings.language and current() != ENGLISH:
        # Who is spoken to in a language on the terminal hears it too.
        settings = replace(settings, language=current())
    return settings
