"""What the session page is laid out for. No kivy here."""

from __future__ import annotations

from enum import Enum

from kiosk.plan.model import SegmentKind
from kiosk.player.model import State, View


class Mode(Enum):
    """What can be done now, and so what is on the page."""

    PLAIN = "plain"
    WAITING = "waiting"
    ASKING = "asking"
    PRESSING = "pressing"
    EASING = "easing"

    @property
    def on_massager(self) -> bool:
        """Whether somebody is on a massager, or waits to be let onto it."""
        return self in {Mode.ASKING, Mode.PRESSING, Mode.EASING}


def mode_of(view: View) -> Mode:
    """What to lay the page out for at a moment."""
    if view.state is State.WAITING:
        return Mode.WAITING
    if view.state is State.ASKING:
        return Mode.ASKING
    kind = view.segment.kind if view.segment is not None else None
    if kind is SegmentKind.EASE or (kind is SegmentKind.PRESS and view.state is State.PAUSED):
        # Whoever is on a massager while time stands still is to come off it.
        return Mode.EASING
    return Mode.PRESSING if kind is SegmentKind.PRESS else Mode.PLAIN
