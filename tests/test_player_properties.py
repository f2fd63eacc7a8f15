"""Promises of the player that hold for every plan and whatever a person does."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kiosk.plan.model import CueKind, SegmentKind
from kiosk.player.fake import Rehearsal, Sketch
from kiosk.player.machine import LEAD_IN_BREATH, LEAD_IN_GAP, Player
from kiosk.player.model import Command, Shown, Skipped, Started, State

LOOK_AHEAD = 400
GRACE = 100
HELD = (SegmentKind.HOLD, SegmentKind.MOVE)
SEGMENTS = (
    SegmentKind.INTRO,
    SegmentKind.SAY,
    SegmentKind.READY,
    SegmentKind.PREPARE,
    SegmentKind.HOLD,
    SegmentKind.HOLD,
    SegmentKind.MOVE,
    SegmentKind.REST,
    SegmentKind.REPS,
    SegmentKind.CHANGE,
)


@st.composite
def plans(draw):
    """Segments of any kind, with waits between, each filled with cues that do not overlap."""
    sketch = Sketch().left(10, "Ten.", 700).left(5, "Five.", 600).left(1, "One.", 300)
    sketch.reminder("Say ready.", draw(st.integers(1, 4000)))
    free = 0
    """How far the last segment's end chime reaches into this one."""
    for number in range(draw(st.integers(1, 8))):
        goes_on = draw(st.booleans())
        if draw(st.integers(0, 5)) == 0:
            if free:
                # A planner lets a chime fade before it has the person wait.
                sketch.add(SegmentKind.SAY, free, goes_on=goes_on)
            sketch.wait(draw(st.integers(1, 40_000)), goes_on=goes_on)
            free = 0
            continue
        length = draw(st.integers(1, 12_000))
        kind = draw(st.sampled_from(SEGMENTS))
        sketch.add(kind, length, draw(st.sampled_from(["Press.", "Hold."])), goes_on=goes_on)
        for order in range(draw(st.integers(0, 4))):
            at = free + draw(st.sampled_from([0, 0, 1, 300, 1500]))
            duration = draw(st.integers(1, 2500))
            if at + duration > length:
                break
            sketch.cue(at, duration, f"{number}.{order}", draw(st.sampled_from(CueKind)))
            free = at + duration
        free = max(0, free - length)
        if draw(st.booleans()) and not free:
            free = draw(st.integers(1, 400))
            sketch.cue(length, free, kind=CueKind.CHIME, chime="end")
    return sketch.plan()


class AnyPersonAnyClock(RuleBasedStateMachine):
    """A person who presses anything at any time, on a clock that stumbles."""

    @initialize(plan=plans())
    def begin(self, plan):
        self.plan = plan
        self.player = Player(plan, look_ahead_ms=LOOK_AHEAD, grace_ms=GRACE)
        self.state = State.IDLE
        self.now = 1000
        self.sounds = []
        """(begins, ends) on the clock of all that was heard."""
        self.given = set()
        """Cues handed over since the place was last moved or the session resumed."""
        self.keys = set()
        self.shown = None
        self.hold_due = None
        """When the hold on show must end, or None if a person took that into their own hands."""
        self.paused_at = 0
        self.lead_in_ends = 0

    def take(self, effects, command=None):
        for effect in effects:
            getattr(self, f"saw_{type(effect).__name__.lower()}")(effect, command)
        in_order = sorted(self.sounds)
        for (_, end), (start, _) in pairwise(in_order):
            assert end <= start
        self.sounds = in_order[-20:]

    def saw_cut(self, cut, _command):
        if cut.sounding is not None:
            assert 0 <= cut.heard_ms < cut.sounding.duration_ms
            assert any(begins == self.now - cut.heard_ms for begins, _ in self.sounds)
        self.sounds = [(begins, min(end, self.now)) for begins, end in self.sounds]
        self.sounds = [(begins, end) for begins, end in self.sounds if begins < end]
        self.given.clear()

    def saw_moved(self, moved, command):
        assert command is moved.command
        self.given.clear()
        if command is not Command.RESUME:
            self.hold_due = None

    def saw_changed(self, changed, _command):
        assert self.state is changed.before
        assert changed.due_ms <= self.now
        self.state = changed.after
        if changed.after is State.PAUSED and changed.before is not State.LEAD_IN:
            self.paused_at = changed.due_ms
        if changed.before is State.PAUSED:
            self.given.clear()
        if changed.after is State.LEAD_IN:
            self.lead_in_ends = changed.due_ms + LEAD_IN_BREATH
        if changed.before is State.LEAD_IN and changed.after is State.PLAYING:
            assert changed.due_ms >= self.lead_in_ends
        runs_again = changed.before in (State.PAUSED, State.LEAD_IN)
        if runs_again and changed.after is State.PLAYING and self.hold_due is not None:
            self.hold_due += changed.due_ms - self.paused_at

    def saw_sound(self, sound, _command):
        assert self.now <= sound.at_ms + GRACE
        assert sound.at_ms <= self.now + LOOK_AHEAD
        assert sound.key not in self.keys
        self.keys.add(sound.key)
        ends = sound.at_ms + sound.cue.duration_ms
        self.sounds.append((sound.at_ms, ends))
        if sound.cue in self.plan.cues:
            assert sound.cue not in self.given
            self.given.add(sound.cue)
            assert self.state is not State.WAITING
            ahead = self.plan.segments[self.shown :]
            wait = next((each.start_ms for each in ahead if each.wait_ms), sound.cue.at_ms)
            assert sound.cue.at_ms <= wait
        elif self.state is State.LEAD_IN:
            self.lead_in_ends = ends + LEAD_IN_BREATH

    def saw_started(self, started, _command):
        assert started.due_ms <= self.now
        assert any(begins == started.due_ms for begins, _ in self.sounds)

    def saw_skipped(self, skipped, _command):
        assert skipped.late_ms > GRACE
        assert skipped.cue not in self.given

    def saw_shown(self, shown, _command):
        assert self.plan.segments[shown.index] == shown.segment
        assert shown.due_ms <= self.now
        if self.hold_due is not None:
            assert shown.due_ms == self.hold_due
        runs = self.state is State.PLAYING and shown.segment.kind in HELD
        self.hold_due = shown.due_ms + shown.segment.duration_ms if runs else None
        self.shown = shown.index

    @rule(step=st.one_of(st.integers(-5000, 50), st.integers(0, 2000), st.integers(0, 120_000)))
    def time_passes(self, step):
        told = self.now + step
        self.now = max(self.now, told)
        self.take(self.player.tick(told))

    @rule(times=st.integers(1, 30))
    def time_passes_from_due_to_due(self, times):
        for _ in range(times):
            due = self.player.next_due()
            if due is None:
                return
            self.now = due
            effects = self.player.tick(due)
            assert not any(isinstance(effect, Skipped) for effect in effects)
            self.take(effects)

    @rule(command=st.sampled_from(sorted(set(Command) - {Command.STOP, Command.START})))
    def the_person_asks(self, command):
        # Bring time up first, so that the effects seen here are the command's own.
        self.take(self.player.tick(self.now))
        self.take(self.player.command(command, self.now), command)

    @precondition(lambda self: self.player.state is State.IDLE)
    @rule()
    def the_person_starts(self):
        self.take(self.player.command(Command.START, self.now), Command.START)

    @precondition(lambda self: len(self.keys) > 8)
    @rule()
    def the_person_stops(self):
        self.take(self.player.command(Command.STOP, self.now), Command.STOP)

    @invariant()
    def the_next_due_moment_lies_ahead_while_the_session_lives(self):
        due = self.player.next_due()
        running = self.player.state in (State.PLAYING, State.WAITING, State.LEAD_IN)
        assert (due is not None) == running
        assert due is None or due > self.now

    @invariant()
    def the_view_keeps_within_the_plan(self):
        for moment in (self.now, self.now + 5000):
            view = self.player.view(moment)
            assert 0 <= view.position_ms <= view.total_ms == self.plan.total_ms
            assert view.elapsed_ms >= 0
            assert view.remaining_ms >= 0
            if view.segment is not None:
                assert view.index == self.shown
                assert view.segment.start_ms <= view.position_ms <= view.segment.end_ms or (
                    view.state is State.DONE
                )

    @invariant()
    def the_state_is_what_the_effects_told(self):
        assert self.player.state is self.state


AnyPersonAnyClock.TestCase.settings = settings(
    max_examples=150,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TestAnyPersonAnyClock = AnyPersonAnyClock.TestCase


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plan=plans(), start=st.integers(0, 100_000))
def test_a_thousand_times_faster_than_life_is_the_same_session(plan, start):
    jumping = Rehearsal(Player(plan), start)
    jumping.ask(Command.START)
    jumping.play_out()

    player = Player(plan)
    frames = [*player.command(Command.START, start)]
    frame = 0
    while not player.state.over:
        frame += 1
        frames += player.tick(start + frame * 1000 // 60)
    assert frames == [effect for _, effect in jumping.log]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    plan=plans(),
    asked=st.lists(st.tuples(st.integers(0, 9000), st.sampled_from(Command)), max_size=12),
)
def test_the_same_plan_and_commands_at_the_same_times_give_the_same_effects(plan, asked):
    def effects(*, frames):
        player, now, log = Player(plan), 0, [*Player(plan).command(Command.START, 0)]
        player.command(Command.START, 0)
        for gap, command in asked:
            end = now + gap
            while True:
                due = now + 16 if frames else player.next_due()
                if due is None or due > end:
                    break
                now = due
                log += player.tick(now)
            now = end
            log += player.command(command, now)
        return log

    assert effects(frames=True) == effects(frames=False)


@settings(max_examples=100, deadline=None)
@given(pauses=st.lists(st.tuples(st.integers(1, 4000), st.integers(0, 9000)), max_size=8))
def test_a_hold_paused_any_number_of_times_is_held_for_exactly_its_time(pauses):
    plan = (
        Sketch()
        .add(SegmentKind.PREPARE, 1000, "Press.")
        .cue(0, 900, "Press.")
        .add(SegmentKind.HOLD, 12_345, "Press.", goes_on=True)
        .cue(6000, 500, "Halfway.", CueKind.HALFWAY)
        .add(SegmentKind.REST, 1000, "Let go.")
        .left(5, "Five.", 600)
        .plan()
    )
    rehearsal = Rehearsal(Player(plan), 1)
    rehearsal.ask(Command.START)
    rehearsal.go_to(1001)
    held, runs_since = 0, 1001
    for played, stood in pauses:
        rehearsal.go_to(rehearsal.now_ms + played)
        if rehearsal.view.index != 1:
            break
        if rehearsal.player.state is State.PLAYING:
            held += rehearsal.now_ms - runs_since
        rehearsal.ask(Command.PAUSE)
        assert rehearsal.view.remaining_ms == 12_345 - held
        rehearsal.ask(Command.RESUME, rehearsal.now_ms + stood)
        while rehearsal.player.state is State.LEAD_IN:
            rehearsal.go_to(rehearsal.player.next_due())
        runs_since = rehearsal.now_ms
    rehearsal.play_out()
    ends = next(
        effect.due_ms
        for _, effect in rehearsal.log
        if isinstance(effect, Shown) and effect.index == 2
    )
    assert held + ends - runs_since == 12_345


@pytest.mark.parametrize("seconds_left", [10, 5, 1])
def test_the_parts_of_a_lead_in_stand_apart(seconds_left):
    plan = (
        Sketch()
        .add(SegmentKind.PREPARE, 1000, "Press.")
        .cue(0, 900, "Press.")
        .add(SegmentKind.HOLD, 20_000, "Press.", goes_on=True)
        .left(seconds_left, "Left.", 700)
        .plan()
    )
    rehearsal = Rehearsal(Player(plan))
    rehearsal.ask(Command.START)
    rehearsal.ask(Command.PAUSE, 21_000 - seconds_left * 1000)
    rehearsal.ask(Command.RESUME)
    rehearsal.play_out()
    first, second = [effect for _, effect in rehearsal.log if isinstance(effect, Started)][-2:]
    assert second.due_ms - (first.due_ms + first.cue.duration_ms) == LEAD_IN_GAP
