"""The options that commands share, and the settings they come to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from kiosk.cli.errors import UserError
from kiosk.settings import Loaded, Settings, load

F = TypeVar("F", bound=Callable[..., Any])


def settings_options(command: F) -> F:
    """The options that every command takes."""
    return click.option(
        "--settings",
        "settings_file",
        type=click.Path(path_type=Path),
        help="Read this settings file instead of the machine's and the user's.",
    )(command)


def voice_options(command: F) -> F:
    """The options of every command that speaks."""
    command = click.option("--voice", help='A voice by its name, as "kiosk voices" lists them.')(
        command
    )
    return click.option(
        "--rate", type=click.IntRange(80, 300), help="Words a minute; 145 if left out."
    )(command)


def load_settings(file: Path | None, **overrides: Any) -> Loaded:
    """The settings, whatever is wrong with them."""
    return load(None if file is None else (file,), **overrides)


def good_settings(file: Path | None, **overrides: Any) -> Settings:
    """The settings, or the problem with them as the user's error."""
    loaded = load_settings(file, **overrides)
    if loaded.problems:
        more = len(loaded.problems) - 1
        rest = f" (and {more} more)" if more else ""
        raise UserError(f"{loaded.problems[0].one_line()}{rest}")
    return loaded.settings
