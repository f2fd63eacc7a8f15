"""hibari: an offline neural voice whose model comes in its package. Only used in a child process.

English only, so other languages are left to the next engine. It loads in about half a second and
then takes a fortieth of the time that its speech lasts. Its noise is seeded: the same text is the
same sound, so that a plan holds from one day to the next.

It would fetch voices it does not have from the network. It is never let: a voice that is not on
this machine is not listed.
"""

import importlib.metadata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kiosk.voice import wav
from kiosk.voice.choice import choose_voice
from kiosk.voice.engine import EngineError, NoEngineError, VoiceInfo
from kiosk.voice.text import speakable

NAME = "hibari"
FITTED_RATE = 145
"""The words a minute, on the scale of `kiosk.plan.estimate`, that its speed 0.906 stands for: there
it is a little faster than estimated, so that what the checker lets pass fits."""

_SPEEDS: tuple[float, ...] = (
    *(0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.81, 0.83, 0.84, 0.86, 0.88, 0.906, 0.93, 0.96),
    *(1.0, 1.05, 1.1, 1.2, 1.3, 1.4, 1.6, 1.8, 2.0),
)
_LENGTHS: tuple[float, ...] = (
    *(1.98, 1.882, 1.631, 1.571, 1.385, 1.336, 1.196, 1.098, 1.082, 1.074, 1.036, 1.015, 1.0),
    *(0.986, 0.975, 0.96, 0.944, 0.928, 0.872, 0.83, 0.621, 0.591, 0.575, 0.54),
)
"""How long 58 lines of the shipped sessions last at each speed, without their pauses, against those
at 0.906. Its speed is no tempo: it counts each sound in whole frames, so its lengths go in steps,
and at 1.1 it is 8 % faster rather than 21 %."""

_OURS = 4
"""Raise it whenever what is done here to the sound changes: part of every clip's key."""
_SEED = 0
_FULL_SCALE = 32767.0


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

            self.version = f"{importlib.metadata.version('hibari-tts')}+{_OURS}"
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

    def say(self, text: str, voice: str, slower: float) -> bytes:
        """The 16-bit samples of a text, at `sample_rate`.

        Args:
            text: What is said.
            voice: Whose voice.
            slower: How long it is to last, against `FITTED_RATE`.
        """
        np = self._numpy
        speed = float(np.interp(slower, _LENGTHS[::-1], _SPEEDS[::-1]))
        from kiosk.voice import pauses  # noqa: PLC0415 - as for numpy itself

        model, rate = self._model(voice), self.sample_rate
        pieces: list[Any] = []
        pause_ms = 0
        for phonemes in model.phonemize(text):
            spoken = pauses.trimmed(self._sentence(model, phonemes, speed, slower), rate)
            pieces += [pauses.between(rate, pause_ms * slower), spoken]
            pause_ms = pauses.after(phonemes)
        if not pieces:
            return b""
        sound = np.concatenate(pieces)
        return bytes((np.clip(sound, -1.0, 1.0) * _FULL_SCALE).astype("<i2").tobytes())

    def _sentence(self, model: Any, phonemes: str, speed: float, slower: float) -> Any:
        """One sentence with its pauses: in one breath, or where that leaves none, in parts."""
        from kiosk.voice import pauses  # noqa: PLC0415

        def voiced(part: str) -> Any:
            return model.from_phonemes(part, speed=speed, seed=_SEED)

        rate = self.sample_rate
        marked, wanted = pauses.marked(phonemes)
        whole = pauses.trimmed(voiced(marked), rate)
        if not wanted:
            return whole
        shaped = pauses.shaped(whole, rate, [round(ms * slower) for ms in wanted])
        if shaped is not None:
            return shaped
        return self._numpy.concatenate(
            [
                piece
                for part, pause_ms in pauses.parts(phonemes)
                for piece in (
                    pauses.trimmed(voiced(part), rate),
                    pauses.between(rate, pause_ms * slower),
                )
            ]
        )

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
        self._slower = FITTED_RATE / rate
        self.version = maker.version

    def render(self, text: str, into: Path) -> None:
        """Say a text into a file; see `Engine`."""
        clean = speakable(text)
        try:
            samples = self._maker.say(clean, self._voice, self._slower)
        except Exception as error:  # the model and its dictionary raise what they like
            raise EngineError(f"hibari cannot say {clean[:60]!r}: {error}.") from error
        if not samples:
            raise EngineError(f"hibari made no sound of {clean[:60]!r}.")
        wav.write(samples, self._maker.sample_rate, into)


def _is_here(name: str, voice_path: Any) -> bool:
    """Whether a voice's model is on this machine, asked without fetching it."""
    try:
        return Path(voice_path(name, download_missing=False)).is_file()
    except OSError:
        return False
