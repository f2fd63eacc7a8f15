"""How a person likes the kiosk to look, sound and move: data, and who keeps it.

Where nobody has said who they are, the station's own preferences hold; a new person begins with
those. Nothing here bears on a dose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Protocol

from kiosk.units import Millis

STATION: Final = ""
"""Whose preferences hold where nobody has said who they are."""


class Look(StrEnum):
    """Which palette the screen wears."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"
    """Black, white and yellow, for low vision."""


TEXT_PERCENT: Final = (100, 115, 130)
"""The sizes of text to choose from; pages are measured at each."""
SPEED_PERCENT: Final = (80, 90, 100, 110, 120)
"""How fast the voice speaks, of the station's rate."""
VOLUME_PERCENT: Final = (40, 55, 70, 85, 100)
"""How loud it is, of the station's volume."""
BREATH_MS: Final = (3_000, 4_000, 5_000, 6_000, 8_000)
"""Lengths of a breath to choose from."""
MINUTES: Final = (5, 10, 20)
"""The lengths of time that somebody may say they have."""
RECENT_KEPT: Final = 6
BUILDS: Final = 3
"""How many body builds the figures have."""
TONES: Final = 3
"""How many skin tones the figures have."""


@dataclass(frozen=True, slots=True)
class SessionSound:
    """How one session is to sound to somebody.

    Attributes:
        session: Its name.
        chimes: Whether its chimes are heard.
        countdown, halfway: Whether the coach says so of itself.
        volume_percent: One of `VOLUME_PERCENT`, or 0 for as loud as everything else.
    """

    session: str
    chimes: bool = True
    countdown: bool = True
    halfway: bool = True
    volume_percent: int = 0


SOUNDS_KEPT: Final = 100
"""For how many sessions it is kept: the ones set last."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """What somebody prefers. Every value has a meaning of its own for "as the station has it".

    Attributes:
        look: The palette.
        text_percent: One of `TEXT_PERCENT`.
        reduced_motion: Figures show the two ends of a movement, and nothing else moves.
        flash: The whole screen flashes once at each change of phase.
        speed_percent: One of `SPEED_PERCENT`.
        volume_percent: One of `VOLUME_PERCENT`.
        voice: A voice's id as `kiosk voices` lists it, or empty.
        breath_ms: How long a breath is, one of `BREATH_MS`, or 0 for the station's.
        language: The language of screen and speech, or empty for the station's.
        build, tone: Which figure is shown, from 0; -1 until one has been chosen by lot.
        favourites: Names of sessions, the first one liked longest.
        recent: Names of sessions begun, the last one first, at most `RECENT_KEPT`.
        equipment: What is at hand, or None where nobody has said: then all is shown.
        sounds: Sessions that are to sound otherwise than usual, the one set last at the end.
    """

    look: Look = Look.LIGHT
    text_percent: int = 100
    reduced_motion: bool = False
    flash: bool = False
    speed_percent: int = 100
    volume_percent: int = 100
    voice: str = ""
    breath_ms: Millis = 0
    language: str = ""
    build: int = -1
    tone: int = -1
    favourites: tuple[str, ...] = ()
    recent: tuple[str, ...] = ()
    equipment: tuple[str, ...] | None = None
    sounds: tuple[SessionSound, ...] = ()

    def sound_of(self, session: str) -> SessionSound:
        """How a session is to sound."""
        found = (each for each in self.sounds if each.session == session)
        return next(found, SessionSound(session))

    def with_sound(self, sound: SessionSound) -> Preferences:
        """The same with another sound of a session; what is as usual takes no room."""
        others = tuple(each for each in self.sounds if each.session != sound.session)
        kept = others if sound == SessionSound(sound.session) else (*others, sound)
        return replace(self, sounds=kept[-SOUNDS_KEPT:])


class Preferring(Protocol):
    """Keeps preferences. Only what changes a file may take as long as a slow card does."""

    def of(self, person: str) -> Preferences:
        """The preferences of a person, or of the station (`STATION`)."""

    def keep(self, person: str, preferences: Preferences) -> None:
        """Hold other preferences from now on."""

    def save(self, person: str) -> None:
        """Make what is held last; a card that is full or read-only is logged, and no more."""

    def settle(self, person: str) -> None:
        """Make last what was chosen by lot for somebody whose preferences were never saved."""

    def kept(self) -> Sequence[str]:
        """Whose preferences are kept, by their ids; the station's are not among them."""

    def forget(self, person: str) -> None:
        """Drop a person's preferences: they have been erased."""
