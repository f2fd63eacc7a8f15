"""People: a name and a sign for each opaque id, apart from the ledger so that they can be erased.

The ledger knows ids alone. Erasing a person removes the name and all details from the disk and
leaves the chain as it is. What stays is a slow, salted hash of the name: a person made anew under
that name gets the same id back, and with it every dose and lock, so that being erased and made
anew wins nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import secrets
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import apsw

from kiosk.language import _
from kiosk.ledger.files import DISK
from kiosk.ledger.states import LedgerError, State
from kiosk.units import Millis

LONGEST_NAME = 60

_APPLICATION_ID = 0x67776C70
_VERSION = 1
_TABLES = (
    "CREATE TABLE station (salt BLOB NOT NULL) STRICT",
    (
        "CREATE TABLE people (id TEXT PRIMARY KEY, name TEXT NOT NULL, mark BLOB NOT NULL UNIQUE,"
        " colour TEXT NOT NULL, shape TEXT NOT NULL, pin BLOB, created_ms INTEGER NOT NULL) STRICT"
    ),
    (
        "CREATE TABLE erased (mark BLOB PRIMARY KEY, id TEXT NOT NULL, erased_ms INTEGER NOT NULL)"
        " STRICT"
    ),
)
_FIELDS = "id, name, colour, shape, pin, created_ms"


class PeopleError(Exception):
    """What was asked cannot be done; its text says why in one sentence."""

    @property
    def sentence(self) -> str:
        """Why not, in the language in force when it was found."""
        return str(self)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody this station knows.

    Attributes:
        id: Opaque, random; the only thing the ledger knows.
        name: As it is shown.
        colour: The name of the colour beside it.
        shape: The name of the shape beside it.
        pin: The PIN's hash, as whoever checks it wrote it; None where there is no PIN.
        created_ms: The wall clock when the person was made.
    """

    id: str
    name: str
    colour: str
    shape: str
    pin: bytes | None
    created_ms: Millis


class People:
    """The people of one station. Any thread may ask.

    Args:
        path: The file; made where there is none. It is not the ledger's file.

    Raises:
        LedgerError: It cannot be read or made.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        try:
            DISK.make_folder(path.parent)
            self._connection = apsw.Connection(str(path))
            path.chmod(0o600)
            self._open()
        except (apsw.Error, OSError) as error:
            raise _told(error, path) from error

    def _open(self) -> None:
        connection = self._connection
        connection.set_busy_timeout(2000)
        for pragma in (
            # What is erased is written over with zeros, and no journal keeps it.
            "secure_delete=ON",
            "journal_mode=DELETE",
            "synchronous=EXTRA",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        with connection:
            version = connection.execute("PRAGMA user_version").fetchall()[0][0]
            if version == 0:
                for statement in _TABLES:
                    connection.execute(statement)
                connection.execute("INSERT INTO station VALUES (?)", (secrets.token_bytes(16),))
                connection.execute(f"PRAGMA application_id={_APPLICATION_ID}").fetchall()
                connection.execute(f"PRAGMA user_version={_VERSION}").fetchall()
            elif version != _VERSION:
                raise LedgerError(State.NEWER, f"{self._path}: version {version}")
        salt: list[Any] = connection.execute("SELECT salt FROM station").fetchall()
        self._salt: bytes = salt[0][0]

    def all(self) -> list[Person]:
        """Return everybody, in the order they were made."""
        return self._people("SELECT {} FROM people ORDER BY created_ms, rowid")

    def get(self, person: str) -> Person | None:
        """Return the person with an id; None where there is none or they were erased."""
        found = self._people("SELECT {} FROM people WHERE id = ?", person)
        return found[0] if found else None

    def named(self, name: str) -> Person | None:
        """Return the person of a name, however it is spaced and capitalised."""
        found = self._people("SELECT {} FROM people WHERE mark = ?", self._mark(tidy(name)))
        return found[0] if found else None

    def make(
        self, name: str, colour: str, shape: str, created_ms: Millis, pin: bytes | None = None
    ) -> Person:
        """Make a person: an operator's act.

        Raises:
            PeopleError: The name is empty, too long or taken.
            LedgerError: The disk does not take it.
        """
        name = tidy(name)
        mark = self._mark(name)
        with self._changing() as connection:
            if connection.execute("SELECT 1 FROM people WHERE mark = ?", (mark,)).fetchall():
                raise PeopleError(
                    _("There is somebody named {name} already: add a letter.").format(name=name)
                )
            known = connection.execute("SELECT id FROM erased WHERE mark = ?", (mark,)).fetchall()
            person_id = str(known[0][0]) if known else secrets.token_hex(8)
            connection.execute("DELETE FROM erased WHERE mark = ?", (mark,))
            connection.execute(
                "INSERT INTO people (id, name, mark, colour, shape, pin, created_ms)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (person_id, name, mark, colour, shape, pin, created_ms),
            )
        return Person(person_id, name, colour, shape, pin, created_ms)

    def rename(self, person: str, name: str) -> Person:
        """Give a person another name; the id, and so every dose, stays.

        Raises:
            PeopleError: There is no such person, or the name is empty, too long or taken.
            LedgerError: The disk does not take it.
        """
        name = tidy(name)
        mark = self._mark(name)
        with self._changing() as connection:
            for table in ("people", "erased"):
                taken = connection.execute(
                    f"SELECT 1 FROM {table} WHERE mark = ? AND id != ?",  # noqa: S608
                    (mark, person),
                ).fetchall()
                if taken:
                    raise PeopleError(
                        _("The name {name} is or was somebody else's: add a letter.").format(
                            name=name
                        )
                    )
            connection.execute(
                "UPDATE people SET name = ?, mark = ? WHERE id = ?", (name, mark, person)
            )
        return self._there(person)

    def set_sign(self, person: str, colour: str, shape: str) -> Person:
        """Give a person another colour and shape.

        Raises:
            PeopleError: There is no such person.
            LedgerError: The disk does not take it.
        """
        with self._changing() as connection:
            connection.execute(
                "UPDATE people SET colour = ?, shape = ? WHERE id = ?", (colour, shape, person)
            )
        return self._there(person)

    def set_pin(self, person: str, pin: bytes | None) -> Person:
        """Keep a PIN's hash, or none.

        Raises:
            PeopleError: There is no such person.
            LedgerError: The disk does not take it.
        """
        with self._changing() as connection:
            connection.execute("UPDATE people SET pin = ? WHERE id = ?", (pin, person))
        return self._there(person)

    def erase(self, person: str, erased_ms: Millis) -> None:
        """Remove a person's name and details from the disk, now and for good.

        Raises:
            PeopleError: There is no such person.
            LedgerError: The disk does not take it.
        """
        self._there(person)
        with self._changing() as connection:
            connection.execute(
                "INSERT INTO erased SELECT mark, id, ? FROM people WHERE id = ?",
                (erased_ms, person),
            )
            connection.execute("DELETE FROM people WHERE id = ?", (person,))
        with self._changing(transaction=False) as connection:
            # Written anew, so that no page that was moved or split before keeps a trace.
            connection.execute("VACUUM").fetchall()

    def close(self) -> None:
        """Let go of the file."""
        with contextlib.suppress(apsw.Error):
            self._connection.close(force=True)

    def _there(self, person: str) -> Person:
        found = self.get(person)
        if found is None:
            raise PeopleError(f"There is nobody with the id {person!r}.")
        return found

    def _people(self, statement: str, *values: str | bytes) -> list[Person]:
        with self._changing(transaction=False) as connection:
            rows: list[Any] = connection.execute(statement.format(_FIELDS), values).fetchall()
        return [Person(*row) for row in rows]

    def _mark(self, name: str) -> bytes:
        """Return what stays of a name. It is slow on purpose: lists of names are short."""
        plain = unicodedata.normalize("NFKC", name).casefold()
        return hashlib.scrypt(plain.encode(), salt=self._salt, n=2**14, r=8, p=1, dklen=32)

    @contextlib.contextmanager
    def _changing(self, *, transaction: bool = True) -> Iterator[apsw.Connection]:
        with self._lock:
            try:
                with self._connection if transaction else contextlib.nullcontext():
                    yield self._connection
            except apsw.Error as error:
                raise _told(error, self._path) from error


def tidy(name: str) -> str:
    """Return a name as it is kept: its blanks in order, nothing that cannot be seen.

    Raises:
        PeopleError: It is empty, too long or holds what cannot be shown.
    """
    name = unicodedata.normalize("NFC", " ".join(name.split()))
    if not name:
        raise PeopleError(_("A person needs a name."))
    if len(name) > LONGEST_NAME:
        raise PeopleError(_("A name has at most {n} letters.").format(n=LONGEST_NAME))
    if not name.isprintable():
        raise PeopleError(_("The name holds something that cannot be shown."))
    return name


def _told(error: Exception, path: Path) -> LedgerError:
    if isinstance(error, apsw.ReadOnlyError | apsw.CantOpenError | apsw.PermissionsError):
        state = State.READ_ONLY
    elif isinstance(error, apsw.FullError):
        state = State.FULL
    elif isinstance(error, apsw.CorruptError | apsw.NotADBError):
        state = State.DAMAGED
    else:
        state = State.FAILING
    return LedgerError(state, f"{path}: {error}")
