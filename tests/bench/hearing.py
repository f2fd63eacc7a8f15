"""A loudspeaker that can be listened to, for the measurements that listen."""

from __future__ import annotations

import contextlib
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests import loopback

from .helpers import CannotMeasureError
from .numbers import Timeline


@dataclass(frozen=True, slots=True)
class Heard:
    """A recording, and when each of its samples was played."""

    samples: np.ndarray
    arrivals: tuple[tuple[int, float], ...]
    timeline: Timeline

    @property
    def rate(self) -> float:
        """Samples a second of the clock that all processes share."""
        return 1000 / self.timeline.ms_a_sample

    def near(self, start_ms: float, end_ms: float) -> Heard:
        """Return the same with the clock of a stretch of time.

        A null sink keeps no even time for minutes: where the machine was busy, it strays.
        """
        inside = [one for one in self.arrivals if start_ms < one[1] < end_ms]
        return Heard(self.samples, self.arrivals, Timeline.of(inside, loopback.RATE))

    def between(self, start_ms: float, end_ms: float) -> tuple[int, np.ndarray]:
        """Return the samples of a stretch of time, and the number of the first."""
        first = max(0, self.timeline.sample_at(start_ms))
        return first, self.samples[first : max(first, self.timeline.sample_at(end_ms))]


@contextlib.contextmanager
def room(folder: Path) -> Iterator[loopback.PulseServer]:
    """Run a sound server of our own.

    Raises:
        CannotMeasureError: There is none on this machine.
    """
    if name := loopback.missing():
        raise CannotMeasureError(f"{name} is not installed, so nothing can be listened to.")
    server = loopback.PulseServer(folder / "pulse")
    server.start()
    try:
        yield server
    finally:
        server.stop()


def heard(recorder: loopback.Recorder) -> Heard:
    """Stop a recorder, and return what it heard."""
    recording = recorder.stop()
    timeline = Timeline.of(recording.arrivals, loopback.RATE)
    return Heard(recording.samples, recording.arrivals, timeline)


def tone(path: Path, length_ms: int) -> Path:
    """Write a tone that begins at its loudest, so that its first sample is plain to see."""
    at = np.arange(length_ms * loopback.RATE // 1000) / loopback.RATE
    samples = (np.cos(2 * np.pi * 1_000 * at) * 9_000).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(loopback.RATE)
        file.writeframes(samples.tobytes())
    return path
