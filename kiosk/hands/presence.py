"""When a session asks whether anybody is still there, and when it then pauses. Pure.

A motion sensor sees warmth that moves. Somebody who lies still it does not see, and lying still is
what most of a session is: so not to be seen means little. It is asked first, between two things to
do and never in a hold; and any sign for a minute after that - a movement, a finger, a key, a word -
is an answer. A press is left alone altogether: its own guard ends it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from kiosk.plan.model import SegmentKind
from kiosk.player.model import State, View

ANSWER_S: Final = 60.0
"""How long an answer is waited for."""

_UNASKED: Final = frozenset(
    {SegmentKind.HOLD, SegmentKind.PRESS, SegmentKind.EASE, SegmentKind.GATE}
)
"""Where nobody is asked anything."""
UNPAUSED: Final = frozenset({SegmentKind.PRESS, SegmentKind.EASE, SegmentKind.GATE})
"""Where nobody is paused for."""
_GOES: Final = frozenset({State.PLAYING, State.LEAD_IN})


class Act(StrEnum):
    """What is to be done."""

    ASK = "ask"
    PAUSE = "pause"


class Absence:
    """Watches one session. Moments are seconds of one clock.

    Args:
        away_s: Without a sign for so long, it is asked.
        now_s: When the session began: somebody has begun it.
    """

    def __init__(self, away_s: float, now_s: float) -> None:
        self._away_s = away_s
        self._seen_s = now_s
        self._asked = False
        self._asked_s: float | None = None
        """Since when the question has been heard: it may have to wait for a gap between cues."""
        self._index = -1
        self.paused = False
        """Whether it paused the session, and nobody has come since."""

    @property
    def asking(self) -> bool:
        """Whether an answer is waited for."""
        return self._asked and not self.paused

    def sign(self, now_s: float) -> None:
        """Somebody is there."""
        self._seen_s = now_s
        self._asked, self._asked_s = False, None
        self.paused = False

    def asked_aloud(self, now_s: float) -> None:
        """The question begins to sound: who has not heard it cannot answer."""
        if self.asking:
            self._asked_s = now_s

    def look(self, now_s: float, view: View) -> Act | None:
        """What is to be done at a moment of the session; call it every second or so."""
        kind = view.segment.kind if view.segment is not None else SegmentKind.INTRO
        moved_on = view.index != self._index
        self._index = view.index
        if self.paused:
            return None
        if not self._asked:
            missed = now_s - self._seen_s >= self._away_s
            if missed and moved_on and view.state in _GOES and kind not in _UNASKED:
                self._asked = True
                return Act.ASK
            return None
        over = self._asked_s is not None and now_s - self._asked_s >= ANSWER_S
        if over and view.state in {*_GOES, State.WAITING} and kind not in UNPAUSED:
            self.paused = True
            return Act.PAUSE
        return None
