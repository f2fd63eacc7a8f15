"""Small files that survive a power cut, and the seam through which tests cut the power."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from kiosk.dose.record import Json

SLOT_BYTES = 4096
"""One block, so that a slot shares no block with anything else."""

_MAGIC = b"kiosk-slot-1\n"
_COUNTER_BYTES = 8
_LENGTH_BYTES = 4
_HEADER_BYTES = len(_MAGIC) + _COUNTER_BYTES + _LENGTH_BYTES
_HASH_BYTES = 32


class Files(Protocol):
    """What the ledger asks of a disk. Every method that writes returns when it is durable."""

    vfs: str | None
    """The name of the SQLite VFS that reaches the same disk; None is the system's own."""

    def read(self, path: Path) -> bytes | None:
        """Return a file's content, or None where there is none."""

    def overwrite(self, path: Path, data: bytes) -> None:
        """Write over the start of a file that is there and has at least this size."""

    def install(self, path: Path, data: bytes) -> None:
        """Make a file whole or not at all, in place of one that may be there."""

    def remove(self, path: Path) -> None:
        """Remove a file, if there is one."""

    def make_folder(self, path: Path) -> None:
        """Make a folder and those above it."""

    def flush_folder(self, path: Path) -> None:
        """Make the names in a folder durable."""

    def inode(self, path: Path) -> int | None:
        """Return which file stands at a path; None where there is none."""


class Disk:
    """The real disk."""

    vfs: str | None = None

    def read(self, path: Path) -> bytes | None:
        """Return a file's content, or None where there is none."""
        try:
            return path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def overwrite(self, path: Path, data: bytes) -> None:
        """Write in place: the size stays, so one flush of the data is enough."""
        descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
        try:
            if os.pwrite(descriptor, data, 0) != len(data):
                raise OSError(f"{path} took only a part of what was written")
            os.fdatasync(descriptor)
        finally:
            os.close(descriptor)

    def install(self, path: Path, data: bytes) -> None:
        """Write beside its place, flush, rename, flush the folder."""
        beside = path.with_name(f"{path.name}.new")
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        flush(path.parent)

    def remove(self, path: Path) -> None:
        """Remove a file, if there is one."""
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            path.unlink()
            flush(path.parent)

    def make_folder(self, path: Path) -> None:
        """Make a folder and those above it; people's data is nobody else's business."""
        new = [folder for folder in (path, *path.parents) if not folder.exists()]
        path.mkdir(mode=0o750, parents=True, exist_ok=True)
        for folder in new:
            flush(folder.parent)

    def flush_folder(self, path: Path) -> None:
        """Make the names in a folder durable."""
        flush(path)

    def inode(self, path: Path) -> int | None:
        """Return which file stands at a path; None where there is none."""
        try:
            return path.stat().st_ino
        except (FileNotFoundError, NotADirectoryError):
            return None


DISK = Disk()


def flush(path: Path) -> None:
    """Make a file, or the names in a folder, durable."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@dataclass(frozen=True, slots=True)
class _Slot:
    counter: int
    value: dict[str, Json]


class Slots:
    """One small value in two files that are written in turn: one of them is always whole.

    A write that a power cut tears leaves the value before it. Each slot carries a counter and a
    hash of its content, so a torn or flipped one is known and passed over.

    Args:
        folder: Where they are.
        name: How their names begin.
        files: The disk.
    """

    def __init__(self, folder: Path, name: str, files: Files = DISK) -> None:
        self.paths = (folder / f"{name}-a", folder / f"{name}-b")
        self._files = files
        self._counter = 0
        self._next = 0

    def create(self, value: Mapping[str, Json]) -> None:
        """Begin anew, with this value in both.

        Raises:
            OSError: The disk does not take it.
        """
        for number, path in enumerate(self.paths, start=1):
            self._files.install(path, _pack(number, value))
        self._counter, self._next = 2, 0

    def read(self) -> dict[str, Json] | None:
        """Return the newest whole value, or None where there is none.

        Raises:
            OSError: The disk cannot be read.
        """
        slots = [_unpack(self._files.read(path)) for path in self.paths]
        counters = [slot.counter if slot else -1 for slot in slots]
        newest = slots[counters.index(max(counters))]
        # What is written next takes the place of the older or broken one.
        self._counter = max(counters)
        self._next = counters.index(min(counters))
        return newest.value if newest else None

    def write(self, value: Mapping[str, Json]) -> None:
        """Make a value durable. `create` or `read` has gone before.

        Raises:
            OSError: The disk does not take it; the value before it still stands.
        """
        path = self.paths[self._next]
        data = _pack(self._counter + 1, value)
        if self._files.inode(path) is None:
            self._files.install(path, data)
        else:
            self._files.overwrite(path, data)
        self._counter += 1
        self._next = 1 - self._next


def _pack(counter: int, value: Mapping[str, Json]) -> bytes:
    content = json.dumps(value, sort_keys=True).encode()
    head = _MAGIC + counter.to_bytes(_COUNTER_BYTES, "big")
    packed = head + len(content).to_bytes(_LENGTH_BYTES, "big") + content
    packed += sha256(packed).digest()
    if len(packed) > SLOT_BYTES:
        raise ValueError("this is too long for a slot")
    return packed.ljust(SLOT_BYTES, b"\0")


def _unpack(data: bytes | None) -> _Slot | None:
    if data is None or len(data) < _HEADER_BYTES or not data.startswith(_MAGIC):
        return None
    counter = int.from_bytes(data[len(_MAGIC) : len(_MAGIC) + _COUNTER_BYTES], "big")
    end = _HEADER_BYTES + int.from_bytes(data[_HEADER_BYTES - _LENGTH_BYTES : _HEADER_BYTES], "big")
    if sha256(data[:end]).digest() != data[end : end + _HASH_BYTES]:
        return None
    return _Slot(counter, json.loads(data[_HEADER_BYTES:end]))
