"""What is on record, and what it comes to: the ledger, its clock and the book, as one.

Nothing is believed that is not durable: an event enters the book only after the ledger has it.
Where the ledger cannot be used there is a sentence that says why, and no massage.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator, Sequence
from datetime import tzinfo
from pathlib import Path
from threading import RLock

from kiosk.dose.codec import read, write
from kiosk.dose.events import ClockAnchor, ClockWentBack, Event
from kiosk.dose.fold import Book
from kiosk.dose.policy import Policy
from kiosk.dose.record import Stamp
from kiosk.ledger.clock import Stamper
from kiosk.ledger.place import Place, marked, place_in
from kiosk.ledger.source import ClockSource, MachineClock
from kiosk.ledger.states import Health, LedgerError, State
from kiosk.ledger.store import create
from kiosk.ledger.writer import Upkeep, Writer
from kiosk.units import Millis

log = logging.getLogger(__name__)


def new_id() -> str:
    """An id that no other event has."""
    return secrets.token_hex(16)


class Records:
    """The record of one station. Any thread may use it; what writes waits for the disk.

    Args:
        data: The data folder.
        policy, zone: The rule in force and where the dose day turns.
        clock: The machine's clocks; for tests another.
    """

    def __init__(
        self, data: Path, policy: Policy, zone: tzinfo, *, clock: ClockSource | None = None
    ) -> None:
        self.place: Place = place_in(data)
        self._source = clock or MachineClock()
        self._lock = RLock()
        self._book = Book(policy, zone)
        self._stamper = Stamper(self._source)
        self._writer: Writer | None = None
        self._trouble: Health | None = Health(State.CLOSED)
        self._anchored = ""

    # --- opening and closing

    def open(self) -> None:
        """Open the ledger and read all of it; where that cannot be, `health` says why.

        Takes as long as the ledger is large; on a thread of its own.
        """
        writer = Writer(self.place, upkeep=Upkeep(also=self._look_after))
        writer.start()
        health = writer.wait_until_open()
        with self._lock:
            self._writer = writer
            if not health.ready:
                self._trouble = health
                return
            try:
                last: Stamp | None = None
                book = Book(self._book.policy, self._book.zone)
                for row in writer.rows():
                    book.add(read(row.record))
                    last = row.record.at
                self._book = book
                self._stamper = Stamper(
                    self._source, self.place.notes(), ledger=writer.ledger, last=last
                )
                self._trouble = None
            except LedgerError as error:
                self._trouble = error.health
        self._look_after()

    def create(self) -> None:
        """Create the ledger, once: an operator's act, or the installation's.

        Raises:
            LedgerError: There is one, or there was one, or it cannot be made.
        """
        create(self.place)
        self.open()

    @property
    def created(self) -> bool:
        """Whether a ledger was ever created here; True where nobody can tell."""
        try:
            return marked(self.place) is not None
        except LedgerError:
            return True

    def close(self) -> None:
        """Let go of the ledger; it notes the time first."""
        with self._lock:
            writer, self._writer = self._writer, None
            self._trouble = Health(State.CLOSED)
        if writer is not None:
            try:
                self._stamper.note()
            except OSError as error:
                log.warning("The time under power was not noted: %s.", error)
            writer.close(5.0)

    # --- asking

    @property
    def health(self) -> Health:
        """How the ledger is now."""
        if self._trouble is not None:
            return self._trouble
        return self._writer.health if self._writer else Health(State.CLOSED)

    @property
    def writer(self) -> Writer | None:
        """The ledger's own thread, for backups and exports."""
        return self._writer

    @property
    def book(self) -> Book:
        """What everything on record comes to."""
        return self._book

    def now(self) -> Stamp:
        """The time, as far as this station knows it, for deciding and showing.

        What is put on record gets its own stamp in `put`: only that one is counted from.
        """
        return self._stamper.look()

    def events(self) -> Iterator[Event]:
        """Everything on record, from the first.

        Raises:
            LedgerError: It cannot be read.
        """
        writer = self._writer
        if writer is None:
            raise LedgerError(State.CLOSED)
        for row in writer.rows():
            yield read(row.record)

    # --- putting on record

    def put(self, *make: Callable[[str, Stamp], Event]) -> Sequence[Event]:
        """Put events on record, all or none; return them once they are durable.

        Args:
            make: Each makes an event of an id and a time.

        Raises:
            LedgerError: They could not be kept, so they must count as never having been allowed.
        """
        with self._lock:
            if self._trouble is not None or self._writer is None:
                raise LedgerError(self.health.state, self.health.detail)
            now = self._stamper.now()
            events = [each(new_id(), now) for each in make]
            try:
                self._writer.append([write(event) for event in events])
            except LedgerError:
                # What is not known to be kept must not be built upon: read it all again first.
                self._trouble = self._writer.health
                if self._trouble.ready:
                    self._trouble = Health(State.SLOW)
                raise
            self._book.add_all(events)
            return events

    def follow(self, policy: Policy, zone: tzinfo) -> None:
        """Take on another policy or zone: everything on record is read anew by it."""
        with self._lock:
            book = Book(policy, zone)
            if self.health.ready:
                book.add_all(self.events())
            self._book = book

    def vouch(self) -> Stamp:
        """Take an operator's word for the clock; return the time. The caller records it."""
        stamp = self._stamper.vouch()
        self._stamper.note()
        return stamp

    @property
    def clock_doubted(self) -> bool:
        """Whether the clock contradicts itself and waits for an operator."""
        return self._stamper.doubted

    def _look_after(self) -> None:
        """Between requests: note the time under power, record anchors and a clock gone back."""
        self._stamper.note_if_due()
        if not self.health.ready:
            return
        for report in self._stamper.take_reports():
            # A clock that jumped ahead without reason is believed as little as one gone back.
            self._later(_went_back(max(1, abs(report.expected_ms - report.found_ms))))
        now = self._stamper.look()
        if now.trusted and self._anchored != now.boot:
            self._anchored = now.boot
            self._later(lambda id_, at: ClockAnchor(id_, "", at, "machine"))

    def _later(self, make: Callable[[str, Stamp], Event]) -> None:
        """Record from the ledger's own thread, which cannot wait for itself."""
        writer = self._writer
        if writer is None:
            return
        event = make(new_id(), self._stamper.look())
        future = writer.submit([write(event)])

        def done(_: object) -> None:
            if future.exception() is None:
                with self._lock:
                    self._book.add(event)

        future.add_done_callback(done)


def _went_back(by_ms: Millis) -> Callable[[str, Stamp], Event]:
    return lambda id_, at: ClockWentBack(id_, "", at, by_ms)
