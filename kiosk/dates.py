"""Days and times as they are read in the language in force.

Babel knows how each language writes a date. It is loaded by who shows one: the report, and the
operator's page about the clock. Home, and what it shows of a plan, come without it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from kiosk.language import ENGLISH, current

if TYPE_CHECKING:  # it takes longer to load than home does to be built
    from babel.core import Locale

_ENGLISH_AS_IN: Final = "en_GB"
"""The day before the month, as everywhere in these sentences."""


def day_text(day: date) -> str:
    """A day of a year: ``22 Nov 2026``."""
    from babel.dates import format_skeleton  # noqa: PLC0415

    return str(format_skeleton("yMMMd", day, locale=_locale()))


def short_day_text(day: date) -> str:
    """A day of a year that is known: ``22 Nov``."""
    from babel.dates import format_skeleton  # noqa: PLC0415

    return str(format_skeleton("MMMd", day, locale=_locale()))


def moment_text(moment: datetime) -> str:
    """A moment, to be compared with another clock: ``Sunday 22 November 2026, 16:50 GMT``."""
    from babel.dates import format_date  # noqa: PLC0415

    day = format_date(moment, format="full", locale=_locale())
    return f"{day}, {moment:%H:%M %Z}".rstrip()


def number_text(number: int) -> str:
    """A large number: ``12,345`` in English, ``12.345`` in Spanish."""
    from babel.numbers import format_decimal  # noqa: PLC0415

    return str(format_decimal(number, locale=_locale()))


def _locale() -> Locale:
    from babel.core import Locale, UnknownLocaleError  # noqa: PLC0415

    tag = current()
    try:
        return Locale.parse(_ENGLISH_AS_IN if tag == ENGLISH else tag)
    except (UnknownLocaleError, ValueError):
        return Locale.parse(_ENGLISH_AS_IN)
