"""Time is counted as far as a station can know it: never ahead of real time, and never back."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.dose.record import Stamp
from kiosk.ledger import clock as clock_module
from kiosk.ledger.clock import ANCHOR_ERROR_MS, MOST_BY_WORD_MS, Doubt, Stamper
from kiosk.ledger.files import Slots
from kiosk.ledger.source import FakeClock, MachineClock, battery_agrees
from kiosk.units import HOUR, MINUTE, SECOND, Millis

DAY = 24 * HOUR


class MemoryNotes(Slots):
    """Notes that survive in memory, until a test loses them."""

    def __init__(self) -> None:
        self.value: dict | None = None
        self.writes = 0
        self.failing = False

    def read(self) -> dict | None:
        return self.value

    def write(self, value: dict) -> None:
        if self.failing:
            raise OSError(28, "no space left")
        self.value = dict(value)
        self.writes += 1


@dataclass
class Station:
    """A machine, its notes, and a ledger of stamps; rebooting makes a new stamper."""

    machine: FakeClock = field(default_factory=FakeClock)
    notes: MemoryNotes = field(default_factory=MemoryNotes)
    stamps: list[tuple[Stamp, Millis]] = field(default_factory=list)
    looks: list[tuple[Stamp, Millis]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.boot()

    def boot(self) -> None:
        last = self.stamps[-1][0] if self.stamps else None
        self.stamper = Stamper(self.machine, self.notes, ledger="here", last=last)

    def stamp(self) -> Stamp:
        """Put something on record."""
        stamp = self.stamper.now()
        self.stamps.append((stamp, self.machine.true_ms))
        return stamp

    def look(self) -> None:
        """Decide something."""
        self.looks.append((self.stamper.look(), self.machine.true_ms))

    def run(self, ms: Millis) -> None:
        """Let time pass with the power on, noting as the kiosk does."""
        while ms > 0:
            step = min(ms, 20 * SECOND)
            self.machine.go_on(step)
            self.stamper.note_if_due()
            ms -= step

    def cut(self, off_ms: Millis, wall_ms: Millis | None = None) -> None:
        self.machine.cut_power(off_ms, wall_ms)
        self.boot()


def between(one: Stamp, two: Stamp) -> Millis:
    return two.lower_ms - one.lower_ms


class TestUnderPower:
    def test_time_goes_on_with_the_time_under_power(self) -> None:
        station = Station()
        one = station.stamp()
        station.machine.go_on(3 * HOUR)
        assert between(one, station.stamp()) == 3 * HOUR

    def test_a_wall_clock_nobody_vouches_for_counts_for_nothing(self) -> None:
        station = Station()
        one = station.stamp()
        station.machine.set_wall(station.machine.true_ms + 40 * DAY)
        station.machine.go_on(MINUTE)
        two = station.stamp()
        assert between(one, two) == MINUTE
        assert not two.trusted

    def test_a_restarted_program_goes_on_in_the_same_boot(self) -> None:
        station = Station()
        one = station.stamp()
        station.machine.go_on(HOUR)
        station.boot()
        assert between(one, station.stamp()) == HOUR

    def test_a_stamp_says_all_it_knows(self) -> None:
        station = Station(FakeClock(1_760_000_000_000))
        station.machine.go_on(5000)
        station.machine.synchronize()
        assert station.stamp() == Stamp(
            "boot-1", 5000, 1_760_000_005_000, trusted=True, lower_ms=5000
        )


class TestWithoutPower:
    def test_counts_for_nothing_where_nobody_vouches(self) -> None:
        station = Station()
        station.run(HOUR)
        one = station.stamp()
        station.cut(3 * DAY)
        station.machine.go_on(2 * MINUTE)
        assert between(one, station.stamp()) == 2 * MINUTE

    def test_time_under_power_without_any_entry_counts_to_the_last_note(self) -> None:
        station = Station()
        one = station.stamp()
        station.run(10 * HOUR)
        station.cut(DAY)
        assert 10 * HOUR - 2 * MINUTE <= between(one, station.stamp()) <= 10 * HOUR

    def test_counts_whole_between_two_trusted_times(self) -> None:
        station = Station()
        station.machine.synchronize()
        one = station.stamp()
        station.run(MINUTE)
        station.cut(3 * DAY)
        early = station.stamper.look()
        assert between(one, early) <= MINUTE
        station.run(MINUTE)
        station.machine.synchronize()
        two = station.stamp()
        assert two.trusted
        true = 3 * DAY + 2 * MINUTE
        assert true - ANCHOR_ERROR_MS <= between(one, two) <= true

    def test_never_counts_as_time_since_a_fact_that_came_after_it(self) -> None:
        station = Station()
        station.machine.synchronize()
        station.run(MINUTE)
        before = station.stamp()
        station.cut(3 * DAY)
        dose = station.stamp()
        station.run(MINUTE)
        station.machine.synchronize()
        now = station.stamper.look()
        assert now.trusted
        assert between(dose, now) == MINUTE
        assert between(before, now) <= 2 * MINUTE
        # From here on it counts again.
        station.run(2 * MINUTE)
        dose = station.stamp()
        station.cut(DAY)
        station.machine.synchronize()
        assert DAY - ANCHOR_ERROR_MS <= between(dose, station.stamper.look()) <= DAY

    @pytest.mark.parametrize("noted", [True, False])
    def test_of_which_a_fact_is_in_the_ledger_alone_counts_for_nothing(
        self, *, noted: bool
    ) -> None:
        station = Station()
        station.machine.synchronize()
        station.run(2 * MINUTE)
        station.cut(3 * DAY)
        dose = station.stamp()
        if noted:
            station.stamper.note()
        station.cut(0)
        station.machine.synchronize()
        assert between(dose, station.stamper.look()) == 0

    def test_counts_by_the_ledger_when_the_notes_are_lost(self) -> None:
        station = Station()
        station.run(HOUR)
        one = station.stamp()
        station.run(HOUR)
        station.notes.value = None
        station.cut(0)
        station.machine.go_on(MINUTE)
        assert between(one, station.stamp()) == MINUTE

    def test_notes_of_another_ledger_are_not_believed(self) -> None:
        station = Station()
        station.run(50 * HOUR)
        other = Stamper(station.machine, station.notes, ledger="elsewhere")
        station.machine.cut_power()
        other = Stamper(station.machine, station.notes, ledger="elsewhere")
        assert other.now().lower_ms == 0

    def test_notes_that_make_no_sense_are_not_believed(self) -> None:
        station = Station()
        station.run(HOUR)
        station.notes.value = {"ledger": "here", "boot": 7}
        station.cut(0)
        assert station.stamp().lower_ms == 0


class TestNotes:
    def test_are_made_about_once_a_minute(self) -> None:
        station = Station()
        station.run(60 * MINUTE)
        assert 55 <= station.notes.writes <= 62

    def test_that_fail_break_nothing(self, caplog: pytest.LogCaptureFixture) -> None:
        station = Station()
        station.notes.failing = True
        station.run(2 * MINUTE)
        assert station.stamp().lower_ms == 2 * MINUTE
        assert "is not noted" in caplog.text

    def test_are_kept_on_a_real_disk(self, tmp_path: Path) -> None:
        machine = FakeClock()
        first = Stamper(machine, Slots(tmp_path, "uptime"), ledger="x")
        machine.go_on(HOUR)
        assert first.note()
        machine.cut_power(DAY)
        second = Stamper(machine, Slots(tmp_path, "uptime"), ledger="x")
        assert second.now().lower_ms == HOUR


class TestATrustedTimeThatDisagrees:
    def test_by_going_back_is_reported_once_and_not_trusted(self) -> None:
        station = Station()
        station.machine.synchronize()
        station.run(HOUR)
        station.cut(0)
        station.machine.synchronize(error_ms=-10 * MINUTE)
        assert not station.stamp().trusted
        assert not station.stamp().trusted
        (report,) = station.stamper.take_reports()
        assert report.doubt is Doubt.WENT_BACK
        assert report.expected_ms - report.found_ms == pytest.approx(10 * MINUTE, abs=2 * MINUTE)
        assert station.stamper.take_reports() == []

    def test_by_little_is_trusted(self) -> None:
        station = Station()
        station.machine.synchronize()
        station.run(HOUR)
        station.cut(0)
        station.machine.synchronize(error_ms=-4 * MINUTE)
        assert station.stamp().trusted
        assert station.stamper.take_reports() == []

    @pytest.mark.parametrize("by", [-6 * MINUTE, 6 * MINUTE, 30 * DAY])
    def test_within_a_boot_is_reported_and_wins_no_time(self, by: Millis) -> None:
        station = Station()
        station.machine.synchronize()
        one = station.stamp()
        station.machine.go_on(MINUTE)
        station.machine.synchronize(error_ms=by)
        two = station.stamp()
        assert not two.trusted
        assert between(one, two) == MINUTE
        assert station.stamper.take_reports()[0].doubt is Doubt.JUMPED

    def test_by_little_within_a_boot_wins_no_time(self) -> None:
        station = Station()
        station.machine.synchronize()
        station.run(MINUTE)
        one = station.stamp()
        station.machine.synchronize(error_ms=4 * MINUTE)
        assert between(one, station.stamp()) == 0

    def test_waits_for_an_operator_over_a_reboot(self) -> None:
        station = Station()
        station.machine.synchronize()
        station.run(HOUR)
        station.machine.synchronize(error_ms=DAY)
        station.run(2 * MINUTE)
        station.cut(0)
        station.machine.synchronize()
        assert not station.stamp().trusted
        assert station.stamper.doubted
        assert station.stamper.vouch().trusted
        station.run(MINUTE)
        assert station.stamp().trusted

    def test_that_an_operator_settled_backwards_wins_no_time(self) -> None:
        station = Station()
        station.machine.synchronize()
        station.run(HOUR)
        one = station.stamp()
        station.cut(0, wall_ms=station.machine.true_ms - 3 * 365 * DAY)
        station.stamper.vouch()
        assert station.stamper.take_reports()[0].doubt is Doubt.WENT_BACK
        station.run(MINUTE)
        station.cut(0)
        station.machine.synchronize()
        station.stamp()
        station.stamper.vouch()
        true = station.machine.true_ms - station.stamps[0][1]
        assert between(one, station.stamp()) <= true


class TestAnOperatorsWord:
    def test_is_taken_for_this_boot(self) -> None:
        station = Station()
        assert not station.stamp().trusted
        assert station.stamper.vouch().trusted
        station.run(HOUR)
        assert station.stamp().trusted
        station.boot()
        assert station.stamp().trusted, "a restarted program is no reboot"
        station.cut(0)
        assert not station.stamp().trusted

    def test_lapses_when_the_clock_is_set_afterwards(self) -> None:
        station = Station()
        station.stamper.vouch()
        station.machine.set_wall(station.machine.true_ms + DAY)
        assert not station.stamp().trusted

    def test_lets_a_night_count(self) -> None:
        station = Station()
        station.stamper.vouch()
        station.run(HOUR)
        one = station.stamp()
        station.cut(14 * HOUR, wall_ms=station.machine.true_ms + 14 * HOUR)
        two = station.stamper.vouch()
        assert 14 * HOUR - 2 * MINUTE <= between(one, two) <= 14 * HOUR

    def test_with_a_wrong_year_opens_no_lock_of_a_week(self) -> None:
        station = Station()
        station.stamper.vouch()
        one = station.stamp()
        station.cut(0, wall_ms=station.machine.true_ms + 365 * DAY)
        for _ in range(10):
            two = station.stamper.vouch()
        assert between(one, two) <= MOST_BY_WORD_MS


def hostile_history(seed: int) -> tuple[int, int, Millis, Millis]:
    """Live through power cuts, jumps of the wall clock and now and then a network.

    Returns:
        Pairs of stamps looked at, pairs that count more than real time, counted and real time.
    """
    chance = random.Random(seed)  # noqa: S311 -- repeatable on purpose
    station = Station()
    for _ in range(chance.randrange(10, 40)):
        station.look()
        match chance.choice(
            ["run", "run", "cut", "cut", "wall", "network", "stamp", "word", "lose"]
        ):
            case "run":
                station.run(chance.choice([MINUTE, 20 * MINUTE, 2 * HOUR]))
            case "cut":
                off = chance.choice([0, SECOND, HOUR, 9 * HOUR, 3 * DAY])
                wall = station.machine.true_ms + chance.randrange(-400 * DAY, 400 * DAY)
                station.cut(off, chance.choice([None, wall, 0]))
            case "wall":
                jump = chance.choice([-DAY, -HOUR, HOUR, DAY, 400 * DAY])
                station.machine.set_wall(station.machine.wall_ms() + jump)
            case "network":
                station.machine.synchronize(error_ms=chance.randrange(-15_000, 15_000))
            case "stamp":
                station.stamp()
            case "word":
                # An operator who vouches looks at a watch; a slip is another test's matter.
                station.machine.set_wall(station.machine.true_ms + chance.randrange(-9000, 9000))
                station.stamper.vouch()
            case "lose":
                if chance.random() < 0.3:
                    station.notes.value = None
                station.notes.failing = chance.random() < 0.3
    station.look()
    pairs = wrong = 0
    for one, at_one in station.stamps:
        for two, at_two in station.stamps + station.looks:
            if at_two > at_one:
                pairs += 1
                wrong += not 0 <= between(one, two) <= at_two - at_one
    (first, began), (last, ended) = station.looks[0], station.looks[-1]
    return pairs, wrong, between(first, last), ended - began


class TestHostileHistories:
    @pytest.mark.parametrize(
        "histories", [200, pytest.param(5000, marks=pytest.mark.nightly)], ids=["some", "many"]
    )
    def test_never_count_more_than_real_time(self, histories: int) -> None:
        results = [hostile_history(seed) for seed in range(histories)]
        pairs, wrong, counted, real = (sum(column) for column in zip(*results, strict=True))
        print(  # noqa: T201 -- the promise is to say it
            f"{pairs} pairs of {histories} histories: {wrong} wrong, {counted / real:.0%} counted"
        )
        assert pairs > 10 * histories
        assert wrong == 0

    @given(st.integers(0, 2**32))
    def test_whatever_the_seed(self, seed: int) -> None:
        assert hostile_history(seed)[1] == 0


class TestThisMachine:
    def test_tells_its_boot_and_goes_forward(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("KIOSK_BOOT_ID", raising=False)
        machine = MachineClock()
        assert len(machine.boot()) == 32
        assert machine.boottime_ms() <= machine.boottime_ms()
        assert machine.wall_ms() > 1_700_000_000_000
        assert machine.vouched() in {True, False}
        stamp = Stamper(machine).now()
        assert stamp.boot == machine.boot()

    def test_takes_the_boot_from_its_service_only_where_the_kernel_is_hidden(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("KIOSK_BOOT_ID", "abc-def")
        assert MachineClock().boot() != "abcdef"
        monkeypatch.setattr("kiosk.ledger.source._BOOT_FILE", tmp_path / "hidden")
        assert MachineClock().boot() == "abcdef"

    @pytest.mark.parametrize(
        ("set_it", "says", "agrees"),
        [("1", 1_800_000_003, True), ("0", 1_800_000_000, False), ("1", 1_800_000_060, False),
         ("1", 5, False), ("x", 1_800_000_000, False)],
    )  # fmt: skip
    def test_believes_a_battery_clock_that_set_the_time_and_still_agrees(
        self, tmp_path: Path, set_it: str, says: int, *, agrees: bool
    ) -> None:
        (tmp_path / "rtc0").mkdir()
        (tmp_path / "rtc0" / "hctosys").write_text(f"{set_it}\n")
        (tmp_path / "rtc0" / "since_epoch").write_text(f"{says}\n")
        assert battery_agrees(tmp_path, 1_800_000_000) is agrees
        assert not battery_agrees(tmp_path / "none", 1_800_000_000)

    def test_notes_often_enough_for_the_rule(self) -> None:
        assert clock_module.NOTE_EVERY_MS <= MINUTE
