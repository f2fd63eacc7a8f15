"""The whole way: a kiosk that speaks through a loudspeaker is stopped by a word in its microphone.

Two sinks of a sound server of our own are the room: what the kiosk plays is heard in the air, and
so is the person, who has another voice than the kiosk's.
"""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from loopback import PulseServer, missing, until
from test_cli import status
from test_cli_care import PIN, Terminal, give, typed  # noqa: F401  a fixture is found by its name

from kiosk.ears.hearing import Hearing
from kiosk.ears.worker import RECOGNISERS
from kiosk.ledger import place as place_module
from kiosk.orders import Order
from kiosk.plan.phrases import PHRASES
from kiosk.settings import data_folder
from sessions import MASSAGE, write_session

FLITE_VOICE = "slt"


class Air(PulseServer):
    """A room: the loudspeaker's sound is heard in it, and so is whoever speaks."""

    def open(self) -> None:
        self.start()
        self._load("module-null-sink", "sink_name=air", "rate=16000", "channels=1")
        self._load("module-loopback", "source=room.monitor", "sink=air", "latency_msec=30")
        self._pactl("set-default-source", "air.monitor")
        self._pactl("set-default-sink", "room")

    @property
    def sound(self) -> dict[str, str]:
        """What a child needs to know to be heard here."""
        names = ("PULSE_SERVER", "PULSE_RUNTIME_PATH", "ALSA_CONFIG_PATH", "XDG_RUNTIME_DIR")
        return {name: self.env[name] for name in names}

    def speak(self, words: str) -> None:
        """Somebody says something, to its end."""
        wav = self.folder / "said.wav"
        subprocess.run(["flite", "-voice", FLITE_VOICE, "-t", words, "-o", wav], check=True)
        subprocess.run(["paplay", "--device=air", wav], env=self.env, check=True, timeout=20)

    def _load(self, *module: str) -> None:
        self._pactl("load-module", *module)

    def _pactl(self, *words: str) -> None:
        subprocess.run(
            ["pactl", *words], env=self.env, check=True, stdout=subprocess.DEVNULL, timeout=10
        )


@pytest.fixture
def air(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Air]:
    assert not missing(), f"{missing()} is not installed"
    room = Air(tmp_path / "pulse")
    room.open()
    for name, value in room.sound.items():
        monkeypatch.setenv(name, value)
    yield room
    room.stop()


@pytest.mark.parametrize("recogniser", sorted(RECOGNISERS))
def test_a_word_said_in_a_quiet_room_is_an_order_by_either_recogniser(air: Air, recogniser: str):
    asked: list[Order] = []
    came = threading.Event()

    def note(what) -> None:
        asked.append(what.order)
        came.set()

    ears = Hearing(note, recogniser=recogniser)
    ears.start()
    try:
        assert until(lambda: ears.listening, 60), ears.notice
        assert ears.recogniser == recogniser
        pid = ears._child.pid
        before = written(pid)
        for _ in range(3):  # a word may be missed; three are not
            air.speak("next exercise")
            if came.wait(4):
                break
        assert asked[:1] == [Order.NEXT]
        assert written(pid) == before, "what was heard is nowhere on a disk"
    finally:
        ears.close()


def written(pid: int) -> int:
    """How many bytes a process has had written to a disk."""
    for line in Path(f"/proc/{pid}/io").read_text().splitlines():
        if line.startswith("write_bytes:"):
            return int(line.split()[1])
    raise AssertionError("no such line")


@pytest.mark.skipif(
    place_module.filesystem_of(data_folder()) in {"tmpfs", "overlay"}, reason="needs a lasting disk"
)
def test_stop_said_in_a_press_ends_it_and_the_seconds_pressed_are_on_record(
    air: Air,
    typed,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    monkeypatch.setattr(place_module, "filesystem_of", lambda _path: "ext4")
    give(typed, PIN, PIN)
    assert status("setup", "--kind", "home", "--zone", "Europe/Berlin") == 0
    give(typed, PIN)
    assert status("people", "add", "Ada") == 0
    settings = tmp_path / "ears.toml"
    settings.write_text("[ears]\nlisten = true\n")
    path = write_session(tmp_path, "one", MASSAGE, kind="massage")
    events = tmp_path / "events.jsonl"
    words = ("--person", "Ada", "--settings", settings, "--events", events)
    terminal = Terminal("play", path, *words, cache=tmp_path / "cache", env=air.sound)
    for number in range(1, 19):
        terminal.until(f"({number} of 18)")
        terminal.until("y or n")
        terminal.type("n\n")
    terminal.until("0 to 10")
    terminal.type("2\n")
    terminal.until("PRESS", seconds=90)
    for _ in range(5):
        air.speak("stop")
        if until(lambda: PHRASES["en"].ease_off in pressed(events), 4):
            break
    assert PHRASES["en"].ease_off in pressed(events)
    terminal.answer({"y or n": "n\n", "0 to 10": "2\n"})
    terminal.close()
    capsys.readouterr()
    assert status("history", "--person", "Ada", "--json") == 0
    (dose,) = json.loads(capsys.readouterr().out)["doses"]
    assert 0 < dose["pressed_s"] < dose["granted_s"], dose


def pressed(events: Path) -> str:
    return events.read_text() if events.exists() else ""
