"""`kiosk check`: is a script right, and what will it take?"""

from __future__ import annotations

import logging
from pathlib import Path

import click

from kiosk.check.check import Checked
from kiosk.cli.common import find_path, print_problems, relative, without_comfort
from kiosk.cli.errors import UserError
from kiosk.cli.options import good_settings, settings_options
from kiosk.files import check_file
from kiosk.language import _, ngettext
from kiosk.library import ENDINGS, PARTS
from kiosk.plan.build import build, lines
from kiosk.plan.estimate import estimate_ms, estimator
from kiosk.plan.model import Refusal
from kiosk.plan.presses import has_massage
from kiosk.plan.timing import SayMs
from kiosk.script.model import Script
from kiosk.script.words import languages_of
from kiosk.settings import Settings
from kiosk.units import SECOND, Millis, clock_length


@click.command("check")
@click.argument("paths", nargs=-1, metavar="[SESSION]...")
@click.option(
    "--voice",
    is_flag=True,
    help=_("Render every text with the voice, so that lengths are exact and not estimated."),
)
@click.option("--rate", type=click.IntRange(80, 300), help=_("Words a minute; 145 if left out."))
@click.option(
    "--lang",
    metavar="LANGUAGE",
    help=_("List every text that is not in this language, such as es."),
)
@settings_options
def command(
    paths: tuple[str, ...],
    settings_file: Path | None,
    rate: int | None,
    lang: str | None,
    *,
    voice: bool,
) -> int:
    """Check sessions, by name or path, or all of a folder; without any, the library.

    Exit status 0 when all is well, 1 when there is an error, or with --lang a text that is missing.
    """
    logging.basicConfig(level=logging.ERROR)
    settings = good_settings(settings_file, rate=rate)
    named = [_path(given, settings) for given in paths]
    files = [file for path in (named or settings.folders) for file in _files(path)]
    if not files:
        raise UserError(_("There is no session file there. Name a .yaml file or a folder of them."))
    if lang is not None:
        from kiosk.cli.untranslated import is_shipped, known, list_missing  # noqa: PLC0415

        return list_missing(files, known(lang), settings, catalogue=is_shipped(named))
    wrong = warned = 0
    say_ms = _Exact(settings) if voice else None
    try:
        for file in files:
            checked = _check(file, settings, say_ms)
            print_problems(checked.problems)
            errors = [problem for problem in checked.problems if problem.is_error]
            wrong += bool(errors)
            warned += bool(checked.problems) and not errors
            click.echo(_verdict(file, checked, len(errors), settings))
    finally:
        if say_ms is not None:
            say_ms.close()
    good = len(files) - wrong
    click.echo(
        (
            _("{good} of {count} files are right, {warned} with warnings.")
            if warned
            else _("{good} of {count} files are right.")
        ).format(good=good, count=len(files), warned=warned)
    )
    return 1 if wrong else 0


def _path(given: str, settings: Settings) -> Path:
    """A path as it was given; else the session of that name in the library."""
    path = Path(given)
    if path.exists() or "/" in given or given.endswith(ENDINGS):
        return path
    try:
        return relative(find_path(given, settings))
    except UserError as error:
        raise UserError(
            _("There is no file or folder {given}. {error}").format(given=given, error=error)
        ) from None


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        within = [*path.iterdir(), *(path / PARTS).glob("*")]
        return [
            relative(file)
            for file in sorted(within)
            if file.suffix in ENDINGS and not file.name.startswith(".")
        ]
    if not path.exists():
        raise UserError(_("There is no file or folder {path}. Check the path.").format(path=path))
    return [path]


def _verdict(file: Path, checked: Checked, errors: int, settings: Settings) -> str:
    if errors:
        counted = ngettext("{file}: {count} error", "{file}: {count} errors", errors)
        return counted.format(file=file, count=errors)
    if checked.script is None:
        return _("{file}: right, a part to be included").format(file=file)
    length = clock_length(checked.total_ms)
    if checked.highest_ms > checked.total_ms:
        told = _("{file}: right, {length}, up to {highest} once its ranges have grown").format(
            file=file, length=length, highest=clock_length(checked.highest_ms)
        )
    else:
        told = _("{file}: right, {length}").format(file=file, length=length)
    return told + _largest_dose(checked.script, settings)


def _largest_dose(script: Script, settings: Settings) -> str:
    """The most that a massage can ever come to, whoever plays it; empty for other sessions."""
    from kiosk.dose.policy import Policy  # noqa: PLC0415 -- only a massage needs it
    from kiosk.dose.preview import Press, largest_possible  # noqa: PLC0415

    if not has_massage(script.steps):
        return ""
    plan = build(script, estimate_ms, breath_ms=settings.breath_ms, presses={})
    if isinstance(plan, Refusal):
        return ""
    presses = [Press(gate.points, gate.at_most_ms) for gate in plan.gates]
    largest = largest_possible(Policy(), presses)
    return _(", at most {longest} s at a time and {total} s of pressing in all").format(
        longest=largest.longest_ms // SECOND, total=largest.total_ms // SECOND
    )


class _Exact:
    """Lengths of real clips, by language and text."""

    def __init__(self, settings: Settings) -> None:
        from kiosk.preparing import speech_of  # noqa: PLC0415 -- only where it is asked for

        self._rate = settings.rate
        self._speech = speech_of(settings)
        self._known: dict[tuple[str, str], Millis] = {}

    def learn(self, script: Script, texts: tuple[str, ...], language: str) -> None:
        """Render texts of a script, all at once."""
        from kiosk.lines import lines_of_script  # noqa: PLC0415

        asked = tuple(lines_of_script(script, texts, language).values())
        for line, clip in self._speech.prepare(asked).items():
            self._known[language, line.text] = clip.duration_ms
        if self._speech.notice:
            raise UserError(without_comfort(self._speech.notice))

    def say_in(self, language: str) -> SayMs:
        """How long a text takes in a language, guessed where it was not rendered."""
        guess_ms = estimator(language, self._rate)
        return lambda text: self._known.get((language, text)) or guess_ms(text)

    def close(self) -> None:
        """End the voice."""
        self._speech.close()


def _check(file: Path, settings: Settings, exact: _Exact | None) -> Checked:
    def guess_in(language: str) -> SayMs:
        return estimator(language, settings.rate)

    if exact is None:
        return check_file(file, settings.breath_ms, guess_in)
    # Where nothing takes any time, only what is wrong whatever the voice keeps a script back.
    bare = check_file(file, settings.breath_ms, lambda _language: lambda _text: 0)
    if (script := bare.script) is None:
        return check_file(file, settings.breath_ms, guess_in)
    for language in (script.language, *languages_of(script)):
        texts = lines(script, language=language, breath_ms=settings.breath_ms)
        exact.learn(script, texts, language)
    return check_file(file, settings.breath_ms, exact.say_in, exact=True)
