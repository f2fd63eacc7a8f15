"""The whole way: a kiosk that speaks through a loudspeaker is stopped by a word in its microphone.

Two sinks of a sound server of our own are the room: what the kiosk plays is heard in the air, and
so is the person, who has another voice than the kiosk's.
"""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from loopback import PulseServer, missing, until
from test_cli import status
from test_cli_care import PIN, Terminal, give, typed  # noqa: F401  a fixture is found by its name

from kiosk.asides import Asides
from kiosk.clips import Clip
from kiosk.ear_notices import HEARS_AGAIN, NO_LONGER
from kiosk.ear_switch import EarSwitch
from kiosk.ears.hearing import Hearing
from kiosk.ears.microphone import NO_MICROPHONE
from kiosk.ledger import place as place_module
from kiosk.listening import Listening, Surroundings
from kiosk.orders import Order
from kiosk.plan.model import SegmentKind
from kiosk.plan.phrases import PHRASES
from kiosk.player.fake import Sketch
from kiosk.player.machine import Player
from kiosk.player.model import Command, View
from kiosk.settings import Settings, data_folder
from kiosk.sound.output import FakeLoudspeaker
from kiosk.station import Ears
from sessions import MASSAGE, write_session

FLITE_VOICE = "slt"
GUARD = """
import os, sys
def guard(event, args):
    wrote = event == "open" and isinstance(args[0], (str, bytes)) and (
        any(letter in (args[1] or "") for letter in "wax+")
        or args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    )
    if (wrote and args[0] != os.devnull) or event.startswith(
        ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostby", "socket.sendto")
    ):
        os.write(told, (event + " " + repr(args) + chr(10)).encode())
told = os.open(os.environ["EARS_GUARD"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
sys.addaudithook(guard)
"""
"""Tells of every file that a process opens to write, and of every name and address it asks for."""


class Air(PulseServer):
    """A room: the loudspeaker's sound is heard in it, and so is whoever speaks."""

    _modules: list[str]

    def open(self) -> None:
        self.start()
        self.plug_in()
        self._pactl("set-default-sink", "room")

    def plug_in(self) -> None:
        """There is a microphone, and what is played is heard in it."""
        self._modules = [
            self._load("module-null-sink", "sink_name=air", "rate=16000", "channels=1"),
            self._load("module-loopback", "source=room.monitor", "sink=air", "latency_msec=30"),
        ]
        self._pactl("suspend-sink", "room", "0")
        self._pactl("set-default-source", "air.monitor")

    def unplug(self) -> None:
        """There is none any more, nor anything that could be taken for one."""
        for module in reversed(self._modules):
            self._pactl("unload-module", module)
        self._pactl("suspend-sink", "room", "1")

    @property
    def sound(self) -> dict[str, str]:
        """What a child needs to know to be heard here."""
        names = ("PULSE_SERVER", "PULSE_RUNTIME_PATH", "ALSA_CONFIG_PATH", "XDG_RUNTIME_DIR")
        return {name: self.env[name] for name in names}

    def speak(self, words: str, language: str = "en") -> None:
        """Somebody says something, to its end."""
        wav = self.folder / "said.wav"
        if language == "en":
            command = ["flite", "-voice", FLITE_VOICE, "-t", words, "-o", wav]
        else:
            command = ["espeak-ng", "-v", language, "-s", "140", "-w", wav, words]
        subprocess.run(command, check=True)
        subprocess.run(["paplay", "--device=air", wav], env=self.env, check=True, timeout=20)

    def _load(self, *module: str) -> str:
        return self._pactl("load-module", *module)

    def _pactl(self, *words: str) -> str:
        done = subprocess.run(
            ["pactl", *words], env=self.env, check=True, capture_output=True, timeout=10, text=True
        )
        return done.stdout.strip()


@pytest.fixture
def air(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Air]:
    assert not missing(), f"{missing()} is not installed"
    room = Air(tmp_path / "pulse")
    try:
        room.open()
        for name, value in room.sound.items():
            monkeypatch.setenv(name, value)
        yield room
    finally:
        room.stop()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home where nobody has lived: nothing was downloaded here before."""
    home = tmp_path / "home"
    for name, folder in {
        "HOME": "", "XDG_CACHE_HOME": "cache", "XDG_STATE_HOME": "state",
        "XDG_CONFIG_HOME": "config", "XDG_DATA_HOME": "data", "TMPDIR": "tmp", "HF_HOME": "hf",
    }.items():  # fmt: skip
        (home / folder).mkdir(parents=True, exist_ok=True)
        monkeypatch.setenv(name, str(home / folder))
    guard = tmp_path / "guard"
    guard.mkdir()
    (guard / "sitecustomize.py").write_text(GUARD)
    monkeypatch.setenv("PYTHONPATH", str(guard))
    monkeypatch.setenv("EARS_GUARD", str(tmp_path / "guarded"))
    return home


@pytest.mark.parametrize(
    ("recogniser", "language", "words", "order"),
    [
        ("whisper", "en", "next exercise", Order.NEXT),
        ("pocketsphinx", "en", "next exercise", Order.NEXT),
        ("whisper", "es", "pausa", Order.PAUSE),
    ],
)
def test_a_word_said_in_a_quiet_room_is_an_order_and_is_nowhere_afterwards(
    air: Air, home: Path, tmp_path: Path, recogniser: str, language: str, words: str, order: Order
):
    asked: list[Order] = []
    came = threading.Event()

    def note(what) -> None:
        asked.append(what.order)
        came.set()

    ears = Hearing(note, recogniser=recogniser, language=language)
    ears.start()
    try:
        assert until(lambda: ears.listening, 60), ears.notice
        assert (ears.recogniser, ears.language) == (recogniser, language)
        pid = ears._child.pid
        before = written(pid)
        there = files(home)
        for _ in range(3):  # a word may be missed; three are not
            air.speak(words, language)
            if came.wait(6):
                break
        assert asked[:1] == [order]
        guarded = (tmp_path / "guarded").read_text().splitlines()
        assert guarded == [], "no file was opened to write, and no name or address was asked for"
        assert written(pid) == before, "what was heard is nowhere on a disk"
        assert files(home) == there, "nor in a file, wherever it is"
        assert open_to_write(pid) == []
        assert network(pid) == []
    finally:
        ears.close()


def files(folder: Path) -> dict[str, int]:
    """Every file below a folder, and how large it is."""
    return {str(each): each.stat().st_size for each in folder.rglob("*") if each.is_file()}


def open_to_write(pid: int) -> list[str]:
    """The files that a process has open and may write to."""
    found = []
    for handle in Path(f"/proc/{pid}/fd").iterdir():
        target = str(handle.readlink())
        info = Path(f"/proc/{pid}/fdinfo/{handle.name}").read_text()
        flags = int(info.partition("flags:")[2].split()[0], 8)
        guard = os.environ["EARS_GUARD"]
        if target.startswith("/") and flags & os.O_ACCMODE and Path(target).is_file():
            found += [target] if target != guard else []
    return found


def network(pid: int) -> list[str]:
    """The sockets of a process that lead out of it by any network, loopback among them."""
    held = {str(handle.readlink()) for handle in Path(f"/proc/{pid}/fd").iterdir()}
    found = []
    for protocol in ("tcp", "tcp6", "udp", "udp6", "raw", "raw6"):
        table = Path(f"/proc/{pid}/net/{protocol}")
        lines = table.read_text().splitlines()[1:] if table.exists() else []
        found += [f"{protocol} {line}" for line in lines if f"socket:[{line.split()[9]}]" in held]
    return found


def written(pid: int) -> int:
    """How many bytes a process has had written to a disk."""
    for line in Path(f"/proc/{pid}/io").read_text().splitlines():
        if line.startswith("write_bytes:"):
            return int(line.split()[1])
    raise AssertionError("no such line")


class Lying:
    """A session in a long hold, and the kiosk around it, of which only the sound is left out."""

    plan = Sketch().add(SegmentKind.HOLD, 600_000, "Hold.").plan()

    def __init__(self) -> None:
        self.player = Player(self.plan)
        self.player.command(Command.START, 0)
        self.sent: list[Command] = []
        self.said: list[str] = []
        self.speaker = FakeLoudspeaker(lambda: 0)
        asides = Asides(self._spoken)
        self.around = Surroundings(
            speaker=lambda: self.speaker,
            playing=lambda: self,
            asides=lambda: asides,
            say=self.said.append,
            cards=tuple,
            louder=lambda _step: None,
            volume=lambda: 100,
            in_background=lambda name, work: threading.Thread(
                target=work, name=name, daemon=True
            ).start(),
        )

    def _spoken(self, text: str, _language: str) -> Clip:
        self.said.append(text)
        return Clip(Path("said.wav"), 500)

    def send(self, command: Command) -> None:
        self.sent.append(command)

    def view(self) -> View:
        return self.player.view(1_000)

    def aside(self, sound: Clip | str) -> None:
        """It sounds."""


def test_a_microphone_pulled_out_in_mid_session_is_spoken_of_once_and_taken_back(
    air: Air, home: Path
):
    session = Lying()
    settings = replace(Settings(), listen=True, data=home / "state")
    listening = Listening(settings, EarSwitch(home / "ears-on"), session.around)
    listening.start()

    def hears() -> bool:
        ears = listening.ears()
        return ears is not None and ears.listening

    try:
        assert until(hears, 60)
        assert until(lambda: not session.said, 2)
        air.unplug()
        assert until(lambda: session.said == [NO_LONGER], 30), session.said
        assert listening.ears() == Ears(notice=NO_MICROPHONE)
        air.plug_in()
        assert until(lambda: session.said == [NO_LONGER, HEARS_AGAIN], 30), session.said
        assert hears()
        assert session.sent == [], "the session went on"
        for _ in range(3):
            air.speak("pause")
            if until(lambda: bool(session.sent), 5):
                break
        assert session.sent[:1] == [Command.PAUSE], "and whoever speaks is heard again"
    finally:
        listening.close()


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
