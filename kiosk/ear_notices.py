"""When a session says aloud what has become of its ears. Pure: it is told the time.

A cable that is loose must not make it chatter: it says once that it no longer hears, once that it
hears again, and the next time that this comes and goes; after that it only shows. What it said
last is never untrue for long: whoever was told that the ears are unsure is not told otherwise.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

from kiosk.language import N_

LOST_S: Final = 4.0
"""Ears that are back sooner are not spoken of."""
BACK_S: Final = 4.0
LOUD_S: Final = 3.0
"""A room is loud that has been for so long: a door that slams is not."""

CANNOT_HEAR: Final = N_("I cannot hear you. Use the screen or a button.")
NO_LONGER: Final = N_("I can no longer hear you. Use the screen or a button.")
HEARS_AGAIN: Final = N_("I hear you again.")
COMES_AND_GOES: Final = N_(
    "My microphone comes and goes. Do not count on me to hear you: use the screen or a button."
)
LOUD: Final = N_("It is loud in here. Where I do not hear you, use the screen or a button.")


class Hears(Enum):
    """How the ears are."""

    LOADING = "loading"
    """They are not there yet, and nothing is wrong with them."""
    NOT = "not"
    WELL = "well"
    LOUD = "loud"
    """They listen in a loud room."""


class EarNotices:
    """What is to be said, a look at a time, from one session to the next."""

    def __init__(self) -> None:
        self._was: Hears | None = None
        self._begin(None)

    def look(self, session: object, hears: Hears, now_s: float) -> str:
        """What is to be said now, to be translated by `_`; empty for nothing.

        Args:
            session: What is played; None between sessions, when nothing is said.
            hears: How the ears are now.
            now_s: A monotonic clock.
        """
        if session is not self._session:
            self._begin(session)
        if hears is not self._was:
            # Loud or not, it hears; whether it does so for long is what counts.
            if Hears.NOT in {hears, self._was} or Hears.LOADING in {hears, self._was}:
                self._since_s = now_s
            self._loud_since_s = now_s
            self._was = hears
        if session is None:
            return ""
        return self._said(hears, now_s - self._since_s, now_s - self._loud_since_s)

    def _begin(self, session: object) -> None:
        self._session = session
        self._was = None
        self._since_s = self._loud_since_s = 0.0
        self._heard = False
        self._lost = False
        """Whether it was said that it does not hear, and not since that it does."""
        self._losses = 0
        self._loud = False

    def _said(self, hears: Hears, for_s: float, loud_for_s: float) -> str:
        if hears is Hears.NOT and for_s >= LOST_S and not self._lost:
            self._lost = True
            self._losses += 1
            if self._losses > 2:
                return ""
            if self._losses == 2:
                return COMES_AND_GOES
            return NO_LONGER if self._heard else CANNOT_HEAR
        if hears not in {Hears.WELL, Hears.LOUD}:
            return ""
        self._heard = True
        if self._lost and for_s >= BACK_S:
            self._lost = False
            return HEARS_AGAIN if self._losses == 1 else ""
        if hears is Hears.LOUD and loud_for_s >= LOUD_S and not self._loud:
            self._loud = True
            return LOUD
        return ""
