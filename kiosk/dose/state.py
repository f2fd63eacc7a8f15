"""What the dose rule remembers of a person and of the station: bounded, however long the history.

All of it is frozen. It holds the last dose on each point, the charges of the last day or so, and
some counters; so a decision costs the same after a hundred events and after a million.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final, TypeVar

from kiosk.dose.policy import DAY, Policy
from kiosk.dose.record import Stamp
from kiosk.dose.screening import About
from kiosk.dose.time import least_ms
from kiosk.units import HOUR, Millis

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")

FORGET_MS: Final[Millis] = 26 * HOUR
"""A charge surely so old lies in an earlier dose day, the longest day of the year included."""
MOST_CHARGES: Final = 64
"""More of them in a day cannot come of grants; the oldest are then added up."""
CARRY_MS: Final[Millis] = 14 * DAY
"""How long a shortened dose is carried over to whoever has no history of their own*."""


class Phase(StrEnum):
    """Where a dose stands."""

    GRANTED = "granted"
    STARTED = "started"
    PAUSED = "paused"
    """Part of it was pressed and the rest may still be used."""
    OVER = "over"


class Verdict(StrEnum):
    """What a dose was like."""

    OPEN = "open"
    """Nobody has said. It counts as amber until somebody does."""
    GOOD = "good"
    """It was good while it lasted; green once the next visit is no worse."""
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Dose:
    """The last dose on one point.

    Attributes:
        grant: The id of the grant it began with.
        press: The id of the grant being pressed: that one, or a remainder's.
        at: When it was granted.
        granted_ms: The whole of it.
        used_ms: What is charged so far; while a press is open, all that was given.
        given_ms: What the open press was given.
        end: The last moment known of it.
        slack_ms: How long after `end` it may have gone on.
        resumes: How many remainders were given.
        visited: Whether a later visit has been asked about it.
        whole: Whether all of it was really pressed, at the point's present length.
        before: The dose before, while this one may yet turn out never to have begun.
    """

    grant: str
    press: str
    session: str
    points: tuple[str, ...]
    at: Stamp
    granted_ms: Millis
    used_ms: Millis
    given_ms: Millis
    end: Stamp
    slack_ms: Millis
    phase: Phase = Phase.GRANTED
    resumes: int = 0
    verdict: Verdict = Verdict.OPEN
    visited: bool = False
    whole: bool = False
    before: Dose | None = None


@dataclass(frozen=True, slots=True)
class PointState:
    """What is known of one point of one person.

    Attributes:
        length_ms: The present length of a dose.
        dose: The last dose.
        run: Greens at the present length, on as many dose days.
        run_day: When the last of them was that counted as a day.
        run_seen: When the last of them was.
        green: When the last green was.
        reds: Reds with no green between them.
        red: When the last red was.
        locked: When the lock after two reds began; None where there is none.
    """

    length_ms: Millis
    dose: Dose | None = None
    run: int = 0
    run_day: Stamp | None = None
    run_seen: Stamp | None = None
    green: Stamp | None = None
    reds: int = 0
    red: Stamp | None = None
    locked: Stamp | None = None


@dataclass(frozen=True, slots=True)
class Charge:
    """Pressing that counts against a day.

    Attributes:
        ms: On each of the points.
        begun: Whether the press is known to have begun.
        settled: Whether it has ended, so that `ms` stands.
    """

    grant: str
    points: tuple[str, ...]
    ms: Millis
    at: Stamp
    begun: bool = False
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Screened:
    """The last screening of one sort.

    Attributes:
        at: When every question was answered; None where some were not.
        yes_at: When the last yes was.
        yes: What was answered with yes and not reviewed since; it locks.
    """

    at: Stamp | None = None
    session: str = ""
    yes_at: Stamp | None = None
    yes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Practice:
    """How the ranges of one session have grown for a person.

    Attributes:
        steps: Small steps taken.
        run: Comfortable sessions since, on as many dose days.
        last: When it was last done, comfortable or not.
    """

    steps: int = 0
    run: int = 0
    run_day: Stamp | None = None
    last: Stamp | None = None


@dataclass(frozen=True, slots=True)
class PersonState:
    """What the dose rule knows of one person.

    Attributes:
        proven: Whether a dose ever turned out green; until then each day is a first day.
        last_end: When the last press of any point ended, and how long it may have gone on.
        sore: When pain before a press was last too high.
        worse: When it was last worse at the next visit.
        numb: Numbness was reported and no operator has cleared it.
        numb_due: A red has been, and the question about numbness was not answered since.
        practice_days: Days of practice since it was last better.
        unreadable: The kind of a record that this version cannot read, or empty.
    """

    known: bool = False
    erased: bool = False
    points: Mapping[str, PointState] = field(default_factory=dict)
    charges: tuple[Charge, ...] = ()
    proven: bool = False
    last_end: Stamp | None = None
    last_slack_ms: Millis = 0
    screened: Mapping[About, Screened] = field(default_factory=dict)
    sore: Stamp | None = None
    worse: Stamp | None = None
    numb: bool = False
    numb_due: bool = False
    ceiling_ms: Millis | None = None
    lower_ceiling_ms: Millis | None = None
    practice_days: int = 0
    practice_day: Stamp | None = None
    practice: Mapping[str, Practice] = field(default_factory=dict)
    assigned: Mapping[str, int] = field(default_factory=dict)
    unreadable: str = ""

    def point(self, name: str, policy: Policy) -> PointState:
        """What is known of a point."""
        return self.points.get(name) or PointState(policy.first_ms)

    def answers(self, about: About) -> Screened:
        """The last screening of one sort."""
        return self.screened.get(about) or Screened()


@dataclass(frozen=True, slots=True)
class StationState:
    """What the dose rule knows of the station.

    Attributes:
        clock_back: The clock went back and no operator has vouched for it since.
        unreadable: The kind of a record about the station that cannot be read, or empty.
        erased: What whoever is made from now on inherits, so that being made anew wins nothing.
        crowd: What everybody with a name has had: the guest may be any of them.
        guest: What the guest has had: anybody may have been the guest.
        numb: Who has a numbness lock.
    """

    clock_back: bool = False
    unreadable: str = ""
    erased: PersonState = PersonState()
    crowd: PersonState = PersonState()
    guest: PersonState = PersonState()
    numb: frozenset[str] = frozenset()


def put(mapping: Mapping[_Key, _Value], key: _Key, value: _Value) -> Mapping[_Key, _Value]:
    """A mapping with one value changed."""
    return {**mapping, key: value}


def bounded(charges: tuple[Charge, ...], now: Stamp) -> tuple[Charge, ...]:
    """The charges that may still count, never more than `MOST_CHARGES`."""
    kept = tuple(charge for charge in charges if least_ms(charge.at, now) < FORGET_MS)
    if len(kept) <= MOST_CHARGES:
        return kept
    first, second, *rest = kept
    points = tuple(dict.fromkeys((*first.points, *second.points)))
    return (Charge(second.grant, points, first.ms + second.ms, second.at), *rest)


def overlaid(own: PersonState, other: PersonState) -> PersonState:
    """A person as bound by their own history and by another's too: the later of each.

    Lengths, growth and answers stay their own; doses, rests and locks are both people's.
    """
    points = dict(own.points)
    for name, theirs in other.points.items():
        mine = points.get(name)
        if mine is None:
            points[name] = replace(theirs, run=0, green=None)
            continue
        dose = _last_dose(mine.dose, theirs.dose)
        points[name] = replace(
            mine,
            dose=dose,
            reds=max(mine.reds, theirs.reds),
            red=last(mine.red, theirs.red),
            locked=last(mine.locked, theirs.locked),
        )
    end, slack = own.last_end, own.last_slack_ms
    if other.last_end is not None and last(end, other.last_end) == other.last_end:
        slack = max(slack, other.last_slack_ms) if end == other.last_end else other.last_slack_ms
        end = other.last_end
    charges = {charge.grant: charge for charge in (*own.charges, *other.charges)}
    return replace(
        own,
        points=points,
        charges=tuple(charges.values()),
        last_end=end,
        last_slack_ms=slack,
        sore=last(own.sore, other.sore),
        worse=last(own.worse, other.worse),
        numb=own.numb or other.numb,
        numb_due=own.numb_due or other.numb_due,
        unreadable=own.unreadable or other.unreadable,
    )


def last(first: Stamp | None, second: Stamp | None) -> Stamp | None:
    """The later of two moments, in the order of what surely passed."""
    if first is None or second is None:
        return first or second
    return second if second.lower_ms >= first.lower_ms else first


def _last_dose(mine: Dose | None, theirs: Dose | None) -> Dose | None:
    if mine is None or theirs is None:
        return mine or theirs
    return theirs if last(mine.end, theirs.end) is theirs.end else mine
