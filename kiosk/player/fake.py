"""For tests of any room: a plan drawn by hand, and a player taken through it without a clock."""

from __future__ import annotations

from dataclasses import replace

from kiosk.plan.model import Cue, CueKind, LeadIn, Plan, Segment, SegmentKind
from kiosk.player.machine import Player
from kiosk.player.model import Command, Effect, View
from kiosk.units import Millis


class Sketch:
    """A plan drawn by hand, one segment after the other."""

    def __init__(self) -> None:
        self._segments: list[Segment] = []
        self._cues: list[Cue] = []
        self._lengths: dict[str, Millis] = {}
        self._left: list[tuple[int, str]] = []
        self._reminder = ""

    def add(
        self,
        kind: SegmentKind,
        length_ms: Millis,
        caption: str = "",
        *,
        goes_on: bool = False,
        gate: str = "",
    ) -> Sketch:
        """Add a segment; it begins a new step unless it goes on with the last."""
        start_ms = self._segments[-1].end_ms if self._segments else 0
        step = self._segments[-1].step + (not goes_on) if self._segments else 1
        segment = Segment(start_ms, start_ms + length_ms, kind, step, caption, gate=gate)
        self._segments.append(segment)
        return self

    def wait(self, wait_ms: Millis, caption: str = "", *, goes_on: bool = True) -> Sketch:
        """Add a wait; it goes on with the last step unless told otherwise."""
        self.add(SegmentKind.WAIT, 0, caption, goes_on=goes_on and bool(self._segments))
        self._segments[-1] = replace(self._segments[-1], wait_ms=wait_ms)
        return self

    def gate(self, gate: str, *, goes_on: bool = True) -> Sketch:
        """Add a gate; it goes on with the last step unless told otherwise."""
        goes_on = goes_on and bool(self._segments)
        return self.add(SegmentKind.GATE, 0, goes_on=goes_on, gate=gate)

    def cue(
        self,
        offset_ms: Millis,
        duration_ms: Millis,
        text: str = "",
        kind: CueKind = CueKind.INSTRUCTION,
        *,
        chime: str = "",
    ) -> Sketch:
        """Add a cue to the last segment, so long after the segment's start."""
        index = len(self._segments) - 1
        at_ms = self._segments[-1].start_ms + offset_ms
        self._cues.append(Cue(at_ms, duration_ms, kind, index, text=text, chime=chime))
        if text:
            self._lengths[text] = duration_ms
        return self

    def left(self, seconds: int, text: str, duration_ms: Millis) -> Sketch:
        """Add what a lead-in says when so many seconds are left."""
        self._left.append((seconds, text))
        self._lengths[text] = duration_ms
        return self

    def reminder(self, text: str, duration_ms: Millis) -> Sketch:
        """Set what is said before a wait runs out."""
        self._reminder = text
        self._lengths[text] = duration_ms
        return self

    def plan(self) -> Plan:
        """The plan drawn so far."""
        return Plan(
            session="sketch",
            title="A sketch",
            language="en",
            segments=tuple(self._segments),
            cues=tuple(self._cues),
            dropped=(),
            lead_in=LeadIn(tuple(sorted(self._left, reverse=True))),
            reminder=self._reminder,
            lengths=tuple(sorted(self._lengths.items())),
        )


class Rehearsal:
    """A player taken through its plan from one due moment to the next.

    Attributes:
        player: The real player.
        now_ms: The moment it has been taken to.
        log: Every effect so far, with the moment at which it came.
    """

    def __init__(self, player: Player, now_ms: Millis = 0) -> None:
        self.player = player
        self.now_ms = now_ms
        self.log: list[tuple[Millis, Effect]] = []

    def go_to(self, now_ms: Millis) -> tuple[Effect, ...]:
        """Let time pass, missing nothing on the way; return what happened."""
        before = len(self.log)
        while (due_ms := self.player.next_due()) is not None and due_ms <= now_ms:
            self._note(due_ms, self.player.tick(due_ms))
        self._note(now_ms, self.player.tick(now_ms))
        return tuple(effect for _, effect in self.log[before:])

    def ask(self, command: Command, now_ms: Millis | None = None) -> tuple[Effect, ...]:
        """Let time pass to a moment, or none, and give a command; return what it did."""
        if now_ms is not None:
            self.go_to(now_ms)
        effects = self.player.command(command, self.now_ms)
        self._note(self.now_ms, effects)
        return effects

    def answer(self, plan: Plan, now_ms: Millis | None = None) -> tuple[Effect, ...]:
        """Let time pass to a moment, or none, and answer at a gate; return what it did."""
        if now_ms is not None:
            self.go_to(now_ms)
        effects = self.player.answer(plan, self.now_ms)
        self._note(self.now_ms, effects)
        return effects

    def replan(self, plan: Plan, place_ms: Millis, command: Command) -> tuple[Effect, ...]:
        """Break off for the easing off of another plan; return what it did."""
        effects = self.player.replan(plan, place_ms, self.now_ms, command)
        self._note(self.now_ms, effects)
        return effects

    def play_out(self) -> tuple[Effect, ...]:
        """Let time pass for as long as anything lies ahead; return what happened."""
        before = len(self.log)
        while (due_ms := self.player.next_due()) is not None:
            self._note(due_ms, self.player.tick(due_ms))
        return tuple(effect for _, effect in self.log[before:])

    @property
    def view(self) -> View:
        """What there is to draw now."""
        return self.player.view(self.now_ms)

    def _note(self, now_ms: Millis, effects: tuple[Effect, ...]) -> None:
        self.now_ms = max(self.now_ms, now_ms)
        self.log += [(self.now_ms, effect) for effect in effects]
