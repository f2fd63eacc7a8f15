"""A comma is a short pause, a dash a longer one and a full stop the longest, whoever speaks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kiosk.clips import Line
from kiosk.tone import Tone
from kiosk.voice import dsp, pauses
from kiosk.voice.pauses import BREAK_MS, COMMA_MS, STOP_MS
from kiosk.voice.speech import Speech, VoiceSettings, engines

RATE = 24_000
SPOKEN = [name for name in ("hibari", "pyttsx3") if name in engines("auto")]


def sound(ms: int) -> pauses.Samples:
    return (0.3 * np.sin(2 * np.pi * 300 * np.arange(RATE * ms // 1000) / RATE)).astype("f4")


def silences_ms(samples: dsp.Samples, rate: int, least_ms: int = 75) -> list[int]:
    """How long each silence within lasts, in order."""
    frame = rate // 200
    loud = samples[: len(samples) // frame * frame].reshape(-1, frame)
    power = (loud.astype(np.float64) ** 2).mean(1)
    heard = np.nonzero(power > power.max() * 10**-4.5)[0]
    return [int(gap - 1) * 5 for gap in np.diff(heard) if (gap - 1) * 5 >= least_ms]


def test_the_longest_silences_get_the_lengths_that_are_wanted_in_their_order():
    spoken = np.concatenate(
        [
            *(sound(200), pauses.silence(RATE, 350), sound(300), pauses.silence(RATE, 50)),
            *(sound(200), pauses.silence(RATE, 100), sound(200)),
        ]
    )
    shaped = pauses.shaped(spoken, RATE, [COMMA_MS, BREAK_MS])
    assert shaped is not None
    assert silences_ms(shaped, RATE, 20) == pytest.approx([COMMA_MS, 50, BREAK_MS], abs=10)
    spoken_ms = 200 + 300 + 200 + 200 + 50
    assert len(shaped) * 1000 / RATE == pytest.approx(spoken_ms + COMMA_MS + BREAK_MS, abs=1)


def test_nothing_that_sounds_is_lost_or_moved():
    first, second = sound(200), -sound(250)
    shaped = pauses.shaped(np.concatenate([first, pauses.silence(RATE, 400), second]), RATE, [200])
    assert shaped is not None
    assert np.array_equal(shaped[: len(first)], first)
    assert np.array_equal(shaped[-len(second) :], second)


def test_the_stop_of_a_consonant_is_no_pause():
    spoken = np.concatenate([sound(200), pauses.silence(RATE, 60), sound(200)])
    assert pauses.shaped(spoken, RATE, [COMMA_MS]) is None


def test_silence_itself_has_nothing_to_trim_and_no_pauses():
    assert len(pauses.trimmed(pauses.silence(RATE, 300), RATE)) == 0
    assert pauses.shaped(sound(100), RATE, []) is not None


@pytest.mark.parametrize(
    ("phonemes", "wanted"),
    [
        ("bɹˈið ˈɪn, ænd lˈɛt ɪt ɡˌO.", [COMMA_MS]),
        ("lˈI dˈWn — nˈiz bˈɛnt.", [BREAK_MS]),
        ("wˈʌn: ˈʌp.", [BREAK_MS]),
        ("slˈOli… nˈW, ɹˈɛst.", [BREAK_MS, COMMA_MS]),
        ("ɹˈɛst.", []),
    ],
)
def test_each_sign_is_a_pause_of_its_length_and_the_end_is_none(phonemes: str, wanted: list[int]):
    assert pauses.marked(phonemes)[1] == wanted
    parts = pauses.parts(phonemes)
    assert [ms for _, ms in parts[:-1]] == wanted
    assert parts[-1][1] == 0


@pytest.mark.parametrize("engine", SPOKEN)
@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("Breathe in, and let it go.", 150, 260),
        ("Bend your knees, and rest.", 150, 260),
        ("Lie down: knees bent.", 200, 340),
        ("Lie down - knees bent.", 200, 340),
        ("Lie down — knees bent.", 200, 340),
        ("Slowly... let it go.", 200, 340),
        ("Breathe in. Let it go.", 350, 450),
        ("Ready? Go on.", 350, 460),
    ],
)
def test_a_pause_is_as_long_as_a_person_makes_it(
    engine: str, text: str, least: int, most: int, tmp_path: Path
):
    speech = Speech(VoiceSettings(cache_dir=tmp_path, engine=engine))
    try:
        clip = speech.prepare([Line(text)])[Line(text)]
    finally:
        speech.close()
    samples, rate = dsp.read(clip.path)
    assert least <= max(silences_ms(samples, rate), default=0) <= most


@pytest.mark.skipif("hibari" not in engines("auto"), reason="hibari is not installed")
def test_every_comma_of_a_list_is_a_pause_and_a_calm_one_is_longer(tmp_path: Path):
    text = "Relax your jaw, your neck, your shoulders, and your hands. Let the floor carry you."
    speech = Speech(VoiceSettings(cache_dir=tmp_path, engine="hibari"))
    lines = [Line(text), Line(text, tone=Tone.CALM)]
    try:
        clips = speech.prepare(lines)
    finally:
        speech.close()
    plain, calm = (silences_ms(*dsp.read(clips[line].path)) for line in lines)
    assert plain == pytest.approx([COMMA_MS] * 3 + [STOP_MS], abs=25)
    assert len(calm) == 4
    assert sum(calm) > sum(plain) * 1.05
