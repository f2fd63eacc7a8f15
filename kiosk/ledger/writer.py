"""The ledger's own thread: it alone touches the store, in the order it was asked.

Nobody waits for a disk on the screen's thread: `submit` gives a future, `append` waits for it with
a limit. While nothing is asked it checks everything once, makes rotating copies and lets the clock
note the time under power; all of that is given up at once when somebody asks. Once anything has
failed, everything asked later fails with the same words, until it is opened anew.
"""

from __future__ import annotations

import contextlib
import logging
import queue
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from threading import Lock, Thread
from typing import Any, TypeVar

from kiosk.dose.record import Record
from kiosk.ledger.copies import KEPT, copy_to, rotate
from kiosk.ledger.place import Place
from kiosk.ledger.row import Row, Verified
from kiosk.ledger.states import Health, LedgerError, RefusedRecordError, State
from kiosk.ledger.store import Store
from kiosk.units import HOUR, SECOND, Millis

APPEND_WITHIN_MS = 5 * SECOND
"""A card that takes longer than this is broken; there is no press."""

_READ_AT_ONCE = 2000
_OPEN_WITHIN_S = 120.0

T = TypeVar("T")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What the thread does while nothing is asked.

    Attributes:
        every_ms: How long it waits for a request before it looks after the ledger.
        copy_every_ms: The least time between two rotating copies.
        keep: How many of them there are.
        also: Called about every `every_ms`, such as the clock's `note_if_due`.
    """

    every_ms: Millis = 10 * SECOND
    copy_every_ms: Millis = 6 * HOUR
    keep: int = KEPT
    also: Callable[[], object] = lambda: None


@dataclass(frozen=True, slots=True)
class _Request:
    work: Callable[[Store], Any]
    done: Future[Any]


class Writer:
    """A ledger that any thread may use.

    Args:
        place: Where the ledger is.
        upkeep: What is done in between.
        open_store: How it is opened; for tests.
        now_ms: A monotonic clock.
    """

    def __init__(
        self,
        place: Place,
        *,
        upkeep: Upkeep | None = None,
        open_store: Callable[[Place], Store] = Store,
        now_ms: Callable[[], Millis] = lambda: time.monotonic_ns() // 1_000_000,
    ) -> None:
        self.place = place
        self._upkeep = upkeep or Upkeep()
        self._open_store = open_store
        self._now_ms = now_ms
        self._requests: queue.SimpleQueue[_Request | None] = queue.SimpleQueue()
        self._lock = Lock()
        self._thread: Thread | None = None
        self._health = Health(State.CLOSED)
        self._known = ("", 0, b"")
        self._checked: Verified | None = None
        self._copied_at: Millis | None = None

    # --- for any thread ------------------------------------------------------------------------

    @property
    def health(self) -> Health:
        """The state now; it never waits."""
        return self._health

    @property
    def ledger(self) -> str:
        """The ledger's own id; empty until it was opened."""
        return self._known[0]

    @property
    def length(self) -> int:
        """How many rows there are."""
        return self._known[1]

    @property
    def head(self) -> bytes:
        """The hash that stands for all of them."""
        return self._known[2]

    @property
    def checked(self) -> Verified | None:
        """What the last check of everything found; None until the first is done."""
        return self._checked

    def start(self) -> None:
        """Begin to open it, and come back at once; `health` tells how that went."""
        with self._lock:
            if self._thread and self._thread.is_alive():
                return
            self._requests = queue.SimpleQueue()
            self._health = Health(State.STARTING)
            self._thread = Thread(target=self._run, name="ledger", daemon=True)
            self._thread.start()

    def wait_until_open(self, timeout_s: float = _OPEN_WITHIN_S) -> Health:
        """Wait until it is open or has failed to; return how it is."""
        with contextlib.suppress(LedgerError):
            self._wait(self._ask(lambda _: None), timeout_s)
        return self._health

    def reopen(self, timeout_s: float = _OPEN_WITHIN_S) -> Health:
        """Open it anew after a failure, as a restart would; return how it is."""
        self.close(timeout_s)
        self.start()
        return self.wait_until_open(timeout_s)

    def submit(self, records: Sequence[Record]) -> Future[None]:
        """Ask for facts to be put on record; the future ends once they are durable, or fails.

        The future raises what `append` raises, but for its limit.
        """
        kept = tuple(records)
        return self._ask(lambda store: store.append(kept))

    def append(self, records: Sequence[Record], timeout_s: float = APPEND_WITHIN_MS / 1000) -> None:
        """Put facts on record, all or none; return once they are durable.

        Raises:
            RefusedRecordError: One cannot be kept; none was, and the ledger goes on.
            LedgerError: They may not have been kept, or not in time: then they may be kept yet,
                and appending the same again is safe.
        """
        self._wait(self.submit(records), timeout_s)

    def rows(self, after: int = 0, known: bytes | None = None) -> Iterator[Row]:
        """Yield the rows behind number `after`, each checked, as many as there are now.

        They are fetched by and by; appends are not held up.

        Raises:
            LedgerError: A row is changed or missing; nothing is taken any more.
        """
        upto = self._wait(self._ask(lambda store: store.length), _OPEN_WITHIN_S)
        while after < upto or known is not None:
            rows = self._wait(self._ask(_reading(after, known, upto)), _OPEN_WITHIN_S)
            if not rows:
                return
            yield from rows
            after, known = rows[-1].seq, rows[-1].hash
            if after >= upto:
                return

    def verify(self, stop: Callable[[], bool] = lambda: False) -> Verified | None:
        """Check everything; None where `stop` said to give up.

        Raises:
            LedgerError: Something is not in order; nothing is taken any more.
        """
        return self._wait(self._ask(lambda store: store.verify(stop)), None)

    def backup(self, target: Path) -> Verified:
        """Write a verified copy to a path of the operator's choice.

        Raises:
            LedgerError: It could not be written, or did not come out the same. The ledger goes on.
        """
        found = self._wait(self._ask(lambda store: copy_to(store, target)), None)
        if found is None:
            raise LedgerError(State.CLOSED)
        return found

    def close(self, timeout_s: float = _OPEN_WITHIN_S) -> None:
        """Finish what was asked, let go of the ledger, and wait for the thread."""
        with self._lock:
            thread = self._thread
            self._requests.put(None)
        if thread:
            thread.join(timeout_s)

    def _ask(self, work: Callable[[Store], T]) -> Future[T]:
        done: Future[T] = Future()
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                done.set_exception(_same(self._health, State.CLOSED))
            else:
                self._requests.put(_Request(work, done))
        return done

    @staticmethod
    def _wait(future: Future[T], timeout_s: float | None) -> T:
        try:
            return future.result(timeout_s)
        except (FutureTimeoutError, CancelledError):
            future.cancel()  # what was not begun is not done at all
            raise LedgerError(State.SLOW) from None

    # --- the thread ----------------------------------------------------------------------------

    def _run(self) -> None:
        requests = self._requests
        store: Store | None = None
        try:
            store = self._open_store(self.place)
            self._tell(store)
            self._health = Health(State.READY)
        except LedgerError as error:
            self._health = error.health
        except Exception as error:  # a bug must close the ledger, not leave it waiting
            log.exception("the ledger could not be opened")
            self._health = Health(State.FAILING, str(error))
        self._checked = None
        while True:
            try:
                request = requests.get(timeout=self._upkeep.every_ms / 1000)
            except queue.Empty:
                self._look_after(store, requests)
                continue
            if request is None:
                break
            self._serve(store, request)
        if store:
            store.close()
        with self._lock:
            if self._health.ready:
                self._health = Health(State.CLOSED)
            while True:
                try:
                    left = requests.get_nowait()
                except queue.Empty:
                    break
                if left and left.done.set_running_or_notify_cancel():
                    left.done.set_exception(_same(self._health))
            self._thread = None

    def _serve(self, store: Store | None, request: _Request) -> None:
        if not request.done.set_running_or_notify_cancel():
            return
        if store is None or not self._health.ready:
            request.done.set_exception(_same(self._health))
            return
        try:
            answer = request.work(store)
        except LedgerError as error:
            # A copy that failed says so, and the store goes on.
            self._take_over(store, error)
            request.done.set_exception(error)
        except Exception as error:
            log.exception("the ledger failed")
            self._health = Health(State.FAILING, f"{type(error).__name__}: {error}")
            request.done.set_exception(LedgerError(State.FAILING, str(error)))
        else:
            self._tell(store)
            request.done.set_result(answer)

    def _look_after(
        self, store: Store | None, requests: queue.SimpleQueue[_Request | None]
    ) -> None:
        def stop() -> bool:
            return not requests.empty()

        try:
            self._upkeep.also()
        except Exception:
            log.exception("the clock could not note the time")
        if store is None or not self._health.ready:
            return
        try:
            if self._checked is None:
                self._checked = store.verify(stop)
                return
            if self._copied_at is None or self._now_ms() - self._copied_at >= (
                self._upkeep.copy_every_ms
            ):
                found = rotate(store, self._upkeep.keep, stop)
                if found or not stop():
                    self._copied_at = self._now_ms()
        except LedgerError as error:
            self._copied_at = self._now_ms()
            log.warning("while looking after the record of doses: %s", error)
            self._take_over(store, error)
        except Exception as error:
            log.exception("the ledger failed")
            self._health = Health(State.FAILING, f"{type(error).__name__}: {error}")

    def _take_over(self, store: Store, error: LedgerError) -> None:
        """Close for good what has failed; a refused record or a failed copy is no such thing."""
        if store.failure and not isinstance(error, RefusedRecordError):
            self._health = store.failure

    def _tell(self, store: Store) -> None:
        self._known = (store.ledger, store.length, store.head)


def _reading(after: int, known: bytes | None, upto: int) -> Callable[[Store], list[Row]]:
    count = max(0, min(_READ_AT_ONCE, upto - after))
    return lambda store: list(islice(store.rows(after, known), count))


def _same(health: Health, otherwise: State = State.CLOSED) -> LedgerError:
    if health.ready:
        return LedgerError(otherwise)
    return LedgerError(health.state, health.detail)
