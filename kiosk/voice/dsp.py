"""From an engine's raw file to a finished clip. Runs in the child: numpy stays out of the kiosk.

Loudness is a gated root mean square rather than ITU-R BS.1770 by pyloudnorm, which refuses
anything under 400 ms ("One.", "Hold.") and brings all of scipy.
"""

import wave
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import soxr

from kiosk.clips import SAMPLE_RATE
from kiosk.tone import Tone
from kiosk.units import SECOND, Millis
from kiosk.voice.engine import EngineError
from kiosk.voice.levels import CEILING_DBFS, GATE_DB, LEAD_MS, SILENCE_DB, TAIL_MS, TARGET_DBFS
from kiosk.voice.tones import COLOURS, Colour

Samples: TypeAlias = npt.NDArray[np.float32]

PLAIN = COLOURS[Tone.PLAIN]
_FULL_SCALE = 32768.0
_TRIM_FRAME_MS = 5
_LEVEL_FRAME_MS = 20
_LIMIT_MS = 4
_LEVELLINGS = 2  # what a limited peak took away is made up for once
_FADE_IN_MS = 2
_FADE_OUT_MS = 15
_PER_MS = SAMPLE_RATE // SECOND
_FLOOR_DBFS = -70.0


def read(path: Path) -> tuple[Samples, int]:
    """The samples of a 16-bit WAV file, channels mixed to one, and its rate.

    Raises:
        EngineError: It is no such file.
    """
    try:
        with wave.open(str(path), "rb") as sound:
            if sound.getsampwidth() != 2:
                raise EngineError("The voice wrote a file that is not 16 bit.")
            data = np.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2")
            channels, rate = sound.getnchannels(), sound.getframerate()
    except (EOFError, wave.Error) as error:
        raise EngineError("The voice wrote a file that is no sound.") from error
    samples = data * np.float32(1 / _FULL_SCALE)
    if channels > 1:
        whole = samples[: len(samples) // channels * channels].reshape(-1, channels)
        samples = whole.mean(axis=1, dtype=np.float32)
    return samples, rate


def finish(samples: Samples, rate: int, colour: Colour = PLAIN) -> Samples:
    """Trim, resample to the stream's rate, level, and round up to a whole millisecond.

    Args:
        samples: What an engine wrote.
        rate: Samples a second of it.
        colour: What its tone does to the sound; its pace is the engine's business.

    Raises:
        EngineError: There is no sound in it.
    """
    rate = round(rate * colour.pitch)  # played slower, it is lower
    trimmed = trim(samples, rate)
    if rate != SAMPLE_RATE:
        trimmed = np.asarray(soxr.resample(trimmed, rate, SAMPLE_RATE, "HQ"), dtype=np.float32)
    level(trimmed, colour.gain_db)
    _fade(trimmed)
    # With a whole number of milliseconds the plan's integers are the exact truth.
    return np.pad(trimmed, (0, -len(trimmed) % _PER_MS))


def trim(samples: Samples, rate: int) -> Samples:
    """Cut the silence off both ends, but for a short lead and tail; short ends are filled up."""
    frame = rate * _TRIM_FRAME_MS // SECOND
    sounding = _decibels(samples, frame)
    loudest = sounding.max(initial=-np.inf)
    if loudest < _FLOOR_DBFS:
        raise EngineError("The voice wrote nothing but silence.")
    active = np.nonzero(sounding > loudest + SILENCE_DB)[0]
    first, end = int(active[0]) * frame, (int(active[-1]) + 1) * frame
    lead, tail = rate * LEAD_MS // SECOND, rate * TAIL_MS // SECOND
    kept = samples[max(0, first - lead) : end + tail]
    before = max(0, lead - first)
    after = max(0, end + tail - len(samples))
    return np.pad(kept, (before, after))


def active_level(samples: Samples) -> float:
    """The loudness of the speech in it, in dBFS: its pauses and breaths are left out."""
    frames = _decibels(samples, _LEVEL_FRAME_MS * _PER_MS)
    power = 10.0 ** (frames[frames > _FLOOR_DBFS] / 10.0)
    if not len(power):
        return _FLOOR_DBFS
    spoken = power[power > power.mean() * 10.0 ** (GATE_DB / 10.0)]
    return float(10.0 * np.log10(spoken.mean()))


def level(samples: Samples, gain_db: float = 0.0) -> None:
    """Bring it to the target loudness in place, and past it; a peak above the ceiling is ducked."""
    for _ in range(_LEVELLINGS):
        gain = 10.0 ** ((TARGET_DBFS + gain_db - active_level(samples)) / 20.0)
        samples *= np.float32(gain)
        if not _limit(samples):
            return


def _limit(samples: Samples) -> bool:
    """Turn down, in place, the few milliseconds around each peak that is too high.

    The factor is the least that any peak nearby needs, smoothed over a little less than that, so
    that no sample passes the ceiling and nothing is bent.

    Returns:
        Whether there was one.
    """
    ceiling = 10.0 ** (CEILING_DBFS / 20.0)
    frames = np.pad(samples, (0, -len(samples) % _PER_MS)).reshape(-1, _PER_MS)
    peaks = np.maximum(frames.max(axis=1), -frames.min(axis=1))
    if peaks.max(initial=0.0) <= ceiling:
        return False
    needed = np.minimum(1.0, ceiling / np.maximum(peaks, 1e-9))
    reach = _LIMIT_MS + 1
    around = np.pad(needed, reach + _LIMIT_MS, constant_values=1.0)
    least = np.lib.stride_tricks.sliding_window_view(around, 2 * reach + 1).min(axis=1)
    window = np.hanning(2 * _LIMIT_MS + 3)[1:-1]
    smooth = np.convolve(least, window / window.sum(), mode="valid")
    at = np.arange(len(samples)) / _PER_MS - 0.5
    samples *= np.interp(at, np.arange(len(smooth)), smooth).astype(np.float32)
    return True


def write(samples: Samples, path: Path) -> Millis:
    """Write a clip, to be renamed into place by the caller, and return its length."""
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(SAMPLE_RATE)
        scaled = samples * np.float32(_FULL_SCALE - 1)
        sound.writeframes(np.rint(scaled, out=scaled).astype("<i2").tobytes())
    return len(samples) // _PER_MS


def _fade(samples: Samples) -> None:
    rise, fall = _FADE_IN_MS * _PER_MS, _FADE_OUT_MS * _PER_MS
    samples[:rise] *= np.linspace(0.0, 1.0, rise, dtype=np.float32)
    samples[-fall:] *= np.linspace(1.0, 0.0, fall, dtype=np.float32)


def _decibels(samples: Samples, frame: int) -> npt.NDArray[np.float64]:
    """The root mean square of each frame, in dBFS; the last one is filled up with silence."""
    whole = len(samples) // frame * frame
    frames = samples[:whole].reshape(-1, frame)
    rest = samples[whole:]
    # A product of each frame with itself, which copies nothing: a session has a hundred lines.
    energy = np.append(np.einsum("ij,ij->i", frames, frames), rest @ rest if len(rest) else [])
    power = energy.astype(np.float64) / frame
    return np.asarray(10.0 * np.log10(power + 1e-12), dtype=np.float64)
