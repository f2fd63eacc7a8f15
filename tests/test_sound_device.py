"""The real stream on a real sound server, which is killed under it."""

from __future__ import annotations

import json
import queue
import signal
import subprocess
import sys
import threading
import wave
from collections.abc import Iterator
from pathlib import Path

import loopback
import numpy as np
import pytest


@pytest.fixture
def server(tmp_path: Path) -> Iterator[loopback.PulseServer]:
    assert not loopback.missing(), f"{loopback.missing()} is not installed: run make test"
    server = loopback.PulseServer(tmp_path / "pulse")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def beep(tmp_path: Path) -> Path:
    path = tmp_path / "beep.wav"
    at = np.arange(2_400) / loopback.RATE
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(loopback.RATE)
        file.writeframes((np.cos(2 * np.pi * 1_000 * at) * 9_000).astype("<i2").tobytes())
    return path


def test_cues_come_in_order_and_as_far_apart_as_planned(
    server: loopback.PulseServer,
    beep: Path,
    tmp_path: Path,
) -> None:
    due = [500, 1_000, 1_337, 2_500, 2_901, 4_000, 4_999]
    recorder = server.record(tmp_path / "heard.raw")
    loopback.play_script(
        {
            "clips": {"beep": str(beep)},
            "script": [[at_ms, "play", "beep", key, 450] for key, at_ms in enumerate(due)],
            "end_ms": 5_500,
        },
        server.env,
    )
    heard = recorder.stop()
    errors = loopback.measure_onsets(heard.samples, heard.rate, due)
    assert len(loopback.sounding(heard.samples)) == len(due)
    assert max(errors) - min(errors) < 5


def test_a_server_that_dies_is_told_of_and_taken_back_when_it_returns(
    server: loopback.PulseServer,
    beep: Path,
    tmp_path: Path,
) -> None:
    config = {"clips": {"beep": str(beep)}, "beep": "beep", "every_ms": 200}
    with loopback.child(config, server.env) as child:
        news = read_lines(child)
        recorder = server.record(tmp_path / "before.raw")
        assert wait_for(news, notice=False, running=True)
        assert loopback.until(lambda: recorder.loudest > 5_000, 20)

        server.stop(signal.SIGKILL)
        recorder.stop()
        assert wait_for(news, notice=True, running=False)

        server.start()
        recorder = server.record(tmp_path / "after.raw")
        assert wait_for(news, notice=False, running=True)
        assert loopback.until(lambda: recorder.loudest > 5_000, 20)
        recorder.stop()
    assert child.returncode == 0


def read_lines(child: subprocess.Popen[str]) -> queue.Queue[dict[str, object]]:
    news: queue.Queue[dict[str, object]] = queue.Queue()

    def read() -> None:
        assert child.stdout is not None
        for line in child.stdout:
            news.put(json.loads(line))

    threading.Thread(target=read, daemon=True).start()
    return news


def wait_for(news: queue.Queue[dict[str, object]], *, notice: bool, running: bool) -> bool:
    """Wait until the child says so; what it says before is passed over."""
    try:
        while True:
            said = news.get(timeout=40)
            if bool(said["notice"]) == notice and said["running"] == running:
                return True
    except queue.Empty:
        return False


def test_without_a_server_the_notice_says_so_and_stderr_stays_clean(tmp_path: Path) -> None:
    nowhere = loopback.PulseServer(tmp_path / "nowhere")
    nowhere.folder.mkdir()
    (nowhere.folder / "asound.conf").write_text("pcm.!default { type pulse }\n", encoding="utf-8")
    with loopback.child({"clips": {}, "script": [], "end_ms": 0}, nowhere.env) as child:
        out, err = child.communicate(timeout=60)
    assert "No loudspeaker" in json.loads(out)["notice"]
    noise = [line for line in err.splitlines() if "ALSA" in line or "ack" in line]
    assert not noise


def test_a_device_that_is_not_there_is_named(server: loopback.PulseServer) -> None:
    config = {"clips": {}, "script": [], "end_ms": 0, "device": "Gramophone"}
    report = loopback.play_script(config, server.env)
    assert "“Gramophone” is not there" in report["notice"]


@pytest.mark.parametrize("device", ["default", "DEFAULT", "0"])
def test_a_device_is_chosen_by_name_or_number(
    server: loopback.PulseServer,
    device: str,
) -> None:
    config = {"clips": {}, "script": [], "end_ms": 0, "device": device}
    assert loopback.play_script(config, server.env)["notice"] == ""


def test_the_devices_are_listed(server: loopback.PulseServer) -> None:
    code = (
        "from kiosk.sound.devices import output_devices as list_them\n"
        "for one in list_them(): print(one.index, one.name, one.host, one.channels, one.default)"
    )
    listed = subprocess.run(
        [sys.executable, "-c", code],
        env=server.env,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert any(line.endswith("True") and "ALSA" in line for line in listed.stdout.splitlines())
    assert listed.stderr == ""


def test_a_broken_sound_configuration_is_one_sentence_and_not_the_end(tmp_path: Path) -> None:
    broken = tmp_path / "asound.conf"
    broken.write_text("pcm.!default { type nonsense")
    code = """
from kiosk.sound.devices import output_devices
from kiosk.sound.engine import NoSoundError
try:
    output_devices()
except NoSoundError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"ALSA_CONFIG_PATH": str(broken), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "asound.conf" in done.stdout
    assert done.stderr == ""
