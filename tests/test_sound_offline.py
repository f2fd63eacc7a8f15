"""A session as a file: every sample where the loudspeaker would play it, whole or not at all."""

import tracemalloc
import wave
from pathlib import Path

import numpy as np
import pytest

from kiosk.sound.chimes import chime
from kiosk.sound.offline import OfflineLoudspeaker, WavFile, render_wav
from kiosk.sound.samples import frames, read_wav


def test_each_sound_begins_at_its_millisecond(tmp_path: Path) -> None:
    out = tmp_path / "session.wav"
    sounds = [(250, chime("bell")), (3_000, chime("start")), (12_340, chime("end"))]
    render_wav(out, sounds, 15_000)
    heard = read_wav(out)
    assert len(heard) == frames(15_000)
    for at_ms, sound in sounds:
        piece = heard[frames(at_ms) : frames(at_ms) + len(sound)] / 32_767
        assert np.abs(piece - sound).max() < 2e-5
    assert not heard[: frames(250)].any()


def test_the_file_ends_where_the_session_ends(tmp_path: Path) -> None:
    render_wav(tmp_path / "a.wav", [(900, chime("bell"))], 1_000)
    assert len(read_wav(tmp_path / "a.wav")) == frames(1_000)


def test_the_same_session_gives_the_same_file(tmp_path: Path) -> None:
    for name in ("a.wav", "b.wav"):
        render_wav(tmp_path / name, [(100, chime("done")), (700, chime("soft"))], 3_000)
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    out = tmp_path / "session.wav"
    out.write_bytes(b"the one before")

    def sounds() -> list[tuple[int, np.ndarray]]:
        yield (0, chime("bell"))
        raise OSError("a clip is gone")

    with pytest.raises(OSError, match="a clip is gone"):
        render_wav(out, sounds(), 60_000)
    assert out.read_bytes() == b"the one before"
    assert list(tmp_path.iterdir()) == [out]


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        WavFile(tmp_path / "nowhere" / "session.wav")


def test_others_may_read_the_file(tmp_path: Path) -> None:
    render_wav(tmp_path / "a.wav", [], 10)
    plain = tmp_path / "plain"
    plain.touch()
    assert (tmp_path / "a.wav").stat().st_mode == plain.stat().st_mode


def test_a_long_session_needs_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    peaks = []
    for minutes in (1, 15):
        sounds = ((at, chime("bell")) for at in range(0, minutes * 60_000, 1_500))
        tracemalloc.start()
        render_wav(tmp_path / "long.wav", sounds, minutes * 60_000)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 300_000


def test_the_loudspeaker_into_a_file_can_be_given_up(tmp_path: Path) -> None:
    speaker = OfflineLoudspeaker(tmp_path / "a.wav", lambda: 0)
    speaker.discard()
    speaker.close()
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_no_wav_says_so(tmp_path: Path) -> None:
    bad = tmp_path / "bad.wav"
    bad.write_bytes(b"RIFFxxxxWAVE")
    with pytest.raises(ValueError, match="not a whole WAV file"):
        read_wav(bad)
    with wave.open(str(bad), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(44_100)
    with pytest.raises(ValueError, match="not mono 16-bit"):
        read_wav(bad)
