"""How much time has surely passed, how much at most, and when a dose day has turned.

A clock may be wrong and a station may have been off. So there are two answers to "how long ago":
the least, which lockouts go by, and the most, which days missed go by. An untrusted wall clock
counts for neither.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from kiosk.dose.policy import DAY, DAY_TURNS_AT
from kiosk.dose.record import Stamp
from kiosk.units import HOUR, Millis

STAND_IN_MS: Final[Millis] = DAY
"""Where no trusted clock saw the day turn, so much certain time stands in for it."""

SHORTEST_DAY_MS: Final[Millis] = DAY - HOUR
"""The dose day on which the clock goes forward."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLI: Final = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Until:
    """When something ends.

    Attributes:
        wall_ms: The wall time, UTC since 1970; None where nobody knows the time now.
        wait_ms: How much more certain time must pass: what counts when the clock is not trusted.
    """

    wall_ms: Millis | None
    wait_ms: Millis


def same_boot(first: Stamp, second: Stamp) -> bool:
    """Whether two moments lie in one boot, so that the time between them is known exactly."""
    return bool(first.boot) and first.boot == second.boot


def after(stamp: Stamp, length_ms: Millis) -> Stamp:
    """The moment so long after another, in the same boot."""
    return replace(
        stamp,
        boottime_ms=stamp.boottime_ms + length_ms,
        wall_ms=stamp.wall_ms + length_ms,
        lower_ms=stamp.lower_ms + length_ms,
    )


def least_ms(first: Stamp, second: Stamp) -> Millis:
    """How much time has surely passed from the first to the second; never below 0."""
    if same_boot(first, second):
        # Exact, and no wall clock, trusted or not, can argue with it.
        return max(0, second.boottime_ms - first.boottime_ms)
    # Trusted walls count as far as this coordinate took them in: an operator's word, too, is
    # trusted, and a slip of the finger on the year must not open a lock of a week.
    return max(0, second.lower_ms - first.lower_ms)


def most_ms(first: Stamp, second: Stamp) -> Millis | None:
    """How much time may have passed at the most, or None where it may be any amount."""
    if same_boot(first, second):
        return max(0, second.boottime_ms - first.boottime_ms)
    if first.trusted and second.trusted:
        return max(0, second.wall_ms - first.wall_ms, second.lower_ms - first.lower_ms)
    return None


def dose_day(wall_ms: Millis, zone: tzinfo) -> date | None:
    """The dose day of a wall time; None for a time that no calendar has."""
    try:
        local = (_EPOCH + wall_ms * _MILLI).astimezone(zone)
        day = local.date()
        return day if local.hour >= DAY_TURNS_AT else day - timedelta(days=1)
    except (OverflowError, ValueError):
        return None


def turn_ms(day: date, zone: tzinfo) -> Millis:
    """The wall time at which a dose day begins."""
    local = datetime.combine(day, time(DAY_TURNS_AT), tzinfo=zone)
    return (local.astimezone(UTC) - _EPOCH) // _MILLI


def least_turns(first: Stamp, second: Stamp, zone: tzinfo) -> int:
    """How many times the dose day has surely turned from the first to the second."""
    days, least = _days(first, second, zone), least_ms(first, second)
    if days is None:
        return least // STAND_IN_MS
    # So many turns take at least so much time, whatever a clock says that was set by hand.
    return max(0, min((days[1] - days[0]).days, least // SHORTEST_DAY_MS + 1))


def most_turns(first: Stamp, second: Stamp, zone: tzinfo) -> int | None:
    """How many times it may have turned at the most, or None where nobody can tell."""
    days = _days(first, second, zone)
    if days is not None:
        return max(0, (days[1] - days[0]).days)
    most = most_ms(first, second)
    return None if most is None else most // DAY + 1


def until_passed(since: Stamp, now: Stamp, length_ms: Millis) -> Until | None:
    """When a length has surely passed since a moment; None where it has."""
    return _after(now, length_ms - least_ms(since, now))


def until_turned(since: Stamp, now: Stamp, zone: tzinfo, times: int) -> Until | None:
    """When the dose day has surely turned so many times since a moment; None where it has."""
    if least_turns(since, now, zone) >= times:
        return None
    days, here = _days(since, now, zone), _wall_ms(now, since)
    if days is None or here is None:
        return _after(now, times * STAND_IN_MS - least_ms(since, now))
    # A clock that went back a little (days[1] < days[0]) only makes this later.
    wall = turn_ms(days[0] + timedelta(days=times), zone)
    wait = max(wall - here, (times - 1) * SHORTEST_DAY_MS - least_ms(since, now), 1)
    return Until(max(wall, here + wait), wait)


def later(first: Until | None, second: Until | None) -> Until | None:
    """The one that ends last; None is what has ended."""
    if first is None or second is None:
        return first or second
    return max(first, second, key=lambda until: until.wait_ms)


def _after(now: Stamp, wait_ms: Millis) -> Until | None:
    if wait_ms <= 0:
        return None
    return Until(now.wall_ms + wait_ms if now.trusted else None, wait_ms)


def _wall_ms(stamp: Stamp, other: Stamp) -> Millis | None:
    """The wall time of a moment, if need be told from a trusted one in the same boot."""
    if stamp.trusted:
        return stamp.wall_ms
    if other.trusted and same_boot(stamp, other):
        return other.wall_ms + stamp.boottime_ms - other.boottime_ms
    return None


def _days(first: Stamp, second: Stamp, zone: tzinfo) -> tuple[date, date] | None:
    walls = _wall_ms(first, second), _wall_ms(second, first)
    if same_boot(first, second) and first.trusted and second.trusted:
        # One boot has one calendar: a step of the clock within it turns no day.
        walls = walls[0], first.wall_ms + second.boottime_ms - first.boottime_ms
    if walls[0] is None or walls[1] is None:
        return None
    days = dose_day(walls[0], zone), dose_day(walls[1], zone)
    return None if days[0] is None or days[1] is None else (days[0], days[1])
