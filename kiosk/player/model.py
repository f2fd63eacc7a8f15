"""What goes into the player and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import TypeAlias

from kiosk.plan.model import Cue, Segment, SegmentKind
from kiosk.units import Millis


class State(Enum):
    """Where the player is. `kiosk.player.machine` draws the graph."""

    IDLE = "idle"
    PLAYING = "playing"
    WAITING = "waiting"
    ASKING = "asking"
    """At a gate, until the caller has the answer."""
    PAUSED = "paused"
    LEAD_IN = "lead-in"
    DONE = "done"
    STOPPED = "stopped"

    @property
    def over(self) -> bool:
        """Whether the session has ended, one way or the other."""
        return self in (State.DONE, State.STOPPED)


class Command(StrEnum):
    """What a person can ask for, by touch, key or voice."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    TOGGLE = "toggle"
    """Pause or go on: what one big button does. At a wait it means ready."""
    READY = "ready"
    NEXT = "next"
    BACK = "back"
    REPEAT = "repeat"
    STOP = "stop"
    HURTS = "hurts"
    """It hurts. Where nothing is pressed, the same as pause."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Let a cue sound, its first sample at `at_ms` on the player's clock.

    Emitted ahead of time, by the player's look-ahead, so that it can be placed exactly.
    """

    cue: Cue
    at_ms: Millis
    key: int
    """A number that no other sound of this session has."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Fade out whatever sounds now, and forget what was to sound later.

    Attributes:
        sounding: The cue a person was hearing, or None.
        heard_ms: How much of it had been heard.
    """

    fade_ms: Millis
    sounding: Cue | None = None
    heard_ms: Millis = 0


@dataclass(frozen=True, slots=True)
class Started:
    """A cue has begun to sound, as planned: `due_ms` on the player's clock."""

    cue: Cue
    due_ms: Millis


@dataclass(frozen=True, slots=True)
class Shown:
    """A segment has begun: `due_ms` on the player's clock."""

    segment: Segment
    index: int
    due_ms: Millis


@dataclass(frozen=True, slots=True)
class Changed:
    """The state has changed, by a command or by the timeline: `due_ms` on the player's clock."""

    before: State
    after: State
    command: Command | None = None
    due_ms: Millis = 0


@dataclass(frozen=True, slots=True)
class Moved:
    """A person's command moved the place in the plan; so may a resume, to say a cue again."""

    command: Command
    from_ms: Millis
    to_ms: Millis


@dataclass(frozen=True, slots=True)
class Ask:
    """The timeline stands at a gate since `due_ms` on the player's clock: may the press be?

    Told each time the player begins to ask, so also after a pause at the gate or when a person
    has come to it again. `kiosk.player.machine.Player.answer` lets it go on.
    """

    gate: str
    due_ms: Millis


@dataclass(frozen=True, slots=True)
class Interrupted:
    """A person asked for something while pressing or easing off; the player did nothing.

    What becomes of it is the caller's to record and to decide: see
    `kiosk.player.machine.Player.replan`.

    Attributes:
        gate: Which press it is.
        at_ms: The place in the plan.
        kind: ``PRESS``, or ``EASE`` where the press was over already.
    """

    command: Command
    gate: str
    at_ms: Millis
    kind: SegmentKind


@dataclass(frozen=True, slots=True)
class Skipped:
    """A cue whose time had passed by more than the grace; it is not said at all."""

    cue: Cue
    late_ms: Millis


Effect: TypeAlias = Sound | Cut | Started | Shown | Changed | Moved | Ask | Interrupted | Skipped


@dataclass(frozen=True, slots=True)
class View:
    """All that a face needs to draw one moment. A face keeps nothing else.

    Attributes:
        state: The player's state.
        segment: What is shown now, or None before the start.
        index: Its index in the plan.
        position_ms: The place in the plan.
        total_ms: The plan's length.
        elapsed_ms, remaining_ms: Within the segment; at a wait, of the time-out. In a press,
            what is left of the granted time.
        saying: The text of the cue that sounds now, or empty.
        said: The last text spoken, for the caption, until the step changes.
    """

    state: State
    segment: Segment | None
    index: int
    position_ms: Millis
    total_ms: Millis
    elapsed_ms: Millis
    remaining_ms: Millis
    saying: str = ""
    said: str = ""
