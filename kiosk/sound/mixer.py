"""Sounds laid on a line of frames, to the exact sample. Pure: no device, no clock, no thread.

A frame is one sample's place on the line, counted from the stream's start. The same mixer feeds
the loudspeaker and the file, so both hear the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from kiosk.sound.samples import Samples

KNEE = np.float32(0.85)
"""Above this level sound is bent softly towards full scale; below it, it is left alone.

Speech and chimes are levelled near -20 dBFS and never planned on top of each other, so this is
reached only when a person's haste lays two sounds together."""

ROOM = np.float32(1.0) - KNEE

LONGEST_BLOCK = 8192
"""Frames for which there is room to work without asking for memory; longer blocks are split."""


@dataclass(slots=True)
class _Laid:
    """A sound in its place."""

    first: int
    samples: Samples
    key: int

    @property
    def end(self) -> int:
        return self.first + len(self.samples)


class Mixer:
    """Adds up what sounds. Not safe to share between threads."""

    def __init__(self, gain: float = 1.0) -> None:
        self._laid: list[_Laid] = []
        self._gain = gain
        self._target = gain
        self._scratch = np.zeros(LONGEST_BLOCK, dtype=np.float32)

    def __len__(self) -> int:
        """Count the sounds that are still to be heard, whole or in part."""
        return len(self._laid)

    @property
    def keys(self) -> tuple[int, ...]:
        """The keys of the sounds still to be heard."""
        return tuple(laid.key for laid in self._laid)

    def set_gain(self, gain: float) -> None:
        """Change the gain of everything; the next block glides there, so that nothing clicks."""
        self._target = gain

    def schedule(self, frame: int, samples: Samples, key: int) -> None:
        """Lay a sound with its first sample at `frame`; what lies in the past is left out.

        A sound laid with a key that is still to be heard takes the other's place.
        """
        self._laid = [laid for laid in self._laid if laid.key != key]
        if len(samples):
            self._laid.append(_Laid(frame, samples, key))

    def cut(self, frame: int, fade_frames: int) -> None:
        """Fade whatever sounds at `frame` over `fade_frames`, and forget what comes later."""
        kept: list[_Laid] = []
        for laid in self._laid:
            if laid.first >= frame:
                continue
            heard = frame - laid.first
            kept.append(_Laid(laid.first, laid.samples[:heard], laid.key))
            if laid.end > frame and fade_frames > 0:
                kept.append(_Laid(frame, _fading(laid.samples[heard:], fade_frames), laid.key))
        self._laid = kept

    def fill(self, out: Samples, start_frame: int) -> None:
        """Write the block that begins at `start_frame` into `out`, and drop what is over."""
        for offset in range(0, len(out), LONGEST_BLOCK):
            self._fill(out[offset : offset + LONGEST_BLOCK], start_frame + offset)

    def _fill(self, out: Samples, start: int) -> None:
        out.fill(0.0)
        if not self._laid:
            self._gain = self._target
            return
        end = start + len(out)
        over = False
        for laid in self._laid:
            first, last = max(start, laid.first), min(end, laid.end)
            if first < last:
                place = out[first - start : last - start]
                np.add(place, laid.samples[first - laid.first : last - laid.first], out=place)
            over = over or laid.end <= end
        if over:
            self._laid = [laid for laid in self._laid if laid.end > end]
        self._level(out)
        self._limit(out)

    def _level(self, out: Samples) -> None:
        if self._target != self._gain:
            glide = np.linspace(self._gain, self._target, len(out), dtype=np.float32)
            np.multiply(out, glide, out=out)
            self._gain = self._target
        elif self._gain != 1.0:
            np.multiply(out, self._gain, out=out)

    def _limit(self, out: Samples) -> None:
        if max(out.max(), -out.min()) <= KNEE:
            return
        size = self._scratch[: len(out)]
        np.abs(out, out=size)
        size -= KNEE
        np.maximum(size, 0.0, out=size)
        # |x| becomes knee + room * tanh((|x| - knee) / room): smooth at the knee, never past 1.0.
        # Only a block that is too loud comes here, so it may ask for a little memory.
        bent = np.tanh(size / ROOM) * ROOM - size
        out += np.sign(out) * bent
        # Rounding alone could still pass full scale.
        np.clip(out, -1.0, 1.0, out=out)


def _fading(samples: Samples, fade_frames: int) -> Samples:
    """Return the beginning of `samples`, going down to silence over `fade_frames`."""
    slope = np.linspace(1.0, 0.0, fade_frames, endpoint=False, dtype=np.float32)
    tail = samples[:fade_frames]
    return tail * slope[: len(tail)]
