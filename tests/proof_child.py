"""A station as a process of its own, on a real disk, that kills itself at a boundary.

Run as a program it is a nursery: each line it reads asks for a child, forked with everything
imported already. The child plays a session with a clock of the test, writes down what happens
(what is written outlives it), and is gone at the boundary the line names.
"""

from __future__ import annotations

import json
import os
import random
import sys
import traceback
from dataclasses import replace
from pathlib import Path
from typing import Any

from ledger_cases import _DeadlyDisk
from proof_station import ASKED, MemoryPeople, Station, Temper, Watch

from kiosk.care.desk import Desk
from kiosk.ledger.people import Person
from kiosk.player.model import Command
from kiosk.reception import Moment
from kiosk.units import SECOND, Millis

ADA = "person-ada"


class Chronicle(Watch):
    """Writes down what an onlooker would see; each line is with the kernel when it is written."""

    def __init__(self, path: Path) -> None:
        self.file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        self.station: DiskStation | None = None

    def tell(self, what: str, **values: object) -> None:
        assert self.station is not None
        line = json.dumps({"what": what, "at": self.station.clock.true_ms, **values})
        os.write(self.file, line.encode() + b"\n")

    def begins(self, person: str, gate: str, ms: Millis) -> None:
        assert self.station is not None
        assert self.station.session is not None
        gates = self.station.session.plan.gates
        points = next(each.points for each in gates if each.id == gate)
        self.tell("begins", person=person, points=points, ms=ms)

    def pressing(self, ms: Millis) -> None:
        self.tell("pressing", ms=ms)

    def eases(self) -> None:
        self.tell("eases")


class _Hook:
    """What `Station` asks of its disk, for a real one."""

    def __init__(self, deadly: _DeadlyDisk) -> None:
        self.deadly = deadly
        self.boundary = deadly.boundary
        self.ledger = self
        self.desk: Desk | None = None

    @property
    def length(self) -> int:
        writer = self.desk.records.writer if self.desk else None
        return writer.length if writer else 0


class DiskStation(Station):
    """A station on a real ledger, with its real thread."""

    def __init__(self, data: Path, watch: Chronicle, deadly: _DeadlyDisk, true_ms: Millis) -> None:
        self.hook = _Hook(deadly)
        super().__init__(data, watch, true_ms)

    def _desk(self) -> Desk:
        self.disk = self.hook  # type: ignore[assignment]
        self.people = MemoryPeople()
        self.people.by_name["Ada"] = Person(ADA, "Ada", "#000000", "circle", None, 0)
        desk = Desk(self.data, ASKED.get, clock=self.clock)
        desk.records.place = replace(
            desk.records.place,
            files=self.hook.deadly,
            filesystem=lambda _: "ext4",
            spare_bytes=0,
        )
        desk._people = self.people  # type: ignore[assignment]
        self.hook.desk = desk
        return desk

    def open(self) -> None:
        """Read the ledger; say what is on record as soon as that is known."""
        records, chronicle = self.desk.records, self.watch
        assert isinstance(chronicle, Chronicle)
        put = records.put

        def told(*make: Any) -> Any:
            events = put(*make)
            chronicle.tell("kept", ids=[event.id for event in events])
            return events

        records.put = told  # type: ignore[method-assign]
        records.open()
        chronicle.tell("opened", health=records.health.sentence)

    def look_after(self) -> None:
        self.desk.records._stamper.note_if_due()


def live(asked: dict[str, Any]) -> None:
    """One life of a station: a session, whatever is asked for in it, and how it was."""
    chance = random.Random(asked["seed"])  # noqa: S311
    chronicle = Chronicle(Path(asked["chronicle"]))
    deadly = _DeadlyDisk(asked["boundary"])
    station = DiskStation(Path(asked["data"]), chronicle, deadly, asked["true_ms"])
    chronicle.station = station
    station.clock.boots = asked["boot"]
    station.clock._booted_at = asked["booted_ms"]
    if asked["trusted"]:
        station.clock.synchronize()
    station.open()
    temper = Temper(after=chance.choice([1, 2, 3, 5]), visit=chance.choice([1, 2]))
    name = chance.choice(["one", "both", "near", "less"])
    station.play(ADA, name, temper)
    for _ in range(3):
        station.to_the_press()
        station.go_on(chance.choice([0, SECOND, 12 * SECOND, 31 * SECOND, 100 * SECOND]))
        if chance.random() < 0.5:
            station.send(chance.choice([each for each in Command if each is not Command.START]))
    station.leave_session()
    station.ask(Moment.AFTER, name, temper)
    chronicle.tell("over")
    station.desk.close()


def main() -> None:
    """Fork a child for each line, and say how it ended."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            try:
                live(json.loads(line))
            except BaseException:  # noqa: BLE001 -- the child ends here, whatever it was
                traceback.print_exc()
                sys.stderr.flush()
                os._exit(1)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
