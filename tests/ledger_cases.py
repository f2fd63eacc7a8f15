"""Ledgers and records for tests; run as a program, a child that appends until it is killed."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import apsw

from kiosk.dose.record import Record, Stamp
from kiosk.ledger.files import Disk, Files
from kiosk.ledger.place import Place
from kiosk.ledger.store import Store, create


def fact(number: int, *, pad: int = 0) -> Record:
    """The record of a number: always the same for the same number."""
    return Record(
        id=f"fact-{number}",
        kind=("grant", "press-started", "press-ended")[number % 3],
        person=f"person-{number % 4}",
        at=Stamp("boot", number * 10, 1_750_000_000_000 + number, number % 2 == 0, number * 10),
        body={"point": "ql", "seconds": 30, "nested": [None, True, {"é": "ü"}], "pad": "x" * pad},
    )


def facts(first: int, last: int) -> list[Record]:
    return [fact(number) for number in range(first, last + 1)]


def various(first: int, last: int) -> list[Record]:
    """Facts of many sizes, some of which fill a page and more."""
    return [fact(n, pad=n * 37 % 3000 if n % 5 == 0 else 0) for n in range(first, last + 1)]


def place_at(folder: Path, files: Files | None = None) -> Place:
    """A place whose disk counts as a lasting one, wherever the tests run."""
    return Place(
        folder=folder / "ledger",
        witness=folder / "witness",
        files=files or Disk(),
        filesystem=lambda _: "ext4",
        spare_bytes=0,
    )


def made(folder: Path, rows: int = 0) -> Place:
    """A ledger with so many rows."""
    place = place_at(folder)
    create(place)
    if rows:
        store = Store(place)
        store.append(facts(1, rows))
        store.close()
    return place


class _DeadlyDisk(Disk):
    """A real disk that kills this process at one of its boundaries: before or after a write."""

    vfs = "deadly"

    def __init__(self, at: int) -> None:
        self.left = at
        self._vfs = _DeadlyVfs(self)

    def boundary(self) -> None:
        self.left -= 1
        if self.left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def overwrite(self, path: Path, data: bytes) -> None:
        self.boundary()
        # A kill in the middle of a write leaves a part of it.
        if self.left == 1:
            Disk.overwrite(self, path, data[: len(data) // 2])
            self.boundary()
        Disk.overwrite(self, path, data)
        self.boundary()


class _DeadlyVfs(apsw.VFS):
    def __init__(self, disk: _DeadlyDisk) -> None:
        self.disk = disk
        super().__init__(name="deadly", base="")

    def xOpen(self, name: object, flags: list[int]) -> _DeadlyFile:  # noqa: N802
        return _DeadlyFile(self.disk, name, flags)


class _DeadlyFile(apsw.VFSFile):
    def __init__(self, disk: _DeadlyDisk, name: object, flags: list[int]) -> None:
        self.disk = disk
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self.disk.boundary()
        if self.disk.left == 1:
            super().xWrite(data[: len(data) // 2], offset)
            self.disk.boundary()
        super().xWrite(data, offset)

    def xSync(self, flags: int) -> None:  # noqa: N802
        self.disk.boundary()
        super().xSync(flags)
        self.disk.boundary()


def main() -> None:
    """Append from where the ledger ends; say each number once it is acknowledged; then die."""
    folder, boundary = Path(sys.argv[1]), int(sys.argv[2])
    store = Store(place_at(folder, _DeadlyDisk(boundary)))
    # What was written last may have been acknowledged or not: it is safe to write it again.
    store.append(various(max(1, store.length - 2), max(1, store.length)))
    while True:
        store.append(various(store.length + 1, store.length + 1))
        os.write(1, b"%d\n" % store.length)


if __name__ == "__main__":
    main()
