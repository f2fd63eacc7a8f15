"""What `kiosk check --lang` lists: every text that has no translation into a language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from kiosk import catalogues
from kiosk.cli.common import print_problems, relative
from kiosk.cli.errors import UserError
from kiosk.files import open_source, surroundings
from kiosk.language import ENGLISH, _, ngettext
from kiosk.script.language import SIDE_WORDS
from kiosk.script.mark import Mark
from kiosk.script.problems import Problem, Severity, listed
from kiosk.script.reader import Reading, read
from kiosk.script.words import every_text
from kiosk.settings import ROOT, Settings


def known(tag: str) -> str:
    """The language of a tag such as ``es`` or ``es_PE``.

    Raises:
        UserError: Nothing is translated into it; the sentence says how to begin.
    """
    language = tag.replace("-", "_").partition("_")[0].lower()
    have = [each for each in catalogues.available() if each in SIDE_WORDS]
    if language in have:
        return language
    file = relative(catalogues.file_of(language or "xx"))
    raise UserError(
        _(
            'Nothing is translated into "{language}" yet; there is {list}. To begin, make an empty '
            'file {file}, run "make messages", and write the translations into it. What the coach '
            "says, and the words for left and right, stand in kiosk/plan/phrases.py and "
            "kiosk/script/language.py."
        ).format(language=tag, list=listed(have, "and"), file=file)
    )


def list_missing(
    files: Sequence[Path], language: str, settings: Settings, *, catalogue: bool
) -> int:
    """Print every text of some files that is not in a language.

    Args:
        files: Sessions and parts.
        language: As `known` returns it.
        settings: For what the files refer to.
        catalogue: Look at the sentences of the screen and the terminal too.

    Returns:
        The exit status: 1 where something is missing, or a file cannot be read.
    """
    told: set[Mark] = set()
    whole = 0
    for file in files:
        around = surroundings(file.parent, settings.breath_ms)
        reading = read(file.stem, open_source(file), around)
        if reading.draft is None:
            print_problems(reading.problems)
            click.echo(_('{file}: has mistakes; see "kiosk check"').format(file=file))
            continue
        missing = list(_missing(reading, language, told))
        print_problems(tuple(missing))
        whole += not missing
        click.echo(_verdict(file, len(missing), language))
    lacking = _catalogue(language) if catalogue else 0
    click.echo(
        _('{good} of {count} files are whole in "{language}".').format(
            good=whole, count=len(files), language=language
        )
    )
    return 1 if lacking or whole < len(files) else 0


def is_shipped(paths: Sequence[Path]) -> bool:
    """Whether all that is shipped is looked at, and so the sentences of the program too."""
    return not paths or any(path.resolve() in (ROOT, ROOT / "sessions") for path in paths)


def _missing(reading: Reading, language: str, told: set[Mark]) -> Iterator[Problem]:
    draft = reading.draft
    if draft is None or draft.language == language:
        return
    for key, text in every_text(draft):
        if text.has(language) or text.mark in told:
            continue
        told.add(text.mark)  # a part is included by many
        source = reading.sources.get(text.mark.file)
        yield Problem(
            text.mark,
            _('"{text}" is not in "{language}". Write "{key}:" below it.').format(
                text=text.default, language=language, key=f"{key}.{language}"
            ),
            excerpt=source.excerpt(text.mark.line) if source else "",
            severity=Severity.WARNING,
        )


def _verdict(file: Path, missing: int, language: str) -> str:
    if not missing:
        return _('{file}: whole in "{language}"').format(file=file, language=language)
    return ngettext(
        '{file}: {count} text is not in "{language}"',
        '{file}: {count} texts are not in "{language}"',
        missing,
    ).format(file=file, count=missing, language=language)


def _catalogue(language: str) -> int:
    """Print the sentences of the screen and the terminal that are missing; return how many."""
    if language == ENGLISH:
        return 0
    file = relative(catalogues.file_of(language))
    missing = catalogues.missing(language)
    for sentence in missing:
        click.echo(
            _('{file}: "{text}" is not in "{language}".').format(
                file=file, text=sentence, language=language
            ),
            err=True,
        )
    click.echo(_verdict(file, len(missing), language))
    return len(missing)
