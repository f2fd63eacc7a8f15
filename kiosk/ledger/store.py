"""The ledger on disk: SQLite that only grows, each row chained to those before it.

What is acknowledged is durable twice over: the row is flushed into SQLite's write-ahead log, then
the new length and head are flushed into the witness, outside the database. Whoever opens it again
finds at least what the witness knows, or refuses. A row that a crash left written but never
acknowledged is kept and made durable; since its id is known, writing it again changes nothing.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import apsw

from kiosk.dose.record import Record
from kiosk.ledger import database, schema
from kiosk.ledger.place import (
    Place,
    Witness,
    look_at_disk,
    marked,
    read_witness,
    write_mark,
    write_witness,
)
from kiosk.ledger.place import told as told_by_system
from kiosk.ledger.row import Row, Verified, decode, encode, first_hash, link
from kiosk.ledger.states import AlreadyCreatedError, Health, LedgerError, RefusedRecordError, State

TAIL = 2000
"""How many of the last rows are checked on opening; reading checks the others as it goes."""

WHOLE_BYTES = 16 * 1024 * 1024
"""Up to this size everything is checked on opening: it takes no longer than a blink."""


class Store:
    """The one writer of a ledger. For one thread at a time; `Writer` gives it a thread.

    Args:
        place: Where it is.

    Raises:
        LedgerError: It is not in order, and says what is the matter.
    """

    def __init__(self, place: Place) -> None:
        self.place = place
        self._failure: LedgerError | None = None
        self._heads = place.heads()
        look_at_disk(place)
        ledger = marked(place)
        self._inode = _file_of(place)
        if ledger is None:
            raise _unmarked(place)
        if self._inode is None:
            raise LedgerError(State.MISSING, str(place.database))
        witness = read_witness(place, self._heads)
        with database.speaking():
            self._connection = database.connect(place.database, place.files.vfs)
            try:
                self._open(ledger, witness)
            except BaseException:
                with contextlib.suppress(apsw.Error):
                    self._connection.close(force=True)
                raise

    def _open(self, ledger: str, witness: Witness) -> None:
        connection = self._connection
        old = database.version_of(connection) < schema.VERSION
        if not old:
            database.check_schema(connection)
        self.ledger = database.ledger_of(connection)
        if not self.ledger == ledger == witness.ledger:
            raise LedgerError(State.DAMAGED, "it is another station's ledger")
        self._length = database.length_of(connection)
        self._check_against(witness)
        self._head = self._check_end(witness)
        if old:
            self._migrate()
        # A row of a killed process may be in the file but not on the disk yet; a full checkpoint
        # flushes it, and only then is it counted.
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        self._witness()

    def _check_against(self, witness: Witness) -> None:
        if self._length < witness.rows:
            same = self._inode == witness.inode
            detail = f"it has {self._length} rows and had {witness.rows}"
            raise LedgerError(State.SHORTER if same else State.OLDER, detail)
        if database.hash_at(self._connection, self.ledger, witness.rows) != witness.head:
            raise LedgerError(State.DAMAGED, f"row {witness.rows} is not the one that was written")

    def _check_end(self, witness: Witness) -> bytes:
        """Check the last rows, or all of few, and return the head."""
        pages = database.one(self._connection, "PRAGMA page_count")
        if pages * database.one(self._connection, "PRAGMA page_size") <= WHOLE_BYTES:
            said = self._connection.execute("PRAGMA integrity_check(1)").fetchall()
            if said != [("ok",)]:
                raise LedgerError(State.DAMAGED, str(said[0][0]) if said else "no answer")
            start = 0
        else:
            start = max(0, min(self._length, witness.rows) - TAIL)
        head = database.hash_at(self._connection, self.ledger, start)
        for chunk in database.chain(self._connection, start, self._length, head):
            head = chunk[-1][3]
        return head

    def _migrate(self) -> None:
        before = self.place.copies / f"before-version-{schema.VERSION}.db"
        self.place.files.make_folder(before.parent)
        self.place.files.remove(before)
        self._connection.execute("VACUUM INTO ?", (str(before),))
        database.migrate(self._connection)
        database.check_schema(self._connection)

    @property
    def failure(self) -> Health | None:
        """What it failed with, if it has; nothing is taken any more then."""
        return self._failure.health if self._failure else None

    @property
    def length(self) -> int:
        """How many rows there are."""
        return self._length

    @property
    def head(self) -> bytes:
        """The hash that stands for all of them."""
        return self._head

    def append(self, records: Sequence[Record]) -> None:
        """Put facts on record, all of them or none; return once a power cut cannot undo it.

        A record that is there already, the same in every field, is passed over.

        Raises:
            RefusedRecordError: One cannot be kept, or its id stands for another fact. None was
                written; the ledger goes on.
            LedgerError: The disk did not take them, or an earlier failure stands. Whether they
                are kept shows when the ledger is opened anew; nothing more is taken until then.
        """
        self._check_open()
        fresh: dict[str, tuple[int, bytes, bytes]] = {}
        length, head = self._length, self._head
        for record in records:
            fact = encode(record)
            known = fresh[record.id][1] if record.id in fresh else self._fact(record.id)
            if known is None:
                length += 1
                head = link(head, length, record.id, fact)
                fresh[record.id] = (length, fact, head)
            elif known != fact:
                raise RefusedRecordError(f"The id {record.id!r} stands for another fact already.")
        if not fresh:
            return
        with self._failing():
            with self._connection:
                self._connection.executemany(
                    "INSERT INTO rows (seq, id, fact, hash) VALUES (?, ?, ?, ?)",
                    [(seq, row_id, fact, hash_) for row_id, (seq, fact, hash_) in fresh.items()],
                )
            if _file_of(self.place) != self._inode:
                raise LedgerError(State.MISSING, f"{self.place.database} was taken away")
            self._length, self._head = length, head
            self._witness()

    def rows(self, after: int = 0, known: bytes | None = None) -> Iterator[Row]:
        """Yield the rows behind number `after`, in order, each checked before it is handed out.

        Rows appended meanwhile are not among them.

        Args:
            after: A row's number; 0 is before the first.
            known: The hash of that row, where the reader kept it: then the reading is checked
                from there without a gap.

        Raises:
            LedgerError: A row is changed or missing; nothing is taken any more.
        """
        self._check_open()
        upto, head = self._length, self._head
        if after >= upto and known is None:
            return
        with self._failing():
            previous = database.hash_at(self._connection, self.ledger, after)
            if known not in {None, previous}:
                raise LedgerError(State.DAMAGED, f"row {after} is not the one that was read")
        chunks = database.chain(self._connection, after, upto, previous)
        while True:
            self._check_open()
            with self._failing():
                chunk = next(chunks, None)
                if chunk is None:
                    break
                previous = chunk[-1][3]
                if chunk[-1][0] == upto and previous != head:
                    raise LedgerError(State.DAMAGED, f"row {upto} was changed")
                rows = [Row(seq, decode(row_id, fact), hash_) for seq, row_id, fact, hash_ in chunk]
            yield from rows

    def verify(self, stop: Callable[[], bool] = lambda: False) -> Verified | None:
        """Check every page, index and row, and the witness.

        Args:
            stop: Asked often; once it says yes, the check is given up.

        Returns:
            What was found in order; None where it was given up.

        Raises:
            LedgerError: Something is not; nothing is taken any more.
        """
        self._check_open()
        with self._failing():
            found = database.check_all(self._connection, stop)
            if found is None:
                return None
            if (found.rows, found.head) != (self._length, self._head):
                raise LedgerError(State.DAMAGED, "it is not what was written")
            witness = read_witness(self.place, self._heads)
            if (witness.rows, witness.head) != (self._length, self._head):
                raise LedgerError(State.DAMAGED, "the witness tells of another end")
            return found

    def vacuum_into(self, path: Path, stop: Callable[[], bool] = lambda: False) -> bool:
        """Write a compact copy to a path where nothing is; say whether it was finished.

        Raises:
            LedgerError: It could not be written. The ledger itself goes on.
        """
        self._check_open()
        with database.speaking():
            self._connection.set_progress_handler(stop, 20_000)
            try:
                self._connection.execute("VACUUM INTO ?", (str(path),))
            except apsw.InterruptError:
                return False
            finally:
                self._connection.set_progress_handler(None)
        return True

    def close(self) -> None:
        """Let go of it. Everything acknowledged is durable already; nothing can fail here."""
        self._failure = self._failure or LedgerError(State.CLOSED)
        with contextlib.suppress(apsw.Error):
            self._connection.close(force=True)

    def _fact(self, row_id: str) -> bytes | None:
        with self._failing():
            found = database.one(self._connection, "SELECT fact FROM rows WHERE id = ?", row_id)
            return None if found is None else bytes(found)

    def _witness(self) -> None:
        write_witness(self._heads, Witness(self.ledger, self._length, self._head, self._inode))

    def _check_open(self) -> None:
        if self._failure:
            raise LedgerError(self._failure.health.state, self._failure.health.detail)

    @contextlib.contextmanager
    def _failing(self) -> Iterator[None]:
        """What fails in here once leaves the store closed to everything until it is opened anew."""
        try:
            with database.speaking():
                yield
        except LedgerError as error:
            cause = error.__cause__
            if isinstance(cause, OSError) and not isinstance(cause, apsw.Error):
                error = told_by_system(cause, self.place.witness)
            self._failure = error
            raise error from cause


def create(place: Place) -> None:
    """Make the ledger of a new station: once, by the installation or an operator.

    Raises:
        LedgerError: There is one, or was one, or the disk does not take it.
    """
    look_at_disk(place)
    there = marked(place)
    if there is not None:
        if _file_of(place) is None:
            raise LedgerError(State.MISSING, str(place.database))
        raise AlreadyCreatedError(str(place.folder))
    if _file_of(place) is not None:
        _clear_unfinished(place)
    ledger = secrets.token_hex(16)
    try:
        place.files.make_folder(place.folder)
        place.files.make_folder(place.witness)
        with database.speaking():
            connection = database.connect(place.database, place.files.vfs, create=True)
            try:
                database.build(connection, ledger)
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                connection.close()
        place.files.flush_folder(place.folder)
        witness = Witness(ledger, 0, first_hash(ledger), _file_of(place))
        write_witness(place.heads(), witness, new=True)
        # The mark comes last: without it nothing was created, and it can be begun again.
        write_mark(place, ledger)
    except OSError as error:
        raise told_by_system(error, place.folder) from error


def _unmarked(place: Place) -> LedgerError:
    """Tell a station that never had a ledger from one whose witness was taken away."""
    if _file_of(place) is None:
        return LedgerError(State.NEVER_CREATED)
    if _unfinished(place):
        return LedgerError(State.NEVER_CREATED, "making it was not finished")
    return LedgerError(State.DAMAGED, f"there is a ledger but no {place.mark}")


def _unfinished(place: Place) -> bool:
    """Whether the database is what a creation leaves that was cut off: no row in it."""
    try:
        connection = database.connect(place.database, place.files.vfs)
    except (apsw.Error, LedgerError):
        data = place.files.read(place.database)
        return not data
    try:
        tables = database.one(connection, "SELECT count(*) FROM sqlite_schema")
        return not tables or not database.length_of(connection)
    except apsw.Error:
        return False
    finally:
        connection.close()


def _clear_unfinished(place: Place) -> None:
    if not _unfinished(place):
        raise _unmarked(place)
    for path in (place.database, Path(f"{place.database}-wal")):
        place.files.remove(path)


def _file_of(place: Place) -> int | None:
    try:
        return place.files.inode(place.database)
    except OSError as error:
        raise told_by_system(error, place.database) from error
