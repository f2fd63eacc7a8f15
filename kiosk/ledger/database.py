"""One SQLite connection as the ledger wants it, and its chain read with every row checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import apsw

from kiosk.ledger import schema
from kiosk.ledger.row import Verified, first_hash, link
from kiosk.ledger.states import LedgerError, State

CHUNK = 2000
"""Rows read at once: no statement stays open between two, so that appends may come between."""

Link = tuple[int, str, bytes, bytes]
"""A row as it is stored: number, id, fact and hash."""

_STATES: tuple[tuple[type[apsw.Error], State], ...] = (
    (apsw.FullError, State.FULL),
    (apsw.ReadOnlyError, State.READ_ONLY),
    (apsw.PermissionsError, State.READ_ONLY),
    (apsw.BusyError, State.IN_USE),
    (apsw.LockedError, State.IN_USE),
    (apsw.CorruptError, State.DAMAGED),
    (apsw.NotADBError, State.DAMAGED),
    (apsw.FormatError, State.DAMAGED),
    (apsw.SchemaChangeError, State.DAMAGED),
    (apsw.SQLError, State.DAMAGED),
    (apsw.MismatchError, State.DAMAGED),
    (apsw.ConstraintError, State.DAMAGED),
    (apsw.TooBigError, State.DAMAGED),
    (apsw.RangeError, State.DAMAGED),
)


def told(error: Exception) -> LedgerError:
    """Say what an error from SQLite, or from reading what it gave, means for the ledger."""
    if isinstance(error, LedgerError):
        return error
    state = next((state for kind, state in _STATES if isinstance(error, kind)), State.FAILING)
    if not isinstance(error, apsw.Error | OSError):
        state = State.DAMAGED  # a value that no row of ours holds
    if getattr(error, "extendedresult", 0) == apsw.SQLITE_IOERR_CORRUPTFS:
        state = State.DAMAGED
    return LedgerError(state, f"{type(error).__name__}: {error}")


@contextmanager
def speaking() -> Iterator[None]:
    """Turn every error inside into a `LedgerError`."""
    try:
        yield
    except apsw.InterruptError:
        raise
    except (apsw.Error, OSError, ValueError, TypeError, MemoryError) as error:
        raise told(error) from error


def connect(path: Path, vfs: str | None, *, create: bool = False) -> apsw.Connection:
    """Open for writing, alone: nobody else can read or write until it is closed."""
    flags = apsw.SQLITE_OPEN_READWRITE | (apsw.SQLITE_OPEN_CREATE if create else 0)
    connection = apsw.Connection(str(path), flags=flags, vfs=vfs)
    try:
        connection.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, 1)
        connection.config(apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
        for pragma in (
            # First of all, so that the write-ahead log needs no shared memory beside it.
            "locking_mode=EXCLUSIVE",
            "recursive_triggers=ON",
            "cell_size_check=ON",
            "mmap_size=0",
            "temp_store=MEMORY",
            "foreign_keys=ON",
        ):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        mode = connection.execute("PRAGMA journal_mode=WAL").fetchall()
        if mode != [("wal",)]:
            raise LedgerError(State.FAILING, f"the journal is {mode}, not wal")  # noqa: TRY301
        connection.execute("PRAGMA synchronous=FULL").fetchall()
    except BaseException:
        connection.close(force=True)
        raise
    return connection


def connect_copy(path: Path) -> apsw.Connection:
    """Open a finished copy for reading; nothing beside it is looked at or made."""
    connection = apsw.Connection(
        f"file:{quote(str(path.absolute()))}?immutable=1",
        flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI,
    )
    connection.config(apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
    connection.execute("PRAGMA cell_size_check=ON").fetchall()
    return connection


def one(connection: apsw.Connection, statement: str, *values: Any) -> Any:
    """Return the one value a statement gives; None where it gives no row."""
    row = connection.execute(statement, values).fetchone()
    return row[0] if row else None


def build(connection: apsw.Connection, ledger: str) -> None:
    """Make an empty ledger, whole or not at all."""
    with connection:
        for statement in schema.TABLES:
            connection.execute(statement)
        connection.execute("INSERT INTO ledger VALUES (?)", (ledger,))
        connection.execute(f"PRAGMA application_id={schema.APPLICATION_ID}").fetchall()
        connection.execute(f"PRAGMA user_version={schema.VERSION}").fetchall()


def version_of(connection: apsw.Connection) -> int:
    """Return the version of the schema.

    Raises:
        LedgerError: This is no ledger, or one from the future.
    """
    if one(connection, "PRAGMA application_id") != schema.APPLICATION_ID:
        raise LedgerError(State.DAMAGED, "the file is no ledger")
    version = one(connection, "PRAGMA user_version")
    if not isinstance(version, int) or version < 1:
        raise LedgerError(State.DAMAGED, f"the schema has version {version}")
    if version > schema.VERSION:
        message = f"version {version} of the schema, and this program knows {schema.VERSION}"
        raise LedgerError(State.NEWER, message)
    return version


def migrate(connection: apsw.Connection) -> bool:
    """Bring the schema to the present version, whole or not at all; say whether it did."""
    version = version_of(connection)
    if version == schema.VERSION:
        return False
    with connection:
        for step in range(version, schema.VERSION):
            for statement in schema.MIGRATIONS[step]:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version={schema.VERSION}").fetchall()
    return True


def check_schema(connection: apsw.Connection) -> None:
    """Make sure that the tables and what guards them are as we made them.

    Raises:
        LedgerError: They are not.
    """
    found = {
        statement
        for (statement,) in connection.execute("SELECT sql FROM sqlite_schema WHERE sql NOT NULL")
    }
    if found != set(schema.TABLES):
        raise LedgerError(State.DAMAGED, "its tables or the rules that guard them were changed")


def ledger_of(connection: apsw.Connection) -> str:
    """Return the ledger's id.

    Raises:
        LedgerError: It has none, or several.
    """
    found = connection.execute("SELECT id FROM ledger").fetchall()
    if len(found) != 1 or not isinstance(found[0][0], str):
        raise LedgerError(State.DAMAGED, "it does not say which ledger it is")
    return found[0][0]


def length_of(connection: apsw.Connection) -> int:
    """Return the number of the last row; 0 where there is none."""
    return int(one(connection, "SELECT coalesce(max(seq), 0) FROM rows"))


def hash_at(connection: apsw.Connection, ledger: str, seq: int) -> bytes:
    """Return the stored hash of a row; of none, the hash that the first is chained to.

    Raises:
        LedgerError: There is no such row.
    """
    if seq == 0:
        return first_hash(ledger)
    found = one(connection, "SELECT hash FROM rows WHERE seq = ?", seq)
    if not isinstance(found, bytes):
        raise LedgerError(State.DAMAGED, f"row {seq} is missing")
    return found


def chain(
    connection: apsw.Connection, after: int, upto: int, previous: bytes
) -> Iterator[list[Link]]:
    """Yield the rows behind `after` as far as `upto`, in chunks, each row checked.

    Args:
        connection: Where they are.
        after: The number of the row before the first.
        upto: The number of the last.
        previous: The hash of row `after`.

    Raises:
        LedgerError: A row is changed or missing.
    """
    seq = after
    while seq < upto:
        rows: list[Any] = connection.execute(
            "SELECT seq, id, fact, hash FROM rows WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?",
            (seq, upto, CHUNK),
        ).fetchall()
        if not rows:
            raise LedgerError(State.DAMAGED, f"row {seq + 1} is missing")
        for number, row_id, fact, stored in rows:
            seq += 1
            if number != seq:
                raise LedgerError(State.DAMAGED, f"row {seq} is missing")
            previous = link(previous, seq, row_id, fact)
            if previous != stored:
                raise LedgerError(State.DAMAGED, f"row {seq} was changed")
        yield rows


def check_all(
    connection: apsw.Connection, stop: Callable[[], bool] = lambda: False
) -> Verified | None:
    """Check everything there is: pages, indexes, tables and each row.

    Args:
        connection: What to check.
        stop: Asked often; once it says yes, the check is given up.

    Returns:
        What was found in order; None where it was given up.

    Raises:
        LedgerError: Something is not in order.
    """
    with speaking():
        connection.set_progress_handler(stop, 20_000)
        try:
            version = version_of(connection)
            check_schema(connection)
            ledger = ledger_of(connection)
            said = connection.execute("PRAGMA integrity_check(1)").fetchall()
            if said != [("ok",)]:
                raise LedgerError(State.DAMAGED, str(said[0][0]) if said else "no answer")
            rows, head = length_of(connection), first_hash(ledger)
            for chunk in chain(connection, 0, rows, head):
                head = chunk[-1][3]
                if stop():
                    return None
        except apsw.InterruptError:
            return None
        finally:
            connection.set_progress_handler(None)
    return Verified(ledger, rows, head, version)


def check_copy(path: Path, stop: Callable[[], bool] = lambda: False) -> Verified | None:
    """Check a finished copy as `check_all` does.

    Raises:
        LedgerError: It is no ledger, or damaged.
    """
    with speaking():
        connection = connect_copy(path)
        try:
            return check_all(connection, stop)
        finally:
            connection.close()
