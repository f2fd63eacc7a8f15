"""Backups: taken as verified copies, put back only where that forgets nothing."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import apsw

from kiosk.dose.record import Record
from kiosk.ledger import database
from kiosk.ledger.copies import copies, copy_to
from kiosk.ledger.files import flush
from kiosk.ledger.place import (
    Place,
    Witness,
    look_at_disk,
    marked,
    read_witness,
    told,
    write_mark,
    write_witness,
)
from kiosk.ledger.row import Verified, decode
from kiosk.ledger.states import LedgerError, State
from kiosk.ledger.store import Store


class Outcome(StrEnum):
    """What putting a backup back came to."""

    NOTHING_NEW = "nothing-new"
    ADDED = "added"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done, and how many rows the ledger has now.

    Attributes:
        outcome: What it came to.
        rows: How many rows the ledger has now.
        added: How many of them it did not have before.
    """

    outcome: Outcome
    rows: int
    added: int


class RestoreRefusedError(LedgerError):
    """This backup would make the ledger forget, or is another history; nothing was changed."""

    def __init__(self, sentence: str, state: State = State.READY) -> None:
        super().__init__(state)
        self.args = (sentence,)


def backup(store: Store, target: Path) -> Verified:
    """Write a verified copy of the whole ledger to a path of the operator's choice.

    Raises:
        LedgerError: It could not be written, or did not come out the same.
    """
    found = copy_to(store, target)
    if found is None:
        raise LedgerError(State.CLOSED)  # nobody asked it to stop
    return found


def restore(place: Place, source: Path) -> Restored:
    """Put a backup back, while no kiosk runs, so that no acknowledged row is forgotten.

    - The ledger is in order and holds all of the backup: nothing is done.
    - It is in order and the backup goes on where it ends: what it lacks is added.
    - It is missing, shorter, older or damaged: the longest that is whole among the backup, the
      rotating copies and what can still be read takes its place, if it holds all that the witness
      knows.
    - None was ever created here: the backup becomes the ledger, as on a new card.

    Raises:
        RestoreRefusedError: It would forget rows or is another history. Nothing was changed.
        LedgerError: The backup is no good, or the disk does not take it.
    """
    look_at_disk(place)
    found = database.check_copy(source)
    if found is None:
        raise LedgerError(State.CLOSED)
    if marked(place) is None and place.files.inode(place.database) is None:
        return _install(place, source, found, had=0)
    try:
        store = Store(place)
    except LedgerError as error:
        if error.health.state not in {State.MISSING, State.SHORTER, State.OLDER, State.DAMAGED}:
            raise
        return _replace(place, source)
    try:
        return _merge(store, source, found)
    finally:
        store.close()


def _merge(store: Store, source: Path, found: Verified) -> Restored:
    """Bring a sound ledger and a sound backup together."""
    if found.ledger != store.ledger:
        raise RestoreRefusedError("This is a backup of another station's record of doses.")
    had = store.length
    with _copy(source) as backup_:
        shared = min(had, found.rows)
        theirs = database.hash_at(backup_, found.ledger, shared)
        ours = next((row.hash for row in store.rows(after=shared - 1)), b"") if shared else theirs
        if ours != theirs:
            raise RestoreRefusedError(
                "This backup tells another history than this station's record of doses; "
                "they cannot be brought together."
            )
        for records in _records(backup_, shared, found.rows, theirs):
            store.append(records)
    outcome = Outcome.ADDED if store.length > had else Outcome.NOTHING_NEW
    return Restored(outcome, store.length, store.length - had)


def _replace(place: Place, source: Path) -> Restored:
    """Put the longest whole one in the place of a ledger that is not in order."""
    ledger = marked(place)
    if ledger is None:
        raise RestoreRefusedError(
            f"There is a record of doses but no sign that it was created here ({place.mark}): "
            "move it away first.",
            State.DAMAGED,
        )
    witness = read_witness(place, place.heads())
    with tempfile.TemporaryDirectory(prefix="restore-", dir=place.folder.parent) as folder:
        salvaged = _salvage(place, Path(folder))
        best = _longest([source, *copies(place.copies), *salvaged], witness)
        if best is None:
            own = database.check_copy(source)
            rows = own.rows if own and own.ledger == ledger else 0
            raise RestoreRefusedError(
                f"This backup ends with entry {rows}, and the record of doses had {witness.rows}: "
                "putting it back would forget doses.",
                State.OLDER,
            )
        path, found = best
        return _install(place, path, found, had=witness.rows)


def _longest(paths: Sequence[Path], witness: Witness) -> tuple[Path, Verified] | None:
    """Return the longest whole one that holds everything the witness knows."""
    best: tuple[Path, Verified] | None = None
    for path in paths:
        try:
            found = database.check_copy(path)
        except LedgerError:
            continue
        if found is None or found.ledger != witness.ledger or found.rows < witness.rows:
            continue
        with _copy(path) as connection:
            holds = database.hash_at(connection, found.ledger, witness.rows) == witness.head
        if holds and (best is None or found.rows > best[1].rows):
            best = path, found
    return best


def _salvage(place: Place, folder: Path) -> list[Path]:
    """Try to write anew what can still be read, with its log; in most damage nothing comes of it.

    A damaged index or free page costs no row: then this has every one of them.
    """
    copy, fresh = folder / "damaged.db", folder / "salvaged.db"
    try:
        for end in ("", "-wal"):
            if Path(f"{place.database}{end}").exists():
                shutil.copyfile(f"{place.database}{end}", f"{copy}{end}")
        old = database.connect(copy, None)
        new = database.connect(fresh, None, create=True)
        try:
            ledger = database.ledger_of(old)
            database.build(new, ledger)
            upto = database.length_of(old)
            first = database.hash_at(old, ledger, 0)
            for rows in database.chain(old, 0, upto, first):
                with new:
                    new.executemany("INSERT INTO rows VALUES (?, ?, ?, ?)", rows)
        finally:
            old.close(force=True)
            new.close(force=True)
    except (apsw.Error, LedgerError, OSError, ValueError, TypeError):
        return []
    return [fresh]


def _install(place: Place, path: Path, found: Verified, *, had: int) -> Restored:
    """Make a checked copy the ledger, and the witness say so."""
    try:
        place.files.make_folder(place.folder)
        place.files.make_folder(place.witness)
        beside = place.database.with_name("restored.db")
        shutil.copyfile(path, beside)
        again = database.check_copy(beside)
        if again != found:
            raise LedgerError(State.FAILING, f"{path} changed while it was copied")
        flush(beside)
        # The old log belongs to the old file: it goes first, and what it held is in the new one.
        place.files.remove(Path(f"{place.database}-wal"))
        beside.replace(place.database)
        flush(place.folder)
        inode = place.files.inode(place.database)
        write_witness(place.heads(), Witness(found.ledger, found.rows, found.head, inode), new=True)
        write_mark(place, found.ledger)
    except OSError as error:
        raise told(error, place.folder) from error
    Store(place).close()
    return Restored(Outcome.RESTORED, found.rows, found.rows - had)


@contextmanager
def _copy(path: Path) -> Iterator[apsw.Connection]:
    with database.speaking():
        connection = database.connect_copy(path)
        try:
            yield connection
        finally:
            connection.close()


def _records(
    connection: apsw.Connection, after: int, upto: int, previous: bytes
) -> Iterator[list[Record]]:
    for rows in database.chain(connection, after, upto, previous):
        yield [decode(row_id, fact) for _, row_id, fact, _ in rows]
