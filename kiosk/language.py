"""The language the kiosk speaks to a person in: gettext, with one catalogue in force at a time.

Who writes a sentence for a person writes it in English inside `_`. A constant is marked with `N_`
where it stands and translated with `_` where it is shown, since the language may change while the
kiosk runs. Sentences are whole, with names for what is filled in: ``_("Next: {what}")``.

A leaf: it reads no file. `kiosk.catalogues` does, and `use` puts a catalogue in force. What a
session's plan says is not from here: it follows the session's own language (`kiosk.plan.phrases`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from gettext import NullTranslations
from typing import Final, TypeAlias

ENGLISH: Final = "en"
"""The language that sentences are written in."""

Tongue: TypeAlias = tuple[str, NullTranslations]
"""A language's tag and its catalogue: taken together, so that no thread sees one without the other.
"""

_in_force: Tongue = (ENGLISH, NullTranslations())
_aside: ContextVar[Tongue | None] = ContextVar("language aside", default=None)


def use(language: str, catalogue: NullTranslations) -> None:
    """Put a catalogue in force, for every thread; pages that are shown are to be built anew."""
    global _in_force  # noqa: PLW0603  there is one screen
    _in_force = language, catalogue


@contextmanager
def aside(language: str, catalogue: NullTranslations) -> Iterator[None]:
    """Speak another language for a while, in this thread alone: the screen keeps its own."""
    before = _aside.set((language, catalogue))
    try:
        yield
    finally:
        _aside.reset(before)


def current() -> str:
    """The tag of the language in force, such as ``es``."""
    return (_aside.get() or _in_force)[0]


def _catalogue() -> NullTranslations:
    return (_aside.get() or _in_force)[1]


def _(message: str) -> str:
    """A sentence in the language in force, or in English where it has not been translated."""
    return _catalogue().gettext(message) if message else ""


def ngettext(one: str, many: str, count: int) -> str:
    """The form for a number: `one` for 1 in English, `many` otherwise."""
    return _catalogue().ngettext(one, many, count)


def pgettext(context: str, message: str) -> str:
    """As `_`, for a word that needs its context to be translated: "back", the way or the body."""
    return _catalogue().pgettext(context, message)


@dataclass(frozen=True, slots=True)
class Later:
    """A sentence that is kept, and said in the language in force when it is asked for by `str`.

    Attributes:
        message: The English sentence, marked by `N_`.
        fields: What is filled in, by its name; may be sentences of this kind themselves.
    """

    message: str
    fields: tuple[tuple[str, object], ...] = ()

    def __str__(self) -> str:
        """Say it."""
        return _(self.message).format(**dict(self.fields))


def later(message: str, **fields: object) -> Later:
    """Keep a sentence, to be said whenever somebody asks."""
    return Later(message, tuple(fields.items()))


def N_(message: str) -> str:  # noqa: N802  the name that gettext's tools look for
    """Mark a constant for translation; it stays English here and is translated by `_`."""
    return message
