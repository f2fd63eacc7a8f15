"""What several commands share: their settings, and the session they are about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from kiosk.check.check import Checked
from kiosk.cli.errors import UserError
from kiosk.library import ENDINGS, Library, check_file
from kiosk.plan.estimate import estimate_ms
from kiosk.script.model import Script
from kiosk.script.problems import Problem, did_you_mean, listed
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


@dataclass(frozen=True, slots=True)
class Found:
    """A session that can be used, and where it is."""

    path: Path
    script: Script
    checked: Checked


def find_path(session: str, settings: Settings) -> Path:
    """Where a session is: a name in the library, or a path.

    Raises:
        UserError: There is none.
    """
    if "/" in session or session.endswith(ENDINGS):
        path = Path(session)
        if path.is_file():
            return path
        raise UserError(f"There is no file {session}. Check the path.")
    library = Library(settings.folders, settings.cache, settings.breath_ms)
    found = library.path_of(session)
    if found is None:
        names = library.names()
        if not names:
            folders = listed([str(folder) for folder in settings.folders], "and")
            raise UserError(f"There are no sessions in {folders}. Name a file, or set the folders.")
        raise UserError(
            f'There is no session "{session}". {did_you_mean(session, names)}'
            f"There is: {listed(names, 'and')}."
        )
    return found


def find_session(session: str, settings: Settings) -> Found:
    """The session of a name or path.

    Raises:
        UserError: There is none, or it has an error; every problem has been printed then.
    """
    path = find_path(session, settings)
    checked = check_file(path, settings.breath_ms, lambda text: estimate_ms(text, settings.rate))
    if checked.script is None:
        print_problems(checked.problems)
        if checked.is_part:
            raise UserError(f"{path} is a part to be included, not a session of its own.")
        raise UserError(f"{path} has mistakes in it; mend what is listed above.")
    return Found(path, checked.script, checked)


def print_problems(problems: tuple[Problem, ...]) -> None:
    """Show problems with their lines and carets on stderr."""
    for problem in problems:
        click.echo(problem.render(), err=True)


def relative(path: Path) -> Path:
    """A path as the user would type it."""
    try:
        return path.relative_to(Path.cwd())
    except ValueError:
        return path
