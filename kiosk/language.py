"""The language the kiosk speaks to a person in: gettext, with one catalogue in force at a time.

Who writes a sentence for a person writes it in English inside `_`. A constant is marked with `N_`
where it stands and translated with `_` where it is shown, since the language may change while the
kiosk runs. Sentences are whole, with names for what is filled in: ``_("Next: {what}")``.

A leaf: it reads no file. `kiosk.catalogues` does, and `use` puts a catalogue in force. What a
session's plan says is not from here: it follows the session's own language (`kiosk.plan.phrases`).
"""

from __future__ import annotations

from gettext import NullTranslations
from typing import Final

ENGLISH: Final = "en"
"""The language that sentences are written in."""

_language = ENGLISH
_catalogue: NullTranslations = NullTranslations()


def use(language: str, catalogue: NullTranslations) -> None:
    """Put a catalogue in force, for every thread; pages that are shown are to be built anew."""
    global _language, _catalogue
    _language, _catalogue = language, catalogue


def current() -> str:
    """The tag of the language in force, such as ``es``."""
    return _language


def _(message: str) -> str:
    """A sentence in the language in force, or in English where it has not been translated."""
    return _catalogue.gettext(message) if message else ""


def ngettext(one: str, many: str, count: int) -> str:
    """The form for a number: `one` for 1 in English, `many` otherwise."""
    return _catalogue.ngettext(one, many, count)


def pgettext(context: str, message: str) -> str:
    """As `_`, for a word that needs its context to be translated: "back", the way or the body."""
    return _catalogue.pgettext(context, message)


def N_(message: str) -> str:  # noqa: N802  the name that gettext's tools look for
    """Mark a constant for translation; it stays English here and is translated by `_`."""
    return message
