"""Where a ledger is, and the witness beside it that knows how long it was."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kiosk.ledger.files import DISK, Files, Slots
from kiosk.ledger.states import LedgerError, State

SPARE_BYTES = 8 * 1024 * 1024
"""Less room than this on the disk counts as full, before a write fails in the middle."""

_FORGETFUL = {"tmpfs", "ramfs", "overlay", "overlayfs", "aufs", "squashfs", "rootfs"}


@dataclass(frozen=True, slots=True)
class Place:
    """The folders of one ledger.

    The witness is a folder of its own, so that the ledger's folder copied back from yesterday
    does not bring yesterday's witness with it. On another partition it is safer still.

    Attributes:
        folder: Holds the database and its rotating copies.
        witness: Holds the mark that a ledger was created, and its head and length.
        files: The disk.
        filesystem: Says the kind of file system of a path; for tests.
        spare_bytes: How much room must be left; for tests.
    """

    folder: Path
    witness: Path
    files: Files = DISK
    filesystem: Callable[[Path], str] = lambda path: filesystem_of(path)  # noqa: PLW0108
    spare_bytes: int = SPARE_BYTES

    @property
    def database(self) -> Path:
        """The ledger itself."""
        return self.folder / "ledger.db"

    @property
    def copies(self) -> Path:
        """The folder of rotating copies."""
        return self.folder / "copies"

    @property
    def mark(self) -> Path:
        """Says that a ledger was created, and which."""
        return self.witness / "created"

    def heads(self) -> Slots:
        """Return the slots that hold length and head."""
        return Slots(self.witness, "head", self.files)

    def notes(self) -> Slots:
        """Return the slots in which the clock notes how long the station was powered."""
        return Slots(self.witness, "uptime", self.files)


def place_in(data: Path) -> Place:
    """Return the place of the ledger in a data folder.

    Hand `Place` a witness of its own where another partition is at hand.
    """
    return Place(folder=data / "ledger", witness=data / "ledger-witness")


@dataclass(frozen=True, slots=True)
class Witness:
    """What is known of a ledger from outside it.

    Attributes:
        ledger: Its id.
        rows: How many rows were acknowledged, at least.
        head: The hash of the last of them.
        inode: The file it was then; tells a copy that was put back from a file cut short.
    """

    ledger: str
    rows: int
    head: bytes
    inode: int | None


def marked(place: Place) -> str | None:
    """Return the id of the ledger that was created here; None where none ever was.

    Raises:
        LedgerError: The mark cannot be read.
    """
    try:
        data = place.files.read(place.mark)
    except OSError as error:
        raise told(error, place.mark) from error
    if data is None:
        return None
    try:
        ledger = json.loads(data)["ledger"]
    except (ValueError, TypeError, KeyError):
        ledger = None
    if not isinstance(ledger, str):
        raise LedgerError(State.DAMAGED, f"{place.mark} cannot be understood")
    return ledger


def write_mark(place: Place, ledger: str) -> None:
    """Say that a ledger exists here from now on."""
    place.files.install(place.mark, json.dumps({"ledger": ledger}).encode())


def read_witness(place: Place, heads: Slots) -> Witness:
    """Return what is known from outside.

    Raises:
        LedgerError: It is gone or damaged.
    """
    try:
        value = heads.read()
    except OSError as error:
        raise told(error, place.witness) from error
    if value is None:
        raise LedgerError(State.DAMAGED, f"the two head files in {place.witness} are gone")
    match value:
        case {"ledger": str(ledger), "rows": int(rows), "head": str(head), "inode": inode}:
            known = inode if isinstance(inode, int) else None
            return Witness(ledger, rows, bytes.fromhex(head), known)
    raise LedgerError(State.DAMAGED, f"the head files in {place.witness} cannot be understood")


def write_witness(heads: Slots, witness: Witness, *, new: bool = False) -> None:
    """Make length and head durable outside the database.

    Raises:
        OSError: The disk does not take it.
    """
    (heads.create if new else heads.write)(
        {
            "ledger": witness.ledger,
            "rows": witness.rows,
            "head": witness.head.hex(),
            "inode": witness.inode,
        }
    )


def look_at_disk(place: Place) -> None:
    """Refuse a disk that forgets, is full or cannot be written.

    Raises:
        LedgerError: One of these, named.
    """
    for folder in (place.folder, place.witness):
        kind = place.filesystem(folder)
        if kind in _FORGETFUL:
            raise LedgerError(State.TEMPORARY, f"{folder} is on {kind}")
    if place.files.vfs is not None:
        return
    for folder in (place.folder, place.witness):
        there = _nearest(folder)
        try:
            disk = os.statvfs(there)
        except OSError as error:
            raise told(error, there) from error
        if disk.f_flag & os.ST_RDONLY or not os.access(there, os.W_OK | os.X_OK):
            raise LedgerError(State.READ_ONLY, str(there))
        if disk.f_bavail * disk.f_frsize < place.spare_bytes:
            raise LedgerError(State.FULL, str(there))


def told(error: OSError, path: Path) -> LedgerError:
    """Say what an error of the system means for the ledger."""
    state = {
        errno.ENOSPC: State.FULL,
        errno.EDQUOT: State.FULL,
        errno.EFBIG: State.FULL,
        errno.EROFS: State.READ_ONLY,
        errno.EACCES: State.READ_ONLY,
        errno.EPERM: State.READ_ONLY,
    }.get(error.errno or 0, State.FAILING)
    return LedgerError(state, f"{path}: {error.strerror or error}")


def filesystem_of(path: Path) -> str:
    """Return the kind of file system that a path, or the nearest folder above it, is on.

    Empty where the system does not say.
    """
    real = _nearest(path).resolve()
    best, kind = -1, ""
    try:
        text = Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape")
    except OSError:
        return ""
    for line in text.splitlines():
        left, _, right = line.partition(" - ")
        spot = left.split(" ")[4].encode("utf-8", "surrogateescape")
        # Blanks in a mount point are written as octal numbers. A later mount covers an earlier.
        mount = Path(os.fsdecode(spot.decode("unicode_escape").encode("latin-1")))
        if real.is_relative_to(mount) and len(mount.parts) >= best:
            best, kind = len(mount.parts), right.split(" ")[0]
    return kind


def _nearest(path: Path) -> Path:
    return next((there for there in (path, *path.parents) if there.exists()), Path("/"))
