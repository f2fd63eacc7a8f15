"""hibari: an offline neural voice whose model comes in its package. Only used in a child process.

English only, so other languages are left to the next engine. It loads in about half a second and
then takes a fortieth of the time that its speech lasts. Its noise is seeded: the same text is the
same sound, so that a plan holds from one day to the next.

It would fetch voices it does not have from the network. It is never let: a voice that is not on
this machine is not listed.
"""

import importlib.metadata
import wave
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kiosk.voice.choice import choose_voice
from kiosk.voice.engine import EngineError, NoEngineError, VoiceInfo
from kiosk.voice.text import speakable

NAME = "hibari"
NATURAL_RATE = 160
"""Words a minute at its own pace, on the scale of `kiosk.plan.estimate`.

Over the 241 lines of the shipped sessions its own pace takes 0.84 of the time estimated for 145
words a minute, which would make it 173. Set lower, it speaks a little faster than estimated: what
the checker lets pass then fits."""

_SLOWEST, _FASTEST = 0.5, 2.0  # what it accepts
_SEED = 0
_FULL_SCALE = 32767.0
_PREFERRED = "heart"


class HibariMaker:
    """The package, found; a voice's model is loaded when it first speaks.

    Raises:
        NoEngineError: It is not installed, or cannot be loaded.
    """

    name = NAME

    def __init__(self) -> None:
        try:
            import numpy as np  # noqa: PLC0415 - the import itself may fail
            from hibari import Hibari  # noqa: PLC0415
            from hibari.voices import VOICES, voice_path  # noqa: PLC0415

            self.version = importlib.metadata.version("hibari-tts")
        except Exception as error:  # a wheel for another machine raises what it likes
            raise NoEngineError(f"hibari does not open: {error}.") from error
        self._numpy: Any = np
        self._open = Hibari
        self._models: dict[str, Any] = {}
        self._voices = tuple(
            VoiceInfo(
                id=f"{NAME}/{name}",
                name=f"{name.title()} ({entry['accent']}, {entry['gender']})",
                language="en-gb" if entry["british"] else "en-us",
            )
            for name, entry in VOICES.items()
            if _is_here(name, voice_path)
        )

    def voices(self) -> Sequence[VoiceInfo]:
        """The voices whose models are on this machine."""
        return self._voices

    def engine(self, language: str, voice: str, rate: int) -> "HibariEngine":
        """An engine for a language; see `EngineMaker`."""
        chosen = choose_voice(self._voices, voice, language)
        return HibariEngine(self, chosen.partition("/")[2].partition("+")[0], rate)

    def say(self, text: str, voice: str, speed: float) -> bytes:
        """The 16-bit samples of a text, at `sample_rate`."""
        np = self._numpy
        sound = self._model(voice)(text, speed=speed, seed=_SEED)
        return bytes((np.clip(sound, -1.0, 1.0) * _FULL_SCALE).astype("<i2").tobytes())

    @property
    def sample_rate(self) -> int:
        """Samples a second."""
        return int(self._open.sample_rate)

    def _model(self, voice: str) -> Any:
        if voice not in self._models:
            self._models[voice] = self._open(voice=voice, threads=1)
        return self._models[voice]


class HibariEngine:
    """One voice at one pace."""

    name = NAME

    def __init__(self, maker: HibariMaker, voice: str, rate: int) -> None:
        self._maker = maker
        self._voice = voice
        self._speed = min(max(rate / NATURAL_RATE, _SLOWEST), _FASTEST)
        self.version = maker.version

    def render(self, text: str, into: Path) -> None:
        """Say a text into a file; see `Engine`."""
        clean = speakable(text)
        try:
            samples = self._maker.say(clean, self._voice, self._speed)
        except Exception as error:  # the model and its dictionary raise what they like
            raise EngineError(f"hibari cannot say {clean[:60]!r}: {error}.") from error
        if not samples:
            raise EngineError(f"hibari made no sound of {clean[:60]!r}.")
        with wave.open(str(into), "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(self._maker.sample_rate)
            sound.writeframes(samples)


def _is_here(name: str, voice_path: Any) -> bool:
    """Whether a voice's model is on this machine, asked without fetching it."""
    try:
        return Path(voice_path(name, download_missing=False)).is_file()
    except OSError:
        return False
