"""What the loudspeaker played, and when: what the canceller takes out of what is heard.

The mixer's blocks come ahead of time, with the moment at which their first sample is heard; the
microphone's frames come with the moment at which they were. Both clocks are the machine's own, so
the two are laid beside one another without any guess, however their crystals drift.

Such moments are told in small steps, as the clock maps follow a drift once it is worth it. A step
of four samples undoes what the canceller has learnt, so a straight line through the last half
minute of them is what counts, and samples are taken from between those that there are: by 50
millionths of drift this is worth ten decibels and more of echo.
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
_ASTRAY: Final = RATE * 3 // 1000
"""A frame whose place is told so many samples from where the line has it begins a new line."""
_LINE: Final = 3_000
"""So many frames the line is laid through: 30 s."""
_KNOWN: Final = 500
"""A new line takes the old one's slope for as good as so many frames."""


class _Line:
    """The place of each frame, in samples of the reference: a straight line through what was told.

    The least squares of all so far, then of about the last `_LINE`, without keeping any of them.
    """

    def __init__(self) -> None:
        self._place = 0.0
        self._slope = float(FRAME)
        self._count = 0

    def begin(self) -> None:
        """Forget the place. The slope is the crystals' and stays."""
        self._count = min(self._count, _KNOWN)
        self._place = float("nan")

    def next(self, told: float) -> float:
        """The next frame's place, as told and as it is taken for."""
        expected = self._place + self._slope
        strays = told - expected
        if not abs(strays) < _ASTRAY:
            self.begin()
            self._place = told
            self._count = max(self._count, 1)
            return told
        self._count = min(self._count + 1, _LINE)
        n = self._count
        self._place = expected + strays * 2 * (2 * n - 1) / (n * (n + 1))
        self._slope += strays * 6 / (n * (n + 1))
        return self._place


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
        self._line = _Line()

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
        if self._silent:
            return np.zeros(FRAME, np.float32)
        place = self._line.next((heard_ms + AHEAD_MS - self._origin_ms) * RATE / 1000)
        first = int(np.floor(place))
        # One sample more before it and two after: a cubic lies through four.
        around = self._cut(first - 1, FRAME + 3)
        before, here, after, later = (around[k : k + FRAME] for k in range(4))
        part = np.float32(place - first)
        third = 3 * (here - after) + later - before
        second = 2 * before - 5 * here + 4 * after - later
        bent = after - before + part * (second + part * third)
        return np.asarray(here + part / 2 * bent, dtype=np.float32)

    def _cut(self, first: int, length: int) -> Samples:
        cut = np.zeros(length, np.float32)
        oldest = max(0, self._written - len(self._ring))
        low, high = max(first, oldest), min(first + length, self._written)
        if low < high:
            cut[low - first : high - first] = self._ring[np.arange(low, high) % len(self._ring)]
        return cut

    def _begin_anew(self) -> None:
        self._resampler.clear()
        self._written = self._fed = 0
        self._line.begin()

    def _write(self, fresh: Samples) -> None:
        fresh = fresh[-len(self._ring) :]
        places = np.arange(self._written, self._written + len(fresh)) % len(self._ring)
        self._ring[places] = fresh
        self._written += len(fresh)
