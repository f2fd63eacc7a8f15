"""A voice of tones: working code for tests, and a strict caller's examiner.

Every text becomes a tone whose length grows with it, so that plans built on these clips have
sensible lengths. It keeps what it was asked, and raises `AssertionError` when it is used in a
way that a real engine would not survive.
"""

import math
import threading
from array import array
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from kiosk.clips import SAMPLE_RATE, Clip, Clips, Line
from kiosk.units import SECOND, Millis
from kiosk.voice import wav
from kiosk.voice.choice import choose_voice
from kiosk.voice.engine import AUTO, EngineError, UnspeakableError, VoiceInfo
from kiosk.voice.pronunciation import aloud
from kiosk.voice.renderer import Identity
from kiosk.voice.speech import Manner
from kiosk.voice.text import speakable

NAME = "tone"
RATE_HZ = 16_000
_BASE_MS = 200
_PER_CHARACTER_MS = 60
_VOICES = (
    VoiceInfo(id="tone/en", name="Tone (English)", language="en"),
    VoiceInfo(id="tone/es", name="Tone (Spanish)", language="es"),
)


def tone_length_ms(text: str, rate: int = 145) -> Millis:
    """How long the tone of a text lasts: 200 ms and 60 ms a character at 145 words a minute."""
    return _BASE_MS + _PER_CHARACTER_MS * len(text) * 145 // rate


class ToneMaker:
    """Makes engines of tones. All of them share one record of calls."""

    name = NAME
    version = "1"

    def __init__(self) -> None:
        self.calls: list[tuple[str, str]] = []
        """Pairs of voice id and text, in the order in which they were rendered."""
        self.failing = 0
        """How many of the next renders fail as a broken device does."""
        self.busy = threading.Lock()

    def voices(self) -> Sequence[VoiceInfo]:
        """One voice for English and one for Spanish."""
        return _VOICES

    def engine(self, language: str, voice: str, rate: int) -> "ToneEngine":
        """An engine for a language; see `EngineMaker`."""
        return ToneEngine(self, choose_voice(_VOICES, voice, language), rate)


class ToneEngine:
    """One tone for each voice."""

    name = NAME
    version = ToneMaker.version

    def __init__(self, maker: ToneMaker, voice: str, rate: int) -> None:
        self._maker = maker
        self._voice = voice
        self._rate = rate

    def render(self, text: str, into: Path) -> None:
        """Write the tone of a text; see `Engine`.

        Raises:
            AssertionError: Another call has not returned yet.
        """
        if not self._maker.busy.acquire(blocking=False):
            raise AssertionError("An engine was called while it was still rendering.")
        try:
            clean = speakable(text)
            self._maker.calls.append((self._voice, clean))
            if self._maker.failing:
                self._maker.failing -= 1
                raise EngineError("The tone generator was told to fail.")
            pitch_hz = 220 if self._voice == "tone/en" else 330
            write_tone(into, pitch_hz, tone_length_ms(clean, self._rate), RATE_HZ)
        finally:
            self._maker.busy.release()


class FakeSpeech:
    """Stands in for `kiosk.voice.speech.Speech`: tones at once, in this process, with no child.

    It raises `AssertionError` when lines are prepared before `start` or after `close`.

    Attributes:
        mute: Lines that cannot be spoken; they are absent from what `prepare` returns.
        asked: The lines of each call of `prepare`.
        manners: The voice and rate of each.
        asleep: Whether it was put to sleep since it was last started.
        busy: Whether something is asked of it, as a test says.
    """

    def __init__(self, mute: Sequence[Line] = (), notice: str = "") -> None:
        self.mute = set(mute)
        self.notice = notice
        self.asked: list[tuple[Line, ...]] = []
        self.manners: list[Manner] = []
        self.asleep = False
        self.busy = False
        self._folder: TemporaryDirectory[str] | None = None
        self._closed = False
        self._lock = threading.Lock()
        self._clips: dict[tuple[Line, Manner], Clip] = {}

    def start(self) -> None:
        """Open for calls."""
        if self._closed:
            raise AssertionError("Speech was started after it was closed.")
        self._folder = self._folder or TemporaryDirectory(prefix="kiosk-tones-")
        self.asleep = False

    def sleep(self) -> None:
        """Nothing to end but a word about it."""
        self.asleep = True

    def identity(self) -> Identity | None:
        """Tones always speak."""
        return Identity(NAME, ToneMaker.version)

    def prepare(
        self,
        lines: Sequence[Line],
        progress: Callable[[int, int], None] | None = None,
        *,
        urgent: bool = True,
        manner: Manner | None = None,
    ) -> Clips:
        """The tones of some lines."""
        del urgent  # nothing takes long here
        unique = list(dict.fromkeys(lines))
        with self._lock:
            if self._folder is None:
                raise AssertionError("Lines were prepared before start() or after close().")
            self.asked.append(tuple(unique))
            manner = manner or Manner()
            self.manners.append(manner)
            clips = self._clips
            for done, line in enumerate(unique, 1):
                if line not in self.mute and (line, manner) not in clips:
                    clips[line, manner] = self._tone(line, manner, Path(self._folder.name))
                if progress:
                    progress(done, len(unique))
            return {line: clips[line, manner] for line in unique if (line, manner) in clips}

    def voices(self) -> list[VoiceInfo]:
        """One voice for English and one for Spanish."""
        return list(_VOICES)

    def close(self) -> None:
        """Remove the tones. Safe to call twice."""
        self._closed = True
        with self._lock:  # not under the hands of who still prepares
            if self._folder is not None:
                self._folder.cleanup()
                self._folder = None

    def _tone(self, line: Line, manner: Manner, folder: Path) -> Clip:
        clean = speakable(aloud(line.text, line.language, line.pronounce))
        path = folder / f"{len(self._clips)}.wav"
        length_ms = tone_length_ms(clean, manner.rate or 145)
        try:
            voice = choose_voice(_VOICES, manner.voice or AUTO, line.language)
        except UnspeakableError:
            voice = choose_voice(_VOICES, AUTO, line.language)
        write_tone(path, 220 if voice == "tone/en" else 330, length_ms, SAMPLE_RATE)
        return Clip(path=path, duration_ms=length_ms)


def write_tone(path: Path, pitch_hz: int, length_ms: Millis, rate_hz: int) -> None:
    """Write a sine at a fifth of full scale, mono and 16 bit."""
    period = array(
        "h",
        (
            round(6500 * math.sin(2 * math.pi * pitch_hz * n / rate_hz))
            for n in range(rate_hz // math.gcd(pitch_hz, rate_hz))
        ),
    )
    frames = length_ms * rate_hz // SECOND
    samples = (period * (frames // len(period) + 1))[:frames]
    wav.write(samples.tobytes(), rate_hz, path)
