"""Every voice that is installed, and every chime, is as loud as every other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kiosk.plan.chimes import CHIME_MS
from kiosk.sound.chimes import chime
from kiosk.voice import dsp
from kiosk.voice.levels import CEILING_DBFS, TARGET_DBFS
from kiosk.voice.listing import opened
from kiosk.voice.speech import engines

WITHIN_DB = 1.0
LINES = {
    "en": (
        "Hold.",
        "Three.",
        "Press the small of your back into the floor.",
        # Lines with higher peaks for their loudness than most, worded as sessions are.
        "You need: an exercise mat, a light ball.",
        "The last exercise is a stretch, sitting.",
        "Ask a clinician before half sit-ups if you have weak bones or a hernia, or are pregnant.",
    ),
    "es": (
        "Suelta.",
        "Pon los brazos a tus lados. Deja que los hombros se hundan en el suelo.",
        "Pon también tu bloque o tu manta junto a la colchoneta.",
    ),
}
SPEAKERS = [(engine, "en") for engine in ("hibari", "piper", "pyttsx3", "espeak-ng")] + [
    ("pyttsx3", "es"),
    ("espeak-ng", "es"),
]


@pytest.mark.parametrize(("engine", "language"), SPEAKERS)
def test_every_line_of_every_voice_is_as_loud_as_the_next(
    engine: str, language: str, tmp_path: Path
) -> None:
    if engine not in engines("piper"):
        pytest.skip(f"{engine} is not installed")
    levels = {}
    with opened(engine) as voice:
        for text in LINES[language]:
            into = tmp_path / "clip.wav"
            voice.render(text=text, language=language, voice="auto", rate=145, into=into)
            samples, _ = dsp.read(into)
            levels[text] = dsp.active_level(samples)
            assert np.abs(samples).max() <= 10 ** (CEILING_DBFS / 20) + 1e-3
    assert levels == dict.fromkeys(LINES[language], pytest.approx(TARGET_DBFS, abs=0.5))


@pytest.mark.parametrize("name", sorted(CHIME_MS))
def test_a_chime_is_as_loud_as_speech(name: str) -> None:
    assert dsp.active_level(chime(name)) == pytest.approx(TARGET_DBFS, abs=WITHIN_DB)
