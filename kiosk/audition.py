"""Lets the voices of this machine be heard and compared, each in turn."""

from __future__ import annotations

import re
import time
import wave
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.clips import Clip
from kiosk.sound.output import Loudspeaker, own_key
from kiosk.units import SECOND
from kiosk.voice.choice import primary
from kiosk.voice.engine import EngineError
from kiosk.voice.listing import Listed, opened

SAMPLES: Final = {
    "en": "Press the small of your back into the floor. Hold, and breathe. Let go.",
    "es": "Aprieta la zona lumbar contra el suelo. Aguanta, y respira. Suelta.",
}
"""What a voice says of itself, as a session would; not a sentence of the screen."""
_ANY: Final = "1, 2, 3, 4, 5, 6, 7, 8, 9, 10."
"""The same for languages that the kiosk does not know: their voices know how to read figures."""
_AHEAD_MS: Final = 400


@dataclass(frozen=True, slots=True)
class Sample:
    """What a voice said.

    Attributes:
        said: Its name and a line; None where it could not speak.
        share: How long that took to make, as a share of how long it lasts.
        trouble: Why it could not, in a sentence; else empty.
    """

    said: Clip | None = None
    share: float = 0.0
    trouble: str = ""


def text_for(listed: Listed, text: str = "") -> str:
    """What a voice is to say: its name, then a text or a line of its language."""
    name = re.sub(r"[^\w\s]+", ", ", listed.voice.name).strip(" ,")
    return f"{name}. {text or SAMPLES.get(primary(listed.voice.language), _ANY)}"


def samples(
    voices: Sequence[Listed], folder: Path, rate: int, text: str = ""
) -> Iterator[tuple[Listed, Sample]]:
    """Have each voice speak, one when it is asked for; each engine is started once.

    Args:
        voices: Who is to speak.
        folder: Where the sound is written, a file a voice.
        rate: Words a minute.
        text: What is said after the name, or empty.

    Raises:
        OSError: The folder cannot be written.
    """
    with ExitStack() as stack:
        engines = {
            name: stack.enter_context(opened(name))
            for name in dict.fromkeys(each.engine for each in voices)
        }
        for listed in voices:
            into = folder / f"{re.sub(r'[^A-Za-z0-9_+-]+', '-', listed.voice.id)}.wav"

            def render(words: str, listed: Listed = listed, into: Path = into) -> float:
                begun = time.perf_counter()
                engines[listed.engine].render(
                    text=words,
                    language=listed.voice.language,
                    voice=listed.voice.id,
                    rate=rate,
                    into=into,
                )
                return time.perf_counter() - begun

            try:
                render(listed.voice.name)  # a model is loaded once, and not with every line
                took_s = render(text_for(listed, text))
                clip = Clip(into, _length_ms(into))
                yield listed, Sample(clip, took_s * SECOND / clip.duration_ms)
            except EngineError as error:
                yield listed, Sample(trouble=str(error))


def play(clip: Clip, speaker: Loudspeaker) -> None:
    """Let a clip be heard, and come back at its end.

    Args:
        clip: What is heard.
        speaker: A loudspeaker that runs.
    """
    speaker.load([clip])
    speaker.play(clip, time.monotonic_ns() // 1_000_000 + _AHEAD_MS, own_key())
    time.sleep((_AHEAD_MS + clip.duration_ms) / SECOND)


def _length_ms(path: Path) -> int:
    with wave.open(str(path), "rb") as sound:
        return sound.getnframes() * SECOND // sound.getframerate()
