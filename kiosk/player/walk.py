"""The timeline on the clock: what is shown, what is handed over, what lies ahead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kiosk.plan.model import Plan, Segment
from kiosk.player import course
from kiosk.player.agenda import Agenda, Begin, Give, Placed, Show, Turning
from kiosk.player.chart import Chart, Vital
from kiosk.player.model import Cut, Effect, Shown, Skipped, Sound, Started
from kiosk.units import Millis

FADE: Final[Millis] = 40
"""How fast a command silences what is being said."""


class Walk:
    """Walks one plan after the other over stretches that the player sets; it has no states.

    Args:
        plan: The plan to begin with.
        look_ahead_ms: How long before its time a cue is handed over as `Sound`.
        grace_ms: A cue that is later than this is not said at all. Only the easing off of a press
            is: where it was slept through, it begins when time goes on.

    Attributes:
        chart: The plan.
        now: The last moment told.
        index: The segment shown.
        cursor: The number of the first cue that has neither begun nor been skipped.
        said: The last text begun in this step.
        limit_ms: How far the timeline runs: to the next wait or gate, or to the end.
    """

    def __init__(self, plan: Plan, *, look_ahead_ms: Millis, grace_ms: Millis) -> None:
        self.chart = Chart(plan)
        self.now: Millis = 0
        self.index = 0
        self.cursor = 0
        self.said = ""
        self.limit_ms: Millis = 0
        self._look_ahead = look_ahead_ms
        self._grace = grace_ms
        self._agenda = Agenda()
        self._air: list[Placed] = []
        """Cues handed over and not yet over."""
        self._key = 0
        self._origin: Millis = 0
        """Where the plan's start lies on the clock."""
        self._vitals: tuple[Vital, ...] = ()
        """What lies ahead and must not be slept through, in order."""

    @property
    def segment(self) -> Segment | None:
        """What is shown, or None in an empty plan."""
        segments = self.chart.plan.segments
        return segments[self.index] if segments else None

    @property
    def next_ms(self) -> Millis | None:
        """When something is due next."""
        return self._agenda.next_ms

    def come_to(self, now_ms: Millis) -> None:
        """Be told the time, which only goes forward."""
        self.now = max(self.now, now_ms)

    def place(self, at_ms: Millis) -> Millis:
        """How far the running timeline has come."""
        return min(at_ms - self._origin, self.limit_ms)

    def sounding(self, at_ms: Millis) -> Placed | None:
        """What a person hears."""
        return next((each for each in self._air if each.due_ms <= at_ms < each.end_ms), None)

    def catch_up(self) -> Iterator[Effect | Turning]:
        """Tell all that became due, and each turn, which the player takes before it reads on."""
        yield from self._wake()
        while (entry := self._agenda.take(self.now)) is not None:
            if isinstance(entry, Turning):
                yield entry
            else:
                yield from self._happen(entry)
        self._vitals = tuple(each for each in self._vitals if self._due(each) > self.now)
        self._air = [placed for placed in self._air if placed.end_ms > self.now]

    def run(
        self,
        first: int,
        place_ms: Millis,
        at_ms: Millis,
        *,
        said: tuple[Placed, ...] = (),
        runs_ms: Millis | None = None,
    ) -> None:
        """Let the timeline run from a place, the first segment to be shown being `first`."""
        begin_ms = at_ms if runs_ms is None else runs_ms
        start = course.Start(first, self.cursor, place_ms, at_ms, begin_ms, said)
        ahead = course.stretch(self.chart, start, ahead_ms=self._look_ahead, air=self._air)
        self._agenda = ahead.agenda
        self._origin = ahead.origin_ms
        self.limit_ms = ahead.limit_ms
        self._vitals = ahead.vitals

    def wait(self, since_ms: Millis, at_ms: Millis) -> None:
        """Stand at the wait shown, whose time-out began at a moment."""
        self._agenda = course.wait(
            self.chart,
            self.index,
            since_ms=since_ms,
            at_ms=at_ms,
            ahead_ms=self._look_ahead,
            air=self._air,
        )

    def cut(self, at_ms: Millis) -> Cut:
        """Silence what sounds and forget what lies ahead."""
        sounding = self.sounding(at_ms)
        self._air = []
        self._agenda = Agenda()
        self._vitals = ()
        if sounding is None:
            return Cut(FADE)
        return Cut(FADE, sounding.cue, at_ms - sounding.due_ms)

    def show(self, index: int, at_ms: Millis) -> Shown:
        """Show a segment."""
        segments = self.chart.plan.segments
        if segments[index].step != segments[self.index].step:
            self.said = ""
        self.index = index
        return Shown(segments[index], index, at_ms)

    def swap(self, chart: Chart, index: int, cursor: int) -> None:
        """Go on in another plan, at a segment and a cue of it."""
        self.chart = chart
        self.index = index
        self.cursor = cursor

    def _happen(self, entry: Show | Give | Begin) -> Iterator[Effect]:
        match entry:
            case Show(at_ms, index):
                yield self.show(index, at_ms)
            case Give(_, placed):
                late_ms = self.now - placed.due_ms
                if late_ms > self._grace:
                    self._pass(placed)
                    yield Skipped(placed.cue, late_ms)
                else:
                    self._key += 1
                    self._air.append(placed)
                    yield Sound(placed.cue, placed.due_ms, self._key)
            case Begin(at_ms, placed):
                if placed in self._air:
                    self._pass(placed)
                    yield from self._start_cue(placed, at_ms)

    def _start_cue(self, placed: Placed, at_ms: Millis) -> Iterator[Effect]:
        segments = self.chart.plan.segments
        same_step = segments[placed.cue.segment].step == segments[self.index].step
        if placed.cue.text and same_step:
            self.said = placed.cue.text
        yield Started(placed.cue, at_ms)

    def _pass(self, placed: Placed) -> None:
        if placed.number is not None:
            self.cursor = max(self.cursor, placed.number + 1)

    # What must not be slept through

    def _wake(self) -> Iterator[Effect]:
        """Where the time of an easing off was slept through, let the timeline go on from there.

        The press before it is over by the clock, but the person was not told to come off.
        """
        vital = next((each for each in self._vitals if self._slept_through(each)), None)
        if vital is None:
            return
        while (entry := self._agenda.take(self._due(vital))) is not None:
            if not isinstance(entry, Turning) and self._is_before(entry, vital):
                yield from self._happen(entry)
        if self._air:
            yield self.cut(self.now)
        self.cursor = vital.number
        self.run(self.index + 1, vital.place_ms, self.now)

    def _slept_through(self, vital: Vital) -> bool:
        if self.now - self._due(vital) <= self._grace:
            return False
        # What was handed over in time is heard, however late we are told the time.
        return not any(
            each.number is not None and each.number >= vital.number and each.end_ms > self.now
            for each in self._air
        )

    def _is_before(self, entry: Show | Give | Begin, vital: Vital) -> bool:
        if isinstance(entry, Show):
            return self.chart.plan.segments[entry.index].start_ms < vital.place_ms
        return entry.placed.number is None or entry.placed.number < vital.number

    def _due(self, vital: Vital) -> Millis:
        return self._origin + vital.place_ms
