"""What was really done in a session: added up from the moments as they were played. No kivy here.

A hold that was skipped half-way counts for its half; one that was gone back to counts twice.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.plan.model import Segment, SegmentKind
from kiosk.player.model import State, View
from kiosk.units import SECOND, Millis

_WHOLE_WITHIN_MS: Millis = 400
"""A moment left so shortly before its end was seen to its end: frames are not that exact."""
_LEAP_MS: Millis = 5 * SECOND
"""More time than this between two frames was not practised: the screen slept, or it was a jump."""
_LEAST_MS: Millis = SECOND
"""Less than this of a hold was none."""

_HOLDS = frozenset({SegmentKind.HOLD, SegmentKind.MOVE})


@dataclass(frozen=True, slots=True)
class Practised:
    """What was done.

    Attributes:
        holds: How many holds and movements, and `hold_ms` for how long in all.
        reps: Repetitions seen to their end.
        presses: How many presses, and `press_ms` for how long in all.
    """

    holds: int = 0
    hold_ms: Millis = 0
    reps: int = 0
    presses: int = 0
    press_ms: Millis = 0


class Tally:
    """Watches a session from its first frame to its last."""

    def __init__(self) -> None:
        self._now: Segment | None = None
        self._seen_ms: Millis = 0
        self._spent_ms: Millis = 0
        self._holds = self._reps = self._presses = 0
        self._hold_ms: Millis = 0
        self._press_ms: Millis = 0

    def see(self, view: View) -> None:
        """A frame was drawn."""
        segment = view.segment
        if segment is None or view.state is State.IDLE:
            return
        if segment != self._now:
            self._leave(ended=True)
            self._now, self._spent_ms = segment, 0
            self._seen_ms = 0
        passed = view.elapsed_ms - self._seen_ms
        if passed < 0:
            # It was begun anew.
            self._leave(ended=False)
            self._spent_ms, passed = 0, view.elapsed_ms
        if passed <= _LEAP_MS:
            self._spent_ms += passed
        self._seen_ms = view.elapsed_ms

    def finish(self) -> Practised:
        """The session is over: what was done in it."""
        self._leave(ended=True)
        self._now = None
        return Practised(self._holds, self._hold_ms, self._reps, self._presses, self._press_ms)

    def _leave(self, *, ended: bool) -> None:
        segment = self._now
        if segment is None:
            return
        spent = self._spent_ms
        whole = segment.duration_ms
        near = ended and whole - self._seen_ms <= _WHOLE_WITHIN_MS
        if near:
            spent += max(0, whole - self._seen_ms)
        if segment.kind is SegmentKind.REPS:
            self._reps += int(near and spent >= whole - _WHOLE_WITHIN_MS)
        elif spent < min(_LEAST_MS, whole):
            return
        elif segment.kind in _HOLDS:
            self._holds += 1
            self._hold_ms += spent
        elif segment.kind is SegmentKind.PRESS:
            self._presses += 1
            self._press_ms += spent
