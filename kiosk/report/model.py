"""What stands in a report: plain values, for whoever keeps the record to fill in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Practice:
    """How often a session was practised in the days of the report."""

    session: str
    times: int


@dataclass(frozen=True, slots=True)
class Pain:
    """What was answered about one session, 0 to 10; None where nobody answered.

    Attributes:
        day: The dose day, ISO.
    """

    day: str
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Dose:
    """One press of a point.

    Attributes:
        day: The dose day, ISO.
        seconds: What counted as pressed.
        kind: ``green``, ``amber`` or ``red``.
    """

    day: str
    seconds: int
    kind: str


@dataclass(frozen=True, slots=True)
class PointDoses:
    """All doses of one point, in the order of days.

    Attributes:
        name: As it is shown: "left quadratus lumborum".
        ceiling: The most that it may become, in seconds.
    """

    name: str
    ceiling: int
    doses: tuple[Dose, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened on a day: a refusal with its reason, a lock, an operator's act."""

    day: str
    text: str


@dataclass(frozen=True, slots=True)
class ReportData:
    """All that stands in a report.

    Attributes:
        person: The name.
        made_on, first_day, last_day: ISO; the report covers both days and all between.
        days_practised: Dose days with any session.
        practice: Sessions, in any order.
        pain: In the order of days.
        points: Points, with their doses in the days of the report.
        refusals: In the order of days.
        acts: Locks, and what operators did, in the order of days.
        policy: The policy in force, in one line.
        station: Where the kiosk hangs, or empty.
    """

    person: str
    made_on: str
    first_day: str
    last_day: str
    days_practised: int = 0
    practice: tuple[Practice, ...] = ()
    pain: tuple[Pain, ...] = ()
    points: tuple[PointDoses, ...] = ()
    refusals: tuple[Entry, ...] = ()
    acts: tuple[Entry, ...] = ()
    policy: str = ""
    station: str = ""
