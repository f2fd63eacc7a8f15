"""How doses look: the colours of a press, and the sign and colours of each state and mark.

Nothing here imports Kivy, so that a test can hold every pair to its contrast.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.plan.model import SegmentKind
from kiosk.player.model import State
from kiosk.reception import PointState
from kiosk.screen import moods, theme
from kiosk.screen.theme import Colour, Mood

PRESSING = theme.TURN
EASING = theme.OFF
"""Coming off: the whole page, so that it is seen from the floor and from the corner of an eye."""
ASKING = theme.LISTEN
HURTS, HURTS_DOWN = theme.HURTS, theme.HURTS_DOWN

_MOODS = {
    SegmentKind.GATE: ASKING,
    SegmentKind.PRESS: PRESSING,
    SegmentKind.EASE: EASING,
}


@dataclass(frozen=True, slots=True)
class Look:
    """How a point's state is shown, besides its word.

    Attributes:
        sign: Each state has its own.
        ink: The sign's ground, and text on `wash`.
        wash: The label's ground.
    """

    sign: str
    ink: Colour
    wash: Colour


POINTS = {
    PointState.READY: Look("play", theme.WORK.ink, theme.WORK.wash),
    PointState.DONE: Look("check", theme.EASE.ink, theme.EASE.wash),
    PointState.RESTING: Look("rest", theme.WAIT.ink, theme.WAIT.wash),
    PointState.LOCKED: Look("lock", theme.STOPPED.ink, theme.STOPPED.wash),
}

MARKS: dict[str, Colour] = {
    "green": theme.GOOD,
    "amber": theme.STRONG,
    "red": theme.BAD,
    "rest": theme.QUIET,
    "refused": theme.QUIET,
}
"""The colours of the marks of the progress plot; their shapes are what tells them apart."""

TEXT_ON_GROUND: tuple[tuple[Colour, Colour], ...] = (
    *((look.ink, look.wash) for look in POINTS.values()),
    *((theme.INK, look.wash) for look in POINTS.values()),
    *((theme.QUIET, look.wash) for look in POINTS.values()),
    *((theme.CARD, look.ink) for look in POINTS.values()),
    (theme.CARD, HURTS),
    (theme.CARD, HURTS_DOWN),
    (EASING.ink, EASING.wash),
)
"""Every pair of text and ground that the pages about doses add."""


def mood_of_segment(kind: SegmentKind, state: State) -> Mood:
    """The colours of a moment of a session, pressing or not."""
    if kind not in _MOODS:
        return moods.mood_of_segment(kind, state)
    return theme.LISTEN if state is State.PAUSED else _MOODS[kind]
