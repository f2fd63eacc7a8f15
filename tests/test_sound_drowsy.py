"""A loudspeaker sleeps where nobody needs it, and never while somebody does."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from loopback import until

from kiosk.sound.drowsy import SLEEP_AFTER_S, Drowsy
from kiosk.sound.output import FakeLoudspeaker


@dataclass
class Home:
    """A kiosk at which nothing happens unless a test says so."""

    now_s: float = 1_000.0
    playing: bool = False

    def __post_init__(self) -> None:
        self.speaker = FakeLoudspeaker(lambda: 0, asleep=True)
        # It looks when a test says so.
        self.drowsy = Drowsy(
            self.speaker, lambda: self.playing, look_s=1_000, now_s=lambda: self.now_s
        )

    def pass_time(self, seconds: float) -> None:
        self.now_s += seconds
        self.drowsy.look()


@pytest.fixture
def home() -> Iterator[Home]:
    home = Home()
    yield home
    home.drowsy.close()


def test_a_loudspeaker_that_nobody_needed_yet_is_not_woken(home: Home) -> None:
    assert home.speaker.asleep


def test_it_is_woken_at_once(home: Home) -> None:
    home.drowsy.wake()
    assert not home.speaker.asleep


def test_five_minutes_after_it_was_needed_it_sleeps(home: Home) -> None:
    home.drowsy.wake()
    home.pass_time(299)
    assert not home.speaker.asleep
    home.pass_time(1)
    assert home.speaker.asleep
    assert SLEEP_AFTER_S == 300


def test_who_needs_it_again_has_five_minutes_again(home: Home) -> None:
    home.drowsy.wake()
    home.pass_time(200)
    home.drowsy.wake()
    home.pass_time(200)
    assert not home.speaker.asleep


def test_in_a_session_it_never_sleeps_however_long_it_is_paused(home: Home) -> None:
    home.drowsy.wake()
    home.playing = True
    for _ in range(100):
        home.pass_time(3_600)
        assert not home.speaker.asleep
    home.playing = False
    home.pass_time(299)
    assert not home.speaker.asleep, "five minutes without a session"
    home.pass_time(1)
    assert home.speaker.asleep


def test_it_wakes_and_sleeps_any_number_of_times(home: Home) -> None:
    for _ in range(3):
        home.drowsy.wake()
        assert not home.speaker.asleep
        home.pass_time(300)
        assert home.speaker.asleep


def test_it_sleeps_without_anybody_looking() -> None:
    speaker = FakeLoudspeaker(lambda: 0, asleep=True)
    drowsy = Drowsy(speaker, lambda: False, after_s=0.02, look_s=0.01)
    for _ in range(2):
        drowsy.wake()
        assert until(lambda: speaker.asleep, 10)
    assert until(lambda: all(one.name != "drowsy" for one in threading.enumerate()), 10)
    drowsy.close()


def test_closed_it_is_silent_for_good(home: Home) -> None:
    home.drowsy.wake()
    home.drowsy.close()
    home.drowsy.close()
    assert home.speaker.closed
    home.drowsy.wake()  # the fake would object to a start after its close
