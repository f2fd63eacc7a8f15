"""Ears of which a part has died or hangs end as a whole, so that nobody counts on them in vain."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from loopback import until

from kiosk.ears import worker
from kiosk.ears.cutting import Utterance
from kiosk.ears.protocol import News, Reply
from kiosk.ears.worker import Ears

SAID = Utterance(np.zeros(16_000, np.float32))


class Recogniser:
    name = "fake"

    def __init__(self, words: str | Exception) -> None:
        self.words = words
        self.go_on = threading.Event()
        self.go_on.set()
        self.hears = threading.Event()

    def hear(self, _samples: object) -> str:
        self.hears.set()
        self.go_on.wait(30)
        if isinstance(self.words, Exception):
            raise self.words
        return self.words


class Run:
    """Ears without a microphone, whose end is noted."""

    def __init__(self, recogniser: Recogniser) -> None:
        self.said: list[Reply] = []
        self.ended = threading.Event()
        self.ears = Ears(self.said.append, recogniser, "auto", "en", self.ended.set)
        threading.Thread(
            target=self.ears._or_end, args=(self.ears._understand,), daemon=True
        ).start()
        self.ears._said.put(SAID)


def test_an_order_is_told_and_nothing_ends():
    run = Run(Recogniser("Stop."))
    assert until(lambda: run.said == [Reply(News.ORDER, "stop")], 20)
    run.ears._alive()
    assert not run.ended.is_set()


def test_a_recogniser_that_fails_ends_the_ears():
    run = Run(Recogniser(RuntimeError("out of memory")))
    assert run.ended.wait(20)


def test_a_recogniser_that_hangs_ends_them_too(monkeypatch: pytest.MonkeyPatch):
    recogniser = Recogniser("Stop.")
    recogniser.go_on.clear()
    run = Run(recogniser)
    assert recogniser.hears.wait(20)
    run.ears._alive()
    assert not run.ended.is_set(), "a moment is no hanging"
    monkeypatch.setattr(worker, "_LONGEST_S", 0.0)
    run.ears._alive()
    assert run.ended.is_set()
    recogniser.go_on.set()
