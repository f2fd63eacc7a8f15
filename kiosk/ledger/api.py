"""What a ledger is to those who use it: the real one, the threaded one and the fake alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from kiosk.dose.record import Record
from kiosk.ledger.row import Row, Verified


class Ledger(Protocol):
    """Facts in the order they happened. It only grows."""

    @property
    def ledger(self) -> str:
        """The ledger's own id."""

    @property
    def length(self) -> int:
        """How many rows there are."""

    @property
    def head(self) -> bytes:
        """The hash that stands for all of them."""

    def append(self, records: Sequence[Record]) -> None:
        """Put facts on record, all or none; return once they are durable.

        Raises:
            RefusedRecordError: One cannot be kept; none was, and the ledger goes on.
            LedgerError: They may not have been kept, and nothing is taken any more.
        """

    def rows(self, after: int = 0, known: bytes | None = None) -> Iterator[Row]:
        """Yield the rows behind number `after`, each checked.

        Raises:
            LedgerError: A row is changed or missing; nothing is taken any more.
        """

    def verify(self, stop: Callable[[], bool] = ...) -> Verified | None:
        """Check everything; None where `stop` said to give up.

        Raises:
            LedgerError: Something is not in order; nothing is taken any more.
        """

    def close(self) -> None:
        """Let go of it; nothing is taken any more."""
