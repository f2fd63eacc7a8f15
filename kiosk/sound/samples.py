"""What sound is made of in this room: mono float32 at `SAMPLE_RATE`, 1.0 is full scale."""

from __future__ import annotations

import wave
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

from kiosk.clips import SAMPLE_RATE

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.units import Millis

Samples: TypeAlias = npt.NDArray[np.float32]
"""One channel of sound, -1.0 to 1.0."""

Stored: TypeAlias = npt.NDArray[np.int16]
"""The same in half the memory: how clips are kept between `load` and `play`."""

FULL_SCALE = 32_767
FRAMES_PER_MS = SAMPLE_RATE // 1000


def frames(ms: Millis) -> int:
    """Return how many samples last `ms`."""
    return ms * FRAMES_PER_MS


def read_wav(path: Path) -> Stored:
    """Read a clip.

    Raises:
        OSError: It cannot be read.
        ValueError: It is not mono 16-bit WAV at `SAMPLE_RATE`.
    """
    try:
        with wave.open(str(path), "rb") as file:
            form = (file.getnchannels(), file.getsampwidth(), file.getframerate())
            if form != (1, 2, SAMPLE_RATE):
                raise ValueError(f"{path} is not mono 16-bit sound at {SAMPLE_RATE} Hz")
            data = file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        raise ValueError(f"{path} is not a whole WAV file: {error}") from error
    return np.frombuffer(data, dtype="<i2", count=len(data) // 2).astype(np.int16)


def to_float(stored: Stored) -> Samples:
    """Turn 16-bit sound into what the mixer takes."""
    return np.multiply(stored, 1.0 / FULL_SCALE, dtype=np.float32)


def to_16_bit(samples: Samples) -> Stored:
    """Turn mixed sound into what a file takes; beyond full scale it is cut off."""
    return np.rint(np.clip(samples, -1.0, 1.0) * FULL_SCALE).astype(np.int16)
