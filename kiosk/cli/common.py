"""The session that a command is about."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import click

from kiosk.check.check import Checked
from kiosk.cli.errors import UserError
from kiosk.files import check_file
from kiosk.language import _
from kiosk.library import ENDINGS, Library
from kiosk.plan.estimate import estimator
from kiosk.script.model import Script
from kiosk.script.problems import Problem, did_you_mean, listed
from kiosk.settings import Settings


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
        if os.path.isfile(path):  # noqa: PTH113 -- Path.is_file() raises where it may not look
            return path
        if os.path.isdir(path):  # noqa: PTH112
            raise UserError(
                _("{session} is a folder. Name one of the session files in it.").format(
                    session=session
                )
            )
        raise UserError(_("There is no file {session}. Check the path.").format(session=session))
    library = Library(settings.folders, settings.cache, settings.breath_ms)
    found = library.path_of(session)
    if found is None:
        names = library.names()
        if not names:
            folders = listed([str(folder) for folder in settings.folders], "and")
            raise UserError(
                _("There are no sessions in {folders}. Name a file, or set the folders.").format(
                    folders=folders
                )
            )
        raise UserError(
            _('There is no session "{session}". {hint}There is: {list}.').format(
                session=session, hint=did_you_mean(session, names), list=listed(names, "and")
            )
        )
    return found


def find_session(session: str, settings: Settings) -> Found:
    """The session of a name or path.

    Raises:
        UserError: There is none, or it has an error; every problem has been printed then.
    """
    path = find_path(session, settings)
    checked = check_file(
        path, settings.breath_ms, lambda language: estimator(language, settings.rate)
    )
    if checked.script is None:
        print_problems(checked.problems)
        if checked.is_part:
            raise UserError(
                _("{path} is a part to be included, not a session of its own.").format(path=path)
            )
        raise UserError(
            _("{path} has mistakes in it; mend what is listed above.").format(path=path)
        )
    return Found(path, checked.script, checked)


def print_problems(problems: tuple[Problem, ...]) -> None:
    """Show problems with their lines and carets on stderr."""
    for problem in problems:
        click.echo(problem.render(), err=True)


def without_comfort(notice: str) -> str:
    """What is wrong with the voice, where a session is not played with the usual one instead."""
    from kiosk.voice.speech import USUAL_VOICE  # noqa: PLC0415 -- only where something is wrong

    return notice.removesuffix(_(USUAL_VOICE).format(reason="")).rstrip()


def relative(path: Path) -> Path:
    """A path as the user would type it."""
    try:
        return path.relative_to(Path.cwd())
    except ValueError:
        return path
