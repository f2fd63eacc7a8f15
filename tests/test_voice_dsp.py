"""A finished clip is trimmed, levelled, at the stream's rate and a whole number of milliseconds."""

import wave
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.clips import SAMPLE_RATE
from kiosk.voice import dsp
from kiosk.voice.cache import wav_length_ms
from kiosk.voice.engine import EngineError
from kiosk.voice.levels import CEILING_DBFS, LEAD_MS, TAIL_MS, TARGET_DBFS

RATE = 22_050


def tone(ms: int, level: float = 0.3, rate: int = RATE) -> dsp.Samples:
    return (level * np.sin(2 * np.pi * 440 * np.arange(ms * rate // 1000) / rate)).astype("f4")


def silence(ms: int, rate: int = RATE) -> dsp.Samples:
    return np.zeros(ms * rate // 1000, dtype="f4")


def peak_dbfs(samples: dsp.Samples) -> float:
    return float(20 * np.log10(np.abs(samples).max()))


def test_silence_is_cut_off_but_for_a_short_lead_and_tail():
    finished = dsp.finish(np.concatenate([silence(300), tone(500), silence(700)]), RATE)
    assert len(finished) / 48 == pytest.approx(LEAD_MS + 500 + TAIL_MS, abs=12)


def test_a_sound_without_silence_around_it_is_given_some():
    finished = dsp.finish(tone(500), RATE)
    assert len(finished) / 48 == pytest.approx(LEAD_MS + 500 + TAIL_MS, abs=12)
    assert finished[0] == finished[-1] == 0


def test_a_pause_in_the_middle_stays():
    finished = dsp.finish(np.concatenate([tone(200), silence(400), tone(200)]), RATE)
    assert len(finished) / 48 == pytest.approx(LEAD_MS + 800 + TAIL_MS, abs=12)


@pytest.mark.parametrize("level", [0.003, 0.02, 0.3, 0.99])
def test_loud_and_quiet_come_out_alike(level: float):
    assert dsp.active_level(dsp.finish(tone(400, level), RATE)) == pytest.approx(
        TARGET_DBFS, abs=0.3
    )


def test_pauses_do_not_count_as_quiet_speech():
    whole = dsp.finish(tone(1000), RATE)
    broken = dsp.finish(np.concatenate([tone(500), silence(2000), tone(500)]), RATE)
    assert dsp.active_level(broken) == pytest.approx(dsp.active_level(whole), abs=0.3)
    assert peak_dbfs(broken) == pytest.approx(peak_dbfs(whole), abs=0.5)


def test_a_peak_never_passes_the_ceiling():
    clicks = tone(500, 0.001)
    clicks[::2000] = 0.9
    assert peak_dbfs(dsp.finish(clicks, RATE)) <= CEILING_DBFS + 0.01


def test_a_line_with_one_high_peak_is_as_loud_as_the_others_and_only_the_peak_is_turned_down():
    rng = np.random.default_rng(1)
    speech = (0.05 * rng.standard_normal(SAMPLE_RATE)).astype("f4")
    peaked = speech.copy()
    peaked[24_000:24_020] = 0.9
    even, uneven = dsp.finish(speech, SAMPLE_RATE), dsp.finish(peaked, SAMPLE_RATE)
    assert dsp.active_level(uneven) == pytest.approx(dsp.active_level(even), abs=0.1)
    assert peak_dbfs(uneven) <= CEILING_DBFS + 0.01
    far = slice(2_000, 23_000)
    ratio = uneven[far] / np.where(even[far] == 0, 1, even[far])
    assert np.ptp(20 * np.log10(np.abs(ratio[even[far] != 0]))) < 0.01, "the rest keeps its form"


@settings(deadline=None, max_examples=100)
@given(
    st.integers(1, 4_000),
    st.lists(st.tuples(st.integers(0, 3_999), st.floats(-30, 30)), max_size=12),
)
def test_no_sample_passes_the_ceiling_wherever_the_peaks_are(
    length: int, peaks: list[tuple[int, float]]
):
    samples = tone(200, 0.1, SAMPLE_RATE)[:length].copy()
    for at, height in peaks:
        samples[at % len(samples)] = height
    before = samples.copy()
    limited = dsp._limit(samples)
    ceiling = 10 ** (CEILING_DBFS / 20)
    assert limited == bool(np.abs(before).max() > ceiling)
    assert np.abs(samples).max() <= ceiling * 1.000_01
    # The least number there is may become 0, and none changes its sign.
    assert (np.signbit(samples) == np.signbit(before)).all()


@settings(deadline=None, max_examples=50)
@given(st.integers(21, 900), st.sampled_from([8000, 16_000, 22_050, 24_000, 44_100, 48_000]))
def test_every_rate_comes_out_at_the_streams_and_in_whole_milliseconds(ms: int, rate: int):
    finished = dsp.finish(tone(ms, rate=rate), rate)
    assert len(finished) % (SAMPLE_RATE // 1000) == 0
    assert len(finished) / 48 == pytest.approx(LEAD_MS + ms + TAIL_MS, abs=12)


def test_the_pitch_stays_what_it_was():
    finished = dsp.finish(tone(1000), RATE)
    spectrum = np.abs(np.fft.rfft(finished))
    assert np.argmax(spectrum) * SAMPLE_RATE / len(finished) == pytest.approx(440, abs=2)


@pytest.mark.parametrize("nothing", [silence(500), silence(0), silence(500) + np.float32(1e-5)])
def test_silence_alone_is_no_speech(nothing: dsp.Samples):
    with pytest.raises(EngineError, match="silence"):
        dsp.finish(nothing, RATE)


def test_what_is_written_is_what_the_cache_reads(tmp_path: Path):
    length_ms = dsp.write(dsp.finish(tone(500), RATE), tmp_path / "a.wav")
    assert wav_length_ms(tmp_path / "a.wav") == length_ms > 500
    with wave.open(str(tmp_path / "a.wav")) as sound:
        assert sound.getparams()[:3] == (1, 2, SAMPLE_RATE)


def test_two_channels_become_one(tmp_path: Path):
    both = np.stack([tone(100), silence(100)], axis=1)
    with wave.open(str(tmp_path / "a.wav"), "wb") as sound:
        sound.setnchannels(2)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes((both * 32767).astype("<i2").tobytes())
    samples, rate = dsp.read(tmp_path / "a.wav")
    assert rate == RATE
    assert np.allclose(samples, tone(100) / 2, atol=1e-3)


@pytest.mark.parametrize("content", [b"", b"RIFF", b"no sound at all" * 9])
def test_a_file_that_is_no_sound_is_the_engines_fault(tmp_path: Path, content: bytes):
    (tmp_path / "a.wav").write_bytes(content)
    with pytest.raises(EngineError, match="no sound"):
        dsp.read(tmp_path / "a.wav")
