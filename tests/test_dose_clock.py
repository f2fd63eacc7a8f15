"""Time: what has surely passed, what at most, when the dose day turns; and hostile clocks."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from dose_world import LEFT, RIGHT, ZONE

from kiosk.dose.answer import Granted, Refused, Request, Why
from kiosk.dose.events import How, PersonMade, PressEnded, PressStarted, Screening
from kiosk.dose.fold import Book
from kiosk.dose.guard import decide
from kiosk.dose.policy import Policy
from kiosk.dose.record import Stamp
from kiosk.dose.screening import MASSAGE_QUESTIONS, About
from kiosk.dose.time import (
    dose_day,
    least_ms,
    least_turns,
    most_ms,
    most_turns,
    turn_ms,
    until_turned,
)
from kiosk.units import HOUR, MINUTE, SECOND

DAY = 24 * HOUR


def wall(local: str, zone: ZoneInfo = ZONE) -> int:
    return int(datetime.fromisoformat(local).replace(tzinfo=zone).timestamp() * 1000)


def stamp(boot: str, boottime: int, lower: int, trusted_wall: int | None = None) -> Stamp:
    known = trusted_wall is not None
    return Stamp(boot, boottime, trusted_wall or 5, trusted=known, lower_ms=lower)


def test_within_one_boot_the_time_between_is_known_and_no_wall_clock_argues_with_it() -> None:
    first, second = stamp("a", 1000, 0, 50 * DAY), stamp("a", 61_000, 60_000, 90 * DAY)
    assert least_ms(first, second) == 60_000
    assert most_ms(first, second) == 60_000
    assert least_turns(first, second, ZONE) == 0


def test_across_boots_trusted_walls_tell_how_long_it_was_off_at_the_most() -> None:
    first, second = stamp("a", 1000, 0, DAY), stamp("b", 1000, 60_000, 3 * DAY)
    assert least_ms(first, second) == 60_000
    assert most_ms(first, second) == 2 * DAY


def test_a_year_set_wrongly_by_hand_turns_no_more_days_than_there_was_time_for() -> None:
    first = stamp("a", 1000, 0, wall("2024-05-01 23:00"))
    second = stamp("b", 1000, 20 * HOUR, wall("2025-05-02 19:00"))
    assert least_turns(first, second, ZONE) == 1
    assert most_turns(first, second, ZONE) == 366
    until = until_turned(first, second, ZONE, 2)
    assert until
    assert until.wait_ms == 3 * HOUR


@pytest.mark.parametrize("trusted", [0, 1])
def test_across_boots_an_untrusted_wall_counts_for_nothing(trusted: int) -> None:
    walls = [None, None, DAY * 9]
    first, second = stamp("a", 1000, 0, walls[trusted]), stamp("b", 1000, 60_000)
    assert least_ms(first, second) == 60_000
    assert most_ms(first, second) is None
    assert least_turns(first, second, ZONE) == 0
    assert most_turns(first, second, ZONE) is None


def test_time_never_runs_backwards() -> None:
    first, second = stamp("a", 9000, 5000, DAY * 2), stamp("b", 10, 0, DAY)
    assert least_ms(first, second) == 0
    assert most_ms(first, second) == 0
    assert least_turns(first, second, ZONE) == 0


def test_with_no_trusted_time_a_full_day_of_certain_time_turns_the_dose_day() -> None:
    first = stamp("a", 0, 0)
    assert least_turns(first, stamp("b", 0, DAY - 1), ZONE) == 0
    assert least_turns(first, stamp("b", 0, DAY), ZONE) == 1
    assert least_turns(first, stamp("b", 0, 2 * DAY), ZONE) == 2


def test_a_clock_set_right_later_in_the_same_boot_dates_what_came_before() -> None:
    first = stamp("a", 0, 0)
    second = stamp("a", 2 * HOUR, 2 * HOUR, wall("2024-05-02 05:00"))
    assert least_turns(first, second, ZONE) == 1


@pytest.mark.parametrize(
    ("local", "day"),
    [
        ("2024-05-02 03:59", date(2024, 5, 1)),
        ("2024-05-02 04:00", date(2024, 5, 2)),
        ("2024-03-31 03:30", date(2024, 3, 30)),
        ("2024-10-27 02:30", date(2024, 10, 26)),
        ("2024-12-31 23:59", date(2024, 12, 31)),
    ],
)
def test_the_dose_day_turns_at_four(local: str, day: date) -> None:
    assert dose_day(wall(local), ZONE) == day


@pytest.mark.parametrize(
    "name", ["Europe/Berlin", "Europe/Athens", "America/St_Johns", "Australia/Lord_Howe",
             "Asia/Kathmandu", "Pacific/Apia", "Antarctica/Troll", "America/Nuuk", "UTC"]
)  # fmt: skip
def test_each_dose_day_begins_where_it_is_said_to_begin_in_every_zone(name: str) -> None:
    zone = ZoneInfo(name)
    for ordinal in range(date(2024, 1, 1).toordinal(), date(2025, 1, 1).toordinal()):
        day = date.fromordinal(ordinal)
        turn = turn_ms(day, zone)
        assert dose_day(turn, zone) == day
        assert dose_day(turn - 1, zone) == date.fromordinal(ordinal - 1)


def test_a_time_no_calendar_has_is_no_time() -> None:
    assert dose_day(10**18, ZONE) is None
    assert dose_day(-(10**18), ZONE) is None


def test_the_next_turn_is_told_as_a_wall_time_or_as_powered_on_time() -> None:
    since, now = stamp("a", 0, 0, wall("2024-05-01 09:00")), stamp("a", HOUR, HOUR)
    known = until_turned(since, replace(now, trusted=True, wall_ms=since.wall_ms + HOUR), ZONE, 1)
    assert known
    assert known.wall_ms == wall("2024-05-02 04:00")
    unknown = until_turned(stamp("a", 0, 0), stamp("b", HOUR, HOUR), ZONE, 1)
    assert unknown
    assert (unknown.wall_ms, unknown.wait_ms) == (None, 23 * HOUR)


# --- hostile clocks


@dataclass
class HostileStation:
    """A station whose power and clock do what they like, beside the true time.

    Its certain time is powered-on time, noted once a minute, and what it was off between two
    trusted moments with no untrusted one between them. Never may it catch up later: the time made
    up for might have passed before what an untrusted moment in between put on record.
    """

    dice: random.Random
    true_ms: int

    def __post_init__(self) -> None:
        self.boot = 0
        self.error_ms = 0
        self.noted_ms = 0
        self.anchor: tuple[int, int] | None = None
        self.start()

    def start(self) -> None:
        self.boot += 1
        self.booted_ms = self.true_ms - 15_000
        self.base_ms = self.noted_ms
        self.trusted = False
        self.error_ms = self.dice.choice([0, -self.dice.randrange(40 * DAY), 5 * DAY, 400 * DAY])

    @property
    def now(self) -> Stamp:
        boottime = self.true_ms - self.booted_ms
        lower = self.base_ms + boottime - 15_000
        true_wall = self.true_ms + self.error_ms
        if self.trusted and self.anchor:
            lower = max(lower, self.anchor[0] + true_wall - self.anchor[1])
        return Stamp(f"b{self.boot}", boottime, true_wall, self.trusted, lower)

    def note(self, *, exactly: bool = False) -> None:
        now = self.now
        self.anchor = (now.lower_ms, now.wall_ms) if now.trusted else None
        self.base_ms = now.lower_ms - now.boottime_ms + 15_000
        # What is on record counts at once; uptime besides it once a minute.
        behind = 0 if exactly else self.dice.randrange(MINUTE)
        self.noted_ms = max(self.noted_ms, now.lower_ms - behind)

    def live(self, length_ms: int) -> None:
        """Let true time pass, with all that goes wrong in it."""
        match self.dice.randrange(8):
            case 0 | 1:  # a power cut for all of it
                self.note()
                self.true_ms += length_ms
                self.start()
            case 2:  # a power cut for a moment
                self.true_ms += length_ms
                self.note()
                self.true_ms += self.dice.randrange(SECOND, HOUR)
                self.start()
            case 3:  # somebody sets the clock
                self.trusted = False
                self.error_ms += self.dice.randrange(-9 * DAY, 9 * DAY)
                self.true_ms += length_ms
            case 4 | 5:  # the network is back for once
                self.true_ms += length_ms
                self.trusted, self.error_ms = True, 0
            case _:
                self.true_ms += length_ms
        self.note()


def hostile_history(seed: int) -> tuple[int, int, int, int]:
    """One history: its doses, violations, refusals that were not needed, and allowed requests."""
    dice = random.Random(seed)  # noqa: S311
    station = HostileStation(dice, wall("2024-02-01 00:00") + dice.randrange(300 * DAY))
    policy, book = Policy(), Book(Policy(), ZONE)
    ids = iter(range(10**6))
    answers = tuple((str(question), False) for question in MASSAGE_QUESTIONS)
    book.add(PersonMade(str(next(ids)), "ana", station.now))
    ended: dict[str, int] = {}
    violations = cautious = allowed = 0
    for number in range(25):
        station.live(dice.choice([MINUTE, HOUR, 7 * HOUR, 15 * HOUR, 20 * HOUR, DAY, 3 * DAY]))
        session = str(number)
        book.add(Screening(str(next(ids)), "ana", station.now, session, About.MASSAGE, answers))
        point = dice.choice([LEFT, RIGHT])
        request = Request("ana", session, (point,), pain_before=1)
        decision = decide(policy, book.station, book.person("ana"), request, station.now, ZONE)
        last = ended.get(point)
        day = dose_day(station.true_ms, ZONE)
        fits = last is None or (
            station.true_ms - last >= policy.lockout_ms
            # A full day of powered-on time stands in for the turn where nobody saw it.
            and (dose_day(last, ZONE) != day or station.true_ms - last >= DAY)
        )
        allowed += fits
        if isinstance(decision, Refused):
            assert decision.why in {Why.DONE, Why.REST, Why.POINTS_FULL}
            cautious += fits and decision.why is Why.DONE
            continue
        assert isinstance(decision, Granted)
        violations += not fits
        grant = decision.event(str(next(ids)), station.now)
        book.add(grant)
        station.note(exactly=True)
        book.add(PressStarted(str(next(ids)), "ana", station.now, grant.id, (point,)))
        station.true_ms += decision.ms
        ended[point] = station.true_ms
        if dice.randrange(4):
            book.add(
                PressEnded(
                    str(next(ids)), "ana", station.now, grant.id, (point,), decision.ms, How.FULL
                )
            )
            station.note(exactly=True)
        else:
            station.start()
    return len(ended), violations, cautious, allowed


def hostile_histories(count: int) -> None:
    found = [hostile_history(seed) for seed in range(count)]
    violations = sum(item[1] for item in found)
    cautious, allowed = sum(item[2] for item in found), sum(item[3] for item in found)
    print(  # noqa: T201
        f"\n{count} hostile clock histories: {violations} violations of the gap, "
        f"{cautious / allowed:.1%} of {allowed} allowed requests refused out of caution"
    )
    assert violations == 0
    assert cautious < allowed / 2, "a guard that refuses everything proves nothing"


def test_no_hostile_clock_wins_a_dose() -> None:
    hostile_histories(300)


@pytest.mark.nightly
def test_no_hostile_clock_wins_a_dose_in_5000_histories() -> None:
    hostile_histories(5000)
