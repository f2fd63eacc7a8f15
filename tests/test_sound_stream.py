"""The stream outlives its device: it says so, drops what is past, and takes the device back."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import time
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from loopback import until

from kiosk.clips import Clip
from kiosk.sound.engine import Fill, NoSoundError
from kiosk.sound.patience import Patience
from kiosk.sound.stream import Stream

QUICK = Patience(look=0.01, retry=0.03, silent=0.2, begin=1.0, errand=0.2)
BLOCK = 1200


@dataclass
class ToyDevice:
    """An open device: its thread asks for blocks, in real time, until it is stopped."""

    fill: Fill
    heard: list[np.ndarray] = field(default_factory=list)
    asking: bool = True
    alive: bool = True
    starving: bool = False
    hang: threading.Event | None = None
    closed: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.thread = threading.Thread(target=self._ask, daemon=True)
        self.thread.start()

    def _ask(self) -> None:
        due = time.monotonic()
        while not self.closed.wait(max(0.0, due - time.monotonic())):
            if self.asking:
                block = np.zeros(BLOCK, dtype=np.float32)
                self.fill(block, 100.0, starved=self.starving)
                self.heard.append(block)
            due += BLOCK / 48_000

    @property
    def sounded(self) -> bool:
        return any(block.any() for block in self.heard)

    def close(self) -> None:
        if self.hang is not None:
            self.hang.wait(20)
        self.closed.set()
        self.thread.join(5)


@dataclass
class ToyEngine:
    """Opens toy devices, while the toy loudspeaker is plugged in."""

    plugged: bool = True
    opened: list[ToyDevice] = field(default_factory=list)
    rescans: int = 0
    abandoned: bool = False
    tries: int = 0
    open_hangs: threading.Event | None = None

    def open(self, device: str, latency_ms: int, fill: Fill) -> ToyDevice:
        self.tries += 1
        if self.open_hangs is not None:
            self.open_hangs.wait(20)
        if not self.plugged:
            raise NoSoundError("No loudspeaker.")
        self.opened.append(ToyDevice(fill))
        return self.opened[-1]

    def rescan(self) -> None:
        assert all(device.closed.is_set() for device in self.opened), "a device is still open"
        self.rescans += 1

    def abandon(self) -> None:
        self.abandoned = True


@pytest.fixture
def engine() -> ToyEngine:
    return ToyEngine()


@pytest.fixture
def stream(engine: ToyEngine) -> Iterator[Stream]:
    stream = Stream(engine=engine, patience=QUICK)
    stream.start()
    yield stream
    stream.close()


def soon(condition: Callable[[], object]) -> None:
    assert until(condition, 15)


def now_ms() -> int:
    return time.monotonic_ns() // 1_000_000


def test_to_make_a_stream_loads_neither_numpy_nor_portaudio() -> None:
    code = (
        "import sys; from kiosk.sound.stream import Stream; Stream(); "
        "sys.exit(bool({'numpy', 'sounddevice'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=30, check=False).returncode == 0


def test_a_chime_is_heard(stream: Stream, engine: ToyEngine) -> None:
    stream.play("bell", now_ms() + 800, 1)
    soon(lambda: engine.opened and engine.opened[0].sounded)
    assert stream.notice == ""


def test_who_starts_a_session_at_once_can_wait_for_the_device(engine: ToyEngine) -> None:
    stream = Stream(engine=engine, patience=QUICK)
    stream.start()
    assert stream.wait_until_running(15)
    stream.close()
    engine.plugged = False
    without = Stream(engine=engine, patience=QUICK)
    without.start()
    assert not without.wait_until_running(15)
    assert without.notice
    without.close()


def test_a_sound_asked_for_before_the_device_is_open_is_not_lost(engine: ToyEngine) -> None:
    engine.open_hangs = threading.Event()
    stream = Stream(engine=engine, patience=Patience(look=0.01, errand=10))
    stream.start()
    stream.play("bell", now_ms() + 2_000, 1)
    engine.open_hangs.set()
    soon(lambda: engine.opened and engine.opened[0].sounded)
    stream.close()


@pytest.mark.parametrize("fault", ["stops", "falls silent", "starves", "vanishes and hangs"])
def test_a_device_that_goes_away_is_told_of_and_taken_back(
    stream: Stream,
    engine: ToyEngine,
    fault: str,
) -> None:
    soon(lambda: stream.running)
    device, hang = engine.opened[0], threading.Event()
    engine.plugged = False
    match fault:
        case "stops":
            device.alive = False
        case "falls silent":
            device.asking = False
        case "starves":
            device.starving = True
        case "vanishes and hangs":
            device.asking = False
            device.hang = hang
    soon(lambda: stream.notice)
    assert "in writing" in stream.notice or stream.notice == "No loudspeaker."
    soon(lambda: engine.tries > 2)
    engine.plugged = True
    soon(lambda: not stream.notice)
    assert stream.running
    stream.play("bell", now_ms() + 300, 2)
    soon(lambda: engine.opened[-1].sounded)
    assert engine.rescans or fault == "vanishes and hangs"
    hang.set()


def test_sounds_due_while_the_device_is_away_are_dropped_and_never_bunched(
    stream: Stream,
    engine: ToyEngine,
) -> None:
    soon(lambda: stream.running)
    engine.plugged = False
    engine.opened[0].alive = False
    soon(lambda: stream.notice)
    for key in range(5):
        stream.play("bell", now_ms() + 50, key)
    engine.plugged = True
    soon(lambda: stream.running)
    device = engine.opened[-1]
    seen = len(device.heard)
    soon(lambda: len(device.heard) > seen + 10)
    assert not device.sounded


def test_a_sound_a_little_late_is_heard_whole_and_told_in_the_log(
    stream: Stream,
    engine: ToyEngine,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING)
    soon(lambda: stream.running)
    stream.play("start", now_ms(), 7)
    soon(lambda: "sound 7 is" in caplog.text)
    soon(lambda: len(np.flatnonzero(np.concatenate(engine.opened[0].heard))) > 180 * 48 - 20)


def test_a_sound_far_too_late_is_left_out_and_told_in_the_log(
    stream: Stream,
    engine: ToyEngine,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING)
    soon(lambda: stream.running)
    stream.play("start", now_ms() - 2_000, 8)
    soon(lambda: "sound 8 left out" in caplog.text)
    assert not engine.opened[0].sounded


def test_no_device_at_all_is_said_once(
    engine: ToyEngine,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING)
    engine.plugged = False
    stream = Stream(engine=engine, patience=QUICK)
    stream.start()
    soon(lambda: engine.tries > 4)
    stream.close()
    assert stream.notice == "No loudspeaker."
    assert caplog.text.count("No loudspeaker.") == 1


def test_a_device_whose_opening_hangs_does_not_hold_up_the_kiosk(engine: ToyEngine) -> None:
    engine.open_hangs = threading.Event()
    stream = Stream(engine=engine, patience=QUICK)
    stream.start()
    soon(lambda: stream.notice)
    assert engine.tries == 1, "while one hangs, no second is tried"
    engine.open_hangs.set()
    soon(lambda: len(engine.opened) > 1 and stream.running)
    assert engine.opened[0].closed.is_set(), "what came too late was closed again"
    stream.close()


def test_a_device_whose_closing_hangs_does_not_hold_up_the_end(
    stream: Stream,
    engine: ToyEngine,
) -> None:
    soon(lambda: stream.running)
    hang = engine.opened[0].hang = threading.Event()
    stream.close()
    assert engine.abandoned
    hang.set()


def test_after_the_end_nothing_is_opened_and_nothing_raises(
    stream: Stream,
    engine: ToyEngine,
) -> None:
    soon(lambda: stream.running)
    stream.close()
    stream.close()
    stream.start()
    stream.play("bell", now_ms(), 1)
    stream.cut(10)
    stream.set_volume(3)
    assert len(engine.opened) == 1
    assert engine.opened[0].closed.is_set()
    assert stream.notice == ""


def test_it_sleeps_and_wakes_any_number_of_times(stream: Stream, engine: ToyEngine) -> None:
    for turn in range(4):
        assert stream.wait_until_running(15)
        stream.play("bell", now_ms() + 300, turn)
        soon(lambda: engine.opened[-1].sounded)
        stream.sleep()
        soon(engine.opened[-1].closed.is_set)
        assert not stream.running
        assert not stream.wait_until_running(15), "asleep nobody waits for it"
        assert len(engine.opened) == turn + 1
        stream.start()
    assert stream.wait_until_running(15)
    assert stream.notice == ""


def test_woken_before_it_has_let_go_it_plays_on_anew(stream: Stream, engine: ToyEngine) -> None:
    soon(lambda: stream.running)
    for _ in range(20):
        stream.sleep()
        stream.start()
    assert stream.wait_until_running(15)
    stream.play("bell", now_ms() + 300, 1)
    soon(lambda: engine.opened[-1].sounded)
    assert all(device.closed.is_set() for device in engine.opened[:-1]), "one at a time"


def test_woken_at_once_it_does_not_wait_as_for_a_lost_device(engine: ToyEngine) -> None:
    never = Patience(look=0.01, retry=1_000, silent=0.2, begin=1.0, errand=0.2)
    stream = Stream(engine=engine, patience=never)
    stream.start()
    soon(lambda: stream.running)
    stream.sleep()
    stream.start()
    soon(lambda: stream.running)
    stream.close()


def test_what_was_asked_for_before_it_slept_is_not_heard_when_it_wakes(
    stream: Stream, engine: ToyEngine
) -> None:
    soon(lambda: stream.running)
    stream.play("bell", now_ms() + 1_500, 1)
    stream.sleep()
    stream.play("bell", now_ms() + 1_500, 2)
    stream.start()
    assert stream.wait_until_running(15)
    seen = len(engine.opened[-1].heard)
    soon(lambda: len(engine.opened[-1].heard) > seen + 2_500 * 48 // BLOCK)
    assert not any(device.sounded for device in engine.opened)


def test_a_device_that_goes_away_while_it_sleeps_is_not_missed(
    stream: Stream, engine: ToyEngine, caplog: pytest.LogCaptureFixture
) -> None:
    soon(lambda: stream.running)
    stream.sleep()
    soon(engine.opened[0].closed.is_set)
    caplog.clear()
    tries, engine.plugged = engine.tries, False
    engine.opened[0].alive = False
    keeper = stream._keeper
    assert keeper is not None
    assert not stream._awake.wait(20 * QUICK.retry), "there is no retry it could wait for"
    assert (stream.notice, engine.tries, caplog.text) == ("", tries, "")
    engine.plugged = True
    stream.start()
    assert stream.wait_until_running(15)
    assert engine.rescans, "a loudspeaker plugged in meanwhile is found"


def test_put_to_sleep_without_a_device_it_says_no_more(engine: ToyEngine) -> None:
    engine.plugged = False
    stream = Stream(engine=engine, patience=QUICK)
    stream.start()
    soon(lambda: stream.notice)
    stream.sleep()
    assert stream.notice == ""
    stream.start()
    soon(lambda: stream.notice)
    stream.close()


def test_put_to_sleep_while_the_device_opens_it_lets_go_of_it(engine: ToyEngine) -> None:
    engine.open_hangs = threading.Event()
    stream = Stream(engine=engine, patience=Patience(look=0.01, errand=10))
    stream.start()
    soon(lambda: engine.tries)
    stream.sleep()
    engine.open_hangs.set()
    soon(lambda: engine.opened and engine.opened[0].closed.is_set())
    assert stream.notice == ""
    assert not stream._present
    stream.close()


def test_put_to_sleep_while_a_device_that_is_gone_opens_it_says_nothing(engine: ToyEngine) -> None:
    engine.open_hangs, engine.plugged = threading.Event(), False
    stream = Stream(engine=engine, patience=Patience(look=0.01, retry=0.01, errand=10))
    stream.start()
    soon(lambda: engine.tries)
    stream.sleep()
    engine.open_hangs.set()
    soon(lambda: all(one.name != "open" for one in threading.enumerate()))
    stream.close()
    assert stream.notice == ""


def test_the_volume_stays_through_sleep(stream: Stream, engine: ToyEngine) -> None:
    soon(lambda: stream.running)
    stream.sleep()
    stream.set_volume(0)
    stream.start()
    assert stream.wait_until_running(15)
    stream.play("bell", now_ms() + 300, 1)
    seen = len(engine.opened[-1].heard)
    soon(lambda: len(engine.opened[-1].heard) > seen + 1_000 * 48 // BLOCK)
    assert not engine.opened[-1].sounded


def test_asleep_it_loads_neither_numpy_nor_portaudio_whatever_is_asked() -> None:
    code = """
import sys
from kiosk.sound.stream import Stream
stream = Stream()
stream.play("bell", 0, 1)
stream.cut(40)
stream.set_volume(30)
stream.load([])
assert not stream.wait_until_running(1_000)
stream.sleep()
assert not stream.wait_until_running(1)
stream.close()
sys.exit(bool({"numpy", "sounddevice"} & set(sys.modules)))
"""
    assert subprocess.run([sys.executable, "-c", code], timeout=30, check=False).returncode == 0


def test_closed_in_its_sleep_it_ends_at_once(engine: ToyEngine) -> None:
    stream = Stream(engine=engine, patience=QUICK)
    stream.start()
    soon(lambda: stream.running)
    stream.sleep()
    soon(engine.opened[0].closed.is_set)
    stream.close()
    assert stream._keeper is not None
    assert not stream._keeper.is_alive()
    stream.start()
    assert len(engine.opened) == 1


def test_a_clip_that_cannot_be_read_is_left_out(
    stream: Stream,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    gone, whole = Clip(tmp_path / "gone.wav", 100), Clip(tmp_path / "whole.wav", 100)
    with wave.open(str(whole.path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes(b"\1\0" * 4800)
    stream.load([gone, whole])
    stream.play(gone, now_ms() + 100, 1)
    stream.play("gong", now_ms() + 100, 2)
    assert "gone.wav" in caplog.text
    assert "gong" in caplog.text


def test_memory_holds_the_clips_of_the_last_load_alone(stream: Stream, tmp_path: Path) -> None:
    clips = []
    for number in range(3):
        clips.append(Clip(tmp_path / f"{number}.wav", 100))
        with wave.open(str(clips[-1].path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(48_000)
            file.writeframes(b"\1\0" * 4800)
    stream.load(clips[:2])
    clips[1].path.unlink()
    stream.load(clips[1:])
    assert len(stream._store) == 2, "what is held already is not read again"
    assert stream._store.samples(clips[1]) is not None
