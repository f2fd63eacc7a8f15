"""Session files on disk: read with care, checked, and told as a card."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from kiosk import figures
from kiosk.check.check import Checked, check
from kiosk.language import _
from kiosk.library import ENDINGS, PARTS
from kiosk.plan.chimes import CHIME_MS
from kiosk.plan.estimate import estimator
from kiosk.plan.timing import SayMs
from kiosk.script.model import Script
from kiosk.script.reader import Surroundings
from kiosk.script.source import MAX_BYTES, Source, decode
from kiosk.station import Card
from kiosk.units import Millis
from kiosk.why import why


def read_file(path: Path) -> bytes:
    """Read a script, but never more of it than the checker allows.

    Raises:
        OSError: It cannot be read, or is not a file.
    """
    # Without O_NONBLOCK merely opening a pipe would wait for somebody to write to it.
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(None, "it is not a file")
        return file.read(MAX_BYTES + 1)


def open_source(path: Path, shown: str | None = None) -> Source:
    """Read a script's text; a file that cannot be read becomes a problem like any other."""
    name = shown or str(path)
    try:
        return decode(name, read_file(path))
    except OSError as error:
        source = Source(name, "")
        message = _(
            "This file cannot be read: {reason}. Check that it is there and its rights."
        ).format(reason=why(error))
        source.problems.append(source.problem(1, 1, message))
        return source


def surroundings(
    folder: Path, breath_ms: Millis, seen: dict[str, Path] | None = None
) -> Surroundings:
    """What a script in a folder may refer to.

    Args:
        folder: The script's folder; its parts are in the folder `shared` within.
        breath_ms: The length of a breath.
        seen: Filled with the parts that were read, by name.
    """
    home = folder if folder.name == PARTS else folder / PARTS

    def resolve(name: str) -> Source | None:
        for ending in ENDINGS:
            path = home / f"{name}{ending}"
            if path.is_file():
                if seen is not None:
                    seen[name] = path
                return open_source(path)
        return None

    with suppress(OSError):
        parts = frozenset(path.stem for path in home.iterdir() if path.suffix in ENDINGS)
        return Surroundings(
            figures=figures.names(figures.FOLDER),
            chimes=frozenset(CHIME_MS),
            parts=parts,
            resolve=resolve,
            breath_ms=breath_ms,
        )
    return Surroundings(
        figures=figures.names(figures.FOLDER),
        chimes=frozenset(CHIME_MS),
        resolve=resolve,
        breath_ms=breath_ms,
    )


def check_file(
    path: Path,
    breath_ms: Millis,
    say_in: Callable[[str], SayMs] = estimator,
    *,
    exact: bool = False,
) -> Checked:
    """Check one file, with what it may refer to; `say_in` tells lengths in a language."""
    around = surroundings(path.parent, breath_ms)
    return check(path.stem, open_source(path), around, say_in=say_in, exact=exact)


def languages_of(script: Script) -> tuple[str, ...]:
    """The languages that a session's card can be shown in, its own first."""
    shown = (script.title, script.summary, *script.equipment)
    translated = sorted({code for text in shown for code, _words in text.translations})
    return tuple(dict.fromkeys((script.language, *translated)))


def card_of(script: Script, total_ms: Millis, highest_ms: Millis, language: str = "") -> Card:
    """A session as the home screen shows it, in a language or in the session's own.

    Whether a massage may be is no matter of the card: it is asked of the dose rule, each time.
    """
    language = language or script.language
    return Card(
        name=script.name,
        title=script.title.into(language),
        summary=script.summary.into(language),
        kind=script.kind,
        total_ms=total_ms,
        highest_ms=highest_ms,
        equipment=tuple(thing.into(language) for thing in script.equipment),
        figure=script.figure,
        needs=tuple(thing.default for thing in script.equipment),
    )
