"""What is on record, and what it comes to: the ledger, its clock and the book, as one.

Nothing is believed that is not durable: an event enters the book only after the ledger has it.
Where the ledger cannot be used there is a sentence that says why, and no massage.
"""

from __future__ import annotations

import logging
import secrets
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
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
from kiosk.ledger.states import Health, LedgerError, RefusedRecordError, State
from kiosk.ledger.store import create
from kiosk.ledger.writer import APPEND_WITHIN_MS, Upkeep, Writer
from kiosk.units import SECOND, Millis

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
        self._kept: deque[Sequence[Event]] = deque()
        """On record, and not yet in the book."""

    # --- opening and closing

    def open(self) -> None:
        """Open the ledger and read all of it; where that cannot be, `health` says why.

        Takes as long as the ledger is large; on a thread of its own.
        """
        with self._lock:
            self._trouble = Health(State.STARTING)
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
        # Whoever puts something on record takes in all there is; nobody waits for that here.
        if self._kept and self._lock.acquire(blocking=False):
            try:
                self._take_in()
            finally:
                self._lock.release()
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
            kept, asked = self._submit(self._writer, events)
            try:
                kept.result(APPEND_WITHIN_MS / SECOND)
            except RefusedRecordError:
                raise  # none was written, and the ledger goes on
            except (LedgerError, FutureTimeoutError) as error:
                asked.cancel()  # what was not begun is not done at all
                # What is not known to be kept must not be built upon: read it all again first.
                health = self._writer.health
                self._trouble = Health(State.SLOW) if health.ready else health
                if isinstance(error, LedgerError):
                    raise
                raise LedgerError(State.SLOW) from None
            self._take_in()
            return events

    def _submit(self, writer: Writer, events: Sequence[Event]) -> tuple[Future[None], Future[None]]:
        """Hand events to the ledger; the first future ends once they wait for the book.

        The ledger's own thread must never wait for anybody who waits for it: so it only lays them
        down, in the order in which they are on record, and the next who asks takes them in.
        """
        kept: Future[None] = Future()
        asked = writer.submit([write(event) for event in events])

        def done(asked: Future[None]) -> None:
            if asked.cancelled():
                return
            error = asked.exception()
            if error is not None:
                kept.set_exception(error)
                return
            self._kept.append(events)
            kept.set_result(None)

        asked.add_done_callback(done)
        return kept, asked

    def _take_in(self) -> None:
        """Let the book know of what is on record; with the lock held."""
        while self._kept:
            self._book.add_all(self._kept.popleft())

    def follow(self, policy: Policy, zone: tzinfo) -> None:
        """Take on another policy or zone: everything on record is read anew by it."""
        with self._lock:
            book = Book(policy, zone)
            self._kept.clear()  # all of it is read again
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
        self._submit(writer, [make(new_id(), self._stamper.look())])


def _went_back(by_ms: Millis) -> Callable[[str, Stamp], Event]:
    return lambda id_, at: ClockWentBack(id_, "", at, by_ms)
