"""A record as the ledger keeps it: one canonical form, chained to all that went before.

The hash of a row covers the hash of the row before it, its number, its id and every field, so a
changed, missing, added or moved row breaks the chain at that place and at all later ones.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from kiosk.dose.record import Json, Record, Stamp
from kiosk.ledger.states import RefusedRecordError

FORMAT = 1
"""The form that `encode` and `link` write. It is part of the first hash of each chain."""

LONGEST_ID = 200
LARGEST_FACT = 64 * 1024
_DEEPEST = 16
_LARGEST_NUMBER = 2**63

_write = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
).encode
_read = json.JSONDecoder().decode


@dataclass(frozen=True, slots=True)
class Row:
    """A record at its place in the ledger.

    Attributes:
        seq: Its number; the first row is 1 and there are no gaps.
        record: What was put on record.
        hash: The chain's hash up to and with this row, 32 bytes.
    """

    seq: int
    record: Record
    hash: bytes


@dataclass(frozen=True, slots=True)
class Verified:
    """What a check of a whole chain found to be in order.

    Attributes:
        ledger: The ledger's own id: two with different ids have different histories.
        rows: How many rows there are.
        head: The last hash; it stands for every row.
        version: Of the schema.
    """

    ledger: str
    rows: int
    head: bytes
    version: int


def first_hash(ledger: str) -> bytes:
    """Return the hash that the first row of this ledger is chained to."""
    return sha256(f"ledger {FORMAT} {ledger}".encode()).digest()


def link(previous: bytes, seq: int, row_id: str, fact: bytes) -> bytes:
    """Return a row's hash. An id holds no line end, so no two rows read alike."""
    return sha256(b"%b%d\n%b\n%b" % (previous, seq, row_id.encode(), fact)).digest()


def encode(record: Record) -> bytes:
    """Write everything but the id in the one canonical form.

    Raises:
        RefusedRecordError: It holds what cannot be kept exactly.
    """
    if not record.id or len(record.id) > LONGEST_ID or not record.id.isprintable():
        message = f"The id {record.id[:40]!r} cannot be kept: it is empty, too long or unprintable."
        raise RefusedRecordError(message)
    for what, name in (("kind", record.kind), ("person", record.person), ("boot", record.at.boot)):
        if not isinstance(name, str):
            raise RefusedRecordError(f"The record {record.id!r} has a {what} that is no text.")
    at = record.at
    for number in (at.boottime_ms, at.wall_ms, at.lower_ms):
        if type(number) is not int or abs(number) >= _LARGEST_NUMBER:
            raise RefusedRecordError(f"The record {record.id!r} has a time that is no number.")
    body = {key: _plain(value, record.id, 1) for key, value in _items(record.body, record.id)}
    try:
        fact = _write(
            [
                record.kind,
                record.person,
                at.boot,
                at.boottime_ms,
                at.wall_ms,
                bool(at.trusted),
                at.lower_ms,
                body,
            ]
        ).encode()
        record.id.encode()
    except UnicodeEncodeError:
        message = f"The record {record.id[:40]!r} holds half a character, which cannot be kept."
        raise RefusedRecordError(message) from None
    if len(fact) > LARGEST_FACT:
        raise RefusedRecordError(f"The record {record.id!r} is larger than {LARGEST_FACT} bytes.")
    return fact


def decode(row_id: str, fact: bytes) -> Record:
    """Read a record back.

    Raises:
        ValueError: This was never written by `encode`.
    """
    kind, person, boot, boottime_ms, wall_ms, trusted, lower_ms, body = _read(fact.decode())
    stamp = Stamp(boot, boottime_ms, wall_ms, trusted, lower_ms)
    return Record(row_id, kind, person, stamp, body)


def _items(value: Mapping[str, Json], row_id: str) -> Iterator[tuple[str, Json]]:
    for key, inner in value.items():
        if not isinstance(key, str):
            raise RefusedRecordError(f"The record {row_id!r} has a key that is no text: {key!r}.")
        yield key, inner


def _plain(value: Json, row_id: str, depth: int) -> Json:
    """Return a copy that holds nothing but what JSON gives back exactly as it was."""
    if depth > _DEEPEST:
        raise RefusedRecordError(f"The record {row_id!r} is nested too deeply.")
    if value is None or type(value) in {bool, str}:
        return value
    if isinstance(value, str):
        return str(value)
    if type(value) is int and abs(value) < _LARGEST_NUMBER:
        return value
    if isinstance(value, list | tuple):
        return [_plain(inner, row_id, depth + 1) for inner in value]
    if isinstance(value, Mapping):
        return {key: _plain(inner, row_id, depth + 1) for key, inner in _items(value, row_id)}
    kind = type(value).__name__
    raise RefusedRecordError(f"The record {row_id!r} holds a {kind}, which cannot be kept exactly.")
