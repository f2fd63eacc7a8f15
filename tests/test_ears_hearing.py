"""The kiosk outlives its ears: dead, hung or missing, it says so once, and takes them back."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from kiosk.ears.hearing import NOT_HEARING, TOO_LOUD, Asked, Hearing
from kiosk.orders import Order

WORKERS = Path(__file__).with_name("ears_workers.py")


class Listener:
    """Notes what the ears bring, and waits for it."""

    def __init__(self, how: str, **options: object) -> None:
        self.asked: list[Asked] = []
        self.speaking: list[bool] = []
        self.states: list[tuple[bool, str]] = []
        self.came = threading.Condition()
        self.ears = Hearing(
            self._note(self.asked),
            self._note(self.speaking),
            self._changed,
            command=(sys.executable, str(WORKERS), how),
            retry_s=(0.0,),
            **options,  # type: ignore[arg-type]
        )
        self.ears.start()

    def _note(self, into: list) -> Callable[[object], None]:
        def note(what: object) -> None:
            with self.came:
                into.append(what)
                self.came.notify_all()

        return note

    def _changed(self) -> None:
        with self.came:
            self.states.append((self.ears.listening, self.ears.notice))
            self.came.notify_all()

    def wait(self, condition: Callable[[], bool]) -> None:
        with self.came:
            assert self.came.wait_for(condition, 20), (self.asked, self.states)


@pytest.fixture
def listen() -> Iterator[Callable[..., Listener]]:
    made: list[Listener] = []

    def make(how: str, **options: object) -> Listener:
        made.append(Listener(how, **options))
        return made[-1]

    yield make
    for each in made:
        each.ears.close()
        each.ears.close()


def test_an_order_comes_and_what_sounds_is_softened_until_it_is_understood(listen):
    heard = listen("well")
    heard.wait(lambda: bool(heard.asked))
    assert heard.asked == [Asked(Order.STOP)]
    assert heard.speaking == [True, False]
    assert heard.ears.listening
    assert heard.ears.recogniser == "fake"


def test_a_guess_is_told_as_one(listen):
    heard = listen("unsure")
    heard.wait(lambda: bool(heard.asked))
    assert heard.asked == [Asked(Order.STOP, unsure=True)]


def test_ears_that_die_are_said_to_be_gone_once_and_taken_back(listen):
    heard = listen("dies")
    heard.wait(lambda: heard.states.count((True, "")) >= 3)
    assert (False, NOT_HEARING) in heard.states
    assert all(a != b for a, b in zip(heard.states, heard.states[1:], strict=False))


def test_ears_that_hang_are_started_anew(listen):
    heard = listen("hangs", silent_s=0.2)
    heard.wait(lambda: heard.states.count((True, "")) >= 2)
    assert (False, NOT_HEARING) in heard.states


@pytest.mark.parametrize("how", ["cut-off", "unplugged"])
def test_ears_that_go_away_while_somebody_speaks_leave_nothing_softened(listen, how: str):
    heard = listen(how)
    heard.wait(lambda: heard.speaking[:2] == [True, False])


def test_ears_without_a_recogniser_say_why_and_go_on_saying_it(listen):
    heard = listen("missing")
    heard.wait(lambda: bool(heard.states))
    assert heard.states[0] == (False, "Whisper does not open: it is not here.")
    assert not heard.ears.listening


def test_without_a_microphone_it_says_so_and_nothing_ends(listen):
    heard = listen("deaf")
    heard.wait(lambda: bool(heard.states))
    assert heard.states == [(False, "No microphone.")]


def test_a_loud_room_is_named_and_it_goes_on_listening(listen):
    heard = listen("loud")
    heard.wait(lambda: (True, TOO_LOUD) in heard.states)
    assert heard.ears.listening


def test_nonsense_from_the_process_is_passed_over(listen):
    heard = listen("nonsense")
    heard.wait(lambda: bool(heard.asked))
    assert heard.asked == [Asked(Order.STOP)]


def test_what_is_played_reaches_the_process_with_its_time(listen):
    heard = listen("well")
    heard.wait(lambda: bool(heard.asked))
    heard.ears.played(1234.5, np.zeros(480, np.float32))
    heard.wait(lambda: (False, "played 1234.5 960") in heard.states)


def test_the_titles_that_may_be_begun_reach_the_process_and_each_new_one(listen):
    heard = listen("well")
    heard.wait(lambda: bool(heard.asked))
    heard.ears.offer(["Pelvic tilt"])
    heard.wait(lambda: (False, '["Pelvic tilt"]') in heard.states)


def test_what_is_played_while_nobody_listens_is_dropped(listen):
    heard = listen("deaf")
    heard.wait(lambda: bool(heard.states))
    for _ in range(1_000):
        heard.ears.played(0.0, np.zeros(480, np.float32))
    assert heard.states == [(False, "No microphone.")]


def test_ears_that_are_closed_while_they_hear_complain_of_nothing(listen, caplog):
    for _ in range(20):
        heard = listen("well")
        heard.wait(heard.asked.__len__)
        heard.ears.close()
    assert caplog.records == []
