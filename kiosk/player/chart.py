"""A plan made ready for walking: what lies where, and what is said outside its timeline."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from kiosk.plan.model import Cue, CueKind, Plan, SegmentKind
from kiosk.player.gates import behind_gates
from kiosk.units import SECOND, Millis

REMINDER_BEFORE: Final[Millis] = 15 * SECOND
"""How long before the end of a wait the reminder begins."""
REMINDER_LEAST: Final[Millis] = 25 * SECOND
"""A wait shorter than this has no reminder: it would come on the heels of the request."""

_COUNTED = frozenset({SegmentKind.HOLD, SegmentKind.MOVE})
_SAID_AGAIN = frozenset({CueKind.SAFETY, CueKind.INSTRUCTION, CueKind.CHANGE})


@dataclass(frozen=True, slots=True)
class Vital:
    """A place that must not be slept through: an easing off begins, or warns.

    Attributes:
        number: The number of the first cue that is heard from there on.
    """

    place_ms: Millis
    number: int


class Chart:
    """Where things lie in one plan. It never changes and remembers nothing.

    Cues are numbered by the moment they begin. A cue that begins just where one segment ends and
    the next begins belongs to the segment it names: so a wait knows which cues come before it.

    Attributes:
        plan: The plan itself.
        cues: Its cues, in the order of their numbers.
        vitals: What must not be slept through, in order.

    Raises:
        ValueError: The plan has a press that is not behind a gate.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.cues = tuple(sorted(plan.cues, key=_place))
        self._behind = behind_gates(plan)
        self._stops = tuple(i for i in range(len(plan.segments)) if self.stops(i))
        self._lengths = dict(plan.lengths)
        self.vitals = tuple(sorted(self._vitals(), key=lambda vital: vital.place_ms))

    def first_cue(self, index: int) -> int:
        """The number of the first cue heard by who comes to the start of a segment."""
        return bisect_left(self.cues, (self.plan.segments[index].start_ms, index), key=_place)

    def cue_past(self, index: int) -> int:
        """The number of the first cue that comes after a wait or a gate."""
        return bisect_right(self.cues, (self.plan.segments[index].start_ms, index), key=_place)

    def home(self, number: int) -> int:
        """The segment shown when a cue begins."""
        cue = self.cues[number]
        segments = self.plan.segments
        if segments[cue.segment].start_ms <= cue.at_ms <= segments[cue.segment].end_ms:
            return cue.segment
        return max(0, bisect_right(segments, cue.at_ms, key=lambda each: each.start_ms) - 1)

    def stops(self, index: int) -> bool:
        """Whether the timeline stands still at a segment: at a wait, or at a gate."""
        return self.plan.segments[index].wait_ms > 0 or self.is_gate(index)

    def is_gate(self, index: int) -> bool:
        """Whether a segment is a gate."""
        return self.plan.segments[index].kind is SegmentKind.GATE

    def gate_of(self, index: int) -> int | None:
        """The gate that a segment lies behind, or None where it is free to enter."""
        return self._behind.get(index)

    def easing(self, place_ms: Millis) -> int | None:
        """The easing off that begins at a place."""
        at = bisect_left(self.plan.segments, place_ms, key=lambda each: each.start_ms)
        for index, segment in enumerate(self.plan.segments[at:], at):
            if segment.start_ms != place_ms:
                break
            if segment.kind is SegmentKind.EASE:
                return index
        return None

    def stop_from(self, index: int) -> int | None:
        """The first wait or gate at or after a segment."""
        at = bisect_left(self._stops, index)
        return self._stops[at] if at < len(self._stops) else None

    def wait_after_words(self, index: int) -> int | None:
        """The wait that a segment leads up to: the very next, of the same step."""
        segments = self.plan.segments
        if index + 1 >= len(segments) or not segments[index + 1].wait_ms:
            return None
        return index + 1 if segments[index + 1].step == segments[index].step else None

    def said_again(self, number: int) -> bool:
        """Whether a cue that a pause cut is heard again; one that has a person press is not."""
        cue, home = self.cues[number], self.home(number)
        if not cue.text or cue.kind not in _SAID_AGAIN:
            return False
        return home not in self._behind or self.plan.segments[home].kind is SegmentKind.EASE

    def step_start(self, index: int) -> int:
        """The first segment of the step that a segment belongs to, or the gate it lies behind."""
        return self._before_gate(self._first_of_step(index))

    def step_before(self, index: int) -> int:
        """The first segment of the step before, or of the first step where there is none."""
        return self._before_gate(self._first_of_step(max(0, self._first_of_step(index) - 1)))

    def step_after(self, index: int) -> int | None:
        """The first segment of the next step, or None in the last; nothing behind a gate."""
        segments = self.plan.segments
        later = (i for i in range(index, len(segments)) if i not in self._behind)
        return next((i for i in later if segments[i].step != segments[index].step), None)

    def in_count(self, index: int, place_ms: Millis) -> bool:
        """Whether a place lies within a hold or a movement whose clock has begun to run."""
        segment = self.plan.segments[index]
        return segment.kind in _COUNTED and segment.start_ms < place_ms < segment.end_ms

    def lead_in(self, index: int, place_ms: Millis, owed: int | None) -> tuple[Cue, ...]:
        """What is said before a hold goes on at a place in its middle.

        Args:
            index: The hold's segment.
            place_ms: Where it goes on.
            owed: The number of a cue that a pause cut short and that must be heard, or None.
        """
        segment = self.plan.segments[index]
        said = [*self._instruction(index)]
        if owed is not None and self.cues[owed].text not in {cue.text for cue in said}:
            said.append(self.cues[owed])
        left_ms = segment.end_ms - place_ms
        fitting = [pair for pair in self.plan.lead_in.left if pair[0] * SECOND <= left_ms]
        if fitting:
            said += self._made(max(fitting)[1], index)
        return tuple(replace(cue, at_ms=place_ms, segment=index) for cue in said)

    def reminder(self, index: int) -> Cue | None:
        """What is said some seconds before a wait runs out, or None."""
        if self.plan.segments[index].wait_ms < REMINDER_LEAST:
            return None
        return next(iter(self._made(self.plan.reminder, index)), None)

    def _before_gate(self, index: int) -> int:
        return self._behind.get(index, index)

    def _first_of_step(self, index: int) -> int:
        segments = self.plan.segments
        while index and segments[index - 1].step == segments[index].step:
            index -= 1
        return index

    def _vitals(self) -> Iterator[Vital]:
        segments = self.plan.segments
        for index, segment in enumerate(segments):
            if segment.kind is SegmentKind.EASE:
                yield Vital(segment.start_ms, self.first_cue(index))
        for number, cue in enumerate(self.cues):
            if cue.kind is CueKind.SAFETY and segments[cue.segment].kind is SegmentKind.EASE:
                yield Vital(cue.at_ms, number)

    def _instruction(self, index: int) -> tuple[Cue, ...]:
        """The instruction of a step, or the latest one given for the same words."""
        segments = self.plan.segments
        hold = segments[index]
        given = [
            cue
            for cue in self.cues
            if cue.kind is CueKind.INSTRUCTION and cue.text and cue.at_ms < hold.start_ms
        ]
        of_step = tuple(cue for cue in given if segments[cue.segment].step == hold.step)
        if of_step:
            return of_step
        alike = (cue for cue in reversed(given) if segments[cue.segment].caption == hold.caption)
        return tuple(cue for cue in (next(alike, None),) if cue is not None)

    def _made(self, text: str, index: int) -> tuple[Cue, ...]:
        """A cue made on the fly; none where the plan does not know how long the text lasts."""
        if not text or text not in self._lengths:
            return ()
        at_ms = self.plan.segments[index].start_ms
        return (Cue(at_ms, self._lengths[text], CueKind.INSTRUCTION, index, text=text),)


def _place(cue: Cue) -> tuple[Millis, int]:
    return cue.at_ms, cue.segment
