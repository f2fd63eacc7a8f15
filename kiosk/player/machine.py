"""The player: a plan, a clock that is told to it, and what a person asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar, Final, TypeAlias

from kiosk.plan.model import Plan, SegmentKind
from kiosk.player.agenda import Placed, Turn, Turning
from kiosk.player.chart import Chart
from kiosk.player.model import Ask, Changed, Command, Effect, Interrupted, Moved, State, View
from kiosk.player.walk import Walk
from kiosk.units import SECOND, Millis

LEAD_IN_GAP: Final[Millis] = 300
"""Silence between the parts of a lead-in."""
LEAD_IN_BREATH: Final[Millis] = 500
"""Silence after a lead-in, before the hold goes on."""
BACK_AGAIN: Final[Millis] = 3 * SECOND
"""How long after one BACK another goes to the step before."""

_Act: TypeAlias = "Callable[[Player, Millis, Command | None], Iterator[Effect]]"

_HEARD_WHILE_EASING = frozenset({Command.STOP, Command.HURTS})


class Player:
    """Walks a plan: time and commands in, effects out.

    It reads no clock, owns no thread and never sleeps. Everything is due at an absolute moment of
    the caller's clock, so that no lateness of a call adds up; `next_due` tells when to call
    `tick` next. Time only goes forward: a moment before the last is taken as the last.

    The states, with the person's commands in capitals and the timeline's own turns in brackets::

        IDLE --START--> PLAYING --[arrived]--> WAITING --READY, NEXT, [timed out]--> PLAYING
                        PLAYING --[at a gate]--> ASKING --answer()--> PLAYING, in another plan
                        ASKING --NEXT--> PLAYING, behind the press; or DONE in the last step
                        PLAYING, WAITING, ASKING, LEAD_IN --PAUSE, HURTS--> PAUSED
                        PAUSED --RESUME--> PLAYING; or WAITING, where it was paused there;
                                           or ASKING, where it was paused at a gate or between a
                                           gate and its press
                        PAUSED --RESUME, in mid-hold--> LEAD_IN --[led in]--> PLAYING
                        PLAYING, WAITING, ASKING, LEAD_IN --BACK, REPEAT--> PLAYING
                        PLAYING, LEAD_IN --NEXT--> PLAYING
                        PAUSED --NEXT, BACK, REPEAT--> PAUSED, at another place
                        PLAYING --[finished]--> DONE; so does NEXT in the last step
        every state but IDLE, DONE and STOPPED --replan()--> PLAYING, in another plan
        every state but IDLE, DONE and STOPPED --STOP--> STOPPED

    TOGGLE is START, PAUSE, RESUME or, in WAITING, READY. READY in PLAYING skips the rest of the
    words that lead up to a wait, and the wait. What the table below does not name means nothing.

    A press is entered in one way: by running on from the answer at its gate, which is told as
    `Ask`. Whatever else leads behind a gate (back, repeat, going on after a pause) leads to the
    gate, and next leads past the easing off. While the person presses, a command is told as
    `Interrupted` and does nothing; while they ease off, so are STOP and HURTS, and the others
    mean nothing. So nothing here makes a press longer, and its easing off is heard whole.

    Args:
        plan: What to play.
        look_ahead_ms: How long before its time a cue is handed over as `Sound`.
        grace_ms: A cue that is later than this is not said at all; an easing off whose time was
            missed by more begins when the player is next told the time.

    Raises:
        ValueError: The plan has a press that is not behind a gate, or without its easing off.
    """

    def __init__(self, plan: Plan, *, look_ahead_ms: Millis = 400, grace_ms: Millis = 100) -> None:
        self._walk = Walk(plan, look_ahead_ms=look_ahead_ms, grace_ms=grace_ms)
        self._state = State.IDLE
        self._place: Millis = 0
        """The place in the plan while the timeline stands still."""
        self._since: Millis = 0
        """When the time-out began, in a wait."""
        self._waited: Millis = 0
        """How much of the time-out had passed at the pause."""
        self._owed: int | None = None
        """The number of a cue that a pause cut short and that must be heard whole."""
        self._landed: tuple[int, Millis] | None = None
        """Where and when BACK landed, while nothing else has been asked for."""

    @property
    def state(self) -> State:
        """Where the player is, as of the last call."""
        return self._state

    def next_due(self) -> Millis | None:
        """The moment of the clock at which to call `tick`, or None while nothing lies ahead."""
        return self._walk.next_ms

    def tick(self, now_ms: Millis) -> tuple[Effect, ...]:
        """Bring the session to a moment, and tell all that became due."""
        self._walk.come_to(now_ms)
        return tuple(self._catch_up())

    def command(self, command: Command, now_ms: Millis) -> tuple[Effect, ...]:
        """Bring the session to a moment, then do what a person asks for.

        A command that means nothing here adds nothing to what became due.
        """
        self._walk.come_to(now_ms)
        effects = [*self._catch_up()]
        act = self._act(command)
        answer = [*act(self, self._walk.now, command)] if act else []
        if answer and command is not Command.BACK:
            self._landed = None
        return (*effects, *answer, *self._catch_up())

    def answer(self, plan: Plan, now_ms: Millis) -> tuple[Effect, ...]:
        """Go on from the gate that was asked about, in a plan laid out for what was granted.

        After a refusal that plan has words in the place of the press.

        Args:
            plan: The same as before up to the gate.
            now_ms: The moment of the clock.

        Raises:
            ValueError: Nothing is being asked, or the plan is another one; both are bugs.
        """
        if self._state is not State.ASKING:
            raise ValueError(f"Nothing is being asked: the player is {self._state.value}.")
        walk, chart = self._walk, Chart(plan)
        first = walk.index + 1
        if plan.segments[:first] != walk.chart.plan.segments[:first]:
            raise ValueError("The answer's plan differs from the one being played before the gate.")
        walk.come_to(now_ms)
        walk.swap(chart, walk.index, chart.cue_past(walk.index))
        effects = [*self._enter(State.PLAYING, walk.now, None)]
        walk.run(first, self._place, walk.now)
        return (*effects, *self._catch_up())

    def replan(
        self, plan: Plan, place_ms: Millis, now_ms: Millis, command: Command
    ) -> tuple[Effect, ...]:
        """Break off what is being done and play the easing off of another plan.

        Where what became due by now has ended the session, that is all that is told.

        Args:
            plan: What to play from now on.
            place_ms: Where in it: the start of an easing off.
            now_ms: The moment of the clock.
            command: What the person asked for.

        Raises:
            ValueError: No session is being played, or no easing off begins there; both are bugs.
        """
        if self._state is State.IDLE or self._state.over:
            raise ValueError(f"Nothing is being played: the player is {self._state.value}.")
        walk, chart = self._walk, Chart(plan)
        target = chart.easing(place_ms)
        if target is None:
            raise ValueError(f"No easing off begins at {place_ms} ms of the plan.")
        walk.come_to(now_ms)
        effects = [*self._catch_up()]
        if not self._state.over:
            effects += self._break_off(chart, target, walk.now, command)
        return (*effects, *self._catch_up())

    def view(self, now_ms: Millis) -> View:
        """What there is to draw at a moment."""
        walk = self._walk
        now = max(walk.now, now_ms)
        place = self._position(now)
        total_ms = walk.chart.plan.total_ms
        segment = walk.segment if self._state is not State.IDLE else None
        if segment is None:
            return View(
                self._state, None, walk.index, place, total_ms, elapsed_ms=0, remaining_ms=0
            )
        if segment.wait_ms:
            length = segment.wait_ms
            elapsed = now - self._since if self._state is State.WAITING else self._waited
        else:
            length = segment.duration_ms
            place = min(place, segment.end_ms)
            elapsed = place - segment.start_ms
        elapsed = min(max(elapsed, 0), length)
        sounding = walk.sounding(now)
        saying = sounding.cue.text if sounding else ""
        return View(
            self._state,
            segment,
            walk.index,
            place,
            total_ms,
            elapsed_ms=elapsed,
            remaining_ms=length - elapsed,
            saying=saying,
            said=saying or walk.said,
        )

    # What time brings

    def _catch_up(self) -> Iterator[Effect]:
        for due in self._walk.catch_up():
            if isinstance(due, Turning):
                yield from self._TABLE[self._state, due.turn](self, due.at_ms, None)
            else:
                yield due

    def _arrive(self, at_ms: Millis, command: Command | None) -> Iterator[Effect]:
        self._place = self._walk.limit_ms
        self._waited = 0
        yield from self._wait(at_ms, command)

    def _arrive_at_gate(self, at_ms: Millis, command: Command | None) -> Iterator[Effect]:
        self._place = self._walk.limit_ms
        yield from self._ask(at_ms, command)

    def _led_in(self, at_ms: Millis, command: Command | None) -> Iterator[Effect]:
        self._owed = None
        yield from self._enter(State.PLAYING, at_ms, command)

    def _finish(self, at_ms: Millis, command: Command | None) -> Iterator[Effect]:
        self._place = self._walk.chart.plan.total_ms
        yield from self._enter(State.DONE, at_ms, command)

    # What a person asks for

    def _act(self, command: Command) -> _Act | None:
        """What comes of a command."""
        walk = self._walk
        segment = walk.segment
        if segment is None or self._state is State.IDLE or self._state.over:
            return self._TABLE.get((self._state, command))
        if segment.kind is SegmentKind.PRESS and command is not Command.START:
            return Player._interrupt
        if segment.kind is SegmentKind.EASE:
            return Player._interrupt if command in _HEARD_WHILE_EASING else None
        return self._TABLE.get((self._state, command))

    def _interrupt(self, at_ms: Millis, command: Command | None) -> Iterator[Effect]:
        segment = self._walk.segment
        if segment is not None and command is not None:
            yield Interrupted(command, segment.gate, self._position(at_ms), segment.kind)

    def _start(self, at_ms: Millis, command: Command | None) -> Iterator[Effect]:
        yield from self._enter(State.PLAYING, at_ms, command)
        self._walk.run(0, self._place, at_ms)

    def _pause(self, at_ms: Millis, command: Command | None) -> Iterator[Effect]:
        self._place = self._position(at_ms)
        if self._state is State.WAITING:
            self._waited = at_ms - self._since
        walk = self._walk
        sounding = walk.sounding(at_ms)
        if sounding and sounding.number is not None:
            if sounding.due_ms == at_ms:
                # Nothing of it was heard: it still lies ahead.
                walk.cursor = sounding.number
            elif walk.chart.said_again(sounding.number):
                self._owed = sounding.number
        yield walk.cut(at_ms)
        yield from self._enter(State.PAUSED, at_ms, command)

    def _resume(self, at_ms: Millis, command: Command | None) -> Iterator[Effect]:
        chart, index = self._walk.chart, self._walk.index
        gate = chart.gate_of(index)
        stands = self._owed is None and self._walk.cursor >= chart.cue_past(index)
        if gate is not None:
            # What was granted may have changed meanwhile, and a press is led up to without a break.
            yield from self._return(gate, at_ms, command)
        elif chart.in_count(index, self._place):
            yield from self._lead_in(at_ms, command)
        elif chart.is_gate(index) and stands:
            yield from self._ask(at_ms, command)
        elif chart.stops(index) and stands:
            yield from self._wait(at_ms, command)
        else:
            yield from self._go_on(at_ms, command)

    def _lead_in(self, at_ms: Millis, command: Command | None) -> Iterator[Effect]:
        """Say where we are, then let the hold go on for exactly what is left of it."""
        said: list[Placed] = []
        ready_ms = at_ms
        walk = self._walk
        for cue in walk.chart.lead_in(walk.index, self._place, self._owed):
            due_ms = said[-1].end_ms + LEAD_IN_GAP if said else at_ms
            said.append(Placed(cue, due_ms))
            ready_ms = said[-1].end_ms
        yield from self._enter(State.LEAD_IN, at_ms, command)
        walk.run(
            walk.index + 1, self._place, at_ms, said=tuple(said), runs_ms=ready_ms + LEAD_IN_BREATH
        )

    def _go_on(self, at_ms: Millis, command: Command | None) -> Iterator[Effect]:
        """Let the timeline run again, from where it makes sense to the person."""
        walk, chart = self._walk, self._walk.chart
        place, index = self._place, walk.index
        segment = chart.plan.segments[index]
        if segment.kind is SegmentKind.REPS and place < segment.end_ms:
            place = segment.start_ms
            walk.cursor = min(walk.cursor, chart.first_cue(index))
        if self._owed is not None and self._owed < walk.cursor:
            place = chart.cues[self._owed].at_ms
            index = chart.home(self._owed)
            walk.cursor = self._owed
        self._owed = None
        if place != self._place and command:
            yield Moved(command, self._place, place)
        yield from self._enter(State.PLAYING, at_ms, command)
        # The segment on show is not shown again, except one that must be arrived at.
        shown = index == walk.index and not chart.stops(index)
        walk.run(index + 1 if shown else index, place, at_ms)

    def _return(self, gate: int, at_ms: Millis, command: Command | None) -> Iterator[Effect]:
        """Go on from a gate that had been passed."""
        walk = self._walk
        to_ms = walk.chart.plan.segments[gate].start_ms
        walk.cursor = walk.chart.first_cue(gate)
        if command:
            yield Moved(command, self._place, to_ms)
        yield from self._enter(State.PLAYING, at_ms, command)
        walk.run(gate, to_ms, at_ms)

    def _wait(self, at_ms: Millis, command: Command | None) -> Iterator[Effect]:
        """Stand still until the person is ready, or for what is left of the time-out."""
        yield from self._enter(State.WAITING, at_ms, command)
        self._since = at_ms - self._waited
        self._walk.wait(self._since, at_ms)

    def _ask(self, at_ms: Millis, command: Command | None) -> Iterator[Effect]:
        """Stand still until the caller has an answer."""
        yield from self._enter(State.ASKING, at_ms, command)
        segment = self._walk.segment
        if segment is not None:
            yield Ask(segment.gate, at_ms)

    def _end_wait(self, at_ms: Millis, command: Command | None) -> Iterator[Effect]:
        if command:
            yield self._walk.cut(at_ms)
        yield from self._enter(State.PLAYING, at_ms, command)
        self._walk.run(self._walk.index + 1, self._place, at_ms)

    def _ready_early(self, at_ms: Millis, command: Command | None) -> Iterator[Effect]:
        walk = self._walk
        wait = walk.chart.wait_after_words(walk.index)
        if wait is None or command is None:
            return
        to_ms = walk.chart.plan.segments[wait].start_ms
        yield walk.cut(at_ms)
        yield Moved(command, self._position(at_ms), to_ms)
        walk.cursor = walk.chart.cue_past(wait)
        walk.run(wait + 1, to_ms, at_ms)

    def _next(self, at_ms: Millis, command: Command | None) -> Iterator[Effect]:
        target = self._walk.chart.step_after(self._walk.index)
        if target is not None:
            yield from self._move(target, at_ms, command)
            return
        from_ms = self._position(at_ms)
        if self._state is not State.PAUSED:
            yield self._walk.cut(at_ms)
        if command:
            yield Moved(command, from_ms, self._walk.chart.plan.total_ms)
        yield from self._finish(at_ms, command)

    def _back(self, at_ms: Millis, command: Command | None) -> Iterator[Effect]:
        chart = self._walk.chart
        target = chart.step_start(self._walk.index)
        if self._landed:
            index, landed_ms = self._landed
            # While paused, no time of play passes between the two.
            if self._state is State.PAUSED or at_ms - landed_ms <= BACK_AGAIN:
                target = chart.step_before(index)
        yield from self._move(target, at_ms, command)
        self._landed = target, at_ms

    def _repeat(self, at_ms: Millis, command: Command | None) -> Iterator[Effect]:
        target = self._walk.chart.step_start(self._walk.index)
        yield from self._move(target, at_ms, command)

    def _move(self, target: int, at_ms: Millis, command: Command | None) -> Iterator[Effect]:
        walk = self._walk
        from_ms = self._position(at_ms)
        to_ms = walk.chart.plan.segments[target].start_ms
        if self._state is not State.PAUSED:
            yield walk.cut(at_ms)
        self._land(walk.chart, target)
        if command:
            yield Moved(command, from_ms, to_ms)
        if self._state is State.PAUSED:
            yield walk.show(target, at_ms)
        else:
            yield from self._enter(State.PLAYING, at_ms, command)
            walk.run(target, to_ms, at_ms)

    def _break_off(
        self, chart: Chart, target: int, at_ms: Millis, command: Command
    ) -> Iterator[Effect]:
        """Go to a segment of another plan, and play."""
        walk = self._walk
        from_ms = self._position(at_ms)
        yield walk.cut(at_ms)
        walk.swap(chart, target, chart.first_cue(target))
        self._land(chart, target)
        self._landed = None
        yield Moved(command, from_ms, self._place)
        yield from self._enter(State.PLAYING, at_ms, command)
        walk.run(target, self._place, at_ms)

    def _land(self, chart: Chart, target: int) -> None:
        """Be at the start of a segment, owing nothing from before."""
        self._place = chart.plan.segments[target].start_ms
        self._walk.cursor = chart.first_cue(target)
        self._walk.said = ""
        self._waited = 0
        self._owed = None

    def _stop(self, at_ms: Millis, command: Command | None) -> Iterator[Effect]:
        self._place = self._position(at_ms)
        yield self._walk.cut(at_ms)
        yield from self._enter(State.STOPPED, at_ms, command)

    # What they share

    def _position(self, at_ms: Millis) -> Millis:
        return self._walk.place(at_ms) if self._state is State.PLAYING else self._place

    def _enter(self, after: State, at_ms: Millis, command: Command | None) -> Iterator[Effect]:
        before, self._state = self._state, after
        if before is not after:
            yield Changed(before, after, command, at_ms)

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
        (State.PLAYING, Command.HURTS): _pause,
        (State.PLAYING, Turn.ARRIVED): _arrive,
        (State.PLAYING, Turn.AT_GATE): _arrive_at_gate,
        (State.PLAYING, Turn.FINISHED): _finish,
        (State.WAITING, Command.READY): _end_wait,
        (State.WAITING, Command.TOGGLE): _end_wait,
        (State.WAITING, Command.NEXT): _end_wait,
        (State.WAITING, Turn.TIMED_OUT): _end_wait,
        (State.WAITING, Command.PAUSE): _pause,
        (State.WAITING, Command.HURTS): _pause,
        (State.WAITING, Command.BACK): _back,
        (State.WAITING, Command.REPEAT): _repeat,
        (State.WAITING, Command.STOP): _stop,
        (State.ASKING, Command.PAUSE): _pause,
        (State.ASKING, Command.HURTS): _pause,
        (State.ASKING, Command.NEXT): _next,
        (State.ASKING, Command.BACK): _back,
        (State.ASKING, Command.REPEAT): _repeat,
        (State.ASKING, Command.STOP): _stop,
        (State.PAUSED, Command.RESUME): _resume,
        (State.PAUSED, Command.TOGGLE): _resume,
        (State.PAUSED, Command.NEXT): _next,
        (State.PAUSED, Command.BACK): _back,
        (State.PAUSED, Command.REPEAT): _repeat,
        (State.PAUSED, Command.STOP): _stop,
        (State.LEAD_IN, Turn.LED_IN): _led_in,
        (State.LEAD_IN, Command.PAUSE): _pause,
        (State.LEAD_IN, Command.HURTS): _pause,
        (State.LEAD_IN, Command.TOGGLE): _pause,
        (State.LEAD_IN, Command.NEXT): _next,
        (State.LEAD_IN, Command.BACK): _back,
        (State.LEAD_IN, Command.REPEAT): _repeat,
        (State.LEAD_IN, Command.STOP): _stop,
    }
