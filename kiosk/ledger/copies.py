"""Verified copies beside the ledger, the oldest of which makes room for the newest."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from pathlib import Path

from kiosk.ledger.database import check_copy
from kiosk.ledger.files import flush
from kiosk.ledger.place import told
from kiosk.ledger.row import Verified
from kiosk.ledger.states import LedgerError, State
from kiosk.ledger.store import Store

KEPT = 3
"""How many rotating copies there are."""

_NAME = re.compile(r"ledger-(\d{12})\.db")


def copy_to(store: Store, path: Path, stop: Callable[[], bool] = lambda: False) -> Verified | None:
    """Write a copy of all rows, check it against the ledger, and only then give it its name.

    Args:
        store: What to copy.
        path: Where to; what is there is replaced, once the copy is in order.
        stop: Asked often; once it says yes, the copy is given up and nothing is left of it.

    Returns:
        What the copy holds; None where it was given up.

    Raises:
        LedgerError: It could not be written, or is not what the ledger is. The ledger goes on.
    """
    rows, head = store.length, store.head
    beside = path.with_name(f"{path.name}.new")
    files = store.place.files
    try:
        files.make_folder(path.parent)
        files.remove(beside)
        try:
            if not store.vacuum_into(beside, stop):
                return None
            flush(beside)
            found = check_copy(beside, stop)
            if found is None:
                return None
            if (found.ledger, found.rows, found.head) != (store.ledger, rows, head):
                raise LedgerError(State.DAMAGED, f"the copy {path} is not what the ledger is")
            beside.replace(path)
            flush(path.parent)
        finally:
            files.remove(beside)
    except OSError as error:
        raise told(error, path) from error
    return found


def rotate(
    store: Store, keep: int = KEPT, stop: Callable[[], bool] = lambda: False
) -> Verified | None:
    """Make a copy in the ledger's own folder unless the newest is as long; keep the newest few.

    Returns:
        What the new copy holds; None where none was needed or it was given up.

    Raises:
        LedgerError: It could not be written. The ledger goes on.
    """
    path = store.place.copies / f"ledger-{store.length:012}.db"
    if path.exists():
        return None
    found = copy_to(store, path, stop)
    if found:
        for old in copies(store.place.copies)[keep:]:
            with contextlib.suppress(OSError):
                old.unlink()
    return found


def copies(folder: Path) -> list[Path]:
    """Return the rotating copies in a folder, the longest first."""
    try:
        names = sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))
    except OSError:
        return []
    return names[::-1]
