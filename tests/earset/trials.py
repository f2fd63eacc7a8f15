"""Lets the ears hear a scene: the chain, frame by frame, and then the recogniser.

The chain runs as in its process, by two clocks of which one drifts, and the loudspeaker is softened
0.15 s after somebody is heard to speak. Only time is not real: it goes as fast as it can, and a
latency is the scene's own time until the utterance is cut, and the seconds that its recogniser
then really took.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from kiosk.ears.canceller import FRAME, RATE
from kiosk.ears.chain import Chain
from kiosk.ears.cutting import Utterance
from kiosk.ears.recogniser import Recogniser
from kiosk.ears.reference import PLAYED_RATE, Reference
from kiosk.ears.understanding import asked
from kiosk.orders import Heard
from kiosk.sound.clockmap import ClockMap

from .scenes import DRIFT, LATE_S, Condition, Said, Scene, scene

SOFT: Final = 0.25
SOFT_AFTER: Final = 3
"""Frames from somebody's speaking to a softer mixer: the way there."""
_BLOCK: Final = 960
_FIRST_MS: Final = 10_000.0
_AHEAD_MS: Final = 100.0
"""The mixer is so far ahead of what is heard."""


@dataclass(frozen=True, slots=True)
class Cut:
    """An utterance, and when in the scene it was cut."""

    at_s: float
    utterance: Utterance


class _Clocks:
    """When the microphone's frames and the mixer's blocks are heard, as their clock maps tell it.

    Both have run for a while. A call comes late by up to some ms, now and then by more.
    """

    def __init__(self, seed: int) -> None:
        self._rng = np.random.default_rng([seed, 7])
        self._heard, self._played = ClockMap(RATE), ClockMap(PLAYED_RATE)
        self._frames = self._blocks = -1
        for _ in range(1200):
            self.heard_ms()
        for _ in range(600):
            self.block_ms()
        self._frames0, self._blocks0 = self._frames, self._blocks

    def _late(self) -> float:
        return float(self._rng.exponential(0.4) + (self._rng.random() < 0.02) * 8)

    def heard_ms(self) -> float:
        """The next frame of the microphone."""
        self._frames += 1
        true = self._frames * 1000 * FRAME / RATE
        self._heard.fed(self._frames * FRAME, true + self._late(), 0.0)
        return self._heard.ms_at(self._frames * FRAME)

    def block_ms(self) -> float:
        """The next block of the mixer."""
        self._blocks += 1
        true = self._blocks * 1000 * _BLOCK / PLAYED_RATE * (1 + DRIFT)
        true += 12_000 - 600 * 20 * (1 + DRIFT)  # both begin the scene together
        self._played.fed(self._blocks * _BLOCK, true + self._late(), 0.0)
        return self._played.ms_at(self._blocks * _BLOCK)


def cuts(scene: Scene, seed: int = 0) -> Iterator[Cut]:
    """Every utterance that the chain cuts out of a scene."""
    chain, reference, clocks = Chain(), Reference(), _Clocks(seed)
    spoke: list[bool] = []
    gains: list[float] = []
    gain = 1.0
    try:
        for number in range(len(scene.heard) // FRAME):
            first = number * FRAME
            soft = len(spoke) > SOFT_AFTER and spoke[-SOFT_AFTER]
            # What is played is mixed, softened and known a moment before it is heard.
            while len(gains) * _BLOCK / PLAYED_RATE < first / RATE + _AHEAD_MS / 1000:
                gain += ((SOFT if soft else 1.0) - gain) * 0.5
                block = scene.played[len(gains) * _BLOCK : (len(gains) + 1) * _BLOCK]
                gains.append(gain)
                if len(block):
                    reference.wrote(clocks.block_ms(), (block * gain).astype(np.float32))
            played_s = max(0.0, first / RATE - LATE_S)
            at = gains[int(played_s * PLAYED_RATE / _BLOCK)]
            heard = scene.heard[first : first + FRAME] + at * scene.echo[first : first + FRAME]
            utterance = chain.feed(heard, reference.at(clocks.heard_ms()))
            spoke.append(chain.speaking)
            if utterance is not None:
                yield Cut((first + FRAME) / RATE, utterance)
    finally:
        chain.close()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an utterance.

    Attributes:
        at_s: When in the scene it was cut.
        heard: What was understood, or None.
        took_s: The processor's seconds that its recogniser needed, on one core.
    """

    at_s: float
    heard: Heard | None
    took_s: float


def answers(scene: Scene, recogniser: Recogniser, seed: int = 0) -> Iterator[Answer]:
    """What the ears understand of a scene, utterance by utterance."""
    for cut in cuts(scene, seed):
        began = time.process_time()
        heard = asked(recogniser, cut.utterance, "en")
        yield Answer(cut.at_s, heard, time.process_time() - began)


class Outcome(StrEnum):
    """What became of an order that was said."""

    HIT = "hit"
    UNSURE = "unsure"
    """A stop that was only guessed: it pauses and asks."""
    WRONG = "wrong"
    """Another order was understood, whatever else."""
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Trial:
    """One order in one scene.

    Attributes:
        latency_s: From the end of the last word to the order; NaN where it is no hit.
    """

    said: Said
    condition: Condition
    outcome: Outcome
    latency_s: float = math.nan


def trial(said: Said, condition: Condition, recogniser: Recogniser) -> Trial:
    """Say an order, and see what comes of it."""
    scene_ = scene(said, condition)
    every = [each for each in answers(scene_, recogniser, said.seed) if each.heard is not None]
    sure = [each for each in every if each.heard is not None and not each.heard.unsure]
    if any(each.heard is not None and each.heard.order is not said.order for each in sure):
        return Trial(said, condition, Outcome.WRONG)
    late = [each for each in sure if each.at_s > scene_.ends_s - 0.5]
    if late:
        latency = late[0].at_s - scene_.ends_s + late[0].took_s
        return Trial(said, condition, Outcome.HIT, latency)
    return Trial(said, condition, Outcome.UNSURE if every else Outcome.MISSED)
