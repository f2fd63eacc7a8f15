"""What a face may ask about people and their doses: the second door, beside `kiosk.station`.

The faces see these types and nothing behind them; `kiosk.compose` builds the real thing. Calls may
come from any thread. Those that write wait until what they wrote is durable: up to a second on a
slow card, so a face makes them off the screen's thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from kiosk.units import Millis

GUEST = "guest"
"""The id of the one shared guest of a station."""


class Urgent(str):
    """A refusal that means: get medical help now. It is to look and sound like it."""

    __slots__ = ()


class StationKind(StrEnum):
    """Where the kiosk hangs; a guest may be massaged at home only, unless the operator says so."""

    HOME = "home"
    GYM = "gym"
    CLINIC = "clinic"


PUBLIC = frozenset({StationKind.GYM, StationKind.CLINIC})
"""Stations where the kiosk's own settings are the operator's to change."""


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person as the screen shows them.

    Attributes:
        id: Opaque; `GUEST` for the guest.
        name: What they are called.
        colour: ``#rrggbb``.
        shape: circle, square, triangle, diamond, star or hexagon: colour is never the only sign.
        has_pin: Whether a PIN is asked.
    """

    id: str
    name: str
    colour: str
    shape: str
    has_pin: bool = False


class Moment(StrEnum):
    """When questions are asked."""

    ARRIVING = "arriving"
    """Somebody has tapped their name: better, same or worse than before?"""
    BEFORE = "before"
    """Before a session: screening where it is due, and how it feels now."""
    AFTER = "after"
    """After it, once the person is up again: how it felt; and what follows from that."""


class AnswerForm(StrEnum):
    """How a question is answered, each in one tap."""

    YES_NO = "yes-no"
    ZERO_TO_TEN = "zero-to-ten"
    """A grid of numbers with words and faces."""
    BETTER_SAME_WORSE = "better-same-worse"
    OFFER = "offer"
    """Yes or stay: a longer hold or dose is offered, never imposed."""
    NOTICE = "notice"
    """Nothing to answer but that it was read."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question, one screen.

    Attributes:
        id: Names it when it is answered.
        form: How it is answered.
        text: What is shown and spoken.
        help: Said below it, smaller; may be empty.
        urgent: "Get medical help now": looks and sounds like it.
        number, of: The n-th of m in a row, or 0 of 0.
    """

    id: str
    form: AnswerForm
    text: str
    help: str = ""
    urgent: bool = False
    number: int = 0
    of: int = 0


class PointState(StrEnum):
    """How a point is now. Each has its own sign beside its colour."""

    READY = "ready"
    DONE = "done"
    """Done for today."""
    RESTING = "resting"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class PointStatus:
    """One point of the body map.

    Attributes:
        point: Such as ``ql left``.
        name: As it is said: "left quadratus lumborum".
        state: How it is.
        sentence: The one plain sentence that explains it.
        granted_ms: What would be granted now; 0 where nothing would.
        sessions: The names of the sessions that press it.
        next: When it may be pressed next, as it stands in a sentence: "tomorrow from 9 in the
            morning"; empty where it is ready, or where time alone does not help.
    """

    point: str
    name: str
    state: PointState
    sentence: str
    granted_ms: Millis = 0
    sessions: tuple[str, ...] = ()
    next: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """One dose day of a point in the progress plot.

    Attributes:
        day: The dose day, ISO: 2026-11-22.
        seconds: What was pressed; 0 on a rest day.
        kind: ``green``, ``amber``, ``red``, ``rest`` or ``refused``.
    """

    day: str
    seconds: int
    kind: str


@dataclass(frozen=True, slots=True)
class Track:
    """A point's or an exercise's weeks.

    Attributes:
        name: As it is shown.
        unit: ``s`` for seconds, ``times`` for repetitions.
        ceiling: The highest it may become.
        marks: In the order of days.
    """

    name: str
    unit: str
    ceiling: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """What a person has done.

    Attributes:
        summary: Two or three plain sentences, spoken on request.
        days_practised: Dose days with any session, in the last 28.
        tracks: Points first, then exercises.
        today: The last day of the plot, ISO.
    """

    summary: str
    days_practised: int
    tracks: tuple[Track, ...]
    today: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came of somebody tapping their name.

    Attributes:
        person: Who is here now, or None where the PIN was wrong.
        sentence: Why not, and how long to wait; empty where all is well.
    """

    person: PersonCard | None
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Assignment:
    """A session on a person's plan."""

    session: str
    how_often: str
    """Such as ``every day`` or ``3 times a week``."""
    due: bool


class Operator(Protocol):
    """The operator's desk, open after the PIN. Each act is on record.

    What an act returns is a sentence that says what is wrong, or nothing.
    """

    def people(self) -> Sequence[PersonCard]:
        """Everyone known here."""

    def add_person(self, name: str, pin: str = "") -> str:
        """Make a person; return a sentence that says what is wrong, or nothing."""

    def erase_person(self, person: str) -> str:
        """Remove a name and details for good; what was dosed stays on record without them."""

    def set_ceiling(self, person: str, seconds: int, reason: str) -> str:
        """Set the highest dose of a person."""

    def clear_locks(self, person: str, reason: str) -> str:
        """Clear a person's locks after review."""

    def locks(self, person: str) -> Sequence[str]:
        """What is locked for a person, a sentence each."""

    def assign(self, person: str, session: str, days: int) -> str:
        """Put a session on a person's plan, once every so many days; 0 takes it off."""

    def assignments(self, person: str) -> Sequence[Assignment]:
        """A person's plan."""

    def vouch_for_clock(self) -> str:
        """Say that the clock is right."""

    def allow_guest(self, *, allowed: bool) -> str:
        """Let a guest be massaged here, or not."""

    def state(self) -> Sequence[tuple[str, str]]:
        """Clock, ledger and storage: what, and how it is."""

    def policy(self) -> Sequence[tuple[str, str, str]]:
        """The policy in force: item, value, and where it comes from."""

    def create_ledger(self) -> str:
        """Create the ledger where there never was one."""


class Reception(Protocol):
    """People and their doses, as a face sees them."""

    @property
    def needs_setup(self) -> bool:
        """Whether the station has never been set up."""

    def set_up(self, kind: StationKind, operator_pin: str, zone: str) -> str:
        """Set up the station, once; return a sentence that says what is wrong, or nothing."""

    def zones(self) -> Sequence[str]:
        """The time zones to choose from, the likeliest first."""

    @property
    def station(self) -> str:
        """The kind of station: home, gym or clinic; empty before it is set up. May wait."""

    @property
    def zone(self) -> str:
        """The IANA name of the station's time zone; empty where it is not known (yet)."""

    def people(self) -> Sequence[PersonCard]:
        """Whose names can be tapped; the guest last, where there is one."""

    @property
    def here(self) -> PersonCard | None:
        """Who is here now."""

    def arrive(self, person: str, pin: str = "") -> Arrival:
        """Somebody taps their name."""

    def leave(self) -> None:
        """Forget who was here."""

    def question(self, moment: Moment, session: str = "") -> Question | None:
        """The next question to ask, or None when there is none (any more)."""

    def answer(self, question: str, value: int | None) -> None:
        """Answer it: 1, 0 for yes, no; 0 to 10; 2, 1, 0 for better, same, worse; or None."""

    def points(self) -> Sequence[PointStatus]:
        """The body map of who is here."""

    def progress(self) -> Progress:
        """What who is here has done."""

    def due_today(self) -> Sequence[Assignment]:
        """What is on the plan of who is here."""

    def refusal(self, session: str) -> str:
        """Why who is here cannot play a session now, in one sentence; empty where they can.

        It is `Urgent` where they are to get medical help now.
        """

    def operator(self, pin: str) -> Operator | str:
        """Open the operator's desk, or a sentence that says why not."""
