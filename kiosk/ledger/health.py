"""Whether the ledger is in order, asked from outside while no kiosk has it open."""

from __future__ import annotations

from kiosk.ledger.place import Place
from kiosk.ledger.row import Verified
from kiosk.ledger.states import Health, LedgerError, State
from kiosk.ledger.store import Store, create

__all__ = ["Health", "LedgerError", "State", "create", "examine", "verify"]


def examine(place: Place) -> Health:
    """Say what state a ledger is in, by opening and closing it. It never raises."""
    try:
        Store(place).close()
    except LedgerError as error:
        return error.health
    return Health(State.READY)


def verify(place: Place) -> Verified:
    """Check everything there is of it.

    Raises:
        LedgerError: Something is not in order; it says what.
    """
    store = Store(place)
    try:
        found = store.verify()
    finally:
        store.close()
    if found is None:
        raise LedgerError(State.CLOSED)  # nobody asked it to stop
    return found
