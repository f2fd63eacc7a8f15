"""The player: a plan, a clock that is told to it, and what a person asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar, Final, TypeAlias

from kiosk.plan.model import CueKind, Plan, Segment, SegmentKind
from kiosk.player import course
from kiosk.player.agenda import Agenda, Begin, Entry, Give, Placed, Show, Turn, Turning
from kiosk.player.chart import Chart
from kiosk.player.model import (
    Changed,
    Command,
    Cut,
    Effect,
    Moved,
    Shown,
    Skipped,
    Sound,
    Started,
    State,
    View,
)
from kiosk.units import SECOND, Millis

FADE: Final[Millis] = 40
"""How fast a command silences what is being said."""
LEAD_IN_GAP: Final[Millis] = 300
"""Silence between the parts of a lead-in."""
LEAD_IN_BREATH: Final[Millis] = 500
"""Silence after a lead-in, before the hold goes on."""
BACK_AGAIN: Final[Millis] = 3 * SECOND
"""How long after one BACK another goes to the step before."""

_Act: TypeAlias = "Callable[[Player, Millis, Command | None], Iterator[Effect]]"

_SAID_AGAIN = frozenset({CueKind.SAFETY, CueKind.INSTRUCTION, CueKind.CHANGE})


class Player:
    """Walks a plan: time and commands in, effects out.

    It reads no clock, owns no thread and never sleeps. Everything is due at an absolute moment of
    the caller's clock, so that no lateness of a call adds up; `next_due` tells when to call
    `tick` next. Time only goes forward: a moment before the last is taken as the last.

    The states, with the person's commands in capitals and the timeline's own turns in brackets::

        IDLE --START--> PLAYING --[arrived]--> WAITING --READY, NEXT, [timed out]--> PLAYING
                        PLAYING, WAITING, LEAD_IN --PAUSE--> PAUSED
                        PAUSED --RESUME--> PLAYING; or WAITING, where it was paused there
                        PAUSED --RESUME, in mid-hold--> LEAD_IN --[led in]--> PLAYING
                        PLAYING, WAITING, LEAD_IN --NEXT, BACK, REPEAT--> PLAYING
                        PAUSED --NEXT, BACK, REPEAT--> PAUSED, at another place
                        PLAYING --[finished]--> DONE; so does NEXT in the last step
        every state but IDLE, DONE and STOPPED --STOP--> STOPPED

    TOGGLE is START, PAUSE, RESUME or, in WAITING, READY. READY in PLAYING skips the rest of the
    words that lead up to a wait, and the wait. What the table below does not name means nothing.

    Args:
        plan: What to play.
        look_ahead_ms: How long before its time a cue is handed over as `Sound`.
        grace_ms: A cue that is later than this is not said at all.
    """

    def __init__(self, plan: Plan, *, look_ahead_ms: Millis = 400, grace_ms: Millis = 100) -> None:
        self._chart = Chart(plan)
        self._look_ahead = look_ahead_ms
        self._grace = grace_ms
        self._state = State.IDLE
        self._now: Millis = 0
        self._agenda = Agenda()
        self._air: list[Placed] = []
        """Cues handed over and not yet over."""
        self._key = 0
        self._index = 0
        """The segment shown."""
        self._cursor = 0
        """The number of the first cue that has neither begun nor been skipped."""
        self._place: Millis = 0
        """The place in the plan while the timeline stands still."""
        self._origin: Millis = 0
        """Where the plan's start lies on the clock, while the timeline runs."""
        self._limit: Millis = 0
        """How far the timeline runs: to the next wait or to the end."""
        self._since: Millis = 0
        """When the time-out began, in a wait."""
        self._waited: Millis = 0
        """How much of the time-out had passed at the pause."""
        self._owed: int | None = None
        """The number of a cue that a pause cut short and that must be heard whole."""
        self._landed: tuple[int, Millis] | None = None
        """Where and when BACK landed, while nothing else has been asked for."""
        self._said = ""

    @property
    def state(self) -> State:
        """Where the player is, as of the last call."""
        return self._state

    def next_due(self) -> Millis | None:
        """The moment of the clock at which to call `tick`, or None while nothing lies ahead."""
        return self._agenda.next_ms

    def tick(self, now_ms: Millis) -> tuple[Effect, ...]:
        """Bring the session to a moment, and tell all that became due."""
        self._now = max(self._now, now_ms)
        return tuple(self._catch_up())

    def command(self, command: Command, now_ms: Millis) -> tuple[Effect, ...]:
        """Bring the session to a moment, then do what a person asks for.

        A command that means nothing here adds nothing to what became due.
        """
        self._now = max(self._now, now_ms)
        effects = [*self._catch_up()]
        act = self._TABLE.get((self._state, command))
        answer = [*act(self, self._now, command)] if act else []
        if answer and command is not Command.BACK:
            self._landed = None
        return (*effects, *answer, *self._catch_up())

    def view(self, now_ms: Millis) -> View:
        """What there is to draw at a moment."""
        now = max(self._now, now_ms)
        place = self._position(now)
        segment = self._segment()
        if segment is None:
            total_ms = self._chart.plan.total_ms
            return View(
                self._state, None, self._index, place, total_ms, elapsed_ms=0, remaining_ms=0
            )
        if segment.wait_ms:
            length = segment.wait_ms
            elapsed = now - self._since if self._state is State.WAITING else self._waited
        else:
            length = segment.duration_ms
            place = min(place, segment.end_ms)
            elapsed = place - segment.start_ms
        elapsed = min(max(elapsed, 0), length)
        sounding = self._sounding(now)
        saying = sounding.cue.text if sounding else ""
        return View(
            self._state,
            segment,
            self._index,
            place,
            self._chart.plan.total_ms,
            elapsed_ms=elapsed,
            remaining_ms=length - elapsed,
            saying=saying,
            said=saying or self._said,
        )

    # What time brings

    def _catch_up(self) -> Iterator[Effect]:
        while (entry := self._agenda.take(self._now)) is not None:
            yield from self._happen(entry)
        self._air = [placed for placed in self._air if placed.end_ms > self._now]

    def _happen(self, entry: Entry) -> Iterator[Effect]:
        match entry:
            case Show(at_ms, index):
                yield self._show(index, at_ms)
            case Give(_, placed):
                late_ms = self._now - placed.due_ms
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
            case Turning(at_ms, turn):
                yield from self._TABLE[self._state, turn](self, at_ms, None)

    def _start_cue(self, placed: Placed, at_ms: Millis) -> Iterator[Effect]:
        segments = self._chart.plan.segments
        same_step = segments[placed.cue.segment].step == segments[self._index].step
        if placed.cue.text and same_step:
            self._said = placed.cue.text
        yield Started(placed.cue, at_ms)

    def _pass(self, placed: Placed) -> None:
        if placed.number is not None:
            self._cursor = max(self._cursor, placed.number + 1)

    def _show(self, index: int, at_ms: Millis) -> Shown:
        segments = self._chart.plan.segments
        if segments[index].step != segments[self._index].step:
            self._said = ""
        self._index = index
        return Shown(segments[index], index, at_ms)

    def _arrive(self, at_ms: Millis, command: Command | None) -> Iterator[Effect]:
        self._place = self._limit
        self._waited = 0
        yield from self._wait(at_ms, command)

    def _led_in(self, at_ms: Millis, command: Command | None) -> Iterator[Effect]:
        self._owed = None
        yield from self._enter(State.PLAYING, at_ms, command)

    def _finish(self, at_ms: Millis, command: Command | None) -> Iterator[Effect]:
        self._place = self._chart.plan.total_ms
        yield from self._enter(State.DONE, at_ms, command)

    # What a person asks for

    def _start(self, at_ms: Millis, command: Command | None) -> Iterator[Effect]:
        yield from self._enter(State.PLAYING, at_ms, command)
        self._run(0, self._place, at_ms)

    def _pause(self, at_ms: Millis, command: Command | None) -> Iterator[Effect]:
        self._place = self._position(at_ms)
        if self._state is State.WAITING:
            self._waited = at_ms - self._since
        sounding = self._sounding(at_ms)
        if sounding and sounding.number is not None:
            if sounding.due_ms == at_ms:
                # Nothing of it was heard: it still lies ahead.
                self._cursor = sounding.number
            elif sounding.cue.kind in _SAID_AGAIN and sounding.cue.text:
                self._owed = sounding.number
        yield self._cut(at_ms)
        yield from self._enter(State.PAUSED, at_ms, command)

    def _resume(self, at_ms: Millis, command: Command | None) -> Iterator[Effect]:
        chart, index = self._chart, self._index
        waits = chart.plan.segments[index].wait_ms > 0
        if chart.in_count(index, self._place):
            yield from self._lead_in(at_ms, command)
        elif waits and self._owed is None and self._cursor >= chart.cue_past(index):
            yield from self._wait(at_ms, command)
        else:
            yield from self._go_on(at_ms, command)

    def _lead_in(self, at_ms: Millis, command: Command | None) -> Iterator[Effect]:
        """Say where we are, then let the hold go on for exactly what is left of it."""
        said: list[Placed] = []
        ready_ms = at_ms
        for cue in self._chart.lead_in(self._index, self._place, self._owed):
            due_ms = said[-1].end_ms + LEAD_IN_GAP if said else at_ms
            said.append(Placed(cue, due_ms))
            ready_ms = said[-1].end_ms
        yield from self._enter(State.LEAD_IN, at_ms, command)
        self._run(
            self._index + 1, self._place, at_ms, said=tuple(said), runs_ms=ready_ms + LEAD_IN_BREATH
        )

    def _go_on(self, at_ms: Millis, command: Command | None) -> Iterator[Effect]:
        """Let the timeline run again, from where it makes sense to the person."""
        place, index = self._place, self._index
        segment = self._chart.plan.segments[index]
        if segment.kind is SegmentKind.REPS and place < segment.end_ms:
            place = segment.start_ms
            self._cursor = min(self._cursor, self._chart.first_cue(index))
        if self._owed is not None and self._owed < self._cursor:
            place = self._chart.cues[self._owed].at_ms
            index = self._chart.home(self._owed)
            self._cursor = self._owed
        self._owed = None
        if place != self._place and command:
            yield Moved(command, self._place, place)
        yield from self._enter(State.PLAYING, at_ms, command)
        # The segment on show is not shown again, except a wait, which must be arrived at.
        shown = index == self._index and not segment.wait_ms
        self._run(index + 1 if shown else index, place, at_ms)

    def _wait(self, at_ms: Millis, command: Command | None) -> Iterator[Effect]:
        """Stand still until the person is ready, or for what is left of the time-out."""
        yield from self._enter(State.WAITING, at_ms, command)
        self._since = at_ms - self._waited
        self._agenda = course.wait(
            self._chart,
            self._index,
            since_ms=self._since,
            at_ms=at_ms,
            ahead_ms=self._look_ahead,
            air=self._air,
        )

    def _end_wait(self, at_ms: Millis, command: Command | None) -> Iterator[Effect]:
        if command:
            yield self._cut(at_ms)
        yield from self._enter(State.PLAYING, at_ms, command)
        self._run(self._index + 1, self._place, at_ms)

    def _ready_early(self, at_ms: Millis, command: Command | None) -> Iterator[Effect]:
        wait = self._chart.wait_after_words(self._index)
        if wait is None or command is None:
            return
        to_ms = self._chart.plan.segments[wait].start_ms
        yield self._cut(at_ms)
        yield Moved(command, self._position(at_ms), to_ms)
        self._cursor = self._chart.cue_past(wait)
        self._run(wait + 1, to_ms, at_ms)

    def _next(self, at_ms: Millis, command: Command | None) -> Iterator[Effect]:
        target = self._chart.step_after(self._index)
        if target is not None:
            yield from self._move(target, at_ms, command)
            return
        from_ms = self._position(at_ms)
        if self._state is not State.PAUSED:
            yield self._cut(at_ms)
        if command:
            yield Moved(command, from_ms, self._chart.plan.total_ms)
        yield from self._finish(at_ms, command)

    def _back(self, at_ms: Millis, command: Command | None) -> Iterator[Effect]:
        target = self._chart.step_start(self._index)
        if self._landed:
            index, landed_ms = self._landed
            # While paused, no time of play passes between the two.
            if self._state is State.PAUSED or at_ms - landed_ms <= BACK_AGAIN:
                target = self._chart.step_before(index)
        yield from self._move(target, at_ms, command)
        self._landed = target, at_ms

    def _repeat(self, at_ms: Millis, command: Command | None) -> Iterator[Effect]:
        yield from self._move(self._chart.step_start(self._index), at_ms, command)

    def _move(self, target: int, at_ms: Millis, command: Command | None) -> Iterator[Effect]:
        from_ms = self._position(at_ms)
        to_ms = self._chart.plan.segments[target].start_ms
        if self._state is not State.PAUSED:
            yield self._cut(at_ms)
        self._place = to_ms
        self._cursor = self._chart.first_cue(target)
        self._waited = 0
        self._owed = None
        self._said = ""
        if command:
            yield Moved(command, from_ms, to_ms)
        if self._state is State.PAUSED:
            yield self._show(target, at_ms)
        else:
            yield from self._enter(State.PLAYING, at_ms, command)
            self._run(target, to_ms, at_ms)

    def _stop(self, at_ms: Millis, command: Command | None) -> Iterator[Effect]:
        self._place = self._position(at_ms)
        yield self._cut(at_ms)
        yield from self._enter(State.STOPPED, at_ms, command)

    # What they share

    def _segment(self) -> Segment | None:
        segments = self._chart.plan.segments
        return segments[self._index] if segments and self._state is not State.IDLE else None

    def _position(self, at_ms: Millis) -> Millis:
        if self._state is State.PLAYING:
            return min(at_ms - self._origin, self._limit)
        return self._place

    def _sounding(self, at_ms: Millis) -> Placed | None:
        return next((each for each in self._air if each.due_ms <= at_ms < each.end_ms), None)

    def _enter(self, after: State, at_ms: Millis, command: Command | None) -> Iterator[Effect]:
        before, self._state = self._state, after
        if before is not after:
            yield Changed(before, after, command, at_ms)

    def _cut(self, at_ms: Millis) -> Cut:
        sounding = self._sounding(at_ms)
        self._air = []
        self._agenda = Agenda()
        if sounding is None:
            return Cut(FADE)
        return Cut(FADE, sounding.cue, at_ms - sounding.due_ms)

    def _run(
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
        start = course.Start(first, self._cursor, place_ms, at_ms, begin_ms, said)
        ahead = course.stretch(self._chart, start, ahead_ms=self._look_ahead, air=self._air)
        self._agenda = ahead.agenda
        self._origin = ahead.origin_ms
        self._limit = ahead.limit_ms

    _TABLE: ClassVar[Mapping[tuple[State, Command | Turn], _Act]] = {
        (State.IDLE, Command.START): _start,
        (State.IDLE, Command.TOGGLE): _start,
        (State.PLAYING, Command.PAUSE): _pause,
        (State.PLAYING, Command.TOGGLE): _pause,
        (State.PLAYING, Command.READY): _ready_early,
        (State.PLAYING, Command.NEXT): _next,
        (State.PLAYING, Command.BACK): _back,
        (State.PLAYING, Command.REPEAT): _repeat,
        (State.PLAYING, Command.STOP): _stop,
        (State.PLAYING, Turn.ARRIVED): _arrive,
        (State.PLAYING, Turn.FINISHED): _finish,
        (State.WAITING, Command.READY): _end_wait,
        (State.WAITING, Command.TOGGLE): _end_wait,
        (State.WAITING, Command.NEXT): _end_wait,
        (State.WAITING, Turn.TIMED_OUT): _end_wait,
        (State.WAITING, Command.PAUSE): _pause,
        (State.WAITING, Command.BACK): _back,
        (State.WAITING, Command.REPEAT): _repeat,
        (State.WAITING, Command.STOP): _stop,
        (State.PAUSED, Command.RESUME): _resume,
        (State.PAUSED, Command.TOGGLE): _resume,
        (State.PAUSED, Command.NEXT): _next,
        (State.PAUSED, Command.BACK): _back,
        (State.PAUSED, Command.REPEAT): _repeat,
        (State.PAUSED, Command.STOP): _stop,
        (State.LEAD_IN, Turn.LED_IN): _led_in,
        (State.LEAD_IN, Command.PAUSE): _pause,
        (State.LEAD_IN, Command.TOGGLE): _pause,
        (State.LEAD_IN, Command.NEXT): _next,
        (State.LEAD_IN, Command.BACK): _back,
        (State.LEAD_IN, Command.REPEAT): _repeat,
        (State.LEAD_IN, Command.STOP): _stop,
    }
