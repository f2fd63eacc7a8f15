"""One contract for every loudspeaker: the fake, the file, and the real stream on a real server.

The same short performance is given on each, and what a listener heard of it is compared.
"""

from __future__ import annotations

import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import loopback
import numpy as np
import pytest

from kiosk.clips import SAMPLE_RATE, Clip
from kiosk.plan.chimes import CHIME_MS
from kiosk.sound.offline import OfflineLoudspeaker
from kiosk.sound.output import FakeLoudspeaker, Loudspeaker
from kiosk.sound.samples import read_wav
from kiosk.sound.silent import SilentLoudspeaker
from kiosk.sound.stream import Stream

CLIP_MS = 400
LONG_MS = 3_000
SLEEP_AT_MS, WAKE_AT_MS = 6_200, 6_400
END_MS = 11_000
CUT_AT_MS, FADE_MS = 3_500, 40

# When, what; a sound is asked for `ahead` of its time.
AHEAD = 500
SCRIPT: list[list[object]] = [
    [600, "play", "clip", 1, AHEAD],
    [1_500, "play", "bell", 2, AHEAD],
    [3_000, "play", "long", 3, AHEAD],
    [3_800, "play", "clip", 4, 600],  # asked for before the cut: forgotten with it
    [CUT_AT_MS, "cut", FADE_MS],
    [4_500, "play", "clip", 5, AHEAD],
    [5_200, "volume", 0],
    [5_600, "play", "clip", 6, 300],
    [6_050, "volume", 100],
    [6_500, "play", "bell", 7, 400],  # asked for before it sleeps: forgotten
    [SLEEP_AT_MS, "sleep"],
    [WAKE_AT_MS, "wake"],
    [10_000, "play", "clip", 8, AHEAD],  # a device may take three seconds to run evenly
]


@dataclass(frozen=True)
class Listened:
    """What was heard.

    Attributes:
        sounds: Start and end of each, in ms, counted from the first one's start.
        cut_slack_ms: How long after the asking a cut may be heard: what the device holds.
    """

    sounds: list[tuple[float, float]]
    cut_slack_ms: float


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Clip]:
    folder = tmp_path_factory.mktemp("clips")
    return {name: tone(folder / f"{name}.wav", ms) for name, ms in lengths().items()}


def lengths() -> dict[str, int]:
    return {"clip": CLIP_MS, "long": LONG_MS}


def tone(path: Path, ms: int) -> Clip:
    at = np.arange(ms * SAMPLE_RATE // 1000) / SAMPLE_RATE
    samples = np.cos(2 * np.pi * 1_000 * at) * 6_000
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(samples.astype("<i2").tobytes())
    return Clip(path, ms)


def perform(speaker: Loudspeaker, clips: dict[str, Clip], clock: list[int]) -> None:
    """Give the performance on a clock that the loudspeaker reads, and close."""
    speaker.load(clips.values())
    moments = [(step[0] - (step[4] if step[1] == "play" else 0), step) for step in SCRIPT]
    for at_ms, step in sorted(moments, key=lambda moment: moment[0]):
        clock[0] = at_ms
        match step:
            case [due, "play", sound, key, _]:
                speaker.play(clips.get(sound, sound), due, key)
            case [_, "cut", fade_ms]:
                speaker.cut(fade_ms)
            case [_, "volume", volume]:
                speaker.set_volume(volume)
            case [_, "sleep"]:
                speaker.sleep()
            case [_, "wake"]:
                speaker.start()
                speaker.load(clips.values())
    clock[0] = END_MS
    speaker.close()


def from_recording(samples: np.ndarray, slack_ms: float) -> Listened:
    parts = loopback.sounding(samples)
    zero = parts[0][0]
    per_ms = SAMPLE_RATE / 1000
    return Listened(
        [((first - zero) / per_ms, (last + 1 - zero) / per_ms) for first, last in parts],
        slack_ms,
    )


def on_the_fake(clips: dict[str, Clip], folder: Path) -> Listened:
    clock = [0]
    speaker = FakeLoudspeaker(lambda: clock[0])
    perform(speaker, clips, clock)
    zero = speaker.heard[0].start_ms
    audible = [one for one in speaker.heard if one.key != 6]
    return Listened([(one.start_ms - zero, one.end_ms - zero) for one in audible], 0)


def into_a_file(clips: dict[str, Clip], folder: Path) -> Listened:
    clock = [0]
    perform(OfflineLoudspeaker(folder / "out.wav", lambda: clock[0]), clips, clock)
    return from_recording(read_wav(folder / "out.wav") / 32_767, 0)


def through_the_device(clips: dict[str, Clip], folder: Path) -> Listened:
    server = loopback.PulseServer(folder / "pulse")
    server.start()
    try:
        recorder = server.record(folder / "heard.raw")
        config = {
            "clips": {name: str(clip.path) for name, clip in clips.items()},
            "script": SCRIPT,
            "end_ms": END_MS,
        }
        report = loopback.play_script(config, server.env)
        recording = recorder.stop()
    finally:
        server.stop()
    assert report["notice"] == ""
    assert report["stderr"] == ""
    return from_recording(recording.samples, 500)


@pytest.fixture(
    scope="module",
    params=[on_the_fake, into_a_file, through_the_device],
    ids=["fake", "file", "device"],
)
def listened(
    request: pytest.FixtureRequest,
    clips: dict[str, Clip],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Listened]:
    if request.param is through_the_device and loopback.missing():
        pytest.skip(f"{loopback.missing()} is not installed")
    return request.param(clips, tmp_path_factory.mktemp("listened"))


def test_every_sound_begins_when_it_should(listened: Listened) -> None:
    starts = [start for start, _ in listened.sounds]
    assert starts == pytest.approx([0, 900, 2_400, 3_900, 9_400], abs=5)


def test_what_is_not_cut_is_heard_whole(listened: Listened) -> None:
    whole = [end - start for start, end in listened.sounds]
    assert whole[0] == pytest.approx(CLIP_MS, abs=5)
    assert whole[3] == pytest.approx(CLIP_MS, abs=5)
    # A bell dies away below what counts as sound.
    assert CHIME_MS["bell"] * 0.6 < whole[1] < CHIME_MS["bell"] + 5


def test_a_cut_ends_what_sounds_and_forgets_what_was_to_come(listened: Listened) -> None:
    start, end = listened.sounds[2]
    assert start + 500 < end + 5 <= start + 500 + FADE_MS + listened.cut_slack_ms + 5
    heard = [start for start, _ in listened.sounds if start < SLEEP_AT_MS - 600]
    assert len(heard) == 4, "the sound asked for before the cut is not heard"


def test_at_volume_nought_nothing_is_heard(listened: Listened) -> None:
    assert not [start for start, _ in listened.sounds if 4_400 < start < SLEEP_AT_MS - 600]


def test_what_was_to_come_when_it_fell_asleep_is_never_heard(listened: Listened) -> None:
    assert not [start for start, _ in listened.sounds if 4_400 < start < 9_000]


def test_woken_it_is_heard_in_its_place_and_whole(listened: Listened) -> None:
    start, end = listened.sounds[-1]
    assert start == pytest.approx(9_400, abs=5)
    assert end - start == pytest.approx(CLIP_MS, abs=5)


def test_each_is_a_loudspeaker(tmp_path: Path) -> None:
    speakers: list[Loudspeaker] = [
        FakeLoudspeaker(lambda: 0),
        OfflineLoudspeaker(tmp_path / "a.wav", lambda: 0),
        SilentLoudspeaker(),
        Stream(),
    ]
    for speaker in speakers:
        assert speaker.notice == ""
        speaker.sleep()
        speaker.sleep()
        assert speaker.notice == ""
        speaker.close()
        speaker.close()


def test_the_fake_objects_to_what_a_real_one_would_suffer(clips: dict[str, Clip]) -> None:
    fake = FakeLoudspeaker(lambda: 0)
    with pytest.raises(AssertionError, match="never loaded"):
        fake.play(clips["clip"], 0, 1)
    fake.play("bell", 0, 2)
    with pytest.raises(AssertionError, match="used before"):
        fake.play("bell", 0, 2)
    with pytest.raises(KeyError):
        fake.play("gong", 0, 3)
    fake.close()
    with pytest.raises(AssertionError, match="closed before"):
        fake.cut(10)


def test_the_fake_objects_to_a_sound_in_its_sleep(clips: dict[str, Clip]) -> None:
    fake = FakeLoudspeaker(lambda: 0)
    fake.load(clips.values())
    fake.sleep()
    assert not fake.loaded
    assert not fake.wait_until_running(1)
    with pytest.raises(AssertionError, match="sleeps"):
        fake.play("bell", 0, 1)
    fake.start()
    assert fake.wait_until_running(1)
    with pytest.raises(AssertionError, match="never loaded"):
        fake.play(clips["clip"], 0, 2)
    fake.play("bell", 0, 3)


def test_while_the_fake_has_no_device_nothing_is_heard() -> None:
    fake = FakeLoudspeaker(lambda: 0, notice="No loudspeaker.")
    fake.play("bell", 0, 1)
    assert not fake.heard
