"""A station that is killed, at whatever boundary: nothing kept is lost, nobody gets a second more.

A child with the real ledger on the disk plays massage sessions with a clock of the test, and is
killed by SIGKILL at a write or an effect. What it wrote down before it died is judged against what
the ledger has.
"""

# Chance is repeatable here on purpose, and what was tried is printed.
# ruff: noqa: S311, T201

from __future__ import annotations

import json
import os
import pty
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from proof_child import ADA
from proof_station import _HEAD, ASKED, ZONE, _press, furnish

from kiosk.care.desk import Desk
from kiosk.dose.codec import read, write
from kiosk.dose.events import PersonMade, Screening
from kiosk.dose.fold import Book
from kiosk.dose.policy import Place as Kind
from kiosk.dose.policy import Policy
from kiosk.dose.record import Record, Stamp
from kiosk.dose.screening import MASSAGE_QUESTIONS, About
from kiosk.ledger.place import Place, place_in
from kiosk.ledger.store import Store, create
from kiosk.reception import StationKind
from kiosk.units import HOUR, MINUTE, Millis

START: Millis = 1_750_000_000_000


@contextmanager
def nursery() -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("proof_child.py"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


class Judge:
    """What the chronicles of all lives come to, beside what is on record."""

    def __init__(self, data: Path) -> None:
        self.place: Place = replace(
            place_in(furnish(data)), filesystem=lambda _: "ext4", spare_bytes=0
        )
        create(self.place)
        store = Store(self.place)
        store.append(
            [write(PersonMade("made", ADA, Stamp("boot-1", 0, START, trusted=False, lower_ms=0)))]
        )
        store.close()
        self.rows: dict[str, Record] = {}
        self.kept: set[str] = set()
        self.used: set[str] = set()
        self.ends: dict[str, Millis] = {}
        self.pressed: dict[str, Millis] = {}
        self.presses = self.open = self.unacknowledged = 0

    def life(self, chronicle: list[dict[str, Any]]) -> bool:
        """Judge one life; say whether anybody was pressed in it."""
        self.kept |= {id_ for line in chronicle for id_ in line.get("ids", ())}
        store = Store(self.place)
        found = {row.record.id: row.record for row in store.rows()}
        store.close()
        assert self.kept <= found.keys(), "a row that was acknowledged is gone"
        assert self.rows.items() <= found.items(), "a row that was read is gone"
        fresh = [record for id_, record in found.items() if id_ not in self.rows]
        self.unacknowledged += sum(record.id not in self.kept for record in fresh)
        self.rows = found
        grants = [record for record in fresh if record.kind == "grant"]
        pressing: Record | None = None
        pressed = False
        for line in chronicle:
            match line["what"]:
                case "begins":
                    pressing, pressed = self.begins(grants, line), True
                case "pressing":
                    assert pressing is not None
                    self.presses_on(pressing, line)
                case "eases":
                    pressing = None
        if pressing is not None:
            self.counts_in_full(pressing)
        return pressed

    def begins(self, grants: list[Record], line: dict[str, Any]) -> Record:
        points = line["points"]
        grant = next(
            (each for each in grants if each.body["points"] == points and each.id not in self.used),
            None,
        )
        assert grant is not None, f"a press of {points} with no durable grant"
        assert grant.body["granted_ms"] == line["ms"]
        self.used.add(grant.id)
        self.presses += 1
        root = str(grant.body["remainder_of"]) or grant.id
        if root == grant.id:
            for point in points:
                gap = line["at"] - self.ends.get(point, 0)
                assert gap >= 16 * HOUR, f"{point} again after {gap / MINUTE:.1f} min"
        else:
            assert root in self.pressed, "the rest of a press that nobody saw"
        self.pressed.setdefault(root, 0)
        for point in points:
            self.ends[point] = line["at"]
        return grant

    def presses_on(self, grant: Record, line: dict[str, Any]) -> None:
        root = str(grant.body["remainder_of"]) or grant.id
        self.pressed[root] += line["ms"]
        whole = self.rows[root].body["granted_ms"]
        assert isinstance(whole, int)
        assert self.pressed[root] <= whole, "more was pressed than was granted"
        for point in grant.body["points"]:  # type: ignore[union-attr]
            self.ends[point] = line["at"] + line["ms"]

    def counts_in_full(self, grant: Record) -> None:
        """The press was going on when the process was killed."""
        self.open += 1
        book = Book(Policy.at(Kind.HOME), ZoneInfo(ZONE))
        book.add_all(read(record) for record in self.rows.values())
        for point in grant.body["points"]:  # type: ignore[union-attr]
            dose = book.person(ADA).points[str(point)].dose
            assert dose is not None
            assert dose.press == grant.id
            assert dose.used_ms == dose.granted_ms, "an open press does not count in full"


def killed(data: Path, kills: int, seed: int = 6) -> None:
    chance = random.Random(seed)
    judge = Judge(data)
    true_ms, boot, booted_ms = START + MINUTE, 1, START
    chronicle_path = data / "chronicle"
    done = lives = 0
    with nursery() as process:
        assert process.stdin
        assert process.stdout
        while done < kills:
            lives += 1
            boundary = chance.randrange(1, 220)
            asked = {
                "data": str(data),
                "chronicle": str(chronicle_path),
                "seed": seed * 1000 + lives,
                "boundary": boundary,
                "true_ms": true_ms,
                "boot": boot,
                "booted_ms": booted_ms,
                "trusted": chance.random() < 0.8,
            }
            process.stdin.write(json.dumps(asked) + "\n")
            process.stdin.flush()
            ended = process.stdout.readline().strip()
            if ended not in {"0", str(-signal.SIGKILL)}:
                process.kill()
                pytest.fail(process.communicate()[1])
            done += ended != "0"
            lines = [json.loads(line) for line in chronicle_path.read_text().splitlines()]
            pressed = judge.life(lines)
            true_ms = max([true_ms, *(line["at"] for line in lines)])
            # Tried again at once, most of the time; where there was a press, mostly tomorrow.
            later = 25 * HOUR if chance.random() < (0.5 if pressed else 0.15) else 20_000
            if chance.random() < 0.3:
                boot, booted_ms = boot + 1, true_ms + later - 15_000
            true_ms += later
    print(
        f"\n{kills} kills in {lives} lives: {len(judge.rows)} rows, {judge.unacknowledged} of them "
        f"never acknowledged; {judge.presses} presses, {judge.open} of them open at the kill"
    )
    assert judge.presses
    assert judge.open


def test_no_kill_of_25_loses_a_row_or_gives_a_second_more(tmp_path: Path) -> None:
    killed(tmp_path, 25)


@pytest.mark.nightly
def test_no_kill_of_1000_loses_a_row_or_gives_a_second_more(tmp_path: Path) -> None:
    # Twenty stations: each life reads its whole record, so a long one would only take longer.
    for station in range(20):
        killed(tmp_path / str(station), 50, station)


# --- in real time, through the command


class Played:
    """`kiosk play` on a terminal of its own, until it is killed."""

    def __init__(self, session: Path, person: str, events: Path) -> None:
        self.events = events
        self._ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "kiosk", "play", str(session)),
                *("--person", person, "--events", str(events)),
            ],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        self.said = b""
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        os.write(self._ours, b"1\n")  # how it feels now

    def _read(self) -> None:
        while True:
            try:
                found = os.read(self._ours, 65536)
            except OSError:  # the terminal is gone with the process
                return
            if not found:
                return
            self.said += found

    def happened(self) -> list[dict[str, Any]]:
        if not self.events.exists():
            return []
        whole, _, _ = self.events.read_text("utf-8").rpartition("\n")
        return [json.loads(line) for line in whole.splitlines()]

    def until(self, count: int) -> list[dict[str, Any]]:
        """Wait until a press has begun and so much more has happened, or the program has ended."""
        pause, deadline = threading.Event(), time.monotonic() + 60
        while time.monotonic() < deadline:
            found = self.happened()
            presses = [i for i, each in enumerate(found) if is_press(each)]
            if (presses and len(found) > presses[0] + count) or self.process.poll() is not None:
                return found
            pause.wait(0.02)
        raise AssertionError(f"no press: {self.said.decode(errors='replace')}")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self._reader.join()
        os.close(self._ours)


def is_press(event: dict[str, Any]) -> bool:
    return (event.get("event"), event.get("kind")) == ("segment", "press")


def furnished(data: Path, people: list[str]) -> None:
    desk = Desk(data, ASKED.get)
    assert desk.set_up(StationKind.HOME, "482615", ZONE) == ""
    operator = desk.operator("482615")
    assert not isinstance(operator, str)
    answers = tuple((str(question), False) for question in MASSAGE_QUESTIONS)
    for name in people:
        assert operator.add_person(name) == ""
        id_ = next(card.id for card in operator.people() if card.name == name)
        desk.records.put(lambda e, at, id_=id_: Screening(e, id_, at, "", About.MASSAGE, answers))
    desk.close()


def opened(data: Path, name: str) -> tuple[str, dict[str, Any], Any]:
    """Why a person cannot play now, what is known of them, and how many grants there are."""
    desk = Desk(data, ASKED.get)
    desk.open()
    assert desk.trouble == ""
    person = desk.card_named(name)
    assert person is not None
    desk.arrive(person.id)
    refusal = desk.refusal("one")
    points = dict(desk.records.book.person(person.id).points)
    grants = [each for each in desk.records.events() if each.KIND == "grant"]
    desk.close()
    return refusal, points, [each for each in grants if each.person == person.id]


@pytest.mark.parametrize(
    "kills", [2, pytest.param(10, marks=pytest.mark.nightly)], ids=["some", "many"]
)
def test_a_kill_in_real_time_makes_the_press_count_in_full(
    kills: int, own_home: Path, tmp_path: Path
) -> None:
    data, names = own_home / "state" / "groundwork", [f"Person {number}" for number in range(kills)]
    session = tmp_path / "one.yaml"
    session.write_text(_HEAD.format(name="one") + _press("ql left"), "utf-8")
    furnished(data, names)
    for number, name in enumerate(names):
        played = Played(session, name, tmp_path / f"events-{number}")
        try:
            found = played.until(number % 4)
        finally:
            played.kill()
        assert any(map(is_press, found)), played.said.decode(errors="replace")
        refusal, points, grants = opened(data, name)
        assert "done for today" in refusal
        dose = points["ql left"].dose
        assert len(grants) == 1
        assert dose.granted_ms == dose.used_ms == grants[0].granted_ms == 30_000
    # And through the same door again there is no press.
    again = Played(session, names[0], tmp_path / "again")
    try:
        assert not any(map(is_press, again.until(0)))
        again.process.wait(60)
    finally:
        again.kill()
    assert b"done for today" in again.said
    print(f"\n{kills} kills in real time, no press twice")
