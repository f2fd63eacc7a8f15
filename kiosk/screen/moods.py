"""The colours of the moments of a session; apart from the theme, which home needs at once."""

from __future__ import annotations

from kiosk.plan.model import SegmentKind
from kiosk.player.model import State
from kiosk.screen import theme

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


def mood_of_segment(kind: SegmentKind, state: State) -> theme.Mood:
    """The colours of a moment of a session; a pause quietens them."""
    return theme.LISTEN if state is State.PAUSED else _SEGMENT_MOODS[kind]
