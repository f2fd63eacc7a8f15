"""The plan: a session as a timeline in whole milliseconds.

A plan is data. It is what is shown (`Segment`) and what is heard (`Cue`); who walks it, on which
clock, through which loudspeaker is other rooms' business. Where the script waits for the person,
a segment of no length carries ``wait_ms``: the timeline stands still there until the person is
ready or the time-out has passed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.tone import Tone
from kiosk.units import Millis


class CueKind(StrEnum):
    """Why something is said. The order is the order in which cues win a place, first wins."""

    SAFETY = "safety"
    INSTRUCTION = "instruction"
    CHANGE = "change"
    TEMPO = "tempo"
    FINAL = "final"
    CHIME = "chime"
    COUNTDOWN = "countdown"
    NEXT = "next"
    HALFWAY = "halfway"
    ENCOURAGEMENT = "encouragement"

    @property
    def droppable(self) -> bool:
        """Whether the scheduler may leave it out when time is short."""
        return self in _DROPPABLE


_DROPPABLE = frozenset(
    {CueKind.COUNTDOWN, CueKind.NEXT, CueKind.HALFWAY, CueKind.ENCOURAGEMENT},
)


class SegmentKind(StrEnum):
    """What the person is doing."""

    INTRO = "intro"
    SAY = "say"
    READY = "ready"
    WAIT = "wait"
    PREPARE = "prepare"
    """The instruction of the hold that follows is being said."""
    HOLD = "hold"
    MOVE = "move"
    REST = "rest"
    REPS = "reps"
    CHANGE = "change"
    CHIME = "chime"
    GATE = "gate"
    """Of no length: the timeline stands still until it is known whether, and for how long, the
    press that follows may be."""
    PRESS = "press"
    """Pressing on a massager. Its time is granted, and exact like a hold's."""
    EASE = "ease"
    """Coming off the massager."""
    OUTRO = "outro"


@dataclass(frozen=True, slots=True)
class Cue:
    """Something heard.

    Attributes:
        at_ms: When it begins, from the start of the plan.
        duration_ms: How long it lasts.
        text: What is said; empty for a chime.
        chime: The chime's name; empty for speech.
        segment: The index of the segment it belongs to.
    """

    at_ms: Millis
    duration_ms: Millis
    kind: CueKind
    segment: int
    text: str = ""
    chime: str = ""

    @property
    def end_ms(self) -> Millis:
        """When it has been heard whole."""
        return self.at_ms + self.duration_ms


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of time in which the screen shows one thing.

    Attributes:
        step: The number of the step, counted as done: each round of a repeat counts anew. All
            segments of one step (its instruction, its hold) share it; next and back go by it.
        caption: The words of the step.
        word: One word for across the room: PRESS, HOLD, RELAX, SWITCH.
        side: ``left``, ``right`` or empty.
        round, of: Round n of m, or 0 of 0 outside a repeat.
        figure: The figure's name, or empty.
        mirrored: Whether the figure is to be mirrored for the side.
        next_up: What comes after, or empty.
        wait_ms: Above 0 where the timeline waits for the person, at most so long.
        gate: On a gate, a press and its easing off: which press it belongs to. Else empty.
        tempo: On a repetition, the lengths of its parts, in order. Else empty.
    """

    start_ms: Millis
    end_ms: Millis
    kind: SegmentKind
    step: int
    caption: str
    word: str = ""
    side: str = ""
    round: int = 0
    of: int = 0
    figure: str = ""
    mirrored: bool = False
    next_up: str = ""
    wait_ms: Millis = 0
    gate: str = ""
    tempo: tuple[Millis, ...] = ()

    @property
    def duration_ms(self) -> Millis:
        """How long it lasts."""
        return self.end_ms - self.start_ms


@dataclass(frozen=True, slots=True)
class Dropped:
    """A cue the scheduler left out, and why: no silence about what is not said."""

    at_ms: Millis
    duration_ms: Millis
    kind: CueKind
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Gate:
    """A place where a press must be granted before it may begin.

    Attributes:
        id: As the segments name it: a new one for each part of an interrupted press.
        press: The number of the press in the session, counted from 1.
        points: What is pressed, such as ``ql left``.
        at_most_ms: The script's own limit, which may only lower what is granted.
    """

    id: str
    press: int
    points: tuple[str, ...]
    at_most_ms: Millis


@dataclass(frozen=True, slots=True)
class LeadIn:
    """What is said when a hold goes on after a pause, besides the instruction itself.

    Attributes:
        left: Pairs of seconds left and the text that says so, from the most to the fewest.
    """

    left: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole session, laid out.

    Attributes:
        session: The script's name.
        title: Its title, in the plan's language.
        lengths: How long each spoken text lasts, for what is said outside the timeline.
        gates: Where presses must be granted, in their order.
        tones: The texts that are not said plainly, with their tone.
        pronounce: How the session says words, in pairs.
        reminder: Said some seconds before a wait runs out.
    """

    session: str
    title: str
    language: str
    segments: tuple[Segment, ...]
    cues: tuple[Cue, ...]
    dropped: tuple[Dropped, ...]
    lead_in: LeadIn
    reminder: str
    lengths: tuple[tuple[str, Millis], ...]
    gates: tuple[Gate, ...] = ()
    tones: tuple[tuple[str, Tone], ...] = ()
    pronounce: tuple[tuple[str, str], ...] = ()

    @property
    def total_ms(self) -> Millis:
        """The length of the session, waits counted as nothing."""
        return self.segments[-1].end_ms if self.segments else 0


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a session cannot be played, in one sentence for the person."""

    session: str
    reason: str
