"""Time as a seam: the real clock, and one that runs faster for authors in a hurry."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Protocol

from kiosk.units import Millis


class Clock(Protocol):
    """A clock that only goes forward."""

    def now_ms(self) -> Millis:
        """The time now, from any fixed beginning."""

    def real_s(self, ms: Millis) -> float:
        """How many seconds of real time a stretch on this clock takes."""


class MonotonicClock:
    """The machine's own monotonic clock; the loudspeaker is placed by the same one."""

    def now_ms(self) -> Millis:
        """Milliseconds since the machine started."""
        return time.monotonic_ns() // 1_000_000

    def real_s(self, ms: Millis) -> float:
        """A second is a second."""
        return ms / 1000


@dataclass(slots=True)
class FastClock:
    """A clock that runs `speed` times as fast as life."""

    speed: float
    _base: MonotonicClock
    _start: Millis

    def __init__(self, speed: float) -> None:
        self.speed = speed
        self._base = MonotonicClock()
        self._start = self._base.now_ms()

    def now_ms(self) -> Millis:
        """Milliseconds since the machine started, as if it had run faster since we began."""
        return self._start + round((self._base.now_ms() - self._start) * self.speed)

    def real_s(self, ms: Millis) -> float:
        """Less than it says."""
        return ms / 1000 / self.speed
