"""Clips are found by all that shapes their sound, kept within bounds, and never trusted blindly."""

import os
import time
from pathlib import Path

import pytest

from kiosk.clips import SAMPLE_RATE
from kiosk.tone import Tone
from kiosk.voice.cache import TEMPORARY, ClipCache, clip_key, wav_length_ms
from kiosk.voice.fake import write_tone

SPOKEN = {
    "text": "One.",
    "language": "en",
    "voice": "auto",
    "rate": 145,
    "tone": Tone.PLAIN,
    "engine": "tone",
    "version": "1",
}


def put(cache: ClipCache, text: str, ms: int = 500, age_s: float = 0) -> Path:
    path = cache.path(clip_key(**{**SPOKEN, "text": text}))
    path.parent.mkdir(exist_ok=True)
    write_tone(path, 440, ms, SAMPLE_RATE)
    os.utime(path, (time.time() - age_s,) * 2)
    return path


@pytest.fixture
def cache(tmp_path: Path) -> ClipCache:
    return ClipCache(tmp_path / "clips", limit_bytes=100_000)


@pytest.mark.parametrize("part", sorted(SPOKEN))
def test_whatever_changes_the_sound_changes_the_key(part: str):
    others = {"rate": 146, "tone": Tone.CALM}
    other = {**SPOKEN, part: others.get(part, "other")}
    assert clip_key(**other) != clip_key(**SPOKEN)
    assert clip_key(**SPOKEN) == clip_key(**SPOKEN)


def test_parts_of_a_key_never_run_into_each_other():
    one = clip_key(**{**SPOKEN, "text": "a", "language": "bc"})
    assert one != clip_key(**{**SPOKEN, "text": "ab", "language": "c"})


def test_a_clip_is_found_with_its_exact_length(cache: ClipCache):
    path = put(cache, "One.", ms=1234)
    clip = cache.find(clip_key(**SPOKEN))
    assert clip is not None
    assert (clip.path, clip.duration_ms) == (path, 1234)


def test_what_is_not_there_is_not_found(cache: ClipCache):
    assert cache.find(clip_key(**SPOKEN)) is None


@pytest.mark.parametrize("kept", [0, 10, 43, 44, 5000, -1])
def test_a_file_that_was_cut_short_is_removed(cache: ClipCache, kept: int):
    path = put(cache, "One.")
    path.write_bytes(path.read_bytes()[:kept])
    assert cache.find(clip_key(**SPOKEN)) is None
    assert not path.exists()


def test_a_file_of_zeros_is_removed(cache: ClipCache):
    path = put(cache, "One.")
    path.write_bytes(bytes(path.stat().st_size))
    assert cache.find(clip_key(**SPOKEN)) is None
    assert not path.exists()


def test_a_file_at_another_rate_is_none_of_ours(tmp_path: Path):
    write_tone(tmp_path / "a.wav", 440, 500, 22_000)
    assert wav_length_ms(tmp_path / "a.wav") == 0


def test_the_least_recently_used_go_first(cache: ClipCache):
    old, middle, new = (
        put(cache, text, age_s=age) for text, age in zip("abc", (90, 60, 30), strict=True)
    )
    left = cache.shrink(keep=())
    assert [path.exists() for path in (old, middle, new)] == [False, True, True]
    assert left <= cache.limit_bytes


def test_clips_in_use_stay_whatever_the_limit(cache: ClipCache):
    paths = [put(cache, text, age_s=90) for text in "abcdef"]
    cache.shrink(keep=paths)
    assert all(path.exists() for path in paths)


def test_a_use_is_noted_so_that_it_outlives_what_is_newer_but_unused(cache: ClipCache):
    used = put(cache, "One.", age_s=9000)
    unused = [put(cache, text, age_s=5000) for text in "abc"]
    assert cache.find(clip_key(**SPOKEN))
    cache.shrink(keep=())
    assert used.exists()
    assert not all(path.exists() for path in unused)


def test_what_a_killed_process_left_is_cleared_away_when_it_is_old(cache: ClipCache):
    folder = put(cache, "One.").parent
    stale, fresh = folder / f"{TEMPORARY}1.raw", folder / f"{TEMPORARY}2.raw"
    stale.write_bytes(b"half")
    fresh.write_bytes(b"half")
    os.utime(stale, (time.time() - 9000,) * 2)
    cache.shrink(keep=())
    assert not stale.exists()
    assert fresh.exists()


def test_a_folder_that_cannot_be_made_is_an_os_error(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OSError, match="file"):
        ClipCache(tmp_path / "file" / "clips", limit_bytes=1)
