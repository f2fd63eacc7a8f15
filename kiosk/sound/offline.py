"""A session as a WAV file: the loudspeaker's own mixer, faster than life, in constant memory."""

from __future__ import annotations

import os
import tempfile
import wave
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np

from kiosk.clips import SAMPLE_RATE
from kiosk.sound.mixer import Mixer
from kiosk.sound.output import LOUDEST, gain_of
from kiosk.sound.samples import frames, to_16_bit
from kiosk.sound.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import TracebackType

    from kiosk.clips import Clip
    from kiosk.sound.output import Played
    from kiosk.sound.samples import Samples
    from kiosk.units import Millis

BLOCK = 4096


class WavFile:
    """A file that grows as the mixer runs, and takes its name only when it is whole."""

    def __init__(self, path: Path, mixer: Mixer | None = None) -> None:
        """Begin a file beside `path`.

        Raises:
            OSError: The folder is missing or cannot be written to.
        """
        self.mixer = Mixer() if mixer is None else mixer  # an empty one is false
        self._path = path
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        self._part = Path(name)
        self._file = os.fdopen(handle, "wb")
        self._wave = wave.open(self._file, "wb")  # noqa: SIM115 - `discard` closes it
        self._wave.setnchannels(1)
        self._wave.setsampwidth(2)
        self._wave.setframerate(SAMPLE_RATE)
        self._frame = 0
        self._block = np.zeros(BLOCK, dtype=np.float32)

    @property
    def at_ms(self) -> float:
        """How much has been written."""
        return self._frame * 1000 / SAMPLE_RATE

    def run_to(self, ms: Millis) -> None:
        """Mix and write up to `ms` from the beginning.

        Raises:
            OSError: The disk is full.
        """
        end = frames(ms)
        while self._frame < end:
            block = self._block[: min(BLOCK, end - self._frame)]
            self.mixer.fill(block, self._frame)
            self._wave.writeframesraw(to_16_bit(block).astype("<i2").tobytes())
            self._frame += len(block)

    def keep(self) -> None:
        """Finish the file and give it its name."""
        self._wave.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        # mkstemp makes a file for its owner alone; this one is to be shared like any other.
        mask = os.umask(0)
        os.umask(mask)
        self._part.chmod(0o666 & ~mask)
        self._part.replace(self._path)

    def discard(self) -> None:
        """Leave nothing behind. Safe to call at any time, also after `keep`."""
        with suppress(OSError, ValueError):
            self._wave.close()
        with suppress(OSError):
            self._file.close()
        self._part.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.keep()
        self.discard()


def render_wav(
    path: Path,
    sounds: Iterable[tuple[Millis, Samples]],
    total_ms: Millis,
    *,
    gain: float = 1.0,
) -> None:
    """Write sounds to a mono 16-bit WAV file of exactly `total_ms`.

    Args:
        path: What the file will be called once it is whole.
        sounds: When each begins and what it is, in the order of beginning. It may be a generator
            that reads a clip as it is asked: only what sounds now is held in memory.
        total_ms: How long the file will be.
        gain: The factor for everything.

    Raises:
        OSError: The file cannot be written; nothing is left behind.
    """
    with WavFile(path, Mixer(gain)) as file:
        for key, (at_ms, samples) in enumerate(sounds):
            file.run_to(min(at_ms, total_ms))
            file.mixer.schedule(frames(at_ms), samples, key)
        file.run_to(total_ms)


class OfflineLoudspeaker:
    """A `Loudspeaker` that writes what a listener would hear.

    Whoever walks the session moves its clock; the file follows with each call, and `close`
    finishes it at the clock's time.
    """

    notice = ""

    def __init__(self, path: Path, now: Callable[[], Millis], *, volume: int = LOUDEST) -> None:
        """Begin a file.

        Args:
            path: What the file will be called once it is whole.
            now: The clock, in ms; the file begins where it stands now.
            volume: 0 to `LOUDEST`.

        Raises:
            OSError: The folder is missing or cannot be written to.
        """
        self._now = now
        self._began_ms = now()
        self._store = Store()
        self._file: WavFile | None = WavFile(path, Mixer(gain_of(volume)))

    def start(self) -> None:
        """Be awake: a file always is."""

    def sleep(self) -> None:
        """Fall silent, and let go of the clips."""
        self.cut(0)
        self._store.load(())

    def wait_until_running(self, seconds: float) -> bool:  # noqa: ARG002 -- the seam has it
        """A file runs evenly from its first sample."""
        return self._file is not None

    def load(self, clips: Iterable[Clip]) -> None:
        """Read clips into memory."""
        self._store.load(clips)

    def play(self, sound: Clip | str, at_ms: Millis, key: int) -> None:
        """Lay a sound; what is asked for in the past begins now."""
        samples = self._store.samples(sound)
        if self._file is not None and samples is not None:
            at_ms = max(at_ms, self._reach_now(self._file))
            self._file.mixer.schedule(frames(at_ms - self._began_ms), samples, key)

    def cut(self, fade_ms: Millis) -> None:
        """Fade out what sounds, forget what was to come."""
        if self._file is not None:
            now = self._reach_now(self._file)
            self._file.mixer.cut(frames(now - self._began_ms), frames(fade_ms))

    def set_volume(self, volume: int) -> None:
        """Set the volume from here on."""
        if self._file is not None:
            self._reach_now(self._file)
            self._file.mixer.set_gain(gain_of(volume))

    def soften(self, *, softly: bool) -> None:
        """Nobody speaks to a file."""

    def on_played(self, listener: Played | None) -> None:
        """Nobody hears it yet."""

    def close(self) -> None:
        """Write up to the clock's time, and give the file its name.

        Raises:
            OSError: The disk is full; nothing is left behind.
        """
        file, self._file = self._file, None
        if file is None:
            return
        try:
            self._reach_now(file)
            file.keep()
        finally:
            file.discard()

    def discard(self) -> None:
        """Leave no file behind."""
        if self._file is not None:
            self._file.discard()
            self._file = None

    def _reach_now(self, file: WavFile) -> Millis:
        now = self._now()
        file.run_to(now - self._began_ms)
        return now
