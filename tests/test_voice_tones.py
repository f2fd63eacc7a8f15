"""Calm is slower, lower and a little softer, firm a little brisker and louder, with every voice."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from kiosk.clips import Line
from kiosk.plan.estimate import estimate_ms
from kiosk.tone import PACE_PERCENT, Tone
from kiosk.voice import dsp
from kiosk.voice.espeak_engine import EspeakMaker
from kiosk.voice.levels import TARGET_DBFS
from kiosk.voice.protocol import Request, Wish, decode_request, encode
from kiosk.voice.speech import Speech, VoiceSettings, engines
from kiosk.voice.tones import COLOURS
from kiosk.voice.worker import Worker

TEXT = "Let the whole of your back sink into the floor and grow heavy."
INSTALLED = [name for name in engines("auto") if name != "piper"]


def samples_of(path: Path) -> dsp.Samples:
    samples, rate = dsp.read(path)
    assert rate == 48_000
    return samples


def pitch_hz(samples: dsp.Samples) -> float:
    """The middle of the pitches of what is voiced, by autocorrelation."""
    found = []
    for begin in range(0, len(samples) - 2048, 960):
        frame = samples[begin : begin + 2048].astype(np.float64)
        frame -= frame.mean()
        alike = np.correlate(frame, frame, "full")[2047:]
        lags = alike[120:640]
        if alike[0] > 1.0 and lags.max() > 0.6 * alike[0]:
            found.append(48_000 / (120 + int(lags.argmax())))
    return float(np.median(found))


@pytest.mark.parametrize("engine", INSTALLED)
def test_each_tone_has_its_pace_pitch_and_loudness_with_every_voice(engine: str, tmp_path: Path):
    speech = Speech(VoiceSettings(cache_dir=tmp_path, engine=engine))
    lines = {tone: Line(TEXT, tone=tone) for tone in Tone}
    try:
        clips = speech.prepare(list(lines.values()))
    finally:
        speech.close()
    plain = clips[lines[Tone.PLAIN]]
    plain_hz = pitch_hz(samples_of(plain.path))
    for tone, line in lines.items():
        clip, colour = clips[line], COLOURS[tone]
        sound = samples_of(clip.path)
        pace = plain.duration_ms / clip.duration_ms
        # The neural voice counts in whole frames, and its melody is another at another pace.
        assert pace == pytest.approx(PACE_PERCENT[tone] / 100, abs=0.035)
        assert pitch_hz(sound) / plain_hz == pytest.approx(colour.pitch, abs=0.035)
        level = dsp.active_level(sound)
        assert level == pytest.approx(TARGET_DBFS + colour.gain_db, abs=0.4)


def test_no_tone_is_more_than_a_decibel_from_the_level_of_all():
    assert all(abs(colour.gain_db) <= 1.0 for colour in COLOURS.values())
    assert COLOURS[Tone.CALM].rate(145) < COLOURS[Tone.PLAIN].rate(145) == 145
    assert COLOURS[Tone.PLAIN].rate(145) < COLOURS[Tone.FIRM].rate(145)


def test_the_countdown_keeps_its_seconds(tmp_path: Path):
    speech = Speech(VoiceSettings(cache_dir=tmp_path))
    lines = [Line(word, "en", Tone.FIRM) for word in ("Three.", "Two.", "One.")]
    lines += [Line(word, "es", Tone.FIRM) for word in ("Tres.", "Dos.", "Uno.")]
    try:
        clips = speech.prepare(lines)
    finally:
        speech.close()
    assert len(clips) == len(lines)
    assert all(clip.duration_ms <= 850 for clip in clips.values())


def test_a_request_keeps_its_tone_on_the_way():
    request = Request(1, Wish.RENDER, "Sink.", tone=Tone.CALM)
    assert decode_request(encode(request)) == request


def test_a_worker_gives_a_tone_to_an_engine_that_knows_none(tmp_path: Path):
    worker = Worker(EspeakMaker())
    lengths = {}
    for tone in Tone:
        into = tmp_path / f"{tone}.wav"
        reply = worker.answer(Request(1, Wish.RENDER, TEXT, tone=tone, into=str(into)))
        assert reply.fault is None
        with wave.open(str(into), "rb") as sound:
            lengths[tone] = sound.getnframes() / 48
    assert lengths[Tone.CALM] > lengths[Tone.PLAIN] > lengths[Tone.FIRM]
    assert lengths[Tone.CALM] < estimate_ms(TEXT) * 1.4
