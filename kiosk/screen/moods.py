"""The colours and forms of the moments of a session; apart from the theme, which home needs."""

from __future__ import annotations

from enum import StrEnum

from kiosk.plan.model import SegmentKind
from kiosk.player.model import State
from kiosk.screen import theme


class Form(StrEnum):
    """The form of the ring: no kind of moment is told by its colour alone."""

    HOLD = "hold"
    """A closed ring."""
    PRESS = "press"
    """A filled disc in a thin ring."""
    MOVE = "move"
    """Beads."""
    REST = "rest"
    """A thin ring, open below."""
    CHANGE = "change"
    """Two arrows that chase one another."""
    LISTEN = "listen"
    """Dashes."""
    PAUSED = "paused"
    """A square."""


_SEGMENT_MOODS = {
    SegmentKind.HOLD: theme.WORK,
    SegmentKind.MOVE: theme.WORK,
    SegmentKind.REPS: theme.WORK,
    SegmentKind.PREPARE: theme.LISTEN,
    SegmentKind.READY: theme.LISTEN,
    SegmentKind.INTRO: theme.LISTEN,
    SegmentKind.SAY: theme.LISTEN,
    SegmentKind.OUTRO: theme.LISTEN,
    SegmentKind.CHIME: theme.LISTEN,
    SegmentKind.REST: theme.EASE,
    SegmentKind.CHANGE: theme.TURN,
    SegmentKind.WAIT: theme.WAIT,
}

_FORMS = {
    SegmentKind.HOLD: Form.HOLD,
    SegmentKind.PRESS: Form.PRESS,
    SegmentKind.MOVE: Form.MOVE,
    SegmentKind.REPS: Form.MOVE,
    SegmentKind.REST: Form.REST,
    SegmentKind.CHANGE: Form.CHANGE,
}


def mood_of_segment(kind: SegmentKind, state: State) -> theme.Mood:
    """The colours of a moment of a session; a pause quietens them."""
    return theme.LISTEN if state is State.PAUSED else _SEGMENT_MOODS[kind]


def form_of_segment(kind: SegmentKind, state: State) -> Form:
    """The form of a moment of a session. Waits and coming off have pages of their own."""
    return Form.PAUSED if state is State.PAUSED else _FORMS.get(kind, Form.LISTEN)
