"""Promises of the player that hold for every plan and whatever a person does."""

from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kiosk.plan.model import CueKind, SegmentKind
from kiosk.player.fake import Rehearsal, Sketch
from kiosk.player.machine import LEAD_IN_BREATH, LEAD_IN_GAP, Player
from kiosk.player.model import Command, Cut, Shown, Skipped, Started, State

LOOK_AHEAD = 400
GRACE = 100
HELD = (SegmentKind.HOLD, SegmentKind.MOVE)
GATE = (SegmentKind.GATE,)
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


REFUSED = None
LOWER = "Lower yourself."


@dataclass
class Stretch:
    """A segment, or a wait, with its cues: offset, duration, kind, words."""

    kind: SegmentKind
    length: int
    caption: str
    goes_on: bool
    cues: tuple[tuple[int, int, CueKind, str], ...] = ()

    def lay(self, sketch, _grants):
        if self.kind is SegmentKind.WAIT:
            sketch.wait(self.length, goes_on=self.goes_on)
            return
        sketch.add(self.kind, self.length, self.caption, goes_on=self.goes_on)
        for at, duration, kind, text in self.cues:
            sketch.cue(at, duration, text, kind, chime="" if text else "end")


@dataclass
class Press:
    """A gate, what lies behind it, and whether each part is a step of its own."""

    gate: str
    asked: int
    words: int
    ease: int
    steps: tuple[bool, bool, bool, bool]

    def lay(self, sketch, grants):
        own = self.steps
        granted = grants.get(self.gate, self.asked)
        sketch.gate(self.gate, goes_on=not own[0])
        if granted is REFUSED:
            sketch.add(SegmentKind.SAY, 2500, "Press.", goes_on=not own[1])
            sketch.cue(0, 2000, f"{self.gate} is done for today.")
            return
        if self.words:
            sketch.add(SegmentKind.SAY, self.words, "Press.", goes_on=not own[1])
            sketch.cue(0, self.words, f"{self.gate}: {granted}.")
        sketch.add(SegmentKind.PRESS, granted, "Press.", goes_on=not own[2], gate=self.gate)
        if granted > 700:
            sketch.cue(0, 600, f"{self.gate}: {LOWER}")
        if granted > 3000:
            sketch.cue(granted - 1000, 400, f"{self.gate}: one.", CueKind.COUNTDOWN)
        sketch.add(SegmentKind.EASE, self.ease, "Press.", goes_on=not own[3], gate=self.gate)
        sketch.cue(0, 200, kind=CueKind.CHIME, chime=self.gate)
        sketch.cue(200, 700, f"{self.gate}: ease off.", CueKind.SAFETY)
        sketch.cue(self.ease - 800, 800, f"{self.gate}: off now.", CueKind.SAFETY)


@dataclass
class Recipe:
    """A session that can be laid out anew for what was granted."""

    parts: tuple[Stretch | Press, ...]
    reminder: int

    def plan(self, grants=None):
        sketch = Sketch().left(10, "Ten.", 700).left(5, "Five.", 600).left(1, "One.", 300)
        sketch.reminder("Say ready.", self.reminder)
        for part in self.parts:
            part.lay(sketch, grants or {})
        return sketch.plan()

    @property
    def asked(self):
        return {part.gate: part.asked for part in self.parts if isinstance(part, Press)}


presses = st.builds(
    Press,
    gate=st.just(""),
    asked=st.integers(1, 40_000),
    words=st.sampled_from([0, 900]),
    ease=st.integers(2000, 6000),
    steps=st.tuples(*[st.booleans()] * 4),
)


@st.composite
def recipes(draw, *, gates=True):
    """Segments of any kind, with waits and presses between, and cues that do not overlap."""
    parts = []
    free = 0
    """How far the last segment's end chime reaches into this one."""
    for number in range(draw(st.integers(1, 8))):
        goes_on = draw(st.booleans())
        what = draw(st.sampled_from(["stretch"] * 4 + ["wait"] + ["press"] * 2 * gates))
        if what != "stretch":
            if free:
                # A planner lets a chime fade before it has the person wait.
                parts.append(Stretch(SegmentKind.SAY, free, "", goes_on))
            if what == "wait":
                length = draw(st.integers(1, 40_000))
                parts.append(Stretch(SegmentKind.WAIT, length, "", goes_on))
            else:
                parts.append(draw(presses))
                parts[-1].gate = f"g{number}"
            free = 0
            continue
        length = draw(st.integers(1, 12_000))
        kind = draw(st.sampled_from(SEGMENTS))
        cues = []
        for order in range(draw(st.integers(0, 4))):
            at = free + draw(st.sampled_from([0, 0, 1, 300, 1500]))
            duration = draw(st.integers(1, 2500))
            if at + duration > length:
                break
            cues.append((at, duration, draw(st.sampled_from(CueKind)), f"{number}.{order}"))
            free = at + duration
        free = max(0, free - length)
        if draw(st.booleans()) and not free:
            free = draw(st.integers(1, 400))
            cues.append((length, free, CueKind.CHIME, ""))
        caption = draw(st.sampled_from(["Press.", "Hold."]))
        parts.append(Stretch(kind, length, caption, goes_on, tuple(cues)))
    return Recipe(tuple(parts), draw(st.integers(1, 4000)))


def plans():
    return recipes(gates=False).map(Recipe.plan)


class AnyPersonAnyClock(RuleBasedStateMachine):
    """A person who presses anything at any time, on a clock that stumbles."""

    @initialize(recipe=recipes())
    def begin(self, recipe):
        self.recipe = recipe
        self.plan = plan = recipe.plan()
        self.grants = dict(recipe.asked)
        """What the plan in play was laid out for."""
        self.open = ""
        """The gate that was answered, while nothing but time has come between."""
        self.opened = {}
        """What was granted at each gate that was ever answered, or broken off."""
        self.pressing = None
        """When the press on show began, how long it may last."""
        self.told = 0
        """The moment of the call before."""
        self.to_ask = 0
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
        assert self.to_ask == 0
        self.told = self.now
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
        self.open = ""
        if command is not Command.RESUME:
            self.hold_due = None

    def saw_ask(self, ask, _command):
        assert self.state is State.ASKING
        assert ask.gate == self.plan.segments[self.shown].gate
        self.to_ask -= 1

    def saw_interrupted(self, interrupted, command):
        segment = self.plan.segments[self.shown]
        assert interrupted.command is command
        assert (interrupted.kind, interrupted.gate) == (segment.kind, segment.gate)
        assert interrupted.kind in (SegmentKind.PRESS, SegmentKind.EASE)
        assert segment.start_ms <= interrupted.at_ms <= segment.end_ms

    def saw_changed(self, changed, _command):
        assert self.state is changed.before
        assert changed.due_ms <= self.now
        self.state = changed.after
        self.to_ask += changed.after is State.ASKING
        if changed.after is not State.PLAYING:
            self.open = ""
            assert self.pressing is None
        if changed.after is State.PAUSED and changed.before is not State.LEAD_IN:
            self.paused_at = changed.due_ms
        if changed.before is State.PAUSED:
            self.given.clear()
        if changed.after is State.LEAD_IN:
            self.lead_in_ends = changed.due_ms + LEAD_IN_BREATH
        led_in = changed.before is State.LEAD_IN and changed.command is None
        if led_in and changed.after is State.PLAYING:
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
            assert self.state not in (State.WAITING, State.ASKING)
            ahead = enumerate(self.plan.segments[self.shown :], self.shown)
            stops = ((i, each) for i, each in ahead if each.wait_ms or each.kind in GATE)
            stop = next(stops, None)
            if stop is not None:
                assert sound.cue.at_ms <= stop[1].start_ms
                assert sound.cue.segment <= stop[0]
            segment = self.plan.segments[sound.cue.segment]
            if segment.kind is SegmentKind.PRESS:
                here = self.plan.segments[self.shown].gate
                assert segment.gate == (self.open if self.pressing is None else here)
            if segment.kind is SegmentKind.EASE:
                assert segment.gate in self.opened
        elif self.state is State.LEAD_IN:
            self.lead_in_ends = ends + LEAD_IN_BREATH

    def saw_started(self, started, _command):
        assert started.due_ms <= self.now
        assert any(begins == started.due_ms for begins, _ in self.sounds)

    def saw_skipped(self, skipped, _command):
        assert skipped.late_ms > GRACE
        assert skipped.cue not in self.given
        easing = self.plan.segments[skipped.cue.segment].kind is SegmentKind.EASE
        assert not (easing and skipped.cue.kind is CueKind.SAFETY)

    def saw_shown(self, shown, _command):
        assert self.plan.segments[shown.index] == shown.segment
        assert shown.due_ms <= self.now
        if self.hold_due is not None:
            assert shown.due_ms == self.hold_due
        runs = self.state is State.PLAYING and shown.segment.kind in HELD
        self.hold_due = shown.due_ms + shown.segment.duration_ms if runs else None
        self.shown = shown.index
        self.press_ends(shown)
        if shown.segment.kind is SegmentKind.PRESS:
            assert shown.segment.gate == self.open
            assert shown.segment.duration_ms <= self.opened[self.open]
            self.pressing = shown.due_ms, self.opened[self.open]
            self.open = ""  # One answer, one press.

    def press_ends(self, shown):
        if self.pressing is None:
            return
        assert shown.segment.kind is SegmentKind.EASE
        began, granted = self.pressing
        self.pressing = None
        if shown.due_ms - began > granted:
            # Nobody told the time when it was over; it ended as soon as somebody did.
            assert self.told <= began + granted
            assert shown.due_ms == self.now > began + granted + GRACE

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

    @precondition(lambda self: self.player.state is State.ASKING)
    @rule(share=st.one_of(st.none(), st.sampled_from([0.0, 0.3, 1.0])))
    def the_gate_is_answered(self, share):
        gate = self.plan.segments[self.shown].gate
        asked = self.recipe.asked[gate]
        self.grants[gate] = REFUSED if share is None else int(asked * share)
        self.plan = self.recipe.plan(self.grants)
        self.open = gate
        self.opened[gate] = self.grants[gate] or 0
        self.take(self.player.answer(self.plan, self.now))

    @precondition(lambda self: self.state not in (State.IDLE, State.DONE, State.STOPPED))
    @rule(data=st.data(), command=st.sampled_from(Command))
    def it_is_broken_off(self, data, command):
        self.take(self.player.tick(self.now))
        if self.state.over:
            return
        segment = self.plan.segments[self.shown]
        if segment.kind is SegmentKind.PRESS:
            gate, pressed = segment.gate, self.player.view(self.now).elapsed_ms
        elif self.recipe.asked:
            gate = data.draw(st.sampled_from(sorted(self.recipe.asked)))
            pressed = 0
        else:
            return
        self.grants[gate] = pressed
        self.opened[gate] = pressed
        self.plan = self.recipe.plan(self.grants)
        place = next(
            each.start_ms
            for each in self.plan.segments
            if (each.kind, each.gate) == (SegmentKind.EASE, gate)
        )
        self.hold_due = None
        effects = self.player.replan(self.plan, place, self.now, command)
        assert isinstance(effects[0], Cut)
        assert self.player.view(self.now).segment.kind is SegmentKind.EASE
        self.take(effects, command)

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
    def nothing_but_time_and_the_caller_ends_a_press(self):
        view = self.player.view(self.now)
        if view.segment is not None and view.segment.kind is SegmentKind.PRESS:
            assert view.state is State.PLAYING
            began, granted = self.pressing
            assert view.remaining_ms == max(0, granted - (self.now - began))

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
