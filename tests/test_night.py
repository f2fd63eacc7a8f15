"""At night the kiosk is quieter where the operator wants that, and never in mid-session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.night import Night, NightVolume, local


@dataclass
class House:
    """A station in Madrid, in winter an hour before London."""

    percent: int = 60
    zone: str = "Europe/Madrid"
    now: datetime = datetime(2026, 1, 10, 20, 0, tzinfo=UTC)
    playing: bool = False

    def __post_init__(self) -> None:
        self.volume = NightVolume(
            Night(),
            self.percent,
            zone=lambda: self.zone,
            held=lambda: self.playing,
            now=lambda: self.now,
        )


def test_it_is_quieter_from_the_stations_own_hour_to_the_morning() -> None:
    house = House()
    assert house.volume.of(100) == 100
    house.now += timedelta(minutes=59)
    assert house.volume.of(100) == 100
    house.now += timedelta(minutes=1)
    assert house.volume.of(100) == 60, "22:00 in Madrid"
    assert house.volume.of(70) == 42, "a share of what somebody prefers"
    house.now = house.now.replace(day=11, hour=5, minute=29)
    assert house.volume.of(100) == 60
    house.now = house.now.replace(minute=30)
    assert house.volume.of(100) == 100


def test_a_session_across_the_hour_stays_as_loud_as_it_began() -> None:
    house = House()
    assert house.volume.of(80) == 80
    house.playing = True
    house.now = house.now.replace(hour=23)
    assert house.volume.of(80) == 80
    assert house.volume.of(70) == 70, "what somebody changes meanwhile holds"
    house.playing = False
    assert house.volume.of(80) == 48
    house.playing = True
    house.now = house.now.replace(day=11, hour=9)
    assert house.volume.of(80) == 48


def test_where_nobody_set_it_every_hour_is_as_loud() -> None:
    house = House(percent=100)
    house.now = house.now.replace(hour=23)
    assert house.volume.of(90) == 90


def test_what_is_soft_by_day_is_not_silent_at_night() -> None:
    house = House(percent=10)
    house.now = house.now.replace(hour=23)
    assert house.volume.of(4) == 1
    assert house.volume.of(0) == 0


def test_a_clock_that_was_never_set_makes_no_night() -> None:
    house = House(now=datetime(1970, 1, 1, 23, 0, tzinfo=UTC))
    assert house.volume.of(90) == 90


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../x", "\0"])
def test_a_zone_that_is_not_known_is_the_machines_own(zone: str) -> None:
    now = datetime(2026, 1, 10, 20, 0, tzinfo=UTC)
    assert local(now, zone) == now
