"""Rest: a quiet clock while nobody is here, which one touch sends away and does nothing else."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Final, Protocol

from kivy.clock import Clock

from kiosk.language import current
from kiosk.night import Night, local
from kiosk.screen.page import Page
from kiosk.screen.resting import NAME, Light, moment, seconds_to_next_minute
from kiosk.screen.theme import Sizes

if TYPE_CHECKING:
    from babel import Locale

    from kiosk.screen.rest_page import RestPage

log = logging.getLogger(__name__)

NEVER: Final = frozenset({"session", "preparing", "question", "urgent"})
"""Pages that never give way to the clock; the names of those that set a station up are others."""
SETTING_UP: Final = "setup"


class Stage(Protocol):
    """What rest needs of the face."""

    @property
    def page(self) -> Page:
        """What is shown now."""

    def show_page(self, build: Callable[[Sizes], Page]) -> None:
        """Show a page."""

    def go_home(self) -> None:
        """Show where a person begins."""


class Rest:
    """Knows when nobody is here, and what a screen at rest shows.

    Args:
        face: Where it is shown.
        after_s: Seconds untouched until it rests; 0 for never.
        night: When it is dimmed.
        light: The light behind the panel.
        now: The time, with its zone.
        zone: The name of the station's zone; empty for the machine's own.
        somebody: Whether somebody who has a name is here.
    """

    def __init__(
        self,
        face: Stage,
        *,
        after_s: float,
        night: Night,
        light: Light,
        now: Callable[[], datetime],
        zone: Callable[[], str],
        somebody: Callable[[], bool],
    ) -> None:
        self._face = face
        self._after_s = after_s
        self._night = night
        self._light = light
        self._now = now
        self._zone = zone
        self._somebody = somebody
        self._dark = False
        self._dimmed = False
        self._wait = Clock.create_trigger(lambda _dt: self.begin(), after_s or 1.0)
        self._minute = Clock.create_trigger(lambda _dt: self._next_minute(), 60)

    @property
    def resting(self) -> bool:
        """Whether the clock is shown."""
        return self._face.page.name == NAME

    @property
    def dark(self) -> bool:
        """Whether the clock is shown as it is at night."""
        return self.resting and self._dark

    def touched(self) -> bool:
        """Somebody touches the screen or a key; return whether that only woke it."""
        if self.resting:
            self._face.go_home()
            return True
        if self._wait.is_triggered:
            self._wait.cancel()
            self._wait()
        return False

    def showing(self, page: Page) -> None:
        """Another page is shown; the time since the last touch goes on."""
        if page.name == NAME:
            return
        self._minute.cancel()
        if self._dimmed:
            self._dimmed = False
            self._light.restore()
        if not self._after_s or page.name in NEVER or page.name.startswith(SETTING_UP):
            self._wait.cancel()
        elif not self._wait.is_triggered:
            self._wait()

    def begin(self) -> None:
        """Rest, if nobody is here; else look again later."""
        if self._somebody():
            self._wait()
            return
        self._show(self._local())

    def close(self) -> None:
        """The window is gone."""
        self._wait.cancel()
        self._minute.cancel()
        if self._dimmed:
            self._light.restore()

    def _local(self) -> datetime:
        return local(self._now(), self._zone())

    def _show(self, now: datetime) -> None:
        from kiosk.screen.rest_page import RestPage  # noqa: PLC0415  once it rests
        from kiosk.screen.words_back import TIPS  # noqa: PLC0415

        what = moment(now, self._night, len(TIPS))
        self._dark = what.dim
        if what.dim:
            self._dimmed = self._light.dim() or self._dimmed
        elif self._dimmed:
            self._dimmed = False
            self._light.restore()
        dark = what.dim and not self._dimmed

        def build(sizes: Sizes) -> RestPage:
            page = RestPage(sizes, dark=dark)
            at = self._local()
            page.show(at, moment(at, self._night, len(TIPS)), self._locale())
            return page

        self._face.show_page(build)
        self._minute.timeout = seconds_to_next_minute(now)
        self._minute()

    def _next_minute(self) -> None:
        from kiosk.screen.rest_page import RestPage  # noqa: PLC0415  once it rests
        from kiosk.screen.words_back import TIPS  # noqa: PLC0415

        page = self._face.page
        if not isinstance(page, RestPage):
            return
        now = self._local()
        what = moment(now, self._night, len(TIPS))
        if what.dim != self._dark:
            self._show(now)
            return
        page.show(now, what, self._locale())
        self._minute.timeout = seconds_to_next_minute(now)
        self._minute()

    def _locale(self) -> Locale:
        """The language in force, as it is written where the station is."""
        from babel import Locale, UnknownLocaleError  # noqa: PLC0415  once it rests
        from babel.core import get_global  # noqa: PLC0415

        territory = get_global("zone_territories").get(self._zone(), "")
        for tag in (f"{current()}_{territory}", current(), "en"):
            try:
                return Locale.parse(tag)
            except (UnknownLocaleError, ValueError):
                continue
        raise AssertionError("Babel knows English.")
