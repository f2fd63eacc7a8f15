"""Home and its ways: what is looked for, who likes what, and which massages may be now."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from kivy.clock import Clock

from kiosk.screen import shelf, words_home
from kiosk.screen.home import Home, Shown
from kiosk.screen.page import Page
from kiosk.screen.shelf import Press, Wish
from kiosk.screen.theme import Sizes

if TYPE_CHECKING:
    from kiosk.reception import Reception
    from kiosk.screen.face import Face
    from kiosk.screen.narrowing import Narrowing

log = logging.getLogger(__name__)

_FORGET_ON = frozenset({"who", "people", "rest"})
"""Pages at which whoever looked for something has gone."""


class Foyer:
    """What the face knows of home.

    Everything here runs on the screen's thread but the call that asks which massages may be now.

    Args:
        face: Shows the pages.
        reception: Knows who is here; None where nobody is known.
        due: The names of the sessions that are due today for who is here.
    """

    def __init__(
        self,
        face: Face,
        reception: Callable[[], Reception | None],
        due: Callable[[], frozenset[str]],
    ) -> None:
        self._face = face
        self._reception = reception
        self._due = due
        self._wish = Wish()
        self._who = ""
        self._presses: Mapping[str, Press] = {}
        self._asked = 0
        self._anew = False

    # Home

    def build(self, sizes: Sizes) -> Home:
        """Home, without what stands in its corner."""
        return Home(
            sizes,
            on_open=self._face.open_about,
            on_problems=self._face.open_problems,
            on_kind=lambda: self._choose("kind"),
            on_time=lambda: self._choose("time"),
            on_at_hand=lambda: self._choose("at_hand"),
            on_wish=self.look_for,
        )

    def fill(self, home: Home) -> None:
        """Show what there is, for who is here."""
        self._notice_who()
        station = self._face.station
        cards, likes, due = station.cards(), station.preferences(), self._due()
        found = shelf.ordered(cards, due=due, favourites=likes.favourites, recent=likes.recent)
        wish = self.wish
        left = shelf.narrowed(found, wish)
        home.show(
            Shown(
                cards=left,
                of=len(cards),
                wish=wish,
                looser=() if left else shelf.loosened(cards, wish),
                due=due,
                favourites=likes.favourites,
                presses=self._presses,
            ),
            len(station.broken()),
        )

    def showing(self, page: Page) -> None:
        """Another page is shown: with who was here goes what they looked for."""
        if page.name in _FORGET_ON:
            self._wish = Wish()
        elif isinstance(page, Home):
            self._ask_points()

    def anew(self) -> bool:
        """Whether other cards are shown than before: then home begins at its top."""
        anew, self._anew = self._anew, False
        return anew

    @property
    def wish(self) -> Wish:
        """What is looked for now: kind and time in this visit, what is at hand for good."""
        at_hand = self._face.station.preferences().equipment
        return replace(self._wish, at_hand=None if at_hand is None else frozenset(at_hand))

    def look_for(self, wish: Wish) -> None:
        """Look for something else, and show it."""
        self.want(wish)
        self._face.show_home()

    def want(self, wish: Wish) -> None:
        """Look for something else from now on."""
        self._anew = self._anew or wish != self.wish
        self._wish = replace(wish, at_hand=None)
        station = self._face.station
        likes = station.preferences()
        equipment = None if wish.at_hand is None else tuple(sorted(wish.at_hand))
        if equipment != likes.equipment:
            station.prefer(replace(likes, equipment=equipment))

    def _notice_who(self) -> None:
        reception = self._reception()
        here = reception.here if reception is not None else None
        who = here.id if here is not None else ""
        if who != self._who:
            self._who, self._wish, self._presses, self._anew = who, Wish(), {}, True

    def _choose(self, what: str) -> None:
        from kiosk.screen.narrowing import Narrowing  # noqa: PLC0415  home comes first

        narrowing: Narrowing = Narrowing(self._face, self)
        narrowing.choose(what)

    # What who is here likes

    def begun(self, session: str) -> None:
        """A session was begun: it comes before others from now on."""
        station = self._face.station
        station.prefer(shelf.begun(station.preferences(), session))

    def likes(self, session: str) -> bool:
        """Whether who is here likes a session."""
        return session in self._face.station.preferences().favourites

    def like(self, session: str, *, yes: bool) -> None:
        """Who is here likes a session, or not any more."""
        station = self._face.station
        station.prefer(shelf.liked(station.preferences(), session, yes=yes))

    def press_words(self, session: str) -> str:
        """Whether a session's massage may be now, as far as that is known; or empty."""
        press = self._presses.get(session)
        return "" if press is None else words_home.press_words(press)

    # Which massages may be now

    def _ask_points(self) -> None:
        """Ask on another thread, once home is drawn; nobody waits for the answer."""
        self._asked += 1
        asked = self._asked
        reception = self._reception()
        if reception is None or reception.here is None:
            return

        def ask() -> None:
            try:
                found = shelf.presses(reception.points())
            except Exception:
                log.exception("Which massages may be now could not be told")
                return
            Clock.schedule_once(lambda _dt: self._answered(asked, found), 0)

        def later(_dt: float) -> None:
            if asked == self._asked:
                threading.Thread(target=ask, name="points", daemon=True).start()

        # Two ticks on: home is drawn first.
        Clock.schedule_once(lambda _dt: Clock.schedule_once(later, 0), 0)

    def _answered(self, asked: int, presses: Mapping[str, Press]) -> None:
        if asked == self._asked:
            self._presses = presses
            if isinstance(self._face.page, Home):
                self._face.page.grid.mark(presses)
