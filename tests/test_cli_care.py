"""Setting up, people, doses and the ledger by command: alone, and beside a kiosk that runs."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import pty
import select
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from pypdf import PdfReader
from test_cli import ROOT, SCRIPT, environment, status

from kiosk.care.desk import Desk
from kiosk.care.socket import MOST_BYTES, NAME, NobodyError, Server, SilentError, address, ask
from kiosk.ledger import place as place_module
from kiosk.reception import StationKind
from kiosk.settings import data_folder
from sessions import MASSAGE, SHORT, write_session

PIN = "482615"
Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def lasting_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place_module, "filesystem_of", lambda _path: "ext4")


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What the next command reads from its standard input."""
    lines = io.StringIO()
    monkeypatch.setattr("sys.stdin", lines)
    return lines


def give(lines: io.StringIO, *words: str) -> None:
    lines.seek(0)
    lines.truncate()
    lines.write("".join(f"{word}\n" for word in words))
    lines.seek(0)


@pytest.fixture
def station(typed: io.StringIO, capsys: Capture) -> io.StringIO:
    """A station at home where Ada is known."""
    give(typed, PIN, PIN)
    assert status("setup", "--kind", "home", "--zone", "Europe/Berlin") == 0
    give(typed, PIN)
    assert status("people", "add", "Ada") == 0
    capsys.readouterr()
    return typed


@pytest.fixture
def running(station: io.StringIO) -> Iterator[Desk]:
    """A kiosk that runs: it alone has the ledger open, and it answers."""
    desk = Desk(data_folder(), lambda _name: None)
    desk.open()
    server = Server(desk)
    server.start()
    yield desk
    server.close()
    desk.close()


# --- setting up, people


def test_setup_takes_the_pin_twice_and_happens_once(typed: io.StringIO, capsys: Capture) -> None:
    setup = ("setup", "--kind", "home", "--zone", "Europe/Berlin")
    give(typed, PIN, "482616")
    assert status(*setup) == 2
    assert "not the same" in capsys.readouterr().err
    give(typed, PIN, PIN)
    assert status(*setup) == 0
    assert "record of doses is ready" in capsys.readouterr().out
    give(typed, PIN, PIN)
    assert status(*setup) == 2
    assert "already" in capsys.readouterr().err


def test_people_are_made_renamed_and_erased_with_the_operators_pin(
    station: io.StringIO, capsys: Capture
) -> None:
    give(station, "937451")
    assert status("people", "add", "Eve") == 2
    assert "PIN is wrong" in capsys.readouterr().err
    give(station, PIN)
    assert status("people", "rename", "ada", "Adele") == 0
    give(station, PIN)
    assert status("people", "erase", "Ada") == 2
    assert "nobody of that name" in capsys.readouterr().err
    assert status("people") == 0
    shown = capsys.readouterr().out
    assert "Adele" in shown
    assert "Eve" not in shown
    give(station, PIN)
    assert status("people", "erase", "Adele") == 0
    assert status("people", "list") == 0
    assert "Adele " not in capsys.readouterr().out.replace("Adele is", "")


def test_the_pins_back_off_holds_from_one_command_to_the_next(
    station: io.StringIO, capsys: Capture
) -> None:
    for _ in range(5):
        give(station, "937451")
        assert status("people", "add", "Eve") == 2
    give(station, PIN)
    assert status("people", "add", "Eve") == 2
    assert "Too many wrong PINs" in capsys.readouterr().err


# --- asked alone, and beside a running kiosk: the same answers


@pytest.fixture(params=["alone", "beside a running kiosk"])
def either(request: pytest.FixtureRequest, station: io.StringIO) -> io.StringIO:
    if request.param != "alone":
        request.getfixturevalue("running")
    return station


def test_points_says_what_would_be_granted_now(either: io.StringIO, capsys: Capture) -> None:
    assert status("points", "--person", "ada", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["person"]["name"] == "Ada"
    assert {point["granted_ms"] for point in found["points"]} == {30_000}
    assert status("points", "--person", "Ada") == 0
    assert "ql left" in capsys.readouterr().out
    assert status("points", "--person", "Eve") == 2
    assert 'nobody named "Eve"' in capsys.readouterr().err


def test_history_and_report_are_of_one_person(
    either: io.StringIO, tmp_path: Path, capsys: Capture
) -> None:
    assert status("history", "--person", "Ada", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["doses"] == []
    assert [act["text"] for act in found["acts"]] == ["Made a person of this station."]
    assert status("report", "--person", "Ada", "-o", tmp_path / "ada.pdf") == 0
    assert (tmp_path / "ada.pdf").read_bytes().startswith(b"%PDF")


def test_the_report_is_in_the_language_asked_for_whatever_the_kiosk_speaks(
    either: io.StringIO, tmp_path: Path, capsys: Capture
) -> None:
    file = tmp_path / "ada.pdf"
    assert status("report", "--person", "Ada", "-o", file, "--lang", "es") == 0
    text = " ".join(PdfReader(file).pages[0].extract_text().split())
    assert "Informe de práctica" in text
    assert "Se añadió a esta persona." in text
    capsys.readouterr()
    assert status("report", "--person", "Ada", "-o", file, "--lang", "xx") == 2
    assert "There is: en, es" in capsys.readouterr().err


def test_the_ledger_is_verified_exported_and_backed_up(
    either: io.StringIO, tmp_path: Path, capsys: Capture
) -> None:
    assert status("ledger", "verify") == 0
    assert "in order" in capsys.readouterr().out
    assert status("ledger", "state") == 0
    assert status("ledger", "export", "-o", tmp_path / "all.csv") == 0
    assert status("ledger", "export", "-o", tmp_path / "all.json") == 0
    rows = list(csv.DictReader((tmp_path / "all.csv").read_text().splitlines()))
    assert "person-made" in [row["kind"] for row in rows]
    assert [row["kind"] for row in json.loads((tmp_path / "all.json").read_text())] == [
        row["kind"] for row in rows
    ]
    assert "Ada" not in (tmp_path / "all.csv").read_text()
    assert status("ledger", "backup", tmp_path / "copy.db") == 0
    assert (tmp_path / "copy.db").stat().st_size > 0
    assert status("ledger", "backup", tmp_path / "copy.db") == 2
    assert "already" in capsys.readouterr().err
    assert status("ledger", "backup", data_folder() / "ledger" / "ledger.db") == 2
    assert "own data folder" in capsys.readouterr().err


def test_what_is_changed_is_changed_on_the_screen_of_a_kiosk_that_runs(
    running: Desk, station: io.StringIO, tmp_path: Path, capsys: Capture
) -> None:
    assert status("ledger", "backup", tmp_path / "copy.db") == 0
    for words in (
        ("people", "add", "Eve"),
        ("people", "erase", "Ada"),
        ("ledger", "create"),
        ("ledger", "restore", tmp_path / "copy.db"),
        ("setup", "--kind", "gym", "--zone", "UTC"),
    ):
        give(station, PIN, PIN)
        assert status(*words) == 2, words
        assert "A kiosk is running here" in capsys.readouterr().err
    assert [card.name for card in running.people()] == ["Ada", "Guest"]


def test_where_the_ledger_is_open_and_nobody_answers_one_sentence_says_so(
    station: io.StringIO, capsys: Capture
) -> None:
    desk = Desk(data_folder(), lambda _name: None)
    desk.open()
    try:
        assert status("points", "--person", "Ada") == 2
        assert "in use by another program" in capsys.readouterr().err
    finally:
        desk.close()


def test_a_backup_becomes_the_record_of_a_new_card_and_forgets_no_dose(
    station: io.StringIO, tmp_path: Path, capsys: Capture
) -> None:
    assert status("ledger", "backup", tmp_path / "copy.db") == 0
    shutil.rmtree(data_folder())
    assert status("ledger", "restore", tmp_path / "copy.db") == 0
    give(station, PIN, PIN)
    assert status("setup", "--kind", "home", "--zone", "Europe/Berlin") == 0
    assert status("ledger", "verify") == 0
    give(station, PIN)
    assert status("ledger", "restore", tmp_path / "copy.db") == 0
    assert "nothing was changed" in capsys.readouterr().out


def test_a_missing_ledger_is_said_by_state_and_doctor(
    station: io.StringIO, capsys: Capture
) -> None:
    shutil.rmtree(data_folder() / "ledger")
    assert status("ledger", "state") == 1
    assert status("ledger", "verify") == 1
    assert "gone from where it should be" in capsys.readouterr().err
    status("doctor")
    (line,) = [line for line in capsys.readouterr().out.splitlines() if " doses " in line]
    assert line.startswith("care")
    assert "no massage" in line


# --- the socket


class TestSocket:
    def test_is_for_its_owner_alone_and_goes_with_the_kiosk(self, running: Desk) -> None:
        path = address(running.data)
        assert path == running.data / NAME
        assert path.stat().st_mode & 0o777 == 0o600
        assert list(ask(running.data, {"ask": "state"}))

    def test_one_left_behind_is_replaced(self, station: io.StringIO) -> None:
        left = socket.socket(socket.AF_UNIX)
        left.bind(str(data_folder() / NAME))
        left.close()
        with pytest.raises(NobodyError):
            list(ask(data_folder(), {"ask": "state"}))
        desk = Desk(data_folder(), lambda _name: None)
        server = Server(desk)
        server.start()
        (told,) = ask(data_folder(), {"ask": "state"})
        assert told["answer"]["set_up"]
        server.close()
        assert not (data_folder() / NAME).exists()

    def test_one_that_answers_is_left_alone(self, running: Desk) -> None:
        other = Server(running)
        other.start()
        other.close()
        assert list(ask(running.data, {"ask": "state"}))

    def test_where_the_path_is_too_long_the_runtime_folder_is_taken(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        deep = tmp_path / ("x" * 120)
        monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
        assert address(deep) is None
        monkeypatch.setenv("XDG_RUNTIME_DIR", "/run/user/1")
        found = address(deep)
        assert found is not None
        assert found.parent == Path("/run/user/1")
        assert found != address(tmp_path / ("y" * 120))

    @pytest.mark.parametrize(
        "sent",
        [
            b"\n",
            b"{}\n",
            b"[1]\n",
            b'{"ask": ["points"]}\n',
            b'{"ask": "points", "person": 7}\n',
            b'{"ask": "grant", "person": "Ada", "seconds": 90}\n',
            b'{"ask": "ledger-backup", "file": "relative.db"}\n',
            b'{"ask": "ledger-backup", "file": "/nul\\u0000l"}\n',
            b"\xff\xfe\n",
            b"[" * 5000 + b"\n",
            b"x" * (MOST_BYTES * 3),
            b"no end",
        ],
    )
    def test_rubbish_is_answered_or_dropped_and_hurts_nobody(
        self, running: Desk, sent: bytes
    ) -> None:
        before = running.records.writer.length if running.records.writer else 0
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(10)
            client.connect(str(running.data / NAME))
            with contextlib.suppress(OSError):
                client.sendall(sent)
                client.shutdown(socket.SHUT_WR)
            got = b""
            with contextlib.suppress(ConnectionError):
                while part := client.recv(4096):
                    got += part
        assert not got or "error" in json.loads(got)
        assert next(iter(ask(running.data, {"ask": "state"})))["answer"]["ready"]
        assert running.records.writer is not None
        assert running.records.writer.length == before

    def test_many_who_say_nothing_keep_nobody_for_good(self, running: Desk) -> None:
        idle = [socket.socket(socket.AF_UNIX) for _ in range(20)]
        for client in idle:
            client.connect(str(running.data / NAME))
        for client in idle:
            client.close()
        until, told = time.monotonic() + 10, []
        while not told and time.monotonic() < until:
            with contextlib.suppress(SilentError):  # until those have been let go
                told = list(ask(running.data, {"ask": "state"}))
        assert told


# --- a massage on a terminal


class Terminal:
    """A command on a terminal of its own."""

    def __init__(
        self, *words: str | Path, cache: Path, env: Mapping[str, str] | None = None
    ) -> None:
        self._fd, side = pty.openpty()
        self.process = subprocess.Popen(
            [*SCRIPT, *map(str, words)],
            stdin=side,
            stdout=side,
            stderr=side,
            cwd=ROOT,
            env={**environment(cache), **(env or {})},
            close_fds=True,
        )
        os.close(side)
        self.shown = ""

    def until(self, words: str, *, seconds: float = 40) -> None:
        end = time.monotonic() + seconds
        while words not in self.shown:
            left = end - time.monotonic()
            assert left > 0, f"never shown: {words}\n{self.shown}"
            if select.select([self._fd], [], [], left)[0]:
                try:
                    self.shown += os.read(self._fd, 65536).decode(errors="replace")
                except OSError:
                    assert words in self.shown, self.shown
        self.shown = self.shown.partition(words)[2]

    def type(self, text: str) -> None:
        os.write(self._fd, text.encode())

    def answer(self, replies: Mapping[str, str], *, seconds: float = 60) -> None:
        """Answer every question by the words it ends on, until the command ends."""
        end = time.monotonic() + seconds
        while self.process.poll() is None:
            assert time.monotonic() < end, f"it never ends\n{self.shown}"
            for asked, reply in replies.items():
                if asked in self.shown:
                    self.shown = self.shown.partition(asked)[2]
                    self.type(reply)
            if select.select([self._fd], [], [], 0.2)[0]:
                with contextlib.suppress(OSError):
                    self.shown += os.read(self._fd, 65536).decode(errors="replace")

    def close(self) -> int:
        with contextlib.suppress(OSError):
            while os.read(self._fd, 65536):
                pass
        os.close(self._fd)
        return self.process.wait(20)


def test_a_massage_needs_a_terminal_that_can_answer(station: io.StringIO, tmp_path: Path) -> None:
    path = write_session(tmp_path, "one", MASSAGE, kind="massage")
    done = subprocess.run(
        [*SCRIPT, "play", str(path), "--person", "Ada"],
        capture_output=True,
        text=True,
        env=environment(tmp_path),
        cwd=ROOT,
        timeout=60,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 2
    assert "not a terminal" in done.stderr


def test_a_stretch_is_played_for_a_person_without_one(
    station: io.StringIO, tmp_path: Path, capsys: Capture
) -> None:
    path = write_session(tmp_path, "one", SHORT)
    assert status("play", path, "--person", "Ada", "--speed", "500") == 0
    assert status("play", path, "--person", "Eve", "--speed", "500") == 2
    assert 'nobody named "Eve"' in capsys.readouterr().err


@pytest.mark.skipif(
    place_module.filesystem_of(data_folder()) in {"tmpfs", "overlay"}, reason="needs a lasting disk"
)
def test_a_massage_asks_everything_first_and_pain_of_seven_ends_it(
    station: io.StringIO, tmp_path: Path, capsys: Capture
) -> None:
    path = write_session(tmp_path, "one", MASSAGE, kind="massage")
    terminal = Terminal("play", path, "--person", "Ada", cache=tmp_path / "cache")
    for number in range(1, 19):
        terminal.until(f"({number} of 18)")
        terminal.until("y or n")
        terminal.type("n\n")
    terminal.until("0 to 10")
    terminal.type("eleven\n")
    terminal.until("no answer to this question")
    terminal.type("7\n")
    terminal.until("kiosk: ")
    assert terminal.close() == 2
    assert status("history", "--person", "Ada", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["doses"] == []
    assert [pain["before"] for pain in told["pain"]] == [7]


def test_the_kind_of_station_is_what_was_set_up(station: io.StringIO) -> None:
    desk = Desk(data_folder(), lambda _name: None)
    assert desk.station == StationKind.HOME.value
