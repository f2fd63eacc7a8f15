"""A ledger in memory, for tests of what stands on one. It forgets all when it is let go."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from kiosk.dose.record import Record
from kiosk.ledger.row import FORMAT, Row, Verified, decode, encode, first_hash, link
from kiosk.ledger.states import LedgerError, RefusedRecordError, State


@dataclass(slots=True)
class MemoryLedger:
    """The same promises as `Store`, but for outliving the program.

    Attributes:
        ledger: Its id.
        failure: Set it to make the ledger fail as a disk does; it stays failed until `reopen`.
    """

    ledger: str = "memory"
    failure: State | None = None
    _rows: list[tuple[str, bytes, bytes]] = field(default_factory=list)
    _ids: dict[str, bytes] = field(default_factory=dict)

    @property
    def length(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    @property
    def head(self) -> bytes:
        """The hash that stands for all of them."""
        return self._hash(self.length)

    def append(self, records: Sequence[Record]) -> None:
        """Put facts on record, all of them or none.

        Raises:
            RefusedRecordError: One cannot be kept; none was, and the ledger goes on.
            LedgerError: It was made to fail, or is closed.
        """
        self._check_open()
        fresh: dict[str, bytes] = {}
        for record in records:
            fact = encode(record)
            known = fresh.get(record.id, self._ids.get(record.id))
            if known is None:
                fresh[record.id] = fact
            elif known != fact:
                raise RefusedRecordError(f"The id {record.id!r} stands for another fact already.")
        for row_id, fact in fresh.items():
            self._rows.append((row_id, fact, link(self.head, self.length + 1, row_id, fact)))
        self._ids |= fresh

    def rows(self, after: int = 0, known: bytes | None = None) -> Iterator[Row]:
        """Yield the rows behind number `after`, as they are now.

        Raises:
            LedgerError: It is closed, or `known` is not the hash of row `after`.
        """
        self._check_open()
        if known is not None and (after > self.length or known != self._hash(after)):
            self.failure = State.DAMAGED
            raise LedgerError(State.DAMAGED, f"row {after} is not the one that was read")
        for seq in range(after + 1, self.length + 1):
            self._check_open()
            row_id, fact, hash_ = self._rows[seq - 1]
            yield Row(seq, decode(row_id, fact), hash_)

    def verify(self, stop: Callable[[], bool] = lambda: False) -> Verified | None:
        """Check every row's place in the chain; None where `stop` said to give up.

        Raises:
            LedgerError: It is closed, or a row was changed.
        """
        self._check_open()
        for seq, (row_id, fact, hash_) in enumerate(self._rows, start=1):
            if stop():
                return None
            if link(self._hash(seq - 1), seq, row_id, fact) != hash_:
                self.failure = State.DAMAGED
                raise LedgerError(State.DAMAGED, f"row {seq} was changed")
        return None if stop() else Verified(self.ledger, self.length, self.head, FORMAT)

    def close(self) -> None:
        """Let go of it; the rows stay, for `reopen`."""
        self.failure = self.failure or State.CLOSED

    def reopen(self) -> None:
        """Open it anew, as a restart does."""
        self.failure = None

    def _hash(self, seq: int) -> bytes:
        return self._rows[seq - 1][2] if seq else first_hash(self.ledger)

    def _check_open(self) -> None:
        if self.failure is not None:
            raise LedgerError(self.failure)
