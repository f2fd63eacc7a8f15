"""The ledger as CSV or JSON, row by row, however long it is."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TextIO

from kiosk.dose.record import Json
from kiosk.ledger.row import Row

FIELDS = (
    "seq",
    "id",
    "kind",
    "person",
    "boot",
    "boottime_ms",
    "wall_ms",
    "wall_utc",
    "trusted",
    "lower_ms",
    "body",
    "hash",
)
"""The columns, in their order. `body` is JSON in a CSV cell."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_data(row: Row) -> dict[str, Json]:
    """Return a row as plain data, by the names in `FIELDS`."""
    record, at = row.record, row.record.at
    return {
        "seq": row.seq,
        "id": record.id,
        "kind": record.kind,
        "person": record.person,
        "boot": at.boot,
        "boottime_ms": at.boottime_ms,
        "wall_ms": at.wall_ms,
        "wall_utc": _utc(at.wall_ms),
        "trusted": at.trusted,
        "lower_ms": at.lower_ms,
        "body": dict(record.body),
        "hash": row.hash.hex(),
    }


def write_json(rows: Iterable[Row], out: TextIO) -> int:
    """Write one JSON list, a row a line; return how many there were."""
    return write_json_data((as_data(row) for row in rows), out)


def write_json_data(rows: Iterable[Mapping[str, Json]], out: TextIO) -> int:
    """The same of rows that are plain data already."""
    count = 0
    out.write("[")
    for row in rows:
        out.write(",\n" if count else "\n")
        json.dump(row, out, ensure_ascii=False)
        count += 1
    out.write("\n]\n")
    return count


def write_csv(rows: Iterable[Row], out: TextIO) -> int:
    """Write a heading and a line for each row; return how many rows there were.

    Text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    return write_csv_data((as_data(row) for row in rows), out)


def write_csv_data(rows: Iterable[Mapping[str, Json]], out: TextIO) -> int:
    """The same of rows that are plain data already."""
    table = csv.writer(out, lineterminator="\n")
    table.writerow(FIELDS)
    count = 0
    for row in rows:
        table.writerow([_cell(row[field]) for field in FIELDS])
        count += 1
    return count


def _cell(value: Json) -> str | int:
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return value if isinstance(value, int) else str(value)


def _utc(wall_ms: int) -> str:
    """Say a wall time as people do; empty where no calendar reaches it."""
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=wall_ms)
    except OverflowError:
        return ""
    return moment.isoformat(timespec="milliseconds")
