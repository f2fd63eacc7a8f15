"""The facts the dose rule goes by, each a frozen event. `kiosk.dose.codec` puts them on record."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final

from kiosk.dose.record import Stamp
from kiosk.dose.screening import About
from kiosk.units import Millis

NOTE: Final = "note-"
"""How a kind begins that has nothing to do with a dose."""


class How(StrEnum):
    """How a press ended."""

    FULL = "full"
    PAUSED = "paused"
    STOPPED = "stopped"
    HURT = "hurt"
    SKIPPED = "skipped"


class Visit(StrEnum):
    """How it feels at the next visit, compared with before the last dose."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


class Lock(StrEnum):
    """What an operator may clear."""

    REDS = "reds"
    NUMBNESS = "numbness"


@dataclass(frozen=True, slots=True)
class Event:
    """What every event has. `person` is empty where it is about the station."""

    KIND: ClassVar[str] = ""
    id: str
    person: str
    at: Stamp


@dataclass(frozen=True, slots=True)
class PersonMade(Event):
    """An operator made a person."""

    KIND: ClassVar[str] = "person-made"


@dataclass(frozen=True, slots=True)
class PersonErased(Event):
    """A person's name and details are gone; what is on record stays."""

    KIND: ClassVar[str] = "person-erased"


@dataclass(frozen=True, slots=True)
class Screening(Event):
    """Answers to the screening. A guest's hold for `session` alone.

    Attributes:
        answers: Question and answer; a question with no answer is left out.
    """

    KIND: ClassVar[str] = "screening"
    session: str
    about: About
    answers: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Grant(Event):
    """Seconds given for one placement; on record before the press begins.

    Attributes:
        session: The one playing of a session it belongs to.
        lengths: Each point and its present length, a step that was taken included.
        remainder_of: For the rest of a paused press the grant it began with, else empty.
    """

    KIND: ClassVar[str] = "grant"
    session: str
    points: tuple[str, ...]
    granted_ms: Millis
    lengths: tuple[tuple[str, Millis], ...]
    remainder_of: str


@dataclass(frozen=True, slots=True)
class PressStarted(Event):
    """The press begins: the words that say so are being spoken."""

    KIND: ClassVar[str] = "press-started"
    grant: str
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PressEnded(Event):
    """The ease-off cue came `pressed_ms` after the start, on a monotonic clock."""

    KIND: ClassVar[str] = "press-ended"
    grant: str
    points: tuple[str, ...]
    pressed_ms: Millis
    how: How


@dataclass(frozen=True, slots=True)
class Refusal(Event):
    """No massage; `code` is the reason's."""

    KIND: ClassVar[str] = "refusal"
    session: str
    points: tuple[str, ...]
    code: str


@dataclass(frozen=True, slots=True)
class PainBefore(Event):
    """How it feels now, 0 to 10; None for no answer."""

    KIND: ClassVar[str] = "pain-before"
    session: str
    score: int | None


@dataclass(frozen=True, slots=True)
class PainAfter(Event):
    """How it felt while pressing, 0 to 10; None for no answer, which is amber."""

    KIND: ClassVar[str] = "pain-after"
    grant: str
    points: tuple[str, ...]
    score: int | None


@dataclass(frozen=True, slots=True)
class Numbness(Event):
    """Numbness, tingling or pain shooting down the leg: asked after each red."""

    KIND: ClassVar[str] = "numbness"
    answer: bool | None


@dataclass(frozen=True, slots=True)
class NextVisit(Event):
    """Better, same or worse than before the last dose; None for no answer."""

    KIND: ClassVar[str] = "next-visit"
    answer: Visit | None


@dataclass(frozen=True, slots=True)
class Practised(Event):
    """A session without massage was done; `name` is the script's."""

    KIND: ClassVar[str] = "practised"
    name: str
    comfortable: bool | None


@dataclass(frozen=True, slots=True)
class RangeStep(Event):
    """The person took the offered small step in a session's ranges, or one back."""

    KIND: ClassVar[str] = "range-step"
    name: str
    up: bool


@dataclass(frozen=True, slots=True)
class LockCleared(Event):
    """An operator cleared a lock after review. It gives nobody a second dose in a day."""

    KIND: ClassVar[str] = "clear-lock"
    lock: Lock
    points: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class ScreeningReviewed(Event):
    """An operator reviewed answers that lock; they then hold like answers that do not."""

    KIND: ClassVar[str] = "answer-screening-review"
    about: About
    reason: str


@dataclass(frozen=True, slots=True)
class CeilingSet(Event):
    """An operator raised or lowered a person's ceiling, up to the hard one."""

    KIND: ClassVar[str] = "ceiling"
    ceiling_ms: Millis
    reason: str


@dataclass(frozen=True, slots=True)
class CeilingLowered(Event):
    """A therapist's lower ceiling for a person; None takes it back."""

    KIND: ClassVar[str] = "lower-ceiling"
    ceiling_ms: Millis | None
    reason: str


@dataclass(frozen=True, slots=True)
class Assigned(Event):
    """A session belongs to a person's plan, so often a week; 0 takes it out."""

    KIND: ClassVar[str] = "assign"
    name: str
    times_a_week: int


@dataclass(frozen=True, slots=True)
class ClockVouched(Event):
    """An operator says the clock is right; `at` has the time vouched for."""

    KIND: ClassVar[str] = "vouch-clock"
    reason: str


@dataclass(frozen=True, slots=True)
class ClockAnchor(Event):
    """The clock was seen to be right; `source` says who says so."""

    KIND: ClassVar[str] = "clock-anchor"
    source: str


@dataclass(frozen=True, slots=True)
class ClockWentBack(Event):
    """A trusted time lay well before the last trusted one. It needs an operator."""

    KIND: ClassVar[str] = "clock-went-back"
    by_ms: Millis


@dataclass(frozen=True, slots=True)
class Note(Event):
    """Something on record that says nothing about a dose."""

    kind: str


@dataclass(frozen=True, slots=True)
class Unreadable(Event):
    """Something this version cannot read. No massage until it can, or an operator helps."""

    kind: str
