"""A screen at rest: it wanders, it is dark at night, and the panel's light comes back whatever
happens."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from kiosk.backlight import Backlight
from kiosk.screen.resting import (
    TIP_EVERY,
    TIP_STAYS,
    Moment,
    Night,
    moment,
    seconds_to_next_minute,
)

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
NIGHT = Night()


def day() -> list[Moment]:
    return [moment(NOON + timedelta(minutes=at), NIGHT, 12) for at in range(24 * 60)]


def at(clock: str) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return NOON.replace(hour=hour, minute=minute)


# The clock


def test_no_place_is_shown_two_minutes_running_and_every_step_is_small() -> None:
    places = [(each.across, each.down) for each in day()]
    for one, other in pairwise(places):
        assert one != other
        assert abs(one[0] - other[0]) <= 0.15
        assert abs(one[1] - other[1]) <= 0.15


def test_a_day_covers_the_whole_screen_evenly() -> None:
    places = [(each.across, each.down) for each in day()]
    assert {min(each) for each in zip(*places, strict=True)} == {0.0}
    assert {max(each) for each in zip(*places, strict=True)} == {1.0}
    most = max(places.count(place) for place in set(places))
    assert most <= len(places) / 30, "nothing burns in where the clock is too often"


def test_tips_come_now_and_then_and_all_of_them_in_turn() -> None:
    shown = [each.tip for each in day()]
    assert shown.count(None) == len(shown) * (TIP_EVERY - TIP_STAYS) / TIP_EVERY
    told = [tip for tip in dict.fromkeys(shown) if tip is not None]
    assert sorted(told) == list(range(12))
    assert moment(NOON, NIGHT, 0).tip is None


@pytest.mark.parametrize(
    ("night", "clock", "dark"),
    [
        (Night(), "21:59", False),
        (Night(), "22:00", True),
        (Night(), "00:00", True),
        (Night(), "06:29", True),
        (Night(), "06:30", False),
        (Night(60, 300), "00:59", False),
        (Night(60, 300), "01:00", True),
        (Night(60, 300), "05:00", False),
        (Night(0, 0), "00:00", False),
        (Night(600, 600), "10:00", False),
    ],
)
def test_it_is_dark_from_the_hour_to_the_hour(night: Night, clock: str, *, dark: bool) -> None:
    assert moment(at(clock), night, 1).dim is dark


def test_a_clock_that_was_never_set_is_not_shown() -> None:
    assert not moment(datetime(1970, 1, 1, tzinfo=UTC), NIGHT, 3).told
    assert moment(NOON, NIGHT, 3).told


def test_the_next_minute_is_met_and_not_missed_by_a_hair() -> None:
    for microseconds in (0, 1, 59_999_999, 30_500_000):
        now = NOON + timedelta(microseconds=microseconds)
        after = now + timedelta(seconds=seconds_to_next_minute(now))
        assert after.replace(second=0, microsecond=0) == NOON + timedelta(minutes=1)


# The panel's light


class Panel:
    """A panel as the kernel shows it."""

    def __init__(self, folder: Path, name: str = "10-0045", most: int = 255, now: int = 200):
        self.place = folder / "backlight" / name
        self.place.mkdir(parents=True)
        (self.place / "max_brightness").write_text(f"{most}\n")
        (self.place / "brightness").write_text(f"{now}\n")

    @property
    def now(self) -> int:
        return int((self.place / "brightness").read_text())


@pytest.fixture
def light(tmp_path: Path) -> Backlight:
    return Backlight(tmp_path / "cache" / "light", tmp_path / "backlight")


def test_it_is_dimmed_and_comes_back_as_it_was(tmp_path: Path, light: Backlight) -> None:
    panel, other = Panel(tmp_path), Panel(tmp_path, "rpi_backlight", 31, 31)
    assert light.dim()
    assert (panel.now, other.now) == (20, 2)
    assert light.dim(), "and it stays so"
    light.restore()
    assert (panel.now, other.now) == (200, 31)
    light.restore()
    assert (panel.now, other.now) == (200, 31)


def test_a_kiosk_that_was_killed_in_the_night_finds_the_day_again(
    tmp_path: Path, light: Backlight
) -> None:
    panel = Panel(tmp_path)
    assert light.dim()
    fresh = Backlight(tmp_path / "cache" / "light", tmp_path / "backlight")
    fresh.restore()
    assert panel.now == 200


def test_without_a_light_or_the_right_to_write_it_the_answer_is_no(
    tmp_path: Path, light: Backlight
) -> None:
    assert not light.dim()
    light.restore()
    panel = Panel(tmp_path)
    (panel.place / "brightness").unlink()
    (panel.place / "brightness").mkdir()
    assert not light.dim()
    light.restore()


def test_a_panel_that_is_dark_already_is_left_alone(tmp_path: Path, light: Backlight) -> None:
    panel = Panel(tmp_path, now=5)
    assert not light.dim()
    assert panel.now == 5


def test_what_cannot_be_remembered_is_not_dimmed(tmp_path: Path, light: Backlight) -> None:
    panel = Panel(tmp_path)
    (tmp_path / "cache").write_text("in the way")
    assert not light.dim()
    assert panel.now == 200


@pytest.mark.parametrize("content", ["", "[]", "{", '{"10-0045": "bright"}', "null"])
def test_a_broken_note_does_no_harm(tmp_path: Path, light: Backlight, content: str) -> None:
    panel = Panel(tmp_path)
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "light").write_text(content)
    light.restore()
    assert panel.now == 200
    assert not (tmp_path / "cache" / "light").exists()


def test_a_panel_that_does_not_take_it_leaves_no_note(
    tmp_path: Path, light: Backlight, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = Panel(tmp_path)
    monkeypatch.setattr(Backlight, "_write", lambda *_: False)
    assert not light.dim()
    assert not (tmp_path / "cache" / "light").exists()
    assert panel.now == 200
