"""The language of a command: the settings', else the environment's.

Chosen before a command is imported, since the texts of its options are read as it is.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from gettext import NullTranslations
from inspect import cleandoc
from pathlib import Path
from typing import Final

import click

from kiosk import catalogues, language
from kiosk.language import ENGLISH, N_, _, current
from kiosk.settings import load

_OPTION: Final = "--settings"
_CLICK: Final = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types")
"""The modules of click that speak; they take their words from gettext's own domain."""
CLICK_SAYS: Final = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("Positional arguments"),
    N_("Show this message and exit."),
    N_("Show the version and exit."),
    N_("required"),
    N_("default: {default}"),
    N_("Missing argument"),
    N_("Missing option"),
    N_("Missing command."),
    N_("No such option {name!r}."),
    N_("No such command {name!r}."),
    N_("Did you mean {possibility}?"),
    N_("(Did you mean one of: {possibilities}?)"),
    N_("Option {name!r} does not take a value."),
    N_("Option {name!r} requires an argument."),
    N_("Option {name!r} requires {nargs} arguments."),
    N_("Got unexpected extra argument ({args})"),
    N_("Got unexpected extra arguments ({args})"),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("{value!r} is not a valid {number_type}."),
    N_("{value} is not in the range {range}."),
    N_("{value!r} is not one of {choices}."),
    N_("{name} {filename!r} is a directory."),
    N_("Error: {message}"),
    N_("Choose from:\n\t{choices}"),
    N_("integer"),
    N_("float"),
    N_("file"),
)
"""What click says by itself, for translators."""
_TAKEN: Final = (N_("TEXT"), N_("PATH"), N_("FILE"), N_("INTEGER RANGE"), N_("FLOAT RANGE"))
_FORMS: Final = (N_("[OPTIONS]"), N_("COMMAND [ARGS]..."), N_("[COMMAND] [ARGS]..."))


def choose_tongue(argv: Sequence[str]) -> None:
    """Put the language of a command in force, before anything of it is imported.

    Args:
        argv: What was typed after ``kiosk``; it may name a settings file.
    """
    file = _settings_file(argv)
    settings = load(None if file is None else (file,)).settings
    catalogues.choose(settings.language or catalogues.of_environment(), settings.cache)
    if current() != ENGLISH:
        _teach_click()


def choose_english() -> None:
    """Put English back in force: for what programs read."""
    language.use(ENGLISH, NullTranslations())


def in_tongue(command: click.Command) -> click.Command:
    """A command whose help, its docstring, is in the language in force, and what it takes too."""
    if current() == ENGLISH:
        return command
    if help_ := cleandoc(command.help or ""):
        command.help = _(help_)
    if form := command.options_metavar:
        command.options_metavar = _(form)
    if hasattr(command, "subcommand_metavar"):
        command.subcommand_metavar = _(command.subcommand_metavar)
    for parameter in command.params:
        _say_what(parameter)
    for each in getattr(command, "commands", {}).values():
        in_tongue(each)
    return command


def _say_what(parameter: click.Parameter) -> None:
    """Have an option say in the language in force what it is for and what it takes."""
    if not isinstance(parameter, click.Option):
        return
    if help_ := parameter.help:
        parameter.help = _(help_)
    taken = parameter.type.name.upper()
    if parameter.metavar is None and not parameter.is_flag and taken in _TAKEN:
        parameter.metavar = _(taken)


def _settings_file(argv: Sequence[str]) -> Path | None:
    for at, word in enumerate(argv):
        if word == _OPTION and at + 1 < len(argv):
            return Path(argv[at + 1])
        if word.startswith(f"{_OPTION}="):
            return Path(word.partition("=")[2])
    return None


def _teach_click() -> None:
    """Have click take its words from our catalogue; it has none of its own."""
    for name in _CLICK:
        module = sys.modules.get(f"click.{name}")
        if module is not None and hasattr(module, "_"):
            module._ = _  # type: ignore[attr-defined]
        if module is not None and hasattr(module, "ngettext"):
            module.ngettext = _counted  # type: ignore[attr-defined]


def _counted(one: str, many: str, count: int) -> str:
    return _(one if count == 1 else many)
