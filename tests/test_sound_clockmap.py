"""Every millisecond finds its frame, whatever the device's crystal and a busy machine do."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.sound.clockmap import DEAD_BAND_MS, ClockMap

RATE = 48_000
LATENCY_MS = 100.0
BLOCK = 1200


@dataclass
class Device:
    """A device that asks for blocks by its own crystal, through a machine that is sometimes late.

    Attributes:
        slow: How much its second is too long.
        late: How late a call is, in ms.
    """

    slow: float = 0.0
    late: Callable[[random.Random], float] = lambda _: 0.0
    burst: int = 1
    clock: ClockMap = field(default_factory=lambda: ClockMap(RATE))
    frame: int = 0
    origin_ms: float = 5_000.0
    dice: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311
    last_ms: float = 0.0

    def prompt_ms(self, frame: int) -> float:
        return self.origin_ms + frame * 1000 / RATE * (1 + self.slow)

    def heard_ms(self, frame: int) -> float:
        return self.prompt_ms(frame) + LATENCY_MS

    def run(self, seconds: float) -> list[float]:
        """Run on, and return after every call how far the map is off, in ms."""
        errors = []
        for _ in range(round(seconds * RATE / BLOCK)):
            # In a burst the device makes room for several blocks at once: the last is prompt.
            group = BLOCK * self.burst
            prompt = self.prompt_ms(self.frame // group * group + group - BLOCK)
            self.last_ms = max(self.last_ms, prompt + self.late(self.dice))
            self.clock.fed(self.frame, self.last_ms, LATENCY_MS)
            if self.clock.settled:
                errors.append(self.clock.ms_at(self.frame) - self.heard_ms(self.frame))
            self.frame += BLOCK
        return errors


def test_until_the_device_runs_evenly_nothing_is_placed() -> None:
    device = Device()
    for frame in range(0, 4800, BLOCK):  # it swallows a buffer at once ...
        device.clock.fed(frame, 4000.0, LATENCY_MS)
    device.frame = 4800
    assert not device.clock.settled
    device.run(2)  # ... and begins a second later
    assert device.clock.settled
    assert device.run(1)[-1] == pytest.approx(0)


def test_with_prompt_calls_whole_seconds_apart_are_whole_seconds_of_frames_apart() -> None:
    device = Device()
    device.run(2)
    frames = []
    for _ in range(60):
        frames.append(device.clock.frame_at(round(device.last_ms) + 100 + 1000 * len(frames)))
        device.run(0.5)
    steps = {b - a for a, b in pairwise(frames)}
    assert steps == {RATE * 3 // 2}


@pytest.mark.parametrize("late_ms", [0.2, 2, 8])
def test_late_calls_alone_move_nothing_once_it_is_known_well(late_ms: float) -> None:
    device = Device(late=lambda dice: dice.expovariate(1 / late_ms))
    device.run(30)
    before = device.clock.frame_at(0)
    errors = device.run(120)
    assert device.clock.frame_at(0) == pytest.approx(before, abs=0.35 * RATE / 1000)
    assert max(map(abs, errors)) < 0.5


@settings(max_examples=15, deadline=None)
@given(
    slow=st.floats(-200e-6, 200e-6),
    late_ms=st.floats(0.01, 1),
    burst=st.sampled_from([1, 2, 3]),
    seed=st.integers(0, 1000),
)
def test_drift_is_followed_to_within_a_millisecond(
    slow: float,
    late_ms: float,
    burst: int,
    seed: int,
) -> None:
    device = Device(slow, lambda dice: dice.expovariate(1 / late_ms), burst)
    device.dice.seed(seed)
    device.run(15)
    assert max(map(abs, device.run(120))) < 1


@pytest.mark.parametrize("slow", [50e-6, -50e-6, 200e-6, -200e-6])
def test_over_an_hour_the_error_does_not_grow(slow: float) -> None:
    device = Device(slow, lambda dice: dice.expovariate(1))
    device.run(15)
    errors = device.run(3600)
    assert max(map(abs, errors)) < 1
    assert sum(map(abs, errors)) / len(errors) < 0.25


def test_the_map_glides_and_never_jolts_with_drift() -> None:
    device = Device(200e-6)
    device.run(15)
    before = device.clock.frame_at(0)
    for _ in range(400):
        device.run(BLOCK / RATE)
        now = device.clock.frame_at(0)
        assert abs(now - before) <= 0.002 * 25 * RATE / 1000 + 1
        before = now


@pytest.mark.parametrize("lost_ms", [25, 90, 700, 60_000])
def test_after_the_device_starved_the_map_is_right_again_within_a_second(lost_ms: float) -> None:
    device = Device(late=lambda dice: dice.expovariate(1))
    device.run(30)
    device.origin_ms += lost_ms
    device.run(1)
    assert max(map(abs, device.run(5))) < 2 * DEAD_BAND_MS + 0.5


def test_a_small_loss_that_the_device_owns_up_to_is_taken_over() -> None:
    device = Device(late=lambda dice: dice.expovariate(5))
    device.run(30)
    device.origin_ms += 6
    device.clock.starved()
    device.run(1.5)
    assert max(map(abs, device.run(5))) < 1


def test_a_small_loss_that_nobody_tells_of_is_taken_over_too() -> None:
    device = Device(late=lambda dice: dice.expovariate(5))
    device.run(30)
    device.origin_ms += 6
    device.run(5)
    assert max(map(abs, device.run(5))) < 1


def test_frames_skipped_by_the_device_are_taken_over_at_once() -> None:
    device = Device()
    device.run(30)
    device.origin_ms -= 80
    device.run(0.1)
    assert max(map(abs, device.run(5))) < 1


def test_a_machine_that_hangs_for_a_moment_does_not_fool_the_map() -> None:
    device = Device()
    device.run(30)
    before = device.clock.frame_at(0)
    device.late = lambda _: 80.0 if device.frame % (8 * BLOCK) == 0 else 0.0
    device.run(30)
    assert device.clock.frame_at(0) == before
    assert device.clock.jumps == 0


def test_there_and_back_is_the_same_moment() -> None:
    device = Device(30e-6)
    device.run(20)
    frame = device.clock.frame_at(123_456)
    assert device.clock.ms_at(frame) == pytest.approx(123_456, abs=0.02)
