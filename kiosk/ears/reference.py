"""What the loudspeaker played, and when: what the canceller takes out of what is heard.

The mixer's blocks come ahead of time, with the moment at which their first sample is heard; the
microphone's frames come with the moment at which they were. Both clocks are the machine's own, so
the two are laid beside one another without any guess, however their crystals drift.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import soxr

from kiosk.ears.canceller import FRAME, RATE

if TYPE_CHECKING:
    from kiosk.ears.recogniser import Samples

PLAYED_RATE: Final = 48_000
_RATIO: Final = PLAYED_RATE // RATE
_KEPT_S: Final = 4
AHEAD_MS: Final = 40.0
"""A device may be heard sooner than it says, and an echo cannot come before its sound: so the
reference is laid so much earlier. The canceller's tail is six times as long."""
_JUMP: Final = RATE // 50
"""A block that is further from where the last one ended is a new beginning."""


class Reference:
    """A ring of what was played, at 16 kHz. Used by one thread."""

    def __init__(self) -> None:
        self._ring = np.zeros(RATE * _KEPT_S, np.float32)
        self._resampler = soxr.ResampleStream(PLAYED_RATE, RATE, 1, dtype="float32")
        self._written = 0
        """The index one past the last sample in the ring."""
        self._fed = 0
        """How many samples at 48 kHz the resampler has had."""
        self._origin_ms = 0.0
        """When the sample of index 0 is heard, by the last block."""
        self._silent = True

    def wrote(self, heard_ms: float, samples: Samples) -> None:
        """Take a block at 48 kHz whose first sample is heard at `heard_ms`."""
        expected = self._origin_ms + self._fed / PLAYED_RATE * 1000
        if self._silent or abs(heard_ms - expected) > _JUMP / RATE * 1000:
            self._begin_anew()
        self._silent = False
        self._origin_ms = heard_ms - self._fed / PLAYED_RATE * 1000
        self._fed += len(samples)
        fresh = self._resampler.resample_chunk(samples)
        self._write(fresh)

    def at(self, heard_ms: float) -> Samples:
        """The frame that is heard from `heard_ms` on; silence where nothing was played."""
        frame = np.zeros(FRAME, np.float32)
        if self._silent:
            return frame
        first = round((heard_ms + AHEAD_MS - self._origin_ms) * RATE / 1000)
        oldest = max(0, self._written - len(self._ring))
        low, high = max(first, oldest), min(first + FRAME, self._written)
        if low < high:
            places = np.arange(low, high) % len(self._ring)
            frame[low - first : high - first] = self._ring[places]
        return frame

    def _begin_anew(self) -> None:
        self._resampler.clear()
        self._written = self._fed = 0

    def _write(self, fresh: Samples) -> None:
        fresh = fresh[-len(self._ring) :]
        places = np.arange(self._written, self._written + len(fresh)) % len(self._ring)
        self._ring[places] = fresh
        self._written += len(fresh)
