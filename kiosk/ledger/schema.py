"""The tables of a ledger, what guards them, and the way from one version to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

APPLICATION_ID = 0x67776C67
"""Says in the file's header that this is a ledger of ours."""

VERSION = 1

TABLES = (
    "CREATE TABLE ledger (id TEXT NOT NULL) STRICT",
    (
        "CREATE TABLE rows (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, fact BLOB NOT NULL,"
        " hash BLOB NOT NULL) STRICT"
    ),
    (
        "CREATE TRIGGER ledger_stays BEFORE UPDATE ON ledger"
        " BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END"
    ),
    (
        "CREATE TRIGGER ledger_is_kept BEFORE DELETE ON ledger"
        " BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END"
    ),
    (
        "CREATE TRIGGER ledger_is_one BEFORE INSERT ON ledger WHEN EXISTS (SELECT 1 FROM ledger)"
        " BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END"
    ),
    (
        "CREATE TRIGGER rows_stay BEFORE UPDATE ON rows"
        " BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END"
    ),
    (
        "CREATE TRIGGER rows_are_kept BEFORE DELETE ON rows"
        " BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END"
    ),
    # This also stops an INSERT OR REPLACE of a row that is there, whatever a connection's pragmas.
    (
        "CREATE TRIGGER rows_follow BEFORE INSERT ON rows"
        " WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM rows)"
        " OR EXISTS (SELECT 1 FROM rows WHERE id = NEW.id)"
        " BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END"
    ),
)
"""Everything in the present version. A ledger with one statement more or less is damaged."""

MIGRATIONS: Mapping[int, Sequence[str]] = {}
"""Version -> the statements that lead from it to the next.

They may add tables, indexes and triggers; rows are never rewritten, since the chain covers them.
"""
